//! The schemas of a description: checks, names as they are described, and examples.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::{Draft, Registry, Validator};
use partner_models::DateTime;
use serde_json::{Map, Value, json};

use super::operation::follow;

/// How deep an example goes where schemas refer to themselves.
const DEEPEST: usize = 12;

/// The name of the document among its own references.
const SELF: &str = "urn:description";

/// The schemas of a document.
pub(crate) struct Schemas {
    document: Value,
    registry: Registry<'static>,
    validators: Mutex<Validators>,
}

/// By the text of the schema, and whether formats are looked at; `None` where a schema is not sound.
type Validators = HashMap<(bool, String), Option<Arc<Validator>>>;

impl Schemas {
    pub(super) fn new(document: &Value) -> Result<Self, String> {
        let resource = Draft::Draft202012.create_resource(document.clone());
        let registry = Registry::new()
            .extend([(SELF, resource)])
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| error.to_string())?;
        Ok(Self { document: document.clone(), registry, validators: Mutex::default() })
    }

    /// The whole description.
    pub(crate) fn document(&self) -> &Value {
        &self.document
    }

    /// A schema behind its references.
    pub(crate) fn follow<'a>(&'a self, schema: &'a Value) -> &'a Value {
        follow(&self.document, schema).unwrap_or(&Value::Null)
    }

    /// A validator for a schema of the document. Formats are not looked at in answers and seeds: there
    /// they are what is usual, and the service has ids that are no GUIDs.
    pub(crate) fn validator(&self, schema: &Value, formats: bool) -> Result<Validator, String> {
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&self.registry)
            .should_validate_formats(formats)
            // The service sends and takes dates of many shapes, those without a zone among them.
            .with_format("date-time", |text: &str| DateTime::from(text).parts().is_ok())
            .build(&absolute(schema))
            .map_err(|error| error.to_string())
    }

    /// What is wrong with a value, and where: without the value.
    pub(crate) fn check(&self, schema: &Value, value: &Value) -> Result<(), String> {
        self.check_at("", schema, value)
    }

    /// The same, and that texts are of the described formats.
    pub(crate) fn check_formats(&self, schema: &Value, value: &Value) -> Result<(), String> {
        self.check_with(true, "", schema, value)
    }

    /// The same for a value that is a part of something larger, at that place of it.
    pub(crate) fn check_at(
        &self,
        whole: &str,
        schema: &Value,
        value: &Value,
    ) -> Result<(), String> {
        self.check_with(false, whole, schema, value)
    }

    fn check_with(
        &self,
        formats: bool,
        whole: &str,
        schema: &Value,
        value: &Value,
    ) -> Result<(), String> {
        let key = (formats, schema.to_string());
        let mut known = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        let validator = known
            .entry(key)
            .or_insert_with(|| self.validator(schema, formats).ok().map(Arc::new))
            .clone();
        drop(known);
        let Some(validator) = validator else { return Err("its schema is not sound".into()) };
        match validator.iter_errors(value).next() {
            None => Ok(()),
            Some(error) => {
                let place = place(whole, &error.instance_path().to_string());
                Err(format!("{place}{}", error.masked()))
            }
        }
    }

    /// What the items of a list are, and the name of the property that has them.
    pub(crate) fn items<'a>(&'a self, schema: &'a Value) -> Option<(Option<&'a str>, &'a Value)> {
        let whole = self.follow(schema);
        if whole.get("type").and_then(Value::as_str) == Some("array") {
            return Some((None, whole.get("items").unwrap_or(&Value::Bool(true))));
        }
        let properties = whole.get("properties").and_then(Value::as_object)?;
        let (name, list) = properties.iter().find(|(name, _)| {
            name.eq_ignore_ascii_case("items") || name.eq_ignore_ascii_case("value")
        })?;
        let list = self.follow(list);
        (list.get("type").and_then(Value::as_str) == Some("array"))
            .then(|| (Some(name.as_str()), list.get("items").unwrap_or(&Value::Bool(true))))
    }

    /// Whether an object has a property, and how it is spelt.
    pub(crate) fn property<'a>(&'a self, schema: &'a Value, name: &str) -> Option<&'a str> {
        let properties = self.follow(schema).get("properties").and_then(Value::as_object)?;
        properties.keys().find(|key| key.eq_ignore_ascii_case(name)).map(String::as_str)
    }

    /// Whether a value is personal data or a secret.
    pub(crate) fn is_personal(&self, schema: &Value) -> bool {
        is_personal(schema) || is_personal(self.follow(schema))
    }

    /// The `attributes.objectType` of a resource.
    pub(crate) fn object_type<'a>(&'a self, schema: &'a Value) -> Option<&'a str> {
        self.follow(schema).get("x-object-type").and_then(Value::as_str)
    }
}

