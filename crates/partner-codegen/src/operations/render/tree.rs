//! The chains of all operations as a tree of sub-clients.

use std::collections::BTreeMap;

use crate::operations::model::{Api, Link, Operation, Parameter};
use crate::operations::names;

/// A sub-client; the one without links is the client itself.
pub(super) struct Node<'a> {
    /// The way to it.
    pub(super) links: &'a [Link],
    /// The path parameters that have been given on the way.
    pub(super) parameters: &'a [Parameter],
    /// The sub-clients that it leads to: the last link of each and the parameter that it takes.
    pub(super) children: Vec<(&'a [Link], Option<&'a Parameter>)>,
    /// Its operations.
    pub(super) operations: Vec<&'a Operation>,
}

/// The sub-clients, each after the one that leads to it.
pub(super) fn nodes(api: &Api) -> Vec<Node<'_>> {
    let mut nodes: BTreeMap<Vec<&str>, Node<'_>> = BTreeMap::new();
    for operation in &api.operations {
        let links = &operation.chain.links;
        for depth in 0..=links.len() {
            let given = given(&links[..depth]);
            let node = nodes.entry(names_of(&links[..depth])).or_insert_with(|| Node {
                links: &links[..depth],
                parameters: &operation.path_parameters[..given],
                children: Vec::new(),
                operations: Vec::new(),
            });
            match links.get(depth) {
                None => node.operations.push(operation),
                Some(link) if node.children.iter().all(|(child, _)| child[depth] != *link) => {
                    let parameter =
                        link.parameter.as_ref().map(|_| &operation.path_parameters[given]);
                    node.children.push((&links[..=depth], parameter));
                }
                Some(_) => {}
            }
        }
    }
    nodes.into_values().collect()
}

fn given(links: &[Link]) -> usize {
    links.iter().filter(|link| link.parameter.is_some()).count()
}

fn names_of(links: &[Link]) -> Vec<&str> {
    links.iter().map(|link| link.name.as_str()).collect()
}

/// The name of the sub-client's type.
pub(super) fn client_name(links: &[Link]) -> String {
    names::client(links.iter().map(|link| link.name.as_str()))
}

/// The sub-clients by the first link of their chain, each group a file.
pub(super) fn by_root<'a, 'n>(nodes: &'n [Node<'a>]) -> impl Iterator<Item = Vec<&'n Node<'a>>> {
    let mut groups: BTreeMap<&str, Vec<&Node<'_>>> = BTreeMap::new();
    for node in nodes {
        if let Some(root) = node.links.first() {
            groups.entry(&root.name).or_default().push(node);
        }
    }
    groups.into_values()
}

/// The name of the module that a sub-client is in.
pub(super) fn module(links: &[Link]) -> &str {
    links.first().map_or("entry", |link| &link.name)
}
