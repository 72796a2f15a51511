//! What of a call is shown.
//!
//! Secrets never are: headers, properties and parameters that are called so, and the bodies of the token
//! endpoint but for what is known to be none. Personal data is shown on request: what the description
//! marks with `x-personal`, and what it does not know, which may be either.

use axum::http::Method;
use serde_json::Value;

use super::calls::Part;
use crate::contract::{Contract, Operation, Segment};
use crate::{families, kernel};

/// What stands for what is not shown.
pub(super) const HIDDEN: &str = "[redacted]";

/// Words in names of secrets.
const SECRETS: [&str; 11] = [
    "authorization",
    "cookie",
    "token",
    "secret",
    "password",
    "credential",
    "assertion",
    "signature",
    "apikey",
    "api-key",
    "subscription-key",
];

/// What is no secret of the messages of the token endpoint.
const OPEN: [&str; 19] = [
    "client_id",
    "correlation_id",
    "error",
    "error_codes",
    "expires_in",
    "expires_on",
    "ext_expires_in",
    "grant_type",
    "interval",
    "message",
    "not_before",
    "resource",
    "response_type",
    "scope",
    "timestamp",
    "token_type",
    "trace_id",
    "verification_uri",
    "verification_url",
];

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRETS.iter().any(|word| name.contains(word))
}

/// The value of a header, without its secret. The scheme of an authorization is none.
pub(super) fn header(name: &str, value: &str) -> String {
    match value.split_once(' ') {
        _ if !is_secret(name) => value.to_owned(),
        Some((scheme, _)) if name.eq_ignore_ascii_case("authorization") => {
            format!("{scheme} {HIDDEN}")
        }
        _ => HIDDEN.to_owned(),
    }
}

/// A document, without its secrets.
pub(super) fn secrets(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(secrets),
        Value::Object(members) => {
            for (name, value) in members {
                if is_secret(name) && !value.is_object() && !value.is_array() {
                    hide(value);
                } else {
                    secrets(value);
                }
            }
        }
        _ => {}
    }
}

fn hide(value: &mut Value) {
    match value {
        Value::String(text) if text.is_empty() => {}
        Value::String(_) | Value::Number(_) => *value = HIDDEN.into(),
        Value::Array(items) => items.iter_mut().for_each(hide),
        Value::Object(members) => members.values_mut().for_each(hide),
        Value::Null | Value::Bool(_) => {}
    }
}

/// Hides what is not to be shown.
pub(super) struct Mask<'a> {
    contract: &'a Contract,
    /// Whether personal data is shown.
    personal: bool,
}

impl<'a> Mask<'a> {
    pub(super) fn new(contract: &'a Contract, personal: bool) -> Self {
        Self { contract, personal }
    }

    /// A path and a query, spelt as they came where they are shown.
    pub(super) fn target(
        &self,
        part: Part,
        method: &Method,
        path: &str,
        query: Option<&str>,
    ) -> String {
        let operation = kernel::operation(self.contract, method, path);
        let mut target = match part {
            Part::Api => self.path(operation, path),
            Part::Token | Part::Discovery => path.to_owned(),
        };
        for (index, pair) in query.into_iter().flat_map(|query| query.split('&')).enumerate() {
            target.push(if index == 0 { '?' } else { '&' });
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let known = operation.and_then(|operation| operation.parameter("query", name));
            let is_open = self.personal || known.is_some_and(|known| !known.is_personal);
            target.push_str(name);
            if pair.len() > name.len() {
                target.push('=');
                let is_shown = value.is_empty() || (is_open && !is_secret(name));
                target.push_str(if is_shown { value } else { HIDDEN });
            }
        }
        target
    }

    fn path(&self, operation: Option<&Operation>, path: &str) -> String {
        if self.personal {
            return path.to_owned();
        }
        // What the description has otherwise than the path is longer at its beginning.
        let decoded = kernel::decode(path).unwrap_or_default();
        let before = families::documented_otherwise(decoded.clone()).len() - decoded.len();
        let mut index = before;
        let shown = path.split('/').map(|part| {
            if part.is_empty() {
                return part;
            }
            index += 1;
            let is_shown =
                match operation.map(|operation| (operation, operation.segments.get(index - 1))) {
                    Some((operation, Some(Segment::Parameter(name)))) => {
                        operation.parameter("path", name).is_some_and(|known| !known.is_personal)
                    }
                    Some(_) => true,
                    // Nothing is known of a path that no operation has but its words.
                    None => index == 1 || part.bytes().all(|byte| byte.is_ascii_alphabetic()),
                };
            if is_shown { part } else { HIDDEN }
        });
        shown.collect::<Vec<_>>().join("/")
    }

