//! Whether two types are the same to Rust.

use crate::diff::pairs::Side;
use crate::model::{ItemKind, Type};

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
        Type::JsonText(inner) => Type::JsonText(inside(inner)),
        other => other.clone(),
    }
}