pub(super) fn is_personal(schema: &Value) -> bool {
    schema.get("x-personal") == Some(&Value::Bool(true))
}

/// `/items/3/id` as `items[3].id: `, behind what it is a part of.
fn place(whole: &str, pointer: &str) -> String {
    let mut place = whole.to_owned();
    for part in pointer.split('/').filter(|part| !part.is_empty()) {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            place = format!("{place}[{part}]");
        } else {
            let dot = if place.is_empty() { "" } else { "." };
            place = format!("{place}{dot}{part}");
        }
    }
    if place.is_empty() { place } else { format!("{place}: ") }
}

/// A schema whose references say which document they are of.
fn absolute(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(absolute).collect(),
        Value::Object(object) => {
            let member = |(name, value): (&String, &Value)| {
                let value = match value.as_str().filter(|text| text.starts_with('#')) {
                    Some(reference) if name == "$ref" => json!(format!("{SELF}{reference}")),
                    _ => absolute(value),
                };
                (name.clone(), value)
            };
            Value::Object(object.iter().map(member).collect())
        }
        other => other.clone(),
    }
}

/// A value with the names that its schema spells, and without explicit nulls: requests are taken in
/// any case, and answers are written in one.
pub(crate) fn normalize(schemas: &Schemas, schema: &Value, value: Value) -> Value {
    spell(schemas, schema, value, false)
}

/// The same, with the nulls of names that were spelt so before.
pub(crate) fn normalize_names(schemas: &Schemas, schema: &Value, value: Value) -> Value {
    spell(schemas, schema, value, true)
}

fn spell(schemas: &Schemas, schema: &Value, value: Value, nulls: bool) -> Value {
    let schema = schemas.follow(schema);
    match value {
        Value::Array(items) => {
            let item = schema.get("items").unwrap_or(&Value::Null);
            items.into_iter().map(|value| spell(schemas, item, value, nulls)).collect()
        }
        Value::Object(object) => {
            let properties = schema.get("properties").and_then(Value::as_object);
            let others = schema.get("additionalProperties").unwrap_or(&Value::Null);
            let mut members = Map::new();
            let is_own = |name: &String| properties.is_some_and(|all| all.contains_key(name));
            // Of several spellings the schema's own counts.
            let (own, other): (Vec<_>, Vec<_>) =
                object.into_iter().partition(|(name, _)| is_own(name));
            for (name, value) in own.into_iter().chain(other) {
                if value.is_null() && !(nulls && is_own(&name)) {
                    continue;
                }
                let described = properties.into_iter().flatten();
                let mut described =
                    described.filter(|(described, _)| described.eq_ignore_ascii_case(&name));
                let (name, schema) = match described.next() {
                    Some((described, schema)) => (described.clone(), schema),
                    None => (name, others),
                };
                if !members.contains_key(&name) {
                    members.insert(name, spell(schemas, schema, value, nulls));
                }
            }
            Value::Object(members)
        }
        other => other,
    }
}

/// An example of a schema: the one that it gives itself, or one made of what it refers to.
pub(crate) fn example(schemas: &Schemas, schema: &Value) -> Value {
    make(schemas, schema, 0)
}

