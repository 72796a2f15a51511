//! What of a call may be written down.
//!
//! The description marks what is personal data or a secret (`x-personal`); what it does not know may be
//! either. Each such text is put as another one, the same for the same text: who follows an id from a
//! list to the one that it names finds it in the recording, too.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::contract::{Operation, Schemas, Segment};

/// What stands for values of a query that are not written down: they match any.
pub(super) const ANY: &str = "[redacted]";

/// Which text stands for which.
#[derive(Default)]
pub(super) struct Redactor(HashMap<String, String>);

impl Redactor {
    /// What stands for a text.
    fn stand_in(&mut self, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let number = self.0.len() + 1;
        let own = || {
            if uuid::Uuid::parse_str(text).is_ok() && text.len() == 36 {
                format!("00000000-0000-4000-8000-{number:012}")
            } else if text.contains('@') {
                format!("person-{number}@example.com")
            } else {
                format!("redacted-{number}")
            }
        };
        self.0.entry(text.to_lowercase()).or_insert_with(own).clone()
    }

    /// The path of a call: parameters that are personal have others in their place.
    pub(super) fn path(&mut self, operation: Option<&Operation>, parts: &[String]) -> String {
        let mut text = String::new();
        for (index, part) in parts.iter().enumerate() {
            let part = match operation.map(|operation| (operation, operation.segments.get(index))) {
                Some((operation, Some(Segment::Parameter(name)))) => {
                    let parameter = operation.parameter("path", name);
                    if parameter.is_some_and(|parameter| !parameter.is_personal) {
                        part.clone()
                    } else {
                        self.stand_in(part)
                    }
                }
                Some(_) => part.clone(),
                // Nothing is known of a path that no operation has but its words.
                None if part.bytes().all(|byte| byte.is_ascii_lowercase()) || index == 0 => {
                    part.clone()
                }
                None => self.stand_in(part),
            };
            text.push('/');
            text.push_str(&part);
        }
        text
    }

    /// The query of a call: only described values that are not personal are told.
    pub(super) fn query(operation: Option<&Operation>, query: &str) -> Vec<(String, String)> {
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        let pair = |(name, value): (String, String)| {
            let known = operation.and_then(|operation| operation.parameter("query", &name));
            let value =
                if known.is_some_and(|known| !known.is_personal) { value } else { ANY.into() };
            (name, value)
        };
        pairs.map(pair).collect()
    }

    /// A text that leads somewhere, such as a link: what is known to be personal is changed in it.
    pub(super) fn link(&mut self, text: &str) -> String {
        let (path, query) =
            text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
        let parts = path.split('/').map(|part| {
            let known = self.0.get(&part.to_lowercase());
            let plain = |part: &str| !part.contains(['@', '%']);
            known
                .cloned()
                .unwrap_or_else(|| if plain(part) { part.into() } else { self.stand_in(part) })
        });
        let path = parts.collect::<Vec<_>>().join("/");
        let Some(query) = query else { return path };
        let mut others = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            // How large a page is and which one: nothing else of a link is needed to follow it.
            let is_plain =
                value.bytes().all(|byte| byte.is_ascii_alphanumeric()) && value.len() < 12;
            others.append_pair(&name, if is_plain { &value } else { ANY });
        }
        format!("{path}?{}", others.finish())
    }

    /// A body, by its schema; nothing is known of one without.
    pub(super) fn body(
        &mut self,
        schemas: &Schemas,
        schema: Option<&Value>,
        value: Value,
    ) -> Value {
        // Ids first, so that links can be told by them, whichever is first in the body.
        self.walk(schemas, schema, value.clone(), false);
        self.walk(schemas, schema, value, true)
    }

    fn walk(
        &mut self,
        schemas: &Schemas,
        schema: Option<&Value>,
        value: Value,
        links: bool,
    ) -> Value {
        let whole = schema.map(|schema| schemas.follow(schema));
        let is_personal = schema.is_none_or(|schema| schemas.is_personal(schema));
        match value {
            Value::String(text) if is_personal => {
                if text.starts_with('/') || text.starts_with("http") {
                    // What it leads to is known once the rest of the body is.
                    return if links { self.link(&text) } else { text }.into();
                }
                self.stand_in(&text).into()
            }
            Value::Number(_) if is_personal => 0.into(),
            Value::Array(items) => {
                let item = whole.and_then(|whole| whole.get("items"));
                let walk = |value| self.walk(schemas, item, value, links);
                items.into_iter().map(walk).collect()
            }
            Value::Object(members) => {
                let properties =
                    whole.and_then(|whole| whole.get("properties")).and_then(Value::as_object);
                let others = whole.and_then(|whole| whole.get("additionalProperties"));
                let others = others.filter(|others| others.is_object());
                let mut seen = Map::new();
                for (name, value) in members {
                    let mut described = properties.into_iter().flatten();
                    let schema = described.find(|(known, _)| known.eq_ignore_ascii_case(&name));
                    let schema = schema.map(|(_, schema)| schema).or(others);
                    seen.insert(name, self.walk(schemas, schema, value, links));
                }
                Value::Object(seen)
            }
            other => other,
        }
    }
}
