//! What `openapi.json` says once for every operation: `x-every-operation` and `x-every-write`.

use crate::json::{Member, Node};

/// The methods that change something.
const WRITES: &[&str] = &["post", "put", "patch", "delete"];

/// The objects of `openapi.json` that apply to an operation of that method.
pub(super) fn of_method<'a>(root: &'a Node, method: &str) -> impl Iterator<Item = &'a Node> {
    let write = WRITES.contains(&method).then(|| root.get("x-every-write")).flatten();
    root.get("x-every-operation").into_iter().chain(write)
}

/// The members of one name of those objects.
pub(super) fn members<'a>(every: &[&'a Node], name: &str) -> Vec<&'a Member> {
    every.iter().filter_map(|node| node.get(name)).flat_map(Node::members).collect()
}

/// The parameters that those objects list.
pub(super) fn parameters<'a>(every: &[&'a Node]) -> Vec<&'a Node> {
    every.iter().filter_map(|node| node.get("parameters")).flat_map(Node::elements).collect()
}
