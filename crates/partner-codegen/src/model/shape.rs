//! The shape of structs, by typify: the names of fields and of inline types, and which fields need a
//! box. The only module that knows typify.
//!
//! typify would also turn schemas into code, but loses what this project promises to keep, most of it
//! without a word. So it is given only what it does well, in a form that it can't misread: structs,
//! lists, maps and references, with a plain string for everything else. What it answers is paired
//! with our schemas by markers in the descriptions, the one thing of a property that it hands back.

use std::collections::HashMap;

use serde_json::{Value, json};
use typify::{TypeDetails, TypeId, TypeSpace, TypeSpaceSettings};

use crate::diagnostic::{Diagnostic, Diagnostics, finish};
use crate::json::Node;
use crate::load::{Form, form};
use crate::resolve::Resolved;

/// What typify makes of the schemas.
#[derive(Debug, Default)]
pub struct Shapes {
    fields: HashMap<Place, FieldShape>,
    inline: HashMap<Place, String>,
}

/// A schema, by its file and its offset in that.
type Place = (usize, usize);

#[derive(Debug)]
struct FieldShape {
    name: String,
    boxed: bool,
}

impl Shapes {
    /// The Rust name for a property, given its schema.
    #[must_use]
    pub fn field(&self, source: usize, schema: &Node) -> &str {
        self.fields.get(&place(source, schema)).map_or("x", |field| field.name.as_str())
    }

    /// Whether a property's value must be on the heap.
    #[must_use]
    pub fn is_boxed(&self, source: usize, schema: &Node) -> bool {
        self.fields.get(&place(source, schema)).is_some_and(|field| field.boxed)
    }

    /// The Rust name for an object schema that has no name of its own.
    #[must_use]
    pub fn inline(&self, source: usize, schema: &Node) -> Option<&str> {
        self.inline.get(&place(source, schema)).map(String::as_str)
    }
}

fn place(source: usize, schema: &Node) -> Place {
    (source, schema.span.start)
}

const ADDITIONAL: &str = "additionalProperties";

/// Asks typify about all types.
///
/// # Errors
///
/// Where typify can't make sense of a schema that passed every check of ours.
pub fn shapes(resolved: &Resolved<'_>) -> Result<Shapes, Diagnostics> {
    let definitions: serde_json::Map<_, _> = resolved
        .types
        .iter()
        .map(|def| (def.name.clone(), lower(resolved, def.source, def.node)))
        .collect();
    let mut space = TypeSpace::new(&TypeSpaceSettings::default());
    let everything = json!({ "definitions": definitions });
    let mut problems = Vec::new();
    let mut refuse = |index: usize, error: String| {
        let source = resolved.source(index);
        problems.push(typify_problem(source.problem(0..1, error, "")));
    };
    match serde_json::from_value(everything) {
        Ok(schema) => {
            if let Err(error) = space.add_root_schema(schema) {
                refuse(0, error.to_string());
            }
        }
        Err(error) => refuse(0, error.to_string()),
    }
    let mut shapes = Shapes::default();
    for (index, def) in resolved.types.iter().enumerate() {
        let reference = json!({ "$ref": format!("#/definitions/{}", def.name) });
        let id = serde_json::from_value(reference)
            .map_err(|error| error.to_string())
            .and_then(|schema| space.add_type(&schema).map_err(|error| error.to_string()));
        match id {
            Ok(id) => shapes.read(&space, &id, def.source, def.node),
            Err(error) => refuse(index, error),
        }
    }
    finish(shapes, problems)
}

fn typify_problem(mut problem: Diagnostic) -> Diagnostic {
    problem.message = format!("typify can't take this schema: {}", problem.message);
    problem.help = "simplify it, or teach `model/shape.rs` to lower it".into();
    problem
}

