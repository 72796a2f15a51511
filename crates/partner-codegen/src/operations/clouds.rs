//! `x-clouds`: where an operation is to be had.

use crate::diagnostic::Diagnostic;
use crate::json::{Kind, Node};
use crate::load::Source;

/// The clouds by the names of `x-clouds`, with the names of Rust.
const CLOUDS: &[(&str, &str)] = &[
    ("global", "Global"),
    ("usGovernment", "UsGovernment"),
    ("germany", "Germany"),
    ("china", "China"),
];

/// The clouds of an operation, or of its family; `None` where nothing is said, which means all.
pub(super) fn of(source: &Source, operation: &Node) -> Option<Vec<&'static str>> {
    let clouds = operation.get("x-clouds").or_else(|| source.root.get("x-clouds"))?;
    Some(list(clouds))
}

/// The clouds of a list.
pub(super) fn list(list: &Node) -> Vec<&'static str> {
    list.elements().iter().filter_map(variant).collect()
}

fn variant(node: &Node) -> Option<&'static str> {
    let name = node.as_str()?;
    CLOUDS.iter().find(|(known, _)| *known == name).map(|(_, variant)| *variant)
}

/// Checks a list of clouds.
pub(super) fn check(source: &Source, list: &Node, problems: &mut Vec<Diagnostic>) {
    let mut refuse = |node: &Node, message: String| {
        let names: Vec<_> = CLOUDS.iter().map(|(name, _)| format!("`{name}`")).collect();
        let help = format!("write one or more of {}, each once", names.join(", "));
        problems.push(source.problem(node.span.clone(), message, help));
    };
    let names = list.elements();
    if names.is_empty() && matches!(list.kind, Kind::Array(_)) {
        refuse(list, "an operation of no cloud is to be had nowhere".into());
    }
    for (index, node) in names.iter().enumerate() {
        if variant(node).is_none() {
            refuse(node, format!("{} is not a cloud", node.to_value()));
        } else if names[..index].iter().any(|other| other.kind == node.kind) {
            refuse(node, format!("{} stands here twice", node.to_value()));
        }
    }
}
