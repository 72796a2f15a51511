//! The schema as text.

use heck::ToSnakeCase;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use crate::scaffold::infer::{Seen, TextKind};
use crate::scaffold::known::{Known, Own};
use crate::scaffold::money::is_money;
use crate::scaffold::{Request, title, type_name};

/// What a description says until somebody writes it. A test of the repository finds those left over.
const TO_WRITE: &str = "TODO: what it is, in your own words.";

/// A JSON object in the order that it is written in.
#[derive(Default)]
struct Object(Vec<(String, Part)>);

enum Part {
    Value(Value),
    Object(Object),
    List(Vec<Object>),
}

impl Object {
    fn with(mut self, name: impl Into<String>, value: impl Into<Part>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }
}

impl From<Value> for Part {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::Value(text.into())
    }
}

impl From<Object> for Part {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, part) in &self.0 {
            match part {
                Part::Value(value) => map.serialize_entry(name, value)?,
                Part::Object(object) => map.serialize_entry(name, object)?,
                Part::List(objects) => map.serialize_entry(name, objects)?,
            }
        }
        map.end()
    }
}

/// The text of the schema.
pub(super) fn schema(
    path: &str,
    request: &Request<'_>,
    seen: Option<&Seen>,
    known: &Known,
    notes: &mut Vec<String>,
) -> String {
    let members = seen.and_then(|seen| seen.object.as_deref()).unwrap_or_default();
    let from_request = seen.is_some_and(|seen| seen.pascal);
    if from_request {
        notes.push(
            "the names of the samples begin with capitals, as requests in the documentation do; the \
             schema has them as the service answers, and takes either"
                .into(),
        );
    }
    let page =
        request.page.unwrap_or("https://learn.microsoft.com/en-us/partner-center/developer/TODO");
    let mut writer = Writer { known, lower: from_request, own: Own::of(path, members), notes };
    let properties = writer.properties(members);
    let mut object = Object::default()
        .with("$schema", "https://json-schema.org/draft/2020-12/schema")
        .with("$id", format!("https://schemas.partner-models.invalid/{path}").as_str())
        .with("title", title(request.resource).as_str())
        .with("description", TO_WRITE)
        .with("externalDocs", json!({ "url": page }))
        .with("type", "object");
    object = object.with("properties", properties);
    notes.push(format!(
        "the type is `{}`; complete what says TODO, then run `cargo xtask codegen`",
        type_name(request.resource)
    ));
    serde_json::to_string_pretty(&object).unwrap_or_default() + "\n"
}

fn is_pascal(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
}

struct Writer<'a> {
    known: &'a Known,
    /// Whether names lose the capital they begin with.
    lower: bool,
    /// The resource itself, which a part of it may be again.
    own: Own,
    notes: &'a mut Vec<String>,
}

