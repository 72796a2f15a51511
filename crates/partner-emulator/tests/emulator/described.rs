//! A description as a tester reads it: what to call each operation with, and what its answers may be.
//! It knows no operation, no family and no parameter, so that a new one needs no line here.

use jsonschema::{Draft, Registry};
use partner_emulator::Emulator;
use serde_json::{Value, json};

use crate::support::{Answer, Call};

/// A complete description.
pub(crate) struct Description(Value);

/// An operation of it.
pub(crate) struct Operation<'a> {
    pub(crate) id: &'a str,
    pub(crate) method: String,
    pub(crate) template: &'a str,
    document: &'a Value,
    item: &'a Value,
    value: &'a Value,
}

/// A described parameter.
pub(crate) struct Parameter<'a> {
    pub(crate) name: &'a str,
    pub(crate) place: &'a str,
    pub(crate) required: bool,
    pub(crate) schema: &'a Value,
}

impl Description {
    /// That of Partner Center, as everybody has it.
    pub(crate) fn whole() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/partner-center.json");
        Self::of(&std::fs::read_to_string(path).expect("the description can be read"))
    }

    pub(crate) fn of(text: &str) -> Self {
        Self(serde_json::from_str(text).expect("the description is JSON"))
    }

    pub(crate) fn operations(&self) -> Vec<Operation<'_>> {
        let paths = self.0["paths"].as_object().expect("there are paths").iter();
        let of_path = |(template, item): (&'_ String, &'_ Value)| -> Vec<(String, String)> {
            let methods = item.as_object().expect("a path has operations").keys();
            methods.map(|method| (template.clone(), method.clone())).collect()
        };
        let all: Vec<_> = paths.flat_map(of_path).collect();
        all.iter().map(|(template, method)| self.operation(template, method)).collect()
    }

    fn operation(&self, template: &str, method: &str) -> Operation<'_> {
        let (template, item) =
            self.0["paths"].as_object().expect("paths").get_key_value(template).expect("it");
        let value = &item[method];
        let id = value["operationId"].as_str().expect("an operationId");
        Operation { id, method: method.to_uppercase(), template, document: &self.0, item, value }
    }

    /// The operation of a method and a path: text counts for more than a parameter.
    pub(crate) fn find(&self, method: &str, path: &str) -> Option<Operation<'_>> {
        let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
        let fits = |operation: &Operation<'_>| {
            let own: Vec<_> = operation.parts().collect();
            operation.method == method
                && own.len() == parts.len()
                && own
                    .iter()
                    .zip(&parts)
                    .all(|(own, part)| is_parameter(own) || own.eq_ignore_ascii_case(part))
        };
        let all = self.operations().into_iter().filter(fits);
        all.min_by_key(|operation| operation.template.matches('{').count())
    }
}

fn is_parameter(part: &str) -> bool {
    part.starts_with('{')
}

fn follow<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    target.map_or(value, |pointer| {
        let target = document.pointer(pointer);
        follow(document, target.unwrap_or_else(|| panic!("{pointer} leads nowhere")))
    })
}

impl<'a> Operation<'a> {
    pub(crate) fn parts(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.template.split('/').filter(|part| !part.is_empty())
    }

    pub(crate) fn parameters(&self) -> impl Iterator<Item = Parameter<'a>> + use<'a> {
        let document = self.document;
        self.value["parameters"].as_array().into_iter().flatten().map(move |parameter| {
            let parameter = follow(document, parameter);
            Parameter {
                name: parameter["name"].as_str().expect("a name"),
                place: parameter["in"].as_str().expect("a place"),
                required: parameter["required"] == true,
                schema: follow(document, &parameter["schema"]),
            }
        })
    }

    /// The methods of its path.
    pub(crate) fn methods(&self) -> Vec<String> {
        self.item
            .as_object()
            .expect("it has methods")
            .keys()
            .map(|method| method.to_uppercase())
            .collect()
    }

    /// Whether it takes that sign-in.
    pub(crate) fn takes(&self, sign_in: &str) -> bool {
        let security = self.value.get("security").unwrap_or(&self.document["security"]);
        security.as_array().into_iter().flatten().any(|one| one.get(sign_in).is_some())
    }

    pub(crate) fn is_open(&self) -> bool {
        !self.takes("appUser") && !self.takes("appOnly")
    }

    /// The path, with parts that the emulator has documents for, and the query that it can't be without.
    pub(crate) fn target(&self, emulator: &Emulator) -> String {
        let paths = emulator.paths();
        let mut target = String::new();
        for part in self.parts() {
            let part = if is_parameter(part) {
                let name = part.trim_matches(['{', '}']);
                first_below(&paths, &target).unwrap_or_else(|| {
                    let mut parameters = self.parameters().filter(|one| one.place == "path");
                    let parameter = parameters.find(|one| one.name == name);
                    value_of(self.document, parameter.expect("it is described").schema)
                })
            } else {
                part.to_owned()
            };
            target = format!("{target}/{part}");
        }
        let required = self.parameters().filter(|one| one.place == "query" && one.required);
        let mut query = form_urlencoded::Serializer::new(String::new());
        for parameter in required {
            query.append_pair(parameter.name, &value_of(self.document, parameter.schema));
        }
        let query = query.finish();
        if query.is_empty() { target } else { format!("{target}?{query}") }
    }

