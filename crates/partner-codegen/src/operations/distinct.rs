//! Names that would stand twice in the same place.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::json::{Member, Node};
use crate::load::Source;

use super::load::Description;
use super::model::{Chain, Operation};
use super::names;

/// Checks that no two operations want one name.
pub(super) fn check(operations: &[(Operation, &Source, &Member)], problems: &mut Vec<Diagnostic>) {
    let mut requests = BTreeSet::new();
    let mut modules = BTreeSet::new();
    let mut clients: BTreeMap<String, &Chain> = BTreeMap::new();
    let mut members = BTreeMap::new();
    for (operation, source, method) in operations {
        let node = &method.value;
        let at = |node: &Node, message: String, help: &str| {
            source.problem(node.span.clone(), message, help)
        };
        if !requests.insert((shape(&operation.path), operation.method)) {
            problems.push(source.problem(
                method.name_span.clone(),
                format!("`{} {}` is described twice", operation.method, operation.path),
                "an operation stands in the file of one family",
            ));
        }
        if !modules.insert(&operation.module) {
            problems.push(at(
                node.get("operationId").unwrap_or(node),
                format!("there is another operation `{}`", operation.type_name),
                "an `operationId` is used once",
            ));
        }
        let chain = &operation.chain;
        let mut clash = None;
        for depth in 0..=chain.links.len() {
            let of = &chain.links[..depth];
            let client = names::client(of.iter().map(|link| link.name.as_str()));
            if let Some(other) = clients.get(&client)
                && other.links.get(..depth) != Some(of)
            {
                clash = Some(format!("`{client}` would be two different sub-clients"));
            }
            clients.entry(client.clone()).or_insert(chain);
            let (member, is_link) = match chain.links.get(depth) {
                Some(link) => (&link.name, true),
                None => (&chain.method, false),
            };
            match members.insert((client.clone(), member), is_link) {
                Some(true) if is_link => {}
                None => {}
                Some(_) => clash = Some(format!("`{client}` would have `{member}` twice")),
            }
        }
        problems.extend(clash.map(|message| {
            at(
                node.get("x-rust-chain").unwrap_or(node),
                message,
                "give one of the two another name in its chain",
            )
        }));
    }
}

/// A path as a server sees it: whatever its parameters are called.
fn shape(path: &str) -> String {
    let mut shape = String::new();
    let mut is_name = false;
    for c in path.chars() {
        is_name = c == '{' || is_name && c != '}';
        if !is_name || c == '{' {
            shape.push(c);
        }
    }
    shape
}

/// That no two files want one name for a component: all are in one place in the complete document.
pub(super) fn components(description: &Description, problems: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<(&str, &str), &Source> = BTreeMap::new();
    for source in description.files() {
        for kind in source.root.get("components").map(Node::members).unwrap_or_default() {
            for component in kind.value.members() {
                let name = (kind.name.as_str(), component.name.as_str());
                if let Some(other) = known.insert(name, source) {
                    problems.push(source.problem(
                        component.name_span.clone(),
                        format!("`{}` of `{}` is in {} too", name.1, name.0, other.path),
                        "give one of them another name, or move what both mean to `openapi.json`",
                    ));
                }
            }
        }
    }
}
