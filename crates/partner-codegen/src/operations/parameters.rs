//! Parameters and their types.

use crate::diagnostic::Diagnostic;
use crate::json::{Kind, Member, Node};
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

/// Reads a part of a form: a parameter with its schema in place.
pub(super) fn part(
    name: &str,
    part: &Member,
    required: bool,
    types: &Types<'_>,
) -> Result<Parameter, Diagnostic> {
    let node = &part.value;
    if name.is_empty() || name.contains(['"', '\r', '\n']) {
        return Err(types.source.problem(
            part.name_span.clone(),
            "this can't be the name of a part",
            "write a name without quotes and ends of lines",
        ));
    }
    let field = field(node, name, || part.name_span.clone(), types)?;
    if let Some(reference) = node.get("$ref")
        && let Some(other) =
            ["type", "format", "contentMediaType"].iter().find(|it| node.get(it).is_some())
    {
        return Err(types.source.problem(
            reference.span.clone(),
            format!("beside a `$ref` there is no `{other}`"),
            "leave one of them out",
        ));
    }
    let ty = parameter_type(node, types)?;
    if node.get("contentMediaType").is_some() && ty != ParameterType::String {
        return Err(types.source.problem(
            first(node),
            "a file is a part of `type: string`",
            "write `\"type\": \"string\"` beside its `contentMediaType`",
        ));
    }
    let docs = docs(node, node, None);
    let personal = node.is_true("x-personal");
    let name = name.to_owned();
    let (default, fixed, from) = (None, None, None);
    Ok(Parameter {
        name,
        place: Place::Part,
        field,
        ty,
        required,
        default,
        fixed,
        from,
        personal,
        docs,
    })
}

/// The name of the field of a parameter.
fn field(
    node: &Node,
    name: &str,
    place: impl Fn() -> std::ops::Range<usize>,
    types: &Types<'_>,
) -> Result<String, Diagnostic> {
    let field = match node.get("x-rust-name") {
        Some(given) => given.as_str().unwrap_or_default().to_owned(),
        None => names::field(name),
    };
    if names::is_lower(&field) && !["call", "options"].contains(&field.as_str()) {
        return Ok(field);
    }
    Err(types.source.problem(
        node.get("x-rust-name").map_or_else(place, |given| given.span.clone()),
        format!("`{field}` can't be the name of a field here"),
        "write another `x-rust-name`, in lower case, such as `group_by`",
    ))
}

/// What is always sent, where a schema allows one value alone.
fn fixed(
    schema: &Node,
    place: Place,
    required: bool,
    types: &Types<'_>,
) -> Result<Option<String>, Diagnostic> {
    let Some(node) = schema.get("const") else { return Ok(None) };
    let refuse =
        |message: &str, help: &str| Err(types.source.problem(node.span.clone(), message, help));
    if place == Place::Path {
        return refuse(
            "a part of the path that never changes is no parameter",
            "write it into the path",
        );
    }
    if !required {
        return refuse(
            "nobody could set what has one value, and nobody need",
            "write `\"required\": true` where it is always to be sent; else leave the parameter out, or write an `enum`",
        );
    }
    let text = match (schema.str("type"), &node.kind) {
        (Some("string") | None, Kind::String(text)) => text.clone(),
        (Some("integer") | None, Kind::Number(text)) if !text.contains(['.', 'e', 'E']) => {
            text.clone()
        }
        (Some("boolean") | None, Kind::Bool(value)) => value.to_string(),
        _ => {
            return refuse(
                "this is no value of a parameter of that type",
                "write text, a whole number, `true` or `false`",
            );
        }
    };
    if place == Place::Header && !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return refuse("a header can't have such a value", "write it in printable ASCII");
    }
    Ok(Some(text))
}

/// The type of a value that is sent as the text of its JSON.
fn json(content: &Node, place: Place, types: &Types<'_>) -> Result<ParameterType, Diagnostic> {
    let refuse =
        |message: &str, help: &str| Err(types.source.problem(first(content), message, help));
    let [media] = content.members() else {
        return refuse(
            "a parameter is of one media type",
            "write `\"content\": {\"application/json\": {\"schema\": {\"$ref\": \"…\"}}}`",
        );
    };
    if media.name != "application/json" {
        return refuse(
            "the `content` of a parameter is JSON",
            "write `application/json`, or a `schema` in place of `content`",
        );
    }
    if place != Place::Query {
        return refuse("only a query takes JSON", "write a `schema`");
    }
    let Some(schema) = media.value.get("schema") else {
        return refuse("the JSON has no `schema`", "`$ref` one");
    };
    Ok(ParameterType::Json(types.value(schema)?.ty))
}

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
    let field = field(node, text, || name.span.clone(), types)?;
    let required = node.is_true("required");
    if place == Place::Path && !required {
        return Err(types.source.problem(
            first(node),
            "a parameter of the path is always needed",
            "write `\"required\": true`",
        ));
    }
    let schema = match (node.get("schema"), node.get("content")) {
        (Some(schema), None) => schema,
        (None, Some(content)) => {
            return Ok(Parameter {
                name: text.to_owned(),
                place,
                field,
                ty: json(content, place, types)?,
                required,
                docs: docs(node, content, None),
                default: None,
                fixed: None,
                from: None,
                personal: node.is_true("x-personal"),
            });
        }
        (Some(_), Some(content)) => {
            let help = "leave one of them out";
            return problem(content, "a parameter has a `schema` or `content`", help);
        }
        (None, None) => return problem(node, "the parameter has no `schema`", "add one"),
    };
    if required && let Some(default) = schema.get("default") {
        let help = "leave out the `default`, or `required`";
        return problem(default, "what is always set is never left to a default", help);
    }
    let fixed = fixed(schema, place, required, types)?;
    let ty = match &fixed {
        Some(_) => ParameterType::String,
        None => parameter_type(schema, types)?,
    };
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
        fixed,
        from: None,
        personal: node.is_true("x-personal"),
    })
}

fn is_header_name(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn docs(node: &Node, schema: &Node, default: Option<&str>) -> Docs {
    let mut docs = Docs::of(node);
    match default {
        Some(text) => docs.notes.push(format!("If it is absent, `{text}` is sent.")),
        None => {
            docs.notes.extend(
                schema.get("default").map(|node| {
                    format!("If it is absent, the service uses `{}`.", node.to_value())
                }),
            );
        }
    }
    let bounds: Vec<_> = BOUNDS
        .iter()
        .filter_map(|keyword| Some(format!("`{keyword}: {}`", schema.get(keyword)?.to_value())))
        .collect();
    if !bounds.is_empty() {
        docs.notes.push(format!(
            "The service requires {}; the client does not check it.",
            bounds.join(", ")
        ));
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
