//! Documents by their paths, each with its version.

use std::collections::{BTreeMap, HashMap, btree_map};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::kept::{Kept, path_text, split_path};

/// The property that a document is known by as well as by the last part of its path: the service takes
/// a user's principal name where it takes the id.
const OTHER_NAME: &str = "userPrincipalName";

/// A tree of documents: a path leads to a document, to a list of them, or to both.
///
/// The parts of a path are known in any case. What was put first is first in its list, and nothing
/// takes longer than there are parts in a path, however many documents there are.
#[derive(Clone, Default)]
pub(crate) struct Documents {
    root: Node,
    /// How many changes there have been.
    changes: u64,
    /// How many nodes were looked at, for a test to count.
    #[cfg(test)]
    looks: std::sync::Arc<std::sync::atomic::AtomicU64>,
}

#[derive(Clone, Default)]
struct Node {
    /// As it was first spelt.
    name: String,
    document: Option<Document>,
    children: BTreeMap<u64, Node>,
    /// Where the child of a name is, in lower case.
    index: HashMap<String, u64>,
    /// The same for the other name of a document, as far as no child has it for its own.
    others: HashMap<String, u64>,
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
    fn number(&self, name: &str) -> Option<u64> {
        let name = name.to_lowercase();
        self.index.get(&name).or_else(|| self.others.get(&name)).copied()
    }

    fn child(&self, name: &str) -> Option<&Self> {
        self.children.get(&self.number(name)?)
    }

    fn child_mut(&mut self, name: &str) -> Option<&mut Self> {
        let number = self.number(name)?;
        self.children.get_mut(&number)
    }

    /// The other name of the child of that number is this, and none that it had before.
    fn name_otherwise(&mut self, number: u64, old: Option<&str>, new: Option<&str>) {
        if let Some(old) = old.map(str::to_lowercase)
            && self.others.get(&old) == Some(&number)
        {
            self.others.remove(&old);
        }
        if let Some(new) = new {
            // The first of a name counts.
            self.others.entry(new.to_lowercase()).or_insert(number);
        }
    }
}

/// The documents right below a path, each with the last part of its own.
pub(crate) struct List<'a> {
    documents: &'a Documents,
    nodes: Option<btree_map::Values<'a, u64, Node>>,
}

impl<'a> Iterator for List<'a> {
    type Item = (&'a str, &'a Document);

    fn next(&mut self) -> Option<Self::Item> {
        self.nodes.as_mut()?.find_map(|node| {
            self.documents.look(1);
            Some((node.name.as_str(), node.document.as_ref()?))
        })
    }
}

/// The other name of a document. One that is deleted and kept is known by its id alone.
fn other_name(value: &Value) -> Option<&str> {
    let state = value.get("state").and_then(Value::as_str).unwrap_or_default();
    if state.eq_ignore_ascii_case("inactive") {
        return None;
    }
    value.get(OTHER_NAME).and_then(Value::as_str)
}

impl Documents {
    fn node<S: AsRef<str>>(&self, path: &[S]) -> Option<&Node> {
        self.look(path.len());
        path.iter().try_fold(&self.root, |node, part| node.child(part.as_ref()))
    }

    fn node_mut<S: AsRef<str>>(&mut self, path: &[S]) -> Option<&mut Node> {
        self.look(path.len());
        path.iter().try_fold(&mut self.root, |node, part| node.child_mut(part.as_ref()))
    }

    #[cfg(not(test))]
    #[expect(clippy::unused_self, reason = "a test counts")]
    fn look(&self, _nodes: usize) {}

    #[cfg(test)]
    fn look(&self, nodes: usize) {
        self.looks.fetch_add(nodes as u64, std::sync::atomic::Ordering::Relaxed);
    }