/// A schema in the form that typify is given.
fn lower(resolved: &Resolved<'_>, source: usize, node: &Node) -> Value {
    match form(node) {
        Ok(Form::Ref(reference)) => match resolved.target(source, reference) {
            Ok(target) => {
                json!({ "$ref": format!("#/definitions/{}", resolved.types[target].name) })
            }
            Err(_) => json!({ "type": "string" }),
        },
        Ok(Form::Nullable(inner)) => lower(resolved, source, inner),
        Ok(Form::Array) => {
            let items =
                node.get("items").map_or(json!(true), |items| lower(resolved, source, items));
            json!({ "type": "array", "items": items })
        }
        Ok(Form::Object) => lower_object(resolved, source, node),
        _ => json!({ "type": "string" }),
    }
}

fn lower_object(resolved: &Resolved<'_>, source: usize, node: &Node) -> Value {
    let additional = node.get(ADDITIONAL).filter(|schema| !schema.members().is_empty());
    let Some(properties) = node.get("properties") else {
        let values = additional.map_or(json!(true), |schema| lower(resolved, source, schema));
        return json!({ "type": "object", "additionalProperties": values });
    };
    let property = |schema: &Node| {
        // typify hands a property's description back only where a wrapper holds it.
        let marker = format!("{source}:{}", schema.span.start);
        json!({ "description": marker, "allOf": [lower(resolved, source, schema)] })
    };
    let mut lowered: serde_json::Map<_, _> = properties
        .members()
        .iter()
        .map(|member| (member.name.clone(), property(&member.value)))
        .collect();
    if let Some(schema) = additional {
        let mut name = ADDITIONAL.to_owned();
        while lowered.contains_key(&name) {
            name.push_str("Value");
        }
        lowered.insert(name, property(schema));
    }
    if lowered.is_empty() {
        // A struct without fields is a struct all the same; typify would make a map of it.
        lowered.insert("x".into(), json!({ "type": "string" }));
    }
    json!({ "type": "object", "properties": lowered })
}

impl Shapes {
    /// Walks a schema and typify's type for it together.
    fn read(&mut self, space: &TypeSpace, id: &TypeId, source: usize, node: &Node) {
        let Ok(ty) = space.get_type(id) else { return };
        match (ty.details(), form(node)) {
            // A reference has no fields of its own, and behind it may be a long chain.
            (_, Ok(Form::Ref(_))) => {}
            (TypeDetails::Option(inner) | TypeDetails::Box(inner), _) => {
                self.read(space, &inner, source, node);
            }
            (_, Ok(Form::Nullable(inner))) => self.read(space, id, source, inner),
            (TypeDetails::Newtype(newtype), _) => self.read(space, &newtype.inner(), source, node),
            (TypeDetails::Vec(inner), Ok(Form::Array)) => {
                if let Some(items) = node.get("items") {
                    self.read(space, &inner, source, items);
                }
            }
            (TypeDetails::Map(_, inner), Ok(Form::Object)) => {
                if let Some(values) = node.get(ADDITIONAL) {
                    self.read(space, &inner, source, values);
                }
            }
            (TypeDetails::Struct(shape), Ok(Form::Object)) => {
                self.inline.insert(place(source, node), ty.name());
                let properties = node.get("properties").map(Node::members).unwrap_or_default();
                let schemas: HashMap<String, &Node> = properties
                    .iter()
                    .map(|member| &member.value)
                    .chain(node.get(ADDITIONAL))
                    .map(|schema| (format!("{source}:{}", schema.span.start), schema))
                    .collect();
                for field in shape.properties_info() {
                    let Some(schema) = field.description.and_then(|marker| schemas.get(marker))
                    else {
                        continue;
                    };
                    let field_shape = FieldShape {
                        name: field.name.to_owned(),
                        boxed: is_boxed(space, &field.type_id),
                    };
                    self.fields.insert(place(source, schema), field_shape);
                    self.read(space, &field.type_id, source, schema);
                }
            }
            _ => {}
        }
    }
}

fn is_boxed(space: &TypeSpace, id: &TypeId) -> bool {
    match space.get_type(id).map(|ty| match ty.details() {
        TypeDetails::Option(inner) => Some(inner),
        TypeDetails::Box(_) => None,
        _ => Some(id.clone()),
    }) {
        Ok(None) => true,
        Ok(Some(inner)) if inner != *id => is_boxed(space, &inner),
        _ => false,
    }
}
