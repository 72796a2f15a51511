//! The schema as text.

use heck::{ToKebabCase, ToSnakeCase};
use serde_json::{Value, json};

use crate::corpus::Row;

use crate::scaffold::infer::{Seen, TextKind};
use crate::scaffold::known::{Known, Own};
use crate::scaffold::money::is_money;
use crate::scaffold::pieces::{described, list_of, lower, nullable, one_of};
use crate::scaffold::said::Said;
use crate::scaffold::text::{Object, Part};
use crate::scaffold::{Request, title, type_name};

/// What a description says until somebody writes it. A test of the repository finds those left over.
pub(super) const TO_WRITE: &str = "TODO: what it is, in your own words.";

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
    let page = page(request);
    let mut writer = Writer {
        known,
        lower: from_request,
        own: Own::of(path, members),
        page,
        stem: request.resource.to_kebab_case(),
        sets: Vec::new(),
        notes,
    };
    let properties = writer.properties(members, request.rows);
    let sets = writer.sets;
    let mut object = head(path, request).with("type", "object");
    if let Some(name) = request.object_type.filter(|_| properties.has("attributes")) {
        object = object.with("x-object-type", name);
    }
    object = object.with("properties", properties);
    if !sets.is_empty() {
        object = object.with("$defs", Object(sets));
    }
    notes.push(format!(
        "the type is `{}`; complete what says TODO, then run `cargo xtask codegen`",
        type_name(request.resource)
    ));
    object.file()
}

/// The text of the schema of a set of values.
pub(super) fn set(path: &str, request: &Request<'_>) -> String {
    let mut object = head(path, request);
    let values: Vec<_> = request.rows.iter().map(|row| row.name.as_str()).collect();
    object.0.append(&mut one_of(&values).0);
    object.file()
}

fn page<'a>(request: &Request<'a>) -> &'a str {
    request.page.unwrap_or("https://learn.microsoft.com/en-us/partner-center/developer/TODO")
}

fn head(path: &str, request: &Request<'_>) -> Object {
    Object::default()
        .with("$schema", "https://json-schema.org/draft/2020-12/schema")
        .with("$id", format!("https://schemas.partner-models.invalid/{path}").as_str())
        .with("title", title(request.resource).as_str())
        .with("description", TO_WRITE)
        .with("externalDocs", json!({ "url": page(request) }))
}

struct Writer<'a> {
    known: &'a Known,
    /// Whether names lose the capital they begin with.
    lower: bool,
    /// The resource itself, which a part of it may be again.
    own: Own,
    page: &'a str,
    /// The resource, as its file is called.
    stem: String,
    /// The sets of values that are found on the way.
    sets: Vec<(String, Part)>,
    notes: &'a mut Vec<String>,
}