    /// How many nodes were looked at.
    #[cfg(test)]
    pub(crate) fn looks(&self) -> u64 {
        self.looks.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// How many changes there have been.
    pub(crate) fn changes(&self) -> u64 {
        self.changes
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
    pub(crate) fn list<S: AsRef<str>>(&self, path: &[S]) -> List<'_> {
        List { documents: self, nodes: self.node(path).map(|node| node.children.values()) }
    }

    /// What is right below a path, whether it is a document or only leads to some: the last part of its
    /// path, the document, and how many there are below it.
    pub(crate) fn children<'a, S: AsRef<str>>(
        &'a self,
        path: &[S],
    ) -> impl Iterator<Item = (&'a str, Option<&'a Document>, usize)> + use<'a, S> {
        let children = self.node(path).into_iter().flat_map(|node| node.children.values());
        children.map(|child| (child.name.as_str(), child.document.as_ref(), child.children.len()))
    }

    /// Puts a document at a path, instead of one that is there. What is below it stays.
    pub(crate) fn put<S: AsRef<str>>(&mut self, path: &[S], value: Value) -> &Document {
        self.changes += 1;
        self.place(path, value, self.changes)
    }

    fn place<S: AsRef<str>>(&mut self, path: &[S], value: Value, version: u64) -> &Document {
        self.look(path.len());
        // Numbers only grow, so that the newest is last.
        let newest = self.changes;
        let mut node = &mut self.root;
        for (index, part) in path.iter().enumerate() {
            let part = part.as_ref();
            let number = node.number(part).unwrap_or_else(|| {
                let number = node.children.last_key_value().map_or(0, |(last, _)| last + 1);
                let number = number.max(newest);
                node.index.insert(part.to_lowercase(), number);
                node.children.insert(number, Node { name: part.to_owned(), ..Node::default() });
                number
            });
            if index + 1 == path.len() {
                let old = node.children.get(&number).and_then(|child| child.document.as_ref());
                let old = old.and_then(|old| other_name(&old.value)).map(str::to_owned);
                node.name_otherwise(number, old.as_deref(), other_name(&value));
            }
            node = node.children.entry(number).or_default();
        }
        node.document.insert(Document { value, version })
    }

    /// Changes the document at a path without making another version of it.
    pub(crate) fn set<S: AsRef<str>>(&mut self, path: &[S], value: Value) {
        self.changes += 1;
        if let Some(document) = self.node_mut(path).and_then(|node| node.document.as_mut()) {
            document.value = value;
        }
    }

    /// Takes the document at a path away, and all that is below it.
    pub(crate) fn remove<S: AsRef<str>>(&mut self, path: &[S]) -> Option<Document> {
        let (last, parents) = path.split_last()?;
        self.changes += 1;
        let node = self.node_mut(parents)?;
        let number = node.number(last.as_ref())?;
        let child = node.children.remove(&number)?;
        node.index.remove(&child.name.to_lowercase());
        let other = child.document.as_ref().and_then(|document| other_name(&document.value));
        node.name_otherwise(number, other, None);
        child.document
    }

    /// All documents: what is within comes after what it is within, and lists are in their order.
    pub(crate) fn keep(&self) -> Vec<Kept> {
        let mut kept = Vec::new();
        // Not by recursion: nothing says how deep paths are.
        let mut open = vec![(Vec::new(), &self.root)];
        while let Some((path, node)) = open.pop() {
            if let Some(Document { value, version }) = &node.document {
                let (path, value) = (path_text(&path), value.clone());
                kept.push(Kept { path, version: *version, value });
            }
            for child in node.children.values().rev() {
                let mut path = path.clone();
                path.push(child.name.as_str());
                open.push((path, child));
            }
        }
        kept
    }

    /// What was kept, or the path that is none.
    pub(crate) fn of(kept: Vec<Kept>) -> Result<Self, String> {
        let mut documents = Self::default();
        let newest = kept.iter().map(|one| one.version).max().unwrap_or_default();
        for Kept { path, version, value } in kept {
            let Some(parts) = split_path(&path) else { return Err(path) };
            documents.place(&parts, value, version);
        }
        documents.changes = newest;
        Ok(documents)
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

    #[test]
    fn a_user_is_known_by_its_name_as_long_as_it_has_it() {
        let mut documents = Documents::default();
        let user = |name: &str, state: &str| json!({ "userPrincipalName": name, "state": state });
        documents.put(&["users", "0"], user("A@x", "inactive"));
        documents.put(&["users", "1"], user("A@x", "active"));
        documents.put(&["users", "2"], user("a@X", "active"));
        documents.put(&["users", "a@x", "licenses", "s"], json!(7));
        assert!(
            documents.get(&["users", "1", "licenses", "S"]).is_some(),
            "the first that is there"
        );
        documents.put(&["users", "1"], user("b@x", "active"));
        assert!(
            documents.get(&["users", "a@x"]).is_none()
                && documents.get(&["users", "B@x"]).is_some()
        );
        documents.remove(&["users", "b@x"]);
        assert!(
            documents.get(&["users", "1"]).is_none() && documents.get(&["users", "b@x"]).is_none()
        );
    }

    #[test]
    fn what_is_kept_is_the_same_again() {
        let mut documents = Documents::default();
        for id in ["b", "A/1", "c"] {
            documents.put(&["v1", "customers", id], json!({ "id": id }));
            documents
                .put(&["v1", "customers", id, "users", "1"], json!({ "userPrincipalName": id }));
        }
        documents.remove(&["v1", "customers", "b"]);
        documents.put(&["v1", "customers", "b"], json!("last"));
        let kept = documents.keep();
        let paths: Vec<_> = kept.iter().map(|one| one.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "/v1/customers/A%2F1",
                "/v1/customers/A%2F1/users/1",
                "/v1/customers/c",
                "/v1/customers/c/users/1",
                "/v1/customers/b",
            ]
        );
        let again = Documents::of(kept.clone()).expect("it is sound");
        assert_eq!(again.keep(), kept);
        assert!(again.get(&["v1", "customers", "c", "users", "C"]).is_some(), "by its other name");
        let newer = again.clone().put(&["v1", "customers", "c"], json!(1)).etag();
        assert!(
            kept.iter()
                .all(|one| newer != Document { value: json!(1), version: one.version }.etag())
        );
        let wrong = Kept { path: "v1".into(), version: 1, value: json!(1) };
        assert_eq!(Documents::of(vec![wrong]).err().as_deref(), Some("v1"));
    }
}
