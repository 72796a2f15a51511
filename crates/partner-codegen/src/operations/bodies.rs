//! What a request sends.

use crate::diagnostic::Diagnostic;
use crate::json::{Member, Node};
use crate::load::Source;
use crate::model::{ItemKind, Type};

use super::answers::{json_schema, not_a_media_type};
use super::build::Builder;
use super::dialect::first;
use super::model::{Body, Parameter, ParameterType, Place, Step, ValueType};
use super::names;
use super::parameters;
use super::parts::{FORM, MULTIPART, is_json, is_media_type};
use super::types::Value;

/// What the place of a part of the body begins with, in the words of the standard.
pub(super) const BODY: &str = "$request.body#";

/// What an operation sends.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) body: Option<Body>,
    /// The parts of a form, where it is one in parts.
    pub(super) parts: Option<Vec<Parameter>>,
}

impl Builder<'_> {
    pub(super) fn body(&self, node: &Node, method: &str) -> Result<Sent, Diagnostic> {
        let Some(body) = node.get("requestBody") else { return Ok(Sent::default()) };
        if ["get", "head"].contains(&method) {
            return Err(self.source.problem(
                first(body),
                format!("a {} sends no body", method.to_uppercase()),
                "leave the body out, or correct the method",
            ));
        }
        if !body.is_true("required") {
            return Err(self.source.problem(
                first(body),
                "the body may be left out, and the client always sends one",
                "write `\"required\": true`, or leave the body out",
            ));
        }
        let [media] = body.get("content").map(Node::members).unwrap_or_default() else {
            return Err(self.source.problem(
                body.get("content").map_or_else(|| first(body), first),
                "a request has a body of one media type",
                "write `\"content\": {\"application/json\": {\"schema\": {\"$ref\": \"…\"}}}`",
            ));
        };
        if !is_media_type(&media.name) {
            return Err(not_a_media_type(self.source, media));
        }
        if media.name == MULTIPART {
            if let Some(name) = body.get("x-rust-name") {
                return Err(self.at(
                    name,
                    "a form in parts has no name of its own".into(),
                    "name its parts",
                ));
            }
            return Ok(Sent { body: None, parts: Some(self.parts(media)?) });
        }
        let is_form = media.name == FORM;
        let (ty, name) = if is_form || is_json(&media.name) {
            let schema = json_schema(self.source, media)?;
            let value = self.types.value(schema)?;
            if is_form {
                self.check_form(schema, &value)?;
            }
            let name = name_of(&value.ty);
            (Some(value.ty), name)
        } else if let Some(schema) = media.value.get("schema") {
            return Err(self.at(
                schema,
                format!("a body of {} is bytes, and has no schema", media.name),
                "leave `schema` out",
            ));
        } else {
            (None, "content".to_owned())
        };
        let field = match body.get("x-rust-name") {
            Some(given) => given.as_str().unwrap_or_default().to_owned(),
            None => name,
        };
        if !names::is_lower(&field) || ["call", "options"].contains(&field.as_str()) {
            return Err(self.at(
                body.get("x-rust-name").unwrap_or(&media.value),
                format!("`{field}` can't be the name of a field here"),
                "write another `x-rust-name`, in lower case, such as `devices`",
            ));
        }
        let description = body.str("description").unwrap_or_default().to_owned();
        let media = media.name.clone();
        Ok(Sent { body: Some(Body { field, ty, media, is_form, description }), parts: None })
    }

    /// The fields of the body that a header is taken from where it is not set.
    pub(super) fn from(
        &self,
        source: &Source,
        from: &Node,
        parameter: &Parameter,
        body: Option<&Body>,
    ) -> Result<Vec<Step>, Diagnostic> {
        let refuse =
            |message: String, help: &str| Err(source.problem(from.span.clone(), message, help));
        let is_text = matches!(parameter.ty, ParameterType::String);
        if parameter.place != Place::Header || parameter.required || !is_text {
            return refuse(
                "this is only for an optional header of `type: string`".into(),
                "leave it out, or leave out what makes the parameter something else",
            );
        }
        if parameter.default.is_some() {
            return refuse(
                "what is sent where nothing is set is said twice".into(),
                "leave out the `default`, or this",
            );
        }
        let Some(pointer) = from.as_str().and_then(|text| text.strip_prefix(BODY)) else {
            return refuse(
                "this is no part of the body".into(),
                "write where it is in the body, such as `$request.body#/attributes/etag`",
            );
        };
        let Some(ValueType::Named(ty)) = body.and_then(|body| body.ty.as_ref()) else {
            return refuse(
                "the operation sends no object that this could be a part of".into(),
                "leave it out",
            );
        };
        match self.types.steps(ty, pointer) {
            Some(steps) => Ok(steps),
            None => refuse(
                format!("`{}` has no text at `{pointer}`", ty.name),
                "name properties of the body's schema, the last one text",
            ),
        }
    }

    /// That the parameters, the parts and the body have fields of different names.
    pub(super) fn check_fields(
        &self,
        node: &Node,
        path: &[Parameter],
        others: &[Parameter],
        body: Option<&Body>,
    ) -> Result<(), Diagnostic> {
        let mut taken: Vec<&str> = body.iter().map(|body| body.field.as_str()).collect();
        let own = path.iter().chain(others).filter(|one| one.fixed.is_none());
        for field in own.map(|one| one.field.as_str()) {
            if taken.contains(&field) {
                return Err(self.source.problem(
                    node.get("requestBody").map_or_else(|| first(node), first),
                    format!("what the request sends has the field `{field}` twice"),
                    "give one of them another name: `x-rust-name`",
                ));
            }
            taken.push(field);
        }
        Ok(())
    }

    /// That the fields of a form are text, numbers and the like.
    fn check_form(&self, schema: &Node, value: &Value<'_>) -> Result<(), Diagnostic> {
        let refuse = |message: String| {
            Err(self.source.problem(
                first(schema),
                message,
                "refer to an object of values without parts, or send JSON",
            ))
        };
        let (ValueType::Named(_), Some(found)) = (&value.ty, &value.found) else {
            return refuse("a form is an object".into());
        };
        let ItemKind::Struct(structure) = &found.item.kind else {
            return refuse(format!("`{}` is not an object, and a form is", found.item.name));
        };
        match structure.fields.iter().find(|field| !self.is_plain(&field.ty)) {
            Some(field) => refuse(format!("`{}` is no value that a form can have", field.property)),
            None => Ok(()),
        }
    }

    fn is_plain(&self, ty: &Type) -> bool {
        match ty {
            Type::Text
            | Type::DateTime
            | Type::Bool
            | Type::Integer
            | Type::Number
            | Type::NumberOrString => true,
            Type::Nullable(inner) | Type::List(inner) => self.is_plain(inner),
            Type::Named(name, _) => self.types.is_text(name),
            _ => false,
        }
    }

    /// The parts of a form, each a parameter.
    fn parts(&self, media: &Member) -> Result<Vec<Parameter>, Diagnostic> {
        let schema = json_schema(self.source, media)?;
        if schema.str("type") != Some("object") {
            return Err(self.source.problem(
                schema.get("type").map_or_else(|| first(schema), |node| node.span.clone()),
                "a form in parts is an object",
                "write `\"type\": \"object\"`",
            ));
        }
        let required = schema.get("required").map(Node::elements).unwrap_or_default();
        let properties = schema.get("properties").map(Node::members).unwrap_or_default();
        if let Some(odd) = required
            .iter()
            .find(|name| !properties.iter().any(|part| Some(part.name.as_str()) == name.as_str()))
        {
            return Err(self.at(odd, "the form has no such part".into(), "correct the spelling"));
        }
        if required.is_empty() {
            return Err(self.source.problem(
                first(schema),
                "no part of the form is required, and an empty form says nothing",
                "list the parts that the service must have as `required`",
            ));
        }
        let is_required = |name: &str| required.iter().any(|it| it.as_str() == Some(name));
        properties
            .iter()
            .map(|part| {
                let mut parameter =
                    parameters::part(&part.name, part, is_required(&part.name), &self.types)?;
                parameter.place = Place::Part;
                if part.value.get("contentMediaType").is_some() {
                    parameter.ty = ParameterType::File;
                }
                Ok(parameter)
            })
            .collect()
    }
}

/// `Order` → `order`, `Vec<Device>` → `devices`
fn name_of(ty: &ValueType) -> String {
    match ty {
        ValueType::Named(path) => names::field(&path.name),
        ValueType::List(items) => plural(&name_of(items)),
        _ => "value".to_owned(),
    }
}

fn plural(name: &str) -> String {
    match name.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if name.ends_with(['s', 'x']) || name.ends_with("ch") || name.ends_with("sh") => {
            format!("{name}es")
        }
        _ => format!("{name}s"),
    }
}