    /// The headers of a call, which have no secrets any more.
    pub(super) fn headers(
        &self,
        operation: Option<&Operation>,
        headers: &[(String, String)],
    ) -> Vec<(String, String)> {
        let shown = headers.iter().map(|(name, value)| {
            let known = operation.and_then(|operation| operation.parameter("header", name));
            let is_hidden = !self.personal && known.is_some_and(|known| known.is_personal);
            let value = match () {
                () if is_hidden => HIDDEN.to_owned(),
                () if name == "location" || name == "referer" => self.link(value),
                () => value.clone(),
            };
            (name.clone(), value)
        });
        shown.collect()
    }

    /// Where a header leads to: a path, with or without a server.
    fn link(&self, link: &str) -> String {
        let server = link.find("://").map_or(0, |at| at + 3);
        let path = link[server..].find('/').map_or(link.len(), |at| server + at);
        let (path_at, rest) = link.split_at(path);
        let (path, query) =
            rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
        path_at.to_owned() + &self.target(Part::Api, &Method::GET, path, query)
    }

    /// A body in lines: JSON, or a form. `None` where it is neither.
    pub(super) fn body(&self, part: Part, schema: Option<&Value>, body: &[u8]) -> Option<String> {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        match serde_json::from_slice::<Value>(body) {
            Ok(mut value) => {
                match part {
                    Part::Api => {
                        secrets(&mut value);
                        self.walk(schema, &mut value);
                    }
                    Part::Token => self.walk_open(&mut value),
                    Part::Discovery => {}
                }
                serde_json::to_string_pretty(&value).ok()
            }
            Err(_) if part == Part::Token => {
                let pairs = form_urlencoded::parse(body).map(|(name, value)| {
                    let is_open = OPEN.contains(&&*name);
                    // A body that is no form is one long name.
                    let is_name = name.len() < 40;
                    let name = if is_name { &*name } else { HIDDEN };
                    format!("{name}={}", if is_open { &*value } else { HIDDEN })
                });
                Some(pairs.collect::<Vec<_>>().join("\n"))
            }
            Err(_) => None,
        }
    }

    /// Hides what is personal, by the schema; nothing is known of a value without one.
    fn walk(&self, schema: Option<&Value>, value: &mut Value) {
        if self.personal {
            return;
        }
        let schemas = &self.contract.schemas;
        if schema.is_none_or(|schema| schemas.is_personal(schema)) {
            return hide(value);
        }
        let whole = schema.map(|schema| schemas.follow(schema));
        match value {
            Value::Array(items) => {
                let item = whole.and_then(|whole| whole.get("items"));
                for value in items {
                    self.walk(item, value);
                }
            }
            Value::Object(members) => {
                let properties =
                    whole.and_then(|whole| whole.get("properties")).and_then(Value::as_object);
                let others = whole.and_then(|whole| whole.get("additionalProperties"));
                let others = others.filter(|others| others.is_object());
                for (name, value) in members {
                    let mut described = properties.into_iter().flatten();
                    let known = described.find(|(known, _)| known.eq_ignore_ascii_case(name));
                    self.walk(known.map(|(_, schema)| schema).or(others), value);
                }
            }
            _ => {}
        }
    }

