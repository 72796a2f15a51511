//! From any schema to one of the dialect that allows at least as much.
//!
//! Keywords of a schema only ever narrow what it allows, so leaving one out is sound: the type reads
//! more than the schema allows, never less. What decides a type is kept where Rust can carry it:
//! `type`, `properties`, `items`, references inside the file, a choice between a schema and null. The
//! rest is left to validation, and what has no one type at all becomes any JSON.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::json::{Kind, Member, Node};
use crate::standalone::names;

/// Keywords that say something without allowing more or less, or that types document.
const KEPT: &[&str] = &[
    "title",
    "description",
    "examples",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "format",
];
const OF_STRINGS: &[&str] = &["minLength", "maxLength", "pattern"];
const OF_NUMBERS: &[&str] =
    &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
const OF_ARRAYS: &[&str] = &["minItems", "maxItems", "uniqueItems"];
const OF_OBJECTS: &[&str] = &["minProperties", "maxProperties"];

/// The simplified schema, with a `$defs` entry for everything that is referred to.
pub(super) fn simplify(root: &Node) -> Node {
    let mut simplifier = Simplifier {
        root,
        // An inner `$id` is a document of its own, in which `#` means something else.
        has_inner_ids: root.members().iter().any(|member| has_id(&member.value)),
        names: names::Unique::default(),
        definitions: BTreeMap::new(),
        entries: root
            .get("$defs")
            .map(Node::members)
            .unwrap_or_default()
            .iter()
            .map(|entry| (entry.name.as_str(), &entry.value))
            .collect(),
        defs: Vec::new(),
    };
    let mut simple = simplifier.schema(root, Place::Named);
    let Kind::Object(members) = &mut simple.kind else { return simple };
    if !simplifier.defs.is_empty() {
        let span = root.span.clone();
        let kind = Kind::Object(simplifier.defs);
        let value = Node { span: span.clone(), kind };
        members.push(Member { name: "$defs".into(), name_span: span, value });
    }
    simple
}

/// Where a schema stands: one with a name of its own can't be null beside its type.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Named,
    Inner,
}

struct Simplifier<'a> {
    root: &'a Node,
    has_inner_ids: bool,
    names: names::Unique,
    /// For each JSON pointer that is referred to, the name of its definition.
    definitions: BTreeMap<String, String>,
    /// What is in the root's `$defs`.
    entries: HashMap<&'a str, &'a Node>,
    defs: Vec<Member>,
}

