//! The small parts of a schema.

use heck::ToUpperCamelCase;
use serde_json::{Value, json};

use crate::scaffold::text::{Object, Part};
use crate::scaffold::write::TO_WRITE;

/// An open set: each value once, however its name is spelt.
pub(super) fn one_of(values: &[&str]) -> Object {
    let mut variants: Vec<String> = Vec::new();
    let mut known = Vec::new();
    for value in values.iter().map(|value| value.trim().trim_end_matches('.')) {
        let variant = value.to_upper_camel_case();
        // `Unknown` is what every set has for the others.
        let is_name =
            variant.starts_with(|c: char| c.is_ascii_alphabetic()) && variant != "Unknown";
        if is_name && variants.iter().all(|other| !other.eq_ignore_ascii_case(&variant)) {
            let value = Object::default().with("const", value).with("description", TO_WRITE);
            known.push(value);
            variants.push(variant);
        }
    }
    if known.is_empty() {
        return Object::default().with("type", "string");
    }
    let known = Object::default().with("oneOf", known);
    Object::default().with("anyOf", vec![known, Object::default().with("type", "string")])
}

fn is_pascal(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// A name as answers have it: `ETag` is `eTag`, and `ID` is `id`.
pub(super) fn lower(name: &str) -> String {
    let mut chars = name.chars();
    match chars.next() {
        Some(first) if is_pascal(name) => {
            if chars.as_str().chars().any(|c| c.is_ascii_lowercase()) {
                first.to_lowercase().chain(chars).collect()
            } else {
                name.to_lowercase()
            }
        }
        _ => name.to_owned(),
    }
}

pub(super) fn list_of(items: Object) -> Object {
    let list = Object::default().with("type", "array");
    if items.0.is_empty() { list } else { list.with("items", items) }
}

/// The schema of an element, which the description of the list speaks of unless it is an object.
pub(super) fn described(mut schema: Object) -> Object {
    if schema.has("properties") && !schema.has("description") {
        schema.0.insert(0, ("description".into(), TO_WRITE.into()));
    }
    schema
}

pub(super) fn nullable(schema: Object) -> Object {
    let null = Object::default().with("type", "null");
    match schema.0.as_slice() {
        [] => schema,
        // A type alone allows null by itself.
        [(name, Part::Value(Value::String(one))), rest @ ..] if name == "type" => {
            let mut schema = Object::default().with("type", json!([one, "null"]));
            schema.0.extend_from_slice(rest);
            schema
        }
        _ => Object::default().with("anyOf", vec![schema, null]),
    }
}
