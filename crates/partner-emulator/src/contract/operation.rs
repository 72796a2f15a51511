//! An operation as it is described.

use serde_json::{Map, Value};

use super::parameters::Parameter;
use super::route::{Segment, segments};
use crate::auth::Audience;

/// An operation.
pub(crate) struct Operation {
    pub(crate) id: String,
    /// In upper case.
    pub(crate) method: String,
    /// The path, with its parameters in braces.
    pub(crate) template: String,
    pub(crate) segments: Vec<Segment>,
    /// The sign-ins that it takes. Without any it takes calls without a token.
    pub(crate) audiences: Vec<Audience>,
    pub(crate) parameters: Vec<Parameter>,
    /// The body that it takes.
    pub(crate) body: Option<Described>,
    pub(crate) body_required: bool,
    /// Its first described success.
    pub(crate) status: u16,
    pub(crate) success: Described,
    /// Whether a success says where the resource is.
    pub(crate) has_location: bool,
    /// The operation that a success leads to, by its `operationId`.
    pub(crate) leads_to: Option<String>,
    /// The event that a success lets happen.
    pub(crate) event: Option<String>,
    /// Every described answer, by its status: `200`, `5XX`, `default`.
    answers: Vec<(String, Described)>,
}

/// A described body.
#[derive(Clone, Default)]
pub(crate) struct Described {
    /// The kind of content; `None` where there is no body.
    pub(crate) kind: Option<String>,
    /// The schema of a body that is JSON, and an example of it.
    pub(crate) schema: Option<Value>,
    pub(crate) example: Option<Value>,
}

impl Described {
    /// That of a request body or a response.
    fn read(content: Option<&Value>) -> Self {
        let Some(content) = content.and_then(Value::as_object) else { return Self::default() };
        let json = content.iter().find(|(kind, _)| kind.to_ascii_lowercase().contains("json"));
        let Some((kind, media)) = json.or_else(|| content.iter().next()) else {
            return Self::default();
        };
        let examples = media.get("examples").and_then(Value::as_object);
        let example = media.get("example").or_else(|| {
            examples.and_then(|examples| examples.values().next()).and_then(|one| one.get("value"))
        });
        let schema = media.get("schema").filter(|_| json.is_some());
        Self { kind: Some(kind.clone()), schema: schema.cloned(), example: example.cloned() }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.schema.is_some()
    }
}

impl Operation {
    pub(super) fn read(
        document: &Value,
        template: &str,
        method: &str,
        operation: &Value,
    ) -> Result<Self, String> {
        let text = |name| operation.get(name).and_then(Value::as_str);
        let id = text("operationId").ok_or("it has no operationId")?;
        let mut answers = Vec::new();
        let mut success: Option<(u16, Described, bool)> = None;
        let mut leads_to = None;
        let responses = operation.get("responses").and_then(Value::as_object);
        for (status, response) in responses.into_iter().flatten() {
            let response = follow(document, response)?;
            let described = Described::read(response.get("content"));
            let number = status.parse().ok().filter(|status| (200..300).contains(status));
            if let (Some(number), None) = (number, &success) {
                let headers = response.get("headers").and_then(Value::as_object);
                let names = |headers: &Map<String, Value>| {
                    headers.keys().any(|name| name.eq_ignore_ascii_case("location"))
                };
                success = Some((number, described.clone(), headers.is_some_and(names)));
                let links = response.get("links").and_then(Value::as_object);
                let link = links.and_then(|links| links.values().next());
                leads_to =
                    link.and_then(|link| link.get("operationId")?.as_str().map(str::to_owned));
            }
            answers.push((status.clone(), described));
        }
        let (status, success, has_location) = success.ok_or("it describes no success")?;
        let parameters = operation.get("parameters").and_then(Value::as_array);
        let parameters = parameters.into_iter().flatten().map(|parameter| {
            let parameter = follow(document, parameter)?;
            Parameter::read(document, parameter)
        });
        let body = match operation.get("requestBody") {
            Some(body) => Some(follow(document, body)?),
            None => None,
        };
        let required = body.and_then(|body| body.get("required")).and_then(Value::as_bool);
        Ok(Self {
            id: id.to_owned(),
            method: method.to_uppercase(),
            template: template.to_owned(),
            segments: segments(template),
            audiences: audiences(operation.get("security").or_else(|| document.get("security")))?,
            parameters: parameters.collect::<Result<_, String>>()?,
            body: body.map(|body| Described::read(body.get("content"))),
            body_required: required.unwrap_or(false),
            status,
            success,
            has_location: has_location || status == 202,
            leads_to,
            event: text("x-webhook-event").map(str::to_owned),
            answers,
        })
    }

    /// What is described of an answer with that status.
    pub(crate) fn answer(&self, status: u16) -> Option<&Described> {
        let class = format!("{}XX", status / 100);
        [status.to_string().as_str(), class.as_str(), "default"].iter().find_map(|wanted| {
            let found = self.answers.iter().find(|(status, _)| status.eq_ignore_ascii_case(wanted));
            found.map(|(_, described)| described)
        })
    }

    /// The described parameter of that place and name.
    pub(crate) fn parameter(&self, place: &str, name: &str) -> Option<&Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.place == place && parameter.name.eq_ignore_ascii_case(name))
    }
}

fn audiences(security: Option<&Value>) -> Result<Vec<Audience>, String> {
    let mut audiences = Vec::new();
    for alternative in security.and_then(Value::as_array).into_iter().flatten() {
        for name in alternative.as_object().into_iter().flat_map(Map::keys) {
            audiences.push(match name.as_str() {
                "appUser" => Audience::AppUser,
                "appOnly" => Audience::AppOnly,
                other => return Err(format!("the sign-in {other} is not known")),
            });
        }
    }
    Ok(audiences)
}

/// What a reference within the document leads to; anything else is itself.
pub(super) fn follow<'a>(document: &'a Value, value: &'a Value) -> Result<&'a Value, String> {
    let mut value = value;
    // More than enough for a chain of references, and an end to a circle of them.
    for _ in 0..32 {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return Ok(value) };
        let found = reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
        value = found.ok_or_else(|| format!("the reference {reference} leads nowhere"))?;
    }
    Err("its references lead in a circle".into())
}