impl Simplifier<'_> {
    fn schema(&mut self, node: &Node, place: Place) -> Node {
        let mut simple = Builder::new(node);
        if let Some(reference) = node.get("$ref") {
            if let Some(target) = self.reference(reference) {
                simple.text(reference, "$ref", &target);
            }
            return simple.finish();
        }
        let mut types = type_names(node);
        let nullable = types.contains(&"null");
        types.retain(|name| *name != "null");
        types.sort_unstable();
        if types == ["integer", "number"] {
            types = vec!["number"];
        }
        if nullable && place == Place::Named {
            return simple.finish();
        }
        let keywords = match types[..] {
            ["object"] => {
                self.object(node, &mut simple);
                OF_OBJECTS
            }
            ["array"] => {
                let items = node.get("items").filter(|_| node.get("prefixItems").is_none());
                if let Some(items) = items {
                    let items = self.schema(items, Place::Inner);
                    simple.push("items", items);
                }
                OF_ARRAYS
            }
            ["string"] => OF_STRINGS,
            ["integer" | "number"] => OF_NUMBERS,
            ["boolean"] | ["number", "string"] => &[],
            [] if place == Place::Inner => {
                return self.nullable(node).unwrap_or_else(|| simple.finish());
            }
            _ => return simple.finish(),
        };
        simple.types(node, &types, nullable);
        simple.copy(node, keywords);
        simple.finish()
    }

    fn object(&mut self, node: &Node, simple: &mut Builder<'_>) {
        let mut properties = Vec::new();
        for property in node.get("properties").map(Node::members).unwrap_or_default() {
            let value = self.schema(&property.value, Place::Inner);
            properties.push(Member { value, ..property.clone() });
        }
        let names: HashSet<_> = properties.iter().map(|property| property.name.clone()).collect();
        if let Some(original) = node.get("properties") {
            simple.push(
                "properties",
                Node { span: original.span.clone(), kind: Kind::Object(properties) },
            );
        }
        let required: Vec<_> = node
            .get("required")
            .map(Node::elements)
            .unwrap_or_default()
            .iter()
            .filter(|name| name.as_str().is_some_and(|name| names.contains(name)))
            .cloned()
            .collect();
        if let Some(original) = node.get("required").filter(|_| !required.is_empty()) {
            simple.push(
                "required",
                Node { span: original.span.clone(), kind: Kind::Array(required) },
            );
        }
        // `additionalProperties` is not about what `patternProperties` describes.
        let additional = node
            .get("additionalProperties")
            .filter(|schema| matches!(schema.kind, Kind::Object(_)))
            .filter(|_| node.get("patternProperties").is_none());
        if let Some(schema) = additional {
            let schema = self.schema(schema, Place::Inner);
            simple.push("additionalProperties", schema);
        }
    }

    /// `anyOf` or `oneOf` of a schema and `type: null`.
    fn nullable(&mut self, node: &Node) -> Option<Node> {
        let keyword = ["anyOf", "oneOf"].into_iter().find(|keyword| node.get(keyword).is_some())?;
        let branches = node.get(keyword)?;
        let [first, second] = branches.elements() else { return None };
        let is_null = |node: &Node| type_names(node) == ["null"];
        let (schema, null) = if is_null(second) {
            (first, second)
        } else if is_null(first) {
            (second, first)
        } else {
            return None;
        };
        let schema = self.schema(schema, Place::Inner);
        let mut simple_null = Builder::new(null);
        simple_null.members.clear();
        simple_null.types(null, &["null"], false);
        let mut simple = Builder::new(node);
        let kind = Kind::Array(vec![schema, simple_null.finish()]);
        simple.push("anyOf", Node { span: branches.span.clone(), kind });
        Some(simple.finish())
    }

    /// The simplified reference, where it leads to a schema of this file.
    fn reference(&mut self, reference: &Node) -> Option<String> {
        if self.has_inner_ids {
            return None;
        }
        let text = reference.as_str()?;
        let fragment = match text.strip_prefix('#') {
            Some(fragment) => fragment,
            None => text.strip_prefix(self.root.str("$id")?)?.strip_prefix('#')?,
        };
        let pointer = percent_decoded(fragment)?;
        if pointer.is_empty() {
            return Some("#".into());
        }
        // Most references lead to `$defs`, of which there may be many.
        let def = pointer.strip_prefix("/$defs/").filter(|key| !key.contains('/'));
        let target = match def {
            Some(key) => {
                let key = key.replace("~1", "/").replace("~0", "~");
                self.entries.get(key.as_str()).copied()?
            }
            None => self.root.pointer(&pointer)?,
        };
        if let Some(name) = self.definitions.get(&pointer) {
            return Some(format!("#/$defs/{name}"));
        }
        let key = pointer.rsplit('/').next().unwrap_or_default();
        let name = self.names.take(&names::definition(key));
        self.definitions.insert(pointer, name.clone());
        let value = self.schema(target, Place::Named);
        self.defs.push(Member { name: name.clone(), name_span: target.span.clone(), value });
        Some(format!("#/$defs/{name}"))
    }
}

/// A simplified schema in the making; its places are those of the original.
struct Builder<'a> {
    original: &'a Node,
    members: Vec<Member>,
}

impl<'a> Builder<'a> {
    fn new(original: &'a Node) -> Self {
        let mut builder = Self { original, members: Vec::new() };
        builder.copy(original, KEPT);
        builder
    }

    fn copy(&mut self, node: &Node, keywords: &[&str]) {
        let kept = node.members().iter().filter(|member| keywords.contains(&member.name.as_str()));
        self.members.extend(kept.cloned());
    }

    fn push(&mut self, name: &str, value: Node) {
        let name_span = value.span.clone();
        self.members.push(Member { name: name.into(), name_span, value });
    }

    fn text(&mut self, place: &Node, name: &str, text: &str) {
        self.push(name, Node { span: place.span.clone(), kind: Kind::String(text.into()) });
    }

    fn types(&mut self, place: &Node, names: &[&str], nullable: bool) {
        let names = names.iter().copied().chain(nullable.then_some("null"));
        let span = place.span.clone();
        let names = names.map(|name| Node { span: span.clone(), kind: Kind::String(name.into()) });
        let kind = Kind::Array(names.collect());
        self.push("type", Node { span, kind });
    }

    fn finish(self) -> Node {
        Node { span: self.original.span.clone(), kind: Kind::Object(self.members) }
    }
}

fn type_names(node: &Node) -> Vec<&str> {
    let Some(types) = node.get("type") else { return vec![] };
    types.as_str().into_iter().chain(types.elements().iter().filter_map(Node::as_str)).collect()
}

fn has_id(node: &Node) -> bool {
    node.str("$id").is_some()
        || node.members().iter().any(|member| has_id(&member.value))
        || node.elements().iter().any(has_id)
}

/// The text with `%25` and the like decoded.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        if byte == b'%' {
            let (digits, tail) = tail.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = tail;
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
