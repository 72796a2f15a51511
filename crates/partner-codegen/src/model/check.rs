//! What only the whole model shows.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::model::{Item, ItemKind, Model, Type, dispatch};
use crate::resolve::Resolved;

/// Checks that every name is used once and that no type contains itself without end.
pub(super) fn check(model: &Model, resolved: &Resolved<'_>, problems: &mut Vec<Diagnostic>) {
    let mut items: HashMap<&str, (&Item, usize)> = HashMap::new();
    for (source, module) in model.modules.iter().enumerate() {
        for item in &module.items {
            if let Some((_, other)) = items.insert(&item.name, (item, source)) {
                problems.push(resolved.sources[source].problem(
                    0..1,
                    format!(
                        "two schemas want the Rust name `{}`, one of them an inline object: one in \
                         this file and one in {}",
                        item.name, resolved.sources[other].path
                    ),
                    "move the inline object to a file of its own and `$ref` it",
                ));
            }
        }
    }
    dispatch::check(model, resolved, problems);
    let mut names: Vec<_> = items.keys().copied().collect();
    names.sort_unstable();
    for name in names {
        if contains_itself(name, &items) {
            let source = &resolved.sources[items[name].1];
            let span = source.root.member("$id").map_or(0..1, |id| id.value.span.clone());
            problems.push(source.problem(
                span,
                format!("every `{name}` would hold another `{name}`, without end"),
                "make the property that leads back optional, or a list",
            ));
        }
    }
}

type Items<'a> = HashMap<&'a str, (&'a Item, usize)>;

/// Whether a value of the type can't exist, or has no size, without another one in it.
fn contains_itself(name: &str, items: &Items<'_>) -> bool {
    let mut seen = HashSet::new();
    let mut open = vec![name];
    while let Some(at) = open.pop() {
        let mut next = Vec::new();
        match items.get(at).map(|(item, _)| &item.kind) {
            Some(ItemKind::Struct(structure)) => {
                for field in &structure.fields {
                    held(&field.ty, field.required, items, &mut next);
                }
            }
            Some(ItemKind::Alias(ty)) => held(ty, true, items, &mut next),
            _ => {}
        }
        for next in next {
            if next == name {
                return true;
            }
            if seen.insert(next) {
                open.push(next);
            }
        }
    }
    false
}

/// The types of which there is one in every value of a type. typify boxes what is optional, but its
/// boxes do not reach through type arguments: those count even where the field is optional.
fn held<'a>(ty: &'a Type, required: bool, items: &Items<'a>, names: &mut Vec<&'a str>) {
    match ty {
        Type::Named(name, arguments) => {
            if required {
                names.push(name);
            }
            match items.get(name.as_str()).map(|(item, _)| &item.kind) {
                Some(ItemKind::Alias(target @ Type::Named(_, arguments)))
                    if !arguments.is_empty() =>
                {
                    held(target, false, items, names);
                }
                Some(ItemKind::Struct(structure)) => {
                    for (parameter, argument) in structure.parameters.iter().zip(arguments) {
                        if structure.fields.iter().any(|field| is_parameter(&field.ty, parameter)) {
                            held(argument, true, items, names);
                        }
                    }
                }
                _ => {}
            }
        }
        Type::Boxed(inner) => held(inner, required, items, names),
        _ => {}
    }
}

/// Whether the type is that parameter itself, not a list or a map of it.
fn is_parameter(ty: &Type, parameter: &str) -> bool {
    match ty {
        Type::Parameter(name) => name == parameter,
        Type::Nullable(inner) => is_parameter(inner, parameter),
        _ => false,
    }
}
