//! What only the whole model shows.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::cycles;
use crate::diagnostic::Diagnostic;
use crate::load::Source;
use crate::model::{Item, ItemKind, Model, Type, dispatch};
use crate::resolve::{RESERVED, Resolved};

/// Checks that every name is used once and that no type contains itself without end.
pub(super) fn check(model: &Model, resolved: &Resolved<'_>, problems: &mut Vec<Diagnostic>) {
    let mut items: HashMap<&str, (&Item, usize)> = HashMap::new();
    for (source, module) in model.modules.iter().enumerate() {
        for item in &module.items {
            if item.pointer.is_none() && RESERVED.contains(&item.name.as_str()) {
                problems.push(resolved.sources[source].problem(
                    0..1,
                    format!(
                        "an inline object of this file would be named `{}`, which generated code uses \
                         for something else",
                        item.name
                    ),
                    "move the inline object to a file of its own and `$ref` it",
                ));
            }
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
    let numbers: HashMap<&str, usize> =
        names.iter().enumerate().map(|(number, name)| (*name, number)).collect();
    let held = |name: &&str| {
        let held = holdings(name, &items).into_iter();
        held.filter_map(|(_, held)| numbers.get(held).copied()).collect()
    };
    let edges: Vec<Vec<usize>> = names.iter().map(held).collect();
    for name in cycles::candidates(&edges).into_iter().map(|number| names[number]) {
        if let Some(property) = contains_itself(name, &items) {
            let (item, source) = items[name];
            let source = &resolved.sources[source];
            problems.push(source.problem(
                span(source, item, property),
                format!("every `{name}` would hold another `{name}`, without end"),
                "make the property that leads back optional, or a list",
            ));
        }
    }
}

type Items<'a> = HashMap<&'a str, (&'a Item, usize)>;

/// The name of a property of an item; of the whole item where the property is none of its own.
fn span(source: &Source, item: &Item, property: &str) -> Range<usize> {
    let of_property = item.pointer.as_deref().and_then(|pointer| {
        let schema = source.root.pointer(pointer)?;
        Some(schema.get("properties")?.member(property)?.name_span.clone())
    });
    of_property
        .or_else(|| source.root.member("$id").map(|id| id.value.span.clone()))
        .unwrap_or(0..1)
}

/// The property by which a value of the type can't exist, or has no size, without another one in it;
/// without a name where the type is an alias.
fn contains_itself<'a>(name: &str, items: &Items<'a>) -> Option<&'a str> {
    holdings(name, items).into_iter().find_map(|(property, first)| {
        let mut seen = HashSet::from([first]);
        let mut open = vec![first];
        while let Some(at) = open.pop() {
            if at == name {
                return Some(property);
            }
            open.extend(
                holdings(at, items)
                    .into_iter()
                    .map(|(_, next)| next)
                    .filter(|next| seen.insert(next)),
            );
        }
        None
    })
}

/// The types of which there is one in every value of this one, and the properties that hold them.
fn holdings<'a>(name: &str, items: &Items<'a>) -> Vec<(&'a str, &'a str)> {
    let mut found = Vec::new();
    let mut of = |property: &'a str, ty: &'a Type, required: bool| {
        let mut names = Vec::new();
        held(ty, required, items, &mut names);
        found.extend(names.into_iter().map(|name| (property, name)));
    };
    match items.get(name).map(|(item, _)| &item.kind) {
        Some(ItemKind::Struct(structure)) => {
            for field in &structure.fields {
                of(&field.property, &field.ty, field.required);
            }
        }
        Some(ItemKind::Alias(ty)) => of("", ty, true),
        _ => {}
    }
    found
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
