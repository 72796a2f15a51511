//! Types as Rust users see them.

use crate::diff::pairs::Side;
use crate::model::{Field, ItemKind, Type};

/// A type as it is written. `render` makes tokens of types; here they are for people.
pub(super) fn spell(ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".into(),
        Type::Raw => "RawJson".into(),
        Type::Parameter(name) => name.clone(),
        Type::Named(name, arguments) if arguments.is_empty() => name.clone(),
        Type::Named(name, arguments) => {
            let arguments: Vec<_> = arguments.iter().map(spell).collect();
            format!("{name}<{}>", arguments.join(", "))
        }
        Type::List(inner) => format!("Vec<{}>", spell(inner)),
        Type::Map(inner) => format!("BTreeMap<String, {}>", spell(inner)),
        Type::Boxed(inner) => format!("Box<{}>", spell(inner)),
        Type::Nullable(inner) => format!("Option<{}>", spell(inner)),
        // The others are called in the model what they are called in Rust.
        other => format!("{other:?}"),
    }
}

/// The type of a field: an optional one is an `Option` once, null or not.
pub(super) fn field_type(field: &Field) -> Type {
    if field.required {
        field.ty.clone()
    } else {
        Type::Nullable(Box::new(without_null(&field.ty)))
    }
}

fn without_null(ty: &Type) -> Type {
    match ty {
        Type::Nullable(inner) => without_null(inner),
        Type::Boxed(inner) => Type::Boxed(Box::new(without_null(inner))),
        other => other.clone(),
    }
}

/// The type with every alias replaced by what it stands for: the same to Rust.
pub(super) fn expand(ty: &Type, side: &Side<'_>) -> Type {
    map_named(ty, &|name, arguments| match side.kind(name) {
        // The loader refuses an alias of itself, so that this ends.
        Some(ItemKind::Alias(target)) => expand(target, side),
        _ => Type::Named(name.to_owned(), arguments),
    })
}

/// The type with every named type in it, innermost first, replaced by what the function says.
pub(super) fn map_named(ty: &Type, replace: &impl Fn(&str, Vec<Type>) -> Type) -> Type {
    let inside = |inner: &Type| Box::new(map_named(inner, replace));
    match ty {
        Type::Named(name, arguments) => {
            let arguments = arguments.iter().map(|ty| map_named(ty, replace)).collect();
            replace(name, arguments)
        }
        Type::List(inner) => Type::List(inside(inner)),
        Type::Map(inner) => Type::Map(inside(inner)),
        Type::Boxed(inner) => Type::Boxed(inside(inner)),
        Type::Nullable(inner) => Type::Nullable(inside(inner)),
        other => other.clone(),
    }
}