/// Puts a value in the place of another one; of an object only the members that it has.
fn merge(place: &mut Value, value: Value) {
    match (place, value) {
        (Value::Object(place), Value::Object(members)) => {
            for (name, value) in members {
                merge(place.entry(name).or_insert(Value::Null), value);
            }
        }
        (place, value) => *place = value,
    }
}

fn make(schemas: &Schemas, schema: &Value, depth: usize) -> Value {
    let own = |schema: &Value| {
        let examples = schema.get("examples").and_then(Value::as_array);
        let first = examples.and_then(|examples| examples.first());
        first.or_else(|| schema.get("example")).or_else(|| schema.get("const")).cloned()
    };
    if let Some(example) = own(schema) {
        return example;
    }
    // An arm of an open union says beside its `$ref` what its objects have.
    let said = schema.get("$ref").and(schema.get("properties")).and_then(Value::as_object);
    if let Some(said) = said {
        let object = schema.as_object().into_iter().flatten();
        let bare = object.filter(|(name, _)| *name != "properties" && *name != "required");
        let bare = Value::Object(bare.map(|(name, value)| (name.clone(), value.clone())).collect());
        let mut value = make(schemas, &bare, depth);
        for (name, schema) in said {
            merge(&mut value[name.as_str()], make(schemas, schema, depth + 1));
        }
        return value;
    }
    let schema = schemas.follow(schema);
    if let Some(example) = own(schema) {
        return example;
    }
    if depth > DEEPEST {
        return Value::Null;
    }
    let list = |name: &str| schema.get(name).and_then(Value::as_array).and_then(|all| all.first());
    if let Some(first) = list("enum") {
        return first.clone();
    }
    if let Some(first) = list("oneOf").or_else(|| list("anyOf")) {
        return make(schemas, first, depth + 1);
    }
    let text = |name: &str| schema.get(name).and_then(Value::as_str);
    let kind = text("type").or_else(|| list("type").and_then(Value::as_str));
    match kind {
        Some("string") if text("contentMediaType") == Some("application/json") => {
            let held = schema.get("contentSchema").unwrap_or(&Value::Null);
            json!(make(schemas, held, depth + 1).to_string())
        }
        Some("string") => json!(match text("format") {
            Some("uuid") => "00000000-0000-4000-8000-000000000001",
            Some("date-time") => "2024-05-01T00:00:00Z",
            Some("date") => "2024-05-01",
            Some("uri") => "https://example.com/",
            _ => "text",
        }),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or(json!(1)),
        Some("boolean") => json!(false),
        Some("array") => match schema.get("items") {
            Some(item) => json!([make(schemas, item, depth + 1)]),
            None => json!([]),
        },
        _ => {
            let properties = schema.get("properties").and_then(Value::as_object);
            let members = properties
                .into_iter()
                .flatten()
                .map(|(name, schema)| (name.clone(), make(schemas, schema, depth + 1)));
            Value::Object(members.filter(|(_, value)| !value.is_null()).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_says_what_it_is_and_holds_json_where_it_must() {
        let arm = json!({ "$ref": "#/components/schemas/Line", "required": ["kind", "attributes"], "properties": {
            "kind": { "enum": ["usage"] },
            "attributes": { "properties": { "objectType": { "const": "Usage" } }, "required": ["objectType"] } } });
        let line = json!({ "type": "object", "properties": {
            "kind": { "type": "string" },
            "note": { "type": "string", "contentMediaType": "application/json", "contentSchema": { "type": "boolean" } },
            "attributes": { "type": "object", "properties": { "etag": { "type": "string" } } } } });
        let union = json!({ "anyOf": [arm, { "type": "object" }] });
        let document = json!({ "components": { "schemas": { "Line": line } } });
        let schemas = Schemas::new(&document).expect("it is sound");
        let attributes = json!({ "etag": "text", "objectType": "Usage" });
        let made = json!({ "kind": "usage", "note": "false", "attributes": attributes });
        assert_eq!(example(&schemas, &union), made);
        assert_eq!(schemas.check(&arm, &made), Ok(()));
    }
}