impl Writer<'_> {
    /// The properties of a table and of samples. Of a name that both have, the samples' spelling counts.
    fn properties(&mut self, members: &[(String, Seen)], rows: &[Row]) -> Object {
        let said = rows.iter().map(|row| {
            let seen = members.iter().find(|(name, _)| name.eq_ignore_ascii_case(&row.name));
            let name = match seen {
                Some((name, _)) => self.name(name),
                None => lower(&row.name),
            };
            (name, seen.map(|(_, seen)| seen), Some(row))
        });
        let is_said = |name: &str| rows.iter().any(|row| row.name.eq_ignore_ascii_case(name));
        let others = members.iter().filter(|(name, _)| !is_said(name));
        let others = others.map(|(name, seen)| (self.name(name), Some(seen), None));
        let all: Vec<_> = said.chain(others).collect();
        let mut properties = Object::default();
        let mut fields: Vec<String> = Vec::new();
        for (name, seen, row) in all {
            if name.trim() != name {
                self.notes.push(format!("`{name}` has blanks around it: it is left out"));
                continue;
            }
            if properties.0.iter().any(|(other, _)| other.eq_ignore_ascii_case(&name)) {
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
            let mut value = match (row, seen) {
                (Some(row), _) => self.merged(&name, &Said::of(row), seen),
                (None, Some(seen)) => self.value(&name, seen),
                (None, None) => Object::default(),
            };
            schema.0.append(&mut value.0);
            properties = properties.with(name, schema);
        }
        properties
    }

    /// What a table says, as far as samples do not show otherwise: they are what the service sends.
    fn merged(&mut self, name: &str, said: &Said, seen: Option<&Seen>) -> Object {
        let bare = |seen: &Seen| Seen { null: false, ..seen.clone() } == Seen::default();
        let null = seen.is_some_and(|seen| seen.null);
        let Some(seen) = seen.filter(|seen| !bare(seen)) else {
            let schema = self.said(name, said);
            return if null { nullable(schema) } else { schema };
        };
        let target = match said {
            Said::Named(of) => self.known.named(of),
            _ => None,
        };
        let set = target.is_some_and(|target| target.is_set);
        // A name that leads nowhere says nothing.
        if *said == Said::Any || matches!(said, Said::Named(_)) && target.is_none() {
            return self.value(name, seen);
        }
        if !said.agrees(seen, set) {
            let shown = self.value(name, seen);
            let comment = format!("The table says {}; the samples show otherwise.", said.noun());
            let mut schema = Object::default().with("$comment", comment.as_str());
            schema.0.extend(shown.0);
            return schema;
        }
        let schema = match said {
            Said::Named(_)
            | Said::Date
            | Said::Number
            | Said::NumberOrString
            | Said::Map
            | Said::OneOf(_) => self.said(name, said),
            Said::List(item) => {
                let list = seen.list.as_deref().filter(|list| **list != Seen::default());
                let items = match list {
                    Some(list) => self.merged(name, item, Some(list)),
                    None => self.said(name, item),
                };
                list_of(described(items))
            }
            _ => return self.value(name, seen),
        };
        if seen.null { nullable(schema) } else { schema }
    }

    /// What a table says by itself.
    fn said(&mut self, name: &str, said: &Said) -> Object {
        let plain = |name: &str| Object::default().with("type", name);
        match said {
            Said::Any | Said::Object => Object::default(),
            Said::Text => plain("string"),
            Said::Date => plain("string").with("format", "date-time"),
            Said::Integer if is_money(name) => plain("number"),
            Said::Integer => plain("integer"),
            Said::Number => plain("number"),
            Said::NumberOrString => Object::default().with("type", json!(["number", "string"])),
            Said::Boolean => plain("boolean"),
            Said::Map => plain("object").with("additionalProperties", plain("string")),
            Said::List(item) => {
                let items = self.said(name, item);
                list_of(described(items))
            }
            Said::Named(of) => match self.known.named(of) {
                Some(target) => Object::default().with("$ref", target.reference.as_str()),
                None => {
                    self.notes.push(format!("`{name}` is a {of}, which has no schema: any JSON"));
                    Object::default()
                }
            },
            Said::OneOf(values) => self.set(name, values),
        }
    }

    /// A set of values among the file's own types.
    fn set(&mut self, name: &str, values: &[String]) -> Object {
        let key = format!("{}-{}", self.stem, name.to_kebab_case());
        if let Some(target) = self.known.named(&key) {
            return Object::default().with("$ref", target.reference.as_str());
        }
        let values: Vec<_> = values.iter().map(String::as_str).collect();
        let mut of = one_of(&values);
        if of.has("type") {
            return of;
        }
        if self.sets.iter().all(|(other, _)| *other != key) {
            let mut set = Object::default()
                .with("description", TO_WRITE)
                .with("externalDocs", json!({ "url": self.page }));
            set.0.append(&mut of.0);
            self.sets.push((key.clone(), set.into()));
        }
        Object::default().with("$ref", format!("#/$defs/{key}").as_str())
    }

    fn name(&self, name: &str) -> String {
        if self.lower { lower(name) } else { name.to_owned() }
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
                    Some(items) => schema.with("items", described(self.value(name, items))),
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
        // What an object inside would be called is a type already.
        if let Some(target) = self.known.named(&format!("{}{name}", self.stem))
            && !target.is_set
        {
            let reference = Object::default().with("$ref", target.reference.as_str());
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
        schema.with("properties", self.properties(members, &[]))
    }
}
