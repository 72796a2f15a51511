//! What typify makes of the schemas.
//!
//! typify looks only at the last segment of a `$ref` and knows no `$dynamicRef`, and an
//! `anyOf: [known values, string]` becomes a struct that no string fits. So the files are bundled
//! under their Rust names, each list gets an envelope of its own, and an open set of values becomes
//! its closed one. All the rest is as the schemas have it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;
use serde_json::{Map, Value, json};

/// The schema files below a folder, by path.
fn files(folder: &Path, below: &str, found: &mut BTreeMap<String, Value>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder.join(below)).expect("the folder is there").flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().into_string().expect("names are UTF-8");
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if entry.path().is_dir() {
            files(folder, &path, found);
        } else if name.ends_with(".schema.json") {
            let text = fs::read_to_string(entry.path()).expect("the file can be read");
            found.insert(path, serde_json::from_str(&text).expect("the file is JSON"));
        }
    }
}

fn pascal(name: &str) -> String {
    name.split(['-', '_', '.']).map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect()
}

fn stem(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(".schema.json")
}

struct Bundle {
    files: BTreeMap<String, Value>,
}

impl Bundle {
    /// The path and the pointer that a reference in a file leads to.
    fn target(at: &str, reference: &str) -> (String, String) {
        let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let path = if path.is_empty() {
            at.to_owned()
        } else {
            let mut parts: Vec<_> = at.split('/').collect();
            parts.pop();
            for part in path.split('/') {
                match part {
                    ".." => parts.truncate(parts.len().saturating_sub(1)),
                    part => parts.push(part),
                }
            }
            parts.join("/")
        };
        (path, pointer.to_owned())
    }

    fn name(at: &str, reference: &str) -> String {
        let (path, pointer) = Self::target(at, reference);
        pascal(pointer.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(stem(&path)))
    }

    /// A schema in the draft that typify reads.
    fn lower(at: &str, schema: &Value, item: Option<&str>) -> Value {
        let Some(object) = schema.as_object() else { return schema.clone() };
        if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
            return json!({ "$ref": format!("#/definitions/{}", Self::name(at, reference)) });
        }
        if object.contains_key("$dynamicRef") {
            return item
                .map_or(json!(true), |item| json!({ "$ref": format!("#/definitions/{item}") }));
        }
        let known = object.get("anyOf").and_then(Value::as_array).and_then(|branches| {
            let known = branches.first()?;
            match (known.get("enum"), known.get("oneOf").and_then(Value::as_array)) {
                (Some(values), _) => Some(values.clone()),
                (_, Some(values)) => {
                    values.iter().map(|value| value.get("const").cloned()).collect()
                }
                _ => None,
            }
        });
        if let Some(values) = known {
            return json!({ "description": object.get("description"), "type": "string", "enum": values });
        }
        let mut lowered = Map::new();
        for (key, value) in object {
            match key.as_str() {
                "properties" => {
                    let properties = value.as_object().into_iter().flatten();
                    let properties = properties
                        .map(|(name, value)| (name.clone(), Self::lower(at, value, item)));
                    lowered.insert(key.clone(), Value::Object(properties.collect()));
                }
                "items" | "additionalProperties" => {
                    lowered.insert(key.clone(), Self::lower(at, value, item));
                }
                "anyOf" => {
                    let branches = value.as_array().into_iter().flatten();
                    lowered.insert(
                        key.clone(),
                        branches.map(|branch| Self::lower(at, branch, item)).collect(),
                    );
                }
                "description" | "type" | "format" | "required" | "enum" | "minimum" | "maximum"
                | "minLength" | "maxLength" => {
                    lowered.insert(key.clone(), value.clone());
                }
                _ => {}
            }
        }
        Value::Object(lowered)
    }

    fn definitions(&self) -> Map<String, Value> {
        let mut definitions = Map::new();
        for (path, schema) in &self.files {
            let defs = schema.get("$defs").and_then(Value::as_object);
            let is_anchor = |def: &Value| def.get("$dynamicAnchor").is_some();
            let is_generic = schema.get("$ref").is_none()
                && defs.is_some_and(|defs| defs.values().any(is_anchor));
            if is_generic {
                continue; // each binding is a copy of it
            }
            for (name, def) in defs.into_iter().flatten().filter(|(_, def)| !is_anchor(def)) {
                definitions.insert(pascal(name), Self::lower(path, def, None));
            }
            if schema.get("type").is_some() || schema.get("anyOf").is_some() {
                definitions.insert(pascal(stem(path)), Self::lower(path, schema, None));
            }
        }
        // The list that is measured: it is bound where an operation answers with it.
        let (list, envelope, item) =
            ("LicenseCollection", "common/collection.schema.json", "License");
        let lowered = Self::lower(envelope, &self.files[envelope], Some(item));
        definitions.insert(list.to_owned(), lowered);
        definitions
    }
}

/// typify's types for the schemas below a folder, as tokens.
///
/// # Panics
///
/// Where typify refuses them.
#[must_use]
pub fn types(schemas: &Path) -> TokenStream {
    let mut bundle = Bundle { files: BTreeMap::new() };
    files(schemas, "", &mut bundle.files);
    let root = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "definitions": bundle.definitions(),
    });
    let mut space = typify::TypeSpace::new(&typify::TypeSpaceSettings::default());
    space
        .add_root_schema(serde_json::from_value(root).expect("typify reads the draft"))
        .unwrap_or_else(|error| panic!("typify refuses the schemas: {error}"));
    space.to_stream()
}