    /// The bodies that it is an example of: those of the description and those of the schema.
    pub(crate) fn bodies(&self) -> Vec<Value> {
        let body = follow(self.document, &self.value["requestBody"]);
        let Some(media) = body.pointer("/content/application~1json") else { return Vec::new() };
        let named = media["examples"].as_object().into_iter().flat_map(|all| all.values());
        let mut bodies: Vec<_> = named.map(|example| example["value"].clone()).collect();
        bodies.extend(media.get("example").cloned());
        let schema = follow(self.document, &media["schema"]);
        bodies.extend(schema["examples"].as_array().into_iter().flatten().cloned());
        assert!(!bodies.is_empty(), "{}: there is no example of its body", self.id);
        bodies
    }

    pub(crate) fn needs_body(&self) -> bool {
        follow(self.document, &self.value["requestBody"])["required"] == true
    }

    /// Calls to it, one for each example of its body.
    pub(crate) fn calls(&self, emulator: &Emulator) -> Vec<Call> {
        let target = self.target(emulator);
        let bodies = self.bodies();
        if bodies.is_empty() {
            return vec![Call::new(&self.method, &target)];
        }
        let call = |body: &Value| Call {
            method: self.method.clone(),
            ..Call::post(&target, body.to_string())
        };
        bodies.iter().map(call).collect()
    }

    /// The status of its success.
    pub(crate) fn success(&self) -> u16 {
        let responses = self.value["responses"].as_object().expect("there are answers");
        let status = responses.keys().find(|status| status.starts_with('2')).expect("a success");
        status.parse().expect("a status")
    }

    fn response(&self, status: u16) -> &'a Value {
        let class = format!("{}XX", status / 100);
        let response = [status.to_string().as_str(), &class, "default"]
            .iter()
            .find_map(|key| self.value["responses"].get(*key));
        let response = response.unwrap_or_else(|| panic!("{}: {status} is not described", self.id));
        follow(self.document, response)
    }

    /// The kinds of content that it answers with.
    pub(crate) fn kinds(&self, status: u16) -> Vec<&'a str> {
        let content = self.response(status)["content"].as_object();
        content.into_iter().flat_map(|content| content.keys().map(String::as_str)).collect()
    }

    /// Panics where an answer is not as described.
    pub(crate) fn check(&self, answer: &Answer) {
        let (id, status) = (self.id, answer.status.as_u16());
        let response = self.response(status);
        for name in response["headers"].as_object().into_iter().flat_map(|headers| headers.keys()) {
            assert!(!answer.header(name).is_empty(), "{id}, {status}: {name}");
        }
        assert!(!answer.header("Date").is_empty(), "{id}, {status}: Date");
        let kinds = self.kinds(status);
        if kinds.is_empty() {
            return assert!(answer.body.is_empty(), "{id}, {status}: {}", answer.text());
        }
        let kind = answer.header("Content-Type").split(';').next().unwrap_or_default();
        assert!(kinds.contains(&kind), "{id}, {status}: {kind} is not among {kinds:?}");
        let mark = answer.body.starts_with(b"\xef\xbb\xbf");
        let is_json = kind == "application/json";
        assert_eq!(
            mark,
            is_json && answer.status.is_success(),
            "{id}, {status}: the byte-order mark"
        );
        if is_json {
            let errors = self.errors(&response["content"][kind]["schema"], &answer.json());
            assert!(errors.is_empty(), "{id}, {status}: {errors:#?}\n{}", answer.text());
        }
    }

    /// How a value breaks a schema.
    fn errors(&self, schema: &Value, value: &Value) -> Vec<String> {
        let document = Draft::Draft202012.create_resource(self.document.clone());
        let registry = Registry::new()
            .extend([("urn:d", document)])
            .and_then(jsonschema::RegistryBuilder::prepare);
        let registry = registry.expect("all references resolve");
        let schema = absolute(schema);
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&registry)
            .build(&schema);
        let validator = validator.unwrap_or_else(|error| panic!("{}: {error}", self.id));
        validator
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }
}

/// A schema whose references say which document they are of.
fn absolute(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(absolute).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| match value.as_str() {
                Some(text) if name == "$ref" => (name.clone(), json!(format!("urn:d{text}"))),
                _ => (name.clone(), absolute(value)),
            })
            .collect(),
        other => other.clone(),
    }
}

/// The last part of the first document right below a path.
pub(crate) fn first_below(paths: &[String], path: &str) -> Option<String> {
    paths.iter().find_map(|known| {
        let (start, rest) = known.split_at_checked(path.len())?;
        let rest = rest.strip_prefix('/')?;
        (start.eq_ignore_ascii_case(path) && !rest.contains('/')).then(|| rest.to_owned())
    })
}

/// A value of a parameter: an example, or one of those that there are.
fn value_of(document: &Value, schema: &Value) -> String {
    let schema = follow(document, schema);
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let own = [&schema["examples"][0], &schema["default"], &schema["enum"][0], &schema["minimum"]];
    if let Some(value) = own.into_iter().find(|value| !value.is_null()) {
        return text(value);
    }
    match schema["type"].as_str() {
        Some("array") => value_of(document, &schema["items"]),
        Some("integer" | "number") => "1".into(),
        Some("boolean") => "true".into(),
        _ => "text".into(),
    }
}