    /// Shows of a message of the token endpoint what is no secret.
    fn walk_open(&self, value: &mut Value) {
        let Value::Object(members) = value else { return hide(value) };
        for (name, value) in members {
            let is_text_for_people = name == "error_description" && self.personal;
            if !OPEN.contains(&name.as_str()) && !is_text_for_people {
                hide(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn contract() -> std::sync::Arc<Contract> {
        Contract::embedded().unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn a_target_has_no_personal_data() {
        let contract = contract();
        let mask = Mask::new(&contract, false);
        let target = |path, query| mask.target(Part::Api, &Method::GET, path, query);
        for (path, query, expected) in [
            ("/v1/customers/A/users/a%40b.c", None, "/v1/customers/A/users/[redacted]"),
            ("/v1//Customers/A/users", Some("size=5"), "/v1//Customers/A/users?size=5"),
            (
                "/v1/customers/A/users",
                Some("filter=x&a"),
                "/v1/customers/A/users?filter=[redacted]&a",
            ),
            ("/v1/customers/A/users", Some("x=1&y="), "/v1/customers/A/users?x=[redacted]&y="),
            ("/v1/customers/A1/roles", None, "/v1/customers/[redacted]/roles"),
            (
                "/v1/analytics/commercial/usage/license",
                None,
                "/v1/analytics/commercial/usage/license",
            ),
        ] {
            assert_eq!(target(path, query), expected);
        }
        let mask = Mask::new(&contract, true);
        let (path, query) = ("/v1/customers/A/users/a%40b.c", Some("x=1&access_token=s"));
        let shown = mask.target(Part::Api, &Method::GET, path, query);
        assert_eq!(shown, "/v1/customers/A/users/a%40b.c?x=1&access_token=[redacted]");
    }

    #[test]
    fn headers_that_are_called_secrets_are_hidden() {
        assert_eq!(header("authorization", "Bearer abc def"), "Bearer [redacted]");
        assert_eq!(header("authorization", "abc"), HIDDEN);
        assert_eq!(header("Set-Cookie", "a=b c"), HIDDEN);
        assert_eq!(header("MS-ContinuationToken", "x y"), HIDDEN);
        assert_eq!(header("accept", "text/html, a"), "text/html, a");
    }

    #[test]
    fn links_in_headers_have_no_personal_data() {
        let contract = contract();
        let shown = |personal, link: &str| {
            let headers = [("location".to_owned(), link.to_owned())];
            Mask::new(&contract, personal).headers(None, &headers)[0].1.clone()
        };
        let link = "https://localhost:1/v1/customers/A/users/B?size=2&a=b";
        let expected =
            "https://localhost:1/v1/customers/A/users/[redacted]?size=[redacted]&a=[redacted]";
        assert_eq!(shown(false, link), expected);
        assert_eq!(shown(true, link), link);
        assert_eq!(shown(false, "/v1/customers/A/users/B"), "/v1/customers/A/users/[redacted]");
        assert_eq!([shown(false, ""), shown(false, "http://x")], ["", "http://x"]);
    }

    fn body(part: Part, personal: bool, body: &str) -> String {
        let contract = contract();
        let path = "/v1/customers/A/users/B";
        let operation = kernel::operation(&contract, &Method::GET, path).expect("it is described");
        let schema = operation.answer(200).and_then(|answer| answer.schema.as_ref());
        Mask::new(&contract, personal).body(part, schema, body.as_bytes()).unwrap_or_default()
    }

    #[test]
    fn a_body_shows_what_is_described_and_not_personal() {
        let user = json!({
            "DisplayName": "Avery", "usageLocation": "US", "unheardOf": {"a": ["b", 1, true]},
            "passwordProfile": {"password": "hunter2", "forceChangePassword": true},
        });
        let text = format!("\u{feff}{user}");
        let shown = body(Part::Api, false, &text);
        for secret in ["Avery", "hunter2", "\"b\"", "1"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        assert!(shown.contains("\"usageLocation\": \"US\"") && shown.contains("true"), "{shown}");
        let shown = body(Part::Api, true, &text);
        assert!(shown.contains("Avery") && !shown.contains("hunter2"), "{shown}");
        assert_eq!(body(Part::Api, true, "{\"displayName\": \"Ave"), "");
    }

    #[test]
    fn of_a_sign_in_only_what_is_known_to_be_no_secret_is_shown() {
        for personal in [false, true] {
            let form = "grant_type=refresh_token&refresh_token=s1&client_secret=s2&new=s3&code=s4";
            let shown = body(Part::Token, personal, form);
            assert!(shown.starts_with("grant_type=refresh_token\n"), "{shown}");
            let json = r#"{"access_token": "s1", "token_type": "Bearer", "id": {"a": "s2"}}"#;
            let answer = body(Part::Token, personal, json);
            assert!(answer.contains("\"token_type\": \"Bearer\""), "{answer}");
            let odd = body(Part::Token, personal, &format!("{} s3", "s4".repeat(30)));
            let list = body(Part::Token, personal, r#"["s1"]"#);
            for secret in ["s1", "s2", "s3", "s4"] {
                assert!(![&shown, &answer, &odd, &list].iter().any(|text| text.contains(secret)));
            }
        }
    }
}
