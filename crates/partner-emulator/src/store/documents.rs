//! Documents by their paths, each with its version.

use std::collections::{BTreeMap, HashMap};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// A tree of documents: a path leads to a document, to a list of them, or to both.
///
/// The parts of a path are known in any case. What was put first is first in its list, and nothing
/// takes longer than there are parts in a path, however many documents there are.
#[derive(Clone, Default)]
pub(crate) struct Documents {
    root: Node,
    /// How many changes there have been.
    changes: u64,
}

#[derive(Clone, Default)]
struct Node {
    /// As it was first spelt.
    name: String,
    document: Option<Document>,
    children: BTreeMap<u64, Node>,
    index: HashMap<String, u64>,
}

/// A document.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) value: Value,
    version: u64,
}

impl Document {
    /// Its version, as the service writes it: opaque.
    pub(crate) fn etag(&self) -> String {
        STANDARD.encode(format!(r#"{{"version":{}}}"#, self.version))
    }
}

impl Node {
    fn child(&self, name: &str) -> Option<&Self> {
        self.children.get(self.index.get(&name.to_lowercase())?)
    }
}

impl Documents {
    fn node<S: AsRef<str>>(&self, path: &[S]) -> Option<&Node> {
        path.iter().try_fold(&self.root, |node, part| node.child(part.as_ref()))
    }

    /// The document at a path.
    pub(crate) fn get<S: AsRef<str>>(&self, path: &[S]) -> Option<&Document> {
        self.node(path)?.document.as_ref()
    }

    /// Whether anything was ever put below a path.
    pub(crate) fn has_list<S: AsRef<str>>(&self, path: &[S]) -> bool {
        self.node(path).is_some_and(|node| !node.children.is_empty())
    }

    /// The documents right below a path, each with the last part of its own.
    pub(crate) fn list<'a, S: AsRef<str>>(
        &'a self,
        path: &[S],
    ) -> impl Iterator<Item = (&'a str, &'a Document)> + use<'a, S> {
        let children = self.node(path).into_iter().flat_map(|node| node.children.values());
        children.filter_map(|node| Some((node.name.as_str(), node.document.as_ref()?)))
    }

    /// Puts a document at a path, instead of one that is there. What is below it stays.
    pub(crate) fn put<S: AsRef<str>>(&mut self, path: &[S], value: Value) -> &Document {
        self.changes += 1;
        let version = self.changes;
        let mut node = &mut self.root;
        for part in path {
            let part = part.as_ref();
            // Numbers only grow, so that the newest is last.
            let number = *node.index.entry(part.to_lowercase()).or_insert(version);
            node = node
                .children
                .entry(number)
                .or_insert_with(|| Node { name: part.to_owned(), ..Node::default() });
        }
        node.document.insert(Document { value, version })
    }

    /// Changes the document at a path without making another version of it.
    pub(crate) fn set<S: AsRef<str>>(&mut self, path: &[S], value: Value) {
        let mut node = Some(&mut self.root);
        for part in path {
            node = node.and_then(|node| {
                let number = node.index.get(&part.as_ref().to_lowercase())?;
                node.children.get_mut(number)
            });
        }
        if let Some(document) = node.and_then(|node| node.document.as_mut()) {
            document.value = value;
        }
    }

    /// Takes the document at a path away, and all that is below it.
    pub(crate) fn remove<S: AsRef<str>>(&mut self, path: &[S]) -> Option<Document> {
        let (last, parents) = path.split_last()?;
        self.changes += 1;
        let mut node = &mut self.root;
        for part in parents {
            let number = node.index.get(&part.as_ref().to_lowercase())?;
            node = node.children.get_mut(number)?;
        }
        let number = node.index.remove(&last.as_ref().to_lowercase())?;
        node.children.remove(&number)?.document
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn documents_are_found_in_any_case_and_listed_as_they_came() {
        let mut documents = Documents::default();
        for id in ["b", "A", "c"] {
            documents.put(&["v1", "customers", id], json!(id));
        }
        documents.put(&["v1", "customers", "a", "orders", "1"], json!(1));
        documents.put(&["v1", "customers", "B"], json!("again"));
        let names = |documents: &Documents| {
            let list = documents.list(&["V1", "Customers"]);
            list.map(|(name, _)| name.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names(&documents), ["b", "A", "c"]);
        assert_eq!(
            documents.get(&["v1", "customers", "b"]).map(|it| &it.value),
            Some(&json!("again"))
        );
        assert!(documents.get(&["v1", "customers"]).is_none());
        documents.remove(&["v1", "customers", "a"]);
        assert_eq!(names(&documents), ["b", "c"]);
        assert!(documents.get(&["v1", "customers", "A", "orders", "1"]).is_none());
        assert!(documents.remove(&["v1", "customers", "a"]).is_none());
    }

    #[test]
    fn a_change_is_another_version() {
        let mut documents = Documents::default();
        let first = documents.put(&["a"], json!(1)).etag();
        let second = documents.put(&["a"], json!(1)).etag();
        assert_ne!(first, second);
    }
}
