//! Parameters and their types.

use crate::diagnostic::Diagnostic;
use crate::json::{Kind, Node};
use crate::model::{Docs, ItemKind};

use super::dialect::{first, place};
use super::model::{Parameter, ParameterType, Place};
use super::names;
use super::types::{Found, Types};

/// What a parameter's schema may add to its type: for the service to check.
const BOUNDS: &[&str] = &[
    "format",
    "enum",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
];

/// Reads a parameter.
pub(super) fn parameter(node: &Node, types: &Types<'_>) -> Result<Parameter, Diagnostic> {
    let problem = |node: &Node, message: &str, help: &str| {
        Err(types.source.problem(node.span.clone(), message, help))
    };
    let (Some(name), Some(place)) = (node.get("name"), place(node)) else {
        return Err(types.source.problem(
            first(node),
            "a parameter needs a `name` and an `in`",
            "add them",
        ));
    };
    let text = name.as_str().unwrap_or_default();
    if text.is_empty() || (place == Place::Header && !is_header_name(text)) {
        let help = "the name of a header is of letters, digits and hyphens";
        return problem(name, "this can't be the name of a parameter", help);
    }
    let field = match node.get("x-rust-name") {
        Some(given) => given.as_str().unwrap_or_default().to_owned(),
        None => names::field(text),
    };
    if !names::is_lower(&field) || ["call", "options"].contains(&field.as_str()) {
        return problem(
            node.get("x-rust-name").unwrap_or(name),
            &format!("`{field}` can't be the name of a field here"),
            "write another `x-rust-name`, in lower case, such as `group_by`",
        );
    }
    let required = node.is_true("required");
    if place == Place::Path && !required {
        return Err(types.source.problem(
            first(node),
            "a parameter of the path is always needed",
            "write `\"required\": true`",
        ));
    }
    let Some(schema) = node.get("schema") else {
        return problem(node, "the parameter has no `schema`", "add one");
    };
    if required && let Some(default) = schema.get("default") {
        let help = "leave out the `default`, or `required`";
        return problem(default, "what is always set is never left to a default", help);
    }
    let ty = parameter_type(schema, types)?;
    if matches!(ty, ParameterType::List(_)) && place != Place::Query {
        return problem(
            schema,
            "only a query takes a list",
            "make it a string, and describe how it is put together",
        );
    }
    let default = match schema.get("default").map(|node| &node.kind) {
        Some(Kind::String(text))
            if place == Place::Header
                && matches!(ty, ParameterType::String | ParameterType::Named(_)) =>
        {
            Some(text.clone())
        }
        _ => None,
    };
    Ok(Parameter {
        name: text.to_owned(),
        place,
        field,
        ty,
        required,
        docs: docs(node, schema, default.as_deref()),
        default,
        personal: node.is_true("x-personal"),
    })
}

fn is_header_name(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn docs(node: &Node, schema: &Node, default: Option<&str>) -> Docs {
    let mut docs = Docs::of(node);
    match default {
        Some(text) => docs.notes.push(format!("`{text}` is sent where it is not set.")),
        None => {
            docs.notes.extend(schema.get("default").map(|node| {
                format!("Where it is left out, the service takes `{}`.", node.to_value())
            }));
        }
    }
    let bounds: Vec<_> = BOUNDS
        .iter()
        .filter_map(|keyword| Some(format!("`{keyword}: {}`", schema.get(keyword)?.to_value())))
        .collect();
    if !bounds.is_empty() {
        docs.notes.push(format!("The service wants {}; this is sent as it is.", bounds.join(", ")));
    }
    docs
}

fn parameter_type(schema: &Node, types: &Types<'_>) -> Result<ParameterType, Diagnostic> {
    if let Some(reference) = schema.get("$ref") {
        let Found { ty: path, item, .. } = types.find(schema)?;
        return match &item.kind {
            ItemKind::Text => Ok(ParameterType::Named(path)),
            ItemKind::OpenEnum(set) if !set.numbers => Ok(ParameterType::Named(path)),
            _ => Err(types.source.problem(
                reference.span.clone(),
                format!("`{}` is not text, and a parameter is", path.name),
                "refer to a schema of `type: string` or to an open set of values",
            )),
        };
    }
    match schema.str("type") {
        Some("string") => Ok(ParameterType::String),
        Some("integer") => Ok(ParameterType::Integer),
        Some("boolean") => Ok(ParameterType::Bool),
        Some("array") => match schema.get("items").map(|items| parameter_type(items, types)) {
            Some(Ok(ParameterType::List(_))) | None => Err(types.source.problem(
                first(schema),
                "a list of parameters needs `items` that are no lists",
                "write `\"items\": {\"type\": \"string\"}` or a `$ref`",
            )),
            Some(items) => Ok(ParameterType::List(Box::new(items?))),
        },
        _ => Err(types.source.problem(
            schema.get("type").map_or_else(|| first(schema), |node| node.span.clone()),
            "a parameter is a string, an integer, a boolean or an array of those",
            "write one of them, or `$ref` a schema that is text",
        )),
    }
}