impl Writer<'_> {
    fn properties(&mut self, members: &[(String, Seen)]) -> Object {
        let mut properties = Object::default();
        let mut fields: Vec<String> = Vec::new();
        for (name, seen) in members {
            let name = self.name(name);
            if properties.0.iter().any(|(other, _)| *other == name) {
                self.notes
                    .push(format!("`{name}` is there in two spellings; the first one counts"));
                continue;
            }
            let mut schema = Object::default().with("description", TO_WRITE);
            let wanted = name.to_snake_case();
            if fields.contains(&wanted) {
                let free = (2..).map(|number| format!("{wanted}_{number}"));
                let field = free.into_iter().find(|field| !fields.contains(field));
                let field = field.unwrap_or_default();
                self.notes.push(format!(
                    "`{name}` would be a second field `{wanted}`: it is `{field}` now, find it a better name"
                ));
                schema = schema.with("x-rust-name", field.as_str());
                fields.push(field);
            } else {
                fields.push(wanted);
            }
            schema.0.append(&mut self.value(&name, seen).0);
            properties = properties.with(name, schema);
        }
        properties
    }

    fn name(&self, name: &str) -> String {
        let mut chars = name.chars();
        match chars.next() {
            Some(first) if self.lower && is_pascal(name) => {
                // `ETag` is `eTag`, and `ID` is `id`.
                if chars.as_str().chars().any(|c| c.is_ascii_lowercase()) {
                    first.to_lowercase().chain(chars).collect()
                } else {
                    name.to_lowercase()
                }
            }
            _ => name.to_owned(),
        }
    }

    /// The keywords that say what was seen.
    fn value(&mut self, name: &str, seen: &Seen) -> Object {
        let types: Vec<&str> = [
            (seen.boolean, "boolean"),
            (seen.whole == Some(true) && !is_money(name), "integer"),
            (seen.whole.is_some_and(|whole| !whole || is_money(name)), "number"),
            (seen.text.is_some(), "string"),
            (seen.list.is_some(), "array"),
            (seen.object.is_some(), "object"),
        ]
        .iter()
        .filter(|(was, _)| *was)
        .map(|(_, name)| *name)
        .collect();
        let plain = |types: &[&str]| {
            let with_null: Vec<&str> = types.iter().copied().chain(["null"]).collect();
            match (types, seen.null) {
                ([one], false) => json!(one),
                (_, false) => json!(types),
                (_, true) => json!(with_null),
            }
        };
        match types[..] {
            [] => {
                self.notes.push(format!(
                    "`{name}` was always null or empty: any JSON, until its type is known"
                ));
                Object::default()
            }
            ["string"] => {
                let schema = Object::default().with("type", plain(&types));
                match seen.text {
                    Some(TextKind::Guid) => schema.with("format", "uuid"),
                    Some(TextKind::DateTime) => schema.with("format", "date-time"),
                    _ => schema,
                }
            }
            ["array"] => {
                let schema = Object::default().with("type", plain(&types));
                match seen.list.as_deref().filter(|list| **list != Seen::default()) {
                    Some(items) => schema.with("items", self.element(name, items)),
                    None => schema,
                }
            }
            ["object"] => self.object(name, seen, plain(&types)),
            ["integer" | "number", "string"] => {
                let both = Object::default().with("type", json!(["number", "string"]));
                if seen.null { nullable(both) } else { both }
            }
            [_] => Object::default().with("type", plain(&types)),
            _ => {
                let types = types.join(" and ");
                self.notes.push(format!("`{name}` is {types} in turn: any JSON"));
                Object::default()
            }
        }
    }

    fn object(&mut self, name: &str, seen: &Seen, types: Value) -> Object {
        let members = seen.object.as_deref().unwrap_or_default();
        let names: Vec<String> = members.iter().map(|(name, _)| self.name(name)).collect();
        if let Some(reference) = self.own.reference(name, &names) {
            let reference = Object::default().with("$ref", reference);
            return if seen.null { nullable(reference) } else { reference };
        }
        if let Some(reference) = self.known.reference(name, &names) {
            let reference = Object::default().with("$ref", reference);
            return if seen.null { nullable(reference) } else { reference };
        }
        let schema = Object::default().with("type", types);
        if members.is_empty() {
            return schema;
        }
        self.notes.push(format!(
            "`{name}` is an object that no schema describes; a file of its own reads better than an \
             object inside another"
        ));
        schema.with("properties", self.properties(members))
    }

    /// The schema of a list's elements, which the description of the list speaks of.
    fn element(&mut self, name: &str, seen: &Seen) -> Object {
        let mut schema = self.value(name, seen);
        if schema.0.iter().any(|(keyword, _)| keyword == "properties") {
            schema.0.insert(0, ("description".into(), TO_WRITE.into()));
        }
        schema
    }
}

fn nullable(schema: Object) -> Object {
    let null = Object::default().with("type", "null");
    Object::default().with("anyOf", Part::List(vec![schema, null]))
}
