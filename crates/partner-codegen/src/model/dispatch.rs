//! Resources that are told by the `objectType` in their `attributes`.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::{ItemKind, Model};
use crate::resolve::Resolved;

/// Names that the enum of all resources uses for something else.
const TAKEN: &[&str] = &["Resource", "Unknown", "UnknownResource"];

/// Checks that an object type leads to one resource, and that the resource has attributes to be told by.
pub(super) fn check(model: &Model, resolved: &Resolved<'_>, problems: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for (index, module) in model.modules.iter().enumerate() {
        let source = &resolved.sources[index];
        for item in &module.items {
            let ItemKind::Struct(structure) = &item.kind else { continue };
            let Some(object_type) = structure.object_type.as_deref() else { continue };
            let span = source.root.get("x-object-type").unwrap_or(&source.root).span.clone();
            let any_case = object_type.to_ascii_lowercase();
            if let Some(other) = first.get(&any_case) {
                let other = &resolved.sources[*other].path;
                problems.push(source.problem(
                    span.clone(),
                    format!("`{object_type}` is the object type of {other} already"),
                    "a body must lead to one type, in any case: leave the keyword out of one of them",
                ));
            }
            first.entry(any_case).or_insert(index);
            if !structure.fields.iter().any(|field| field.property == "attributes") {
                problems.push(source.problem(
                    span.clone(),
                    "the object type is in the `attributes` of a body, and this schema has none",
                    "describe the property `attributes`, or leave the keyword out",
                ));
            }
            if TAKEN.contains(&item.name.as_str()) {
                problems.push(source.problem(
                    span,
                    format!("`{}` can't be one of the variants of `Resource`", item.name),
                    "rename the file, or leave the keyword out",
                ));
            }
        }
    }
}
