//! The files of a description as one standard document: what is said once is written out at each operation.
//!
//! References into the schema files stay, relative to the schema folder: [`crate::bundle`] resolves them.

use serde_json::{Map, Value, json};

use crate::json::Node;
use crate::load::Source;

use super::every;
use super::load::{Description, FILE, family, locate};
use super::looked;

/// The methods of a path.
const METHODS: &[&str] = &["get", "head", "post", "put", "patch", "delete"];

/// One document of all files.
pub(super) fn document(description: &Description) -> Value {
    let root = &description.root().root;
    let mut whole = Map::new();
    for member in root.members() {
        // What is our own, and written out below.
        if !matches!(member.name.as_str(), "x-every-operation" | "x-every-write") {
            whole.insert(member.name.clone(), value(&member.value, FILE));
        }
    }
    let mut paths = Map::new();
    let mut components = match whole.remove("components") {
        Some(Value::Object(components)) => components,
        _ => Map::new(),
    };
    for source in description.files() {
        if let Some(tag) = tag(source) {
            let tags = whole.entry("tags").or_insert_with(|| json!([]));
            tags.as_array_mut().into_iter().for_each(|tags| tags.push(tag.clone()));
        }
        let clouds = source.root.get("x-clouds").map(Node::to_value);
        for path in source.root.get("paths").map(Node::members).unwrap_or_default() {
            let item = paths.entry(path.name.clone()).or_insert_with(|| json!({}));
            for method in METHODS {
                let Some(operation) = path.value.get(method) else { continue };
                item[*method] = expanded(
                    description,
                    &source.path,
                    &path.name,
                    path.value.get("parameters"),
                    method,
                    operation,
                    clouds.as_ref(),
                );
            }
        }
        let of_file = source.root.get("components").map(Node::members).unwrap_or_default();
        for kind in of_file.iter().filter(|_| source.path != FILE) {
            let all = components.entry(kind.name.clone()).or_insert_with(|| json!({}));
            for component in kind.value.members() {
                all[&component.name] = value(&component.value, &source.path);
            }
        }
    }
    let headers = headers(root, "");
    if let Some(responses) = components.get_mut("responses").and_then(Value::as_object_mut) {
        responses.values_mut().for_each(|response| add_headers(response, &headers));
    }
    whole.insert("paths".into(), paths.into());
    whole.insert("components".into(), components.into());
    whole.into()
}

/// The tag of a family that says what it is about.
fn tag(source: &Source) -> Option<Value> {
    let mut tag = json!({ "name": family(&source.path)? });
    tag["description"] = source.root.get("description")?.to_value();
    if let Some(docs) = source.root.get("externalDocs") {
        tag["externalDocs"] = docs.to_value();
    }
    Some(tag)
}

fn expanded(
    description: &Description,
    file: &str,
    path: &str,
    shared: Option<&Node>,
    method: &str,
    operation: &Node,
    clouds: Option<&Value>,
) -> Value {
    let root = &description.root().root;
    let every: Vec<_> = every::of_method(root, method).collect();
    let mut whole = value(operation, file);
    let mut parameters: Vec<Value> = shared
        .into_iter()
        .chain(operation.get("parameters"))
        .flat_map(Node::elements)
        .map(|parameter| value(parameter, file))
        .collect();
    let applies = |node: &&Node| applies(description, node, path);
    let common = every::parameters(&every).into_iter().filter(applies);
    let (of_path, others): (Vec<_>, Vec<_>) =
        common.partition(|node| is_of_path(description, node));
    parameters.splice(0..0, of_path.into_iter().map(|node| value(node, FILE)));
    parameters.extend(others.into_iter().map(|node| value(node, FILE)));
    whole["parameters"] = parameters.into();
    if whole.get("tags").is_none()
        && let Some(family) = family(file)
    {
        whole["tags"] = json!([family]);
    }
    if whole.get("security").is_none()
        && let Some(security) = root.get("security")
    {
        whole["security"] = security.to_value();
    }
    if whole.get("x-clouds").is_none()
        && let Some(clouds) = clouds
    {
        whole["x-clouds"] = clouds.clone();
    }
    whole["x-status"] = looked::status(operation).into();
    if whole.get("x-reviewed").is_none()
        && let Some(day) = description.file(file).and_then(|source| source.root.get("x-reviewed"))
    {
        whole["x-reviewed"] = day.to_value();
    }
    let headers = headers(root, method);
    let mut responses = Map::new();
    if let Some(own) = whole.get("responses").and_then(Value::as_object) {
        for (status, response) in own {
            let mut response = response.clone();
            add_headers(&mut response, &headers);
            responses.insert(status.clone(), response);
        }
    }
    for member in every::members(&every, "responses") {
        let standard = || {
            let mut response = value(&member.value, FILE);
            add_headers(&mut response, &headers);
            response
        };
        responses.entry(member.name.clone()).or_insert_with(standard);
    }
    whole["responses"] = responses.into();
    whole
}

/// Whether a parameter of every operation is one of this path: those in the path are where it names them.
pub(super) fn applies(description: &Description, node: &Node, path: &str) -> bool {
    let parameter = described(description, node);
    parameter.str("in") != Some("path")
        || parameter.str("name").is_some_and(|name| path.contains(&format!("{{{name}}}")))
}

fn is_of_path(description: &Description, node: &Node) -> bool {
    described(description, node).str("in") == Some("path")
}

fn described<'a>(description: &'a Description, node: &'a Node) -> &'a Node {
    let target = node.str("$ref").and_then(|text| description.find(FILE, text));
    target.map_or(node, |(_, target)| target)
}

/// The headers of the answers to every operation, by a method.
fn headers(root: &Node, method: &str) -> Map<String, Value> {
    let every: Vec<_> = every::of_method(root, method).collect();
    let members = every::members(&every, "headers");
    members.into_iter().map(|it| (it.name.clone(), value(&it.value, FILE))).collect()
}

fn add_headers(response: &mut Value, headers: &Map<String, Value>) {
    let Some(response) = response.as_object_mut() else { return };
    if response.contains_key("$ref") || headers.is_empty() {
        return;
    }
    let own = response.entry("headers").or_insert_with(|| json!({}));
    for (name, header) in headers {
        if own.get(name).is_none() {
            own[name] = header.clone();
        }
    }
}

/// A value, with its references as they are from the schema folder; without what is Rust's alone.
fn value(node: &Node, file: &str) -> Value {
    rewrite(node.to_value(), file)
}

fn rewrite(value: Value, file: &str) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|item| rewrite(item, file)).collect(),
        Value::Object(members) => members
            .into_iter()
            .filter(|(name, _)| !name.starts_with("x-rust-"))
            .map(|(name, value)| match value {
                Value::String(text) if name == "$ref" => (name, moved(&text, file).into()),
                value => (name, rewrite(value, file)),
            })
            .collect(),
        other => other,
    }
}

/// A reference as it is from the schema folder. All components are in one place there.
fn moved(reference: &str, file: &str) -> String {
    let (path, pointer) = locate(file, reference);
    let within = path == FILE || family(&path).is_some();
    match (within, pointer.as_str()) {
        (true, pointer) => format!("#{pointer}"),
        (false, "") => path,
        (false, pointer) => format!("{path}#{pointer}"),
    }
}
