//! What of a call may be written down.
//!
//! The description marks what is personal data or a secret (`x-personal`); what it does not know may be
//! either. Each such text is put as another one, the same for the same text: who follows an id from a
//! list to the one that it names finds it in the recording, too.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::api::is_paging;
use crate::contract::{Operation, Schemas, Segment};

/// What stands for values of a query that are not written down: they match any.
pub(super) const ANY: &str = "[redacted]";

/// Which text stands for which.
#[derive(Default)]
pub(super) struct Redactor {
    others: HashMap<String, String>,
    /// Parts of paths that are known not to be personal, in lower case.
    plain: HashSet<String>,
}

impl Redactor {
    /// What stands for a text.
    fn stand_in(&mut self, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let number = self.others.len() + 1;
        let own = || {
            if uuid::Uuid::parse_str(text).is_ok() && text.len() == 36 {
                format!("00000000-0000-4000-8000-{number:012}")
            } else if text.contains('@') {
                format!("person-{number}@example.com")
            } else {
                format!("redacted-{number}")
            }
        };
        self.others.entry(text.to_lowercase()).or_insert_with(own).clone()
    }

    /// The path of a call: parameters that are personal have others in their place.
    pub(super) fn path(&mut self, operation: Option<&Operation>, parts: &[String]) -> String {
        let mut text = String::new();
        for (index, part) in parts.iter().enumerate() {
            let segment = operation.and_then(|operation| operation.segments.get(index));
            let is_plain = match (operation, segment) {
                (Some(operation), Some(Segment::Parameter(name))) => {
                    let parameter = operation.parameter("path", name);
                    parameter.is_some_and(|parameter| !parameter.is_personal)
                }
                (Some(_), Some(Segment::Text(_))) => true,
                _ => self.is_plain(part),
            };
            let part = if is_plain {
                self.plain.insert(part.to_lowercase());
                part.clone()
            } else {
                self.stand_in(part)
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

    /// Whether a part of a path is a word of the API's, or known not to be personal.
    fn is_plain(&self, part: &str) -> bool {
        let is_word = part.bytes().all(|byte| byte.is_ascii_alphabetic());
        is_word || matches!(part, "v1" | "v1.0") || self.plain.contains(&part.to_lowercase())
    }

    /// A text that leads somewhere, such as a link: only what is known not to be personal stays in it.
    pub(super) fn link(&mut self, text: &str) -> String {
        let (path, query) =
            text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
        // The scheme, nothing and the host.
        let host = if path.starts_with("http") { 3 } else { 0 };
        let parts = path.split('/').enumerate().map(|(index, part)| {
            if index < host || self.is_plain(part) { part.into() } else { self.stand_in(part) }
        });
        let path = parts.collect::<Vec<_>>().join("/");
        let Some(query) = query else { return path };
        let mut others = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            // Which page it is: nothing else of a link is needed to follow it.
            others.append_pair(&name, if is_paging(&name) { &value } else { ANY });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_link_stays_what_is_known_not_to_be_personal() {
        let mut redactor = Redactor::default();
        redactor.plain.insert("c-1".into());
        assert_eq!(
            redactor.link("/customers/C-1/users/a%40b?size=2&filter=x&seekOperation=Next"),
            "/customers/C-1/users/redacted-1?size=2&filter=%5Bredacted%5D&seekOperation=Next"
        );
        assert_eq!(
            redactor.link("https://host.example/v1/invoices/D-7/a%40b"),
            "https://host.example/v1/invoices/redacted-2/redacted-1"
        );
        assert_eq!(
            redactor.path(None, &["v1".into(), "users".into(), "A@b".into()]),
            "/v1/users/person-3@example.com"
        );
    }
}
