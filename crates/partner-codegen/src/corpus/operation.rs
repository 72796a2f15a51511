//! The requests that pages describe.

use serde_json::Value;

use super::{text, texts};

/// A request that a page describes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Operation {
    /// The page.
    pub page: String,
    /// The method, in capitals.
    pub method: String,
    /// The path, as it is printed.
    pub path: String,
    /// The parameters, as far as the page has a table of them.
    pub parameters: Vec<Parameter>,
    /// What the query always has, as `name=value`.
    pub fixed_query: Vec<String>,
    /// The types that the request's body is said to be, or to have.
    pub request: Vec<String>,
    /// What the answer is said to be.
    pub answer: Option<Answer>,
    /// The statuses of the sample answers.
    pub statuses: Vec<u16>,
    /// The sign-ins: `app`, `app+user`.
    pub sign_in: Vec<String>,
}

/// A parameter, as a page describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// The type, as it is printed.
    pub ty: String,
    /// Whether it is said to be required.
    pub required: bool,
    /// `path`, `query`, or `unmatched` if no part of the URI has its name.
    pub place: String,
}

/// What an answer is said to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The type, as it is printed.
    pub name: String,
    /// Whether it is a list of those.
    pub is_list: bool,
}

pub(super) fn read(entry: &Value) -> Result<Operation, &'static str> {
    let request = entry.get("request_body").map(|body| texts(body, "named_types"));
    let response = entry.get("response");
    let answer = response.and_then(|response| response.get("type")).and_then(|ty| {
        let is_list = ty.get("collection").and_then(Value::as_bool).unwrap_or(false);
        Some(Answer { name: text(ty, "name").ok()?, is_list })
    });
    let statuses = response.and_then(|response| response.get("statuses_in_samples")?.as_array());
    let statuses = statuses.into_iter().flatten().filter_map(Value::as_u64);
    let parameters = entry.get("parameters").and_then(Value::as_array);
    Ok(Operation {
        page: text(entry, "page")?,
        method: text(entry, "method")?.to_uppercase(),
        path: text(entry, "path")?,
        parameters: parameters.into_iter().flatten().filter_map(parameter).collect(),
        fixed_query: texts(entry, "fixed_query"),
        request: request.unwrap_or_default(),
        answer,
        statuses: statuses.filter_map(|status| u16::try_from(status).ok()).collect(),
        sign_in: texts(entry, "auth"),
    })
}

fn parameter(entry: &Value) -> Option<Parameter> {
    let required = text(entry, "required").unwrap_or_default().to_lowercase();
    Some(Parameter {
        name: text(entry, "name").ok()?,
        ty: text(entry, "type").unwrap_or_default(),
        required: matches!(required.as_str(), "y" | "yes" | "required"),
        place: text(entry, "in").unwrap_or_default(),
    })
}
