//! Schemas and their shapes, put together.

use std::collections::{HashMap, HashSet};

use heck::ToShoutySnakeCase;

use crate::diagnostic::{Diagnostic, Diagnostics, finish};
use crate::json::Node;
use crate::load::{Form, KnownValue, form, type_allows_null};
use crate::model::shape::{Shapes, shapes};
use crate::model::{
    Docs, Field, Item, ItemKind, Model, Module, OpenEnum, Place, Struct, Type, Variant, check,
    union,
};
use crate::resolve::{Resolved, TypeDef, is_identifier, module_path, uses};

/// Decides the Rust types of all schemas.
///
/// # Errors
///
/// Names that can't be told apart in Rust, and types that would contain themselves.
pub fn build(resolved: &Resolved<'_>) -> Result<Model, Diagnostics> {
    let shapes = shapes(resolved)?;
    let mut builder =
        Builder { resolved, shapes: &shapes, problems: Vec::new(), inline: Vec::new() };
    let mut modules = Vec::new();
    for (index, source) in resolved.sources.iter().enumerate() {
        let mut items = Vec::new();
        for def in resolved.types.iter().filter(|def| def.source == index) {
            items.push(builder.item(def));
            items.append(&mut builder.inline);
        }
        modules.push(Module { schema: source.path.clone(), path: module_path(source), items });
    }
    let mut problems = builder.problems;
    let model = Model { modules };
    if problems.is_empty() {
        check::check(&model, resolved, &mut problems);
    }
    finish(model, problems)
}

struct Builder<'a> {
    resolved: &'a Resolved<'a>,
    shapes: &'a Shapes,
    problems: Vec<Diagnostic>,
    /// Types without a name of their own, found inside the type being built.
    inline: Vec<Item>,
}

/// Where a schema stands: its file and the dynamic anchors that are type parameters there.
#[derive(Clone, Copy)]
struct Scope<'a> {
    source: usize,
    parameters: &'a [&'a str],
}

impl Builder<'_> {
    fn item(&mut self, def: &TypeDef<'_>) -> Item {
        let scope = Scope { source: def.source, parameters: &def.parameters };
        let kind = match form(def.node) {
            Ok(Form::Object) => ItemKind::Struct(self.structure(def.node, &def.name, scope)),
            Ok(Form::OpenSet(set)) => ItemKind::OpenEnum(OpenEnum {
                variants: self.variants(&set.values, set.numbers, def.source),
                numbers: set.numbers,
            }),
            Ok(Form::Union(arms)) => ItemKind::Union(union::union(
                self.resolved,
                self.shapes,
                def,
                arms,
                &mut self.problems,
            )),
            Ok(Form::String) if !is_date(def.node) => ItemKind::Text,
            Ok(Form::Ref(reference)) if !def.bindings.is_empty() => {
                ItemKind::Alias(self.bound(reference, def, scope))
            }
            _ => ItemKind::Alias(self.ty(def.node, scope)),
        };
        Item {
            name: def.name.clone(),
            pointer: Some(def.pointer.clone()),
            place: Place(def.node.span.clone()),
            docs: Docs::of(def.node),
            kind,
        }
    }

    fn structure(&mut self, node: &Node, name: &str, scope: Scope<'_>) -> Struct {
        let required: HashSet<_> = node
            .get("required")
            .map(Node::elements)
            .unwrap_or_default()
            .iter()
            .filter_map(Node::as_str)
            .collect();
        let mut fields: Vec<Field> = Vec::new();
        let mut by_name: HashMap<String, usize> = HashMap::new();
        for member in node.get("properties").map(Node::members).unwrap_or_default() {
            let schema = &member.value;
            let field = schema
                .str("x-rust-name")
                .unwrap_or_else(|| self.shapes.field(scope.source, schema))
                .to_owned();
            if let Some(other) = by_name.insert(field.clone(), fields.len()).map(|at| &fields[at]) {
                let message = format!(
                    "the properties `{}` and `{}` of `{name}` both become the field `{field}`",
                    other.property, member.name,
                );
                self.problems.push(self.resolved.sources[scope.source].problem(
                    member.name_span.clone(),
                    message,
                    "give one of them an `x-rust-name`",
                ));
            }
            if !is_identifier(&field) {
                self.problems.push(self.resolved.sources[scope.source].problem(
                    schema.get("x-rust-name").unwrap_or(schema).span.clone(),
                    format!("`{field}` can't be the name of a field"),
                    "write an `x-rust-name` in lower case, such as `next_link`",
                ));
            }
            let mut ty = self.ty(schema, scope);
            if self.shapes.is_boxed(scope.source, schema) {
                ty = Type::Boxed(Box::new(ty));
            }
            let required = required.contains(member.name.as_str());
            let lenient = self.is_lenient(schema, scope.source);
            if required && lenient {
                self.problems.push(self.resolved.sources[scope.source].problem(
                    member.name_span.clone(),
                    format!("`{}` must be there, and may be of any type", member.name),
                    "leave it out of `required`, or take `x-lenient` away",
                ));
            }
            fields.push(Field {
                property: member.name.clone(),
                name: field,
                ty,
                required,
                lenient,
                docs: Docs::of(schema),
            });
        }
        let additional = node
            .get("additionalProperties")
            .filter(|schema| !schema.members().is_empty())
            .map(|schema| {
                let name = free_name("additional_properties", &fields);
                (name, self.ty(schema, scope))
            });
        Struct {
            parameters: (0..scope.parameters.len()).map(parameter_name).collect(),
            extra: free_name("extra", &fields),
            additional,
            spelling: Some(free_name("spelling", &fields)),
            object_type: node.str("x-object-type").map(str::to_owned),
            fields,
        }
    }

    /// Whether a value of another type costs nothing: the property says so, or the type that it refers to.
    fn is_lenient(&self, schema: &Node, source: usize) -> bool {
        let refers = |reference| {
            let target = self.resolved.target(source, reference).ok();
            target.is_some_and(|target| self.resolved.types[target].node.is_true("x-lenient"))
        };
        schema.is_true("x-lenient") || schema.get("$ref").is_some_and(refers)
    }

    fn variants(
        &mut self,
        values: &[KnownValue<'_>],
        numbers: bool,
        source: usize,
    ) -> Vec<Variant> {
        let mut variants: Vec<Variant> = Vec::new();
        for value in values {
            let name = variant_name(value.text, numbers);
            let constant = constant_name(&name);
            let can_be_named = is_identifier(&name) && is_identifier(&constant);
            let name = if can_be_named { apart_from(&constant, name, numbers) } else { name };
            let mut refuse = |message: String| {
                self.problems.push(self.resolved.sources[source].problem(
                    value.node.span.clone(),
                    message,
                    "leave it out: it is read and kept all the same, as an unknown value",
                ));
            };
            let is_same = |other: &&Variant| other.text.eq_ignore_ascii_case(value.text);
            if let Some(other) = variants.iter().find(is_same) {
                let message = format!("this is the value `{}` once more", other.text);
                let help = "leave it out: a value is known in any case, and keeps its spelling";
                let source = &self.resolved.sources[source];
                self.problems.push(source.problem(value.node.span.clone(), message, help));
            } else if !can_be_named {
                refuse(format!("`{name}` can't be the name of a variant"));
            } else if variants.iter().any(|other| other.name == name) {
                refuse(format!("the value would become a second variant `{name}`"));
            } else if variants
                .iter()
                .any(|it| it.constant == constant || it.constant == name || it.name == constant)
            {
                refuse(format!("the value would become a second constant `{constant}`"));
            }
            variants.push(Variant {
                name,
                constant,
                text: value.text.to_owned(),
                description: value.description.map(str::to_owned),
            });
        }
        variants
    }

    fn bound(&mut self, reference: &Node, def: &TypeDef<'_>, scope: Scope<'_>) -> Type {
        let Ok(target) = self.resolved.target(def.source, reference) else { return Type::Raw };
        let target = &self.resolved.types[target];
        let arguments = target
            .parameters
            .iter()
            .map(|parameter| {
                let binding = def.bindings.iter().find(|(name, _)| name == parameter);
                binding.map_or(Type::Raw, |(_, schema)| self.ty(schema, scope))
            })
            .collect();
        Type::Named(target.name.clone(), arguments)
    }

    /// The type of a schema's values.
    fn ty(&mut self, node: &Node, scope: Scope<'_>) -> Type {
        let ty = self.ty_without_null(node, scope);
        if type_allows_null(node) { Type::Nullable(Box::new(ty)) } else { ty }
    }

    fn ty_without_null(&mut self, node: &Node, scope: Scope<'_>) -> Type {
        match form(node) {
            Ok(Form::Ref(reference)) => match self.resolved.target(scope.source, reference) {
                // What an open parameter may be is any JSON, until it is bound.
                Ok(target) => {
                    let target = &self.resolved.types[target];
                    Type::Named(target.name.clone(), vec![Type::Raw; target.parameters.len()])
                }
                Err(_) => Type::Raw,
            },
            Ok(Form::DynamicRef(reference)) => {
                let name = reference.as_str().unwrap_or_default().trim_start_matches('#');
                let index = scope.parameters.iter().position(|parameter| *parameter == name);
                Type::Parameter(parameter_name(index.unwrap_or(0)))
            }
            Ok(Form::Nullable(inner)) => Type::Nullable(Box::new(self.ty(inner, scope))),
            Ok(Form::Array) => {
                let items = node.get("items").map_or(Type::Raw, |items| self.ty(items, scope));
                Type::List(Box::new(items))
            }
            Ok(Form::Object) if node.get("properties").is_some() => {
                let Some(name) = self.shapes.inline(scope.source, node).map(str::to_owned) else {
                    self.problems.push(self.resolved.sources[scope.source].problem(
                        node.span.start..node.span.start + 1,
                        "this object needs a name, and here it has none",
                        "move it to a file of its own or to `$defs`, and `$ref` it",
                    ));
                    return Type::Raw;
                };
                if let Some(unused) = scope.parameters.iter().find(|name| !uses(node, name)) {
                    self.problems.push(self.resolved.sources[scope.source].problem(
                        node.span.start..node.span.start + 1,
                        format!(
                            "this object would have the type parameter `{unused}` and not use it"
                        ),
                        "move it to a file of its own and `$ref` it",
                    ));
                }
                let structure = self.structure(node, &name, scope);
                self.inline.push(Item {
                    name: name.clone(),
                    pointer: None,
                    place: Place(node.span.clone()),
                    docs: Docs::of(node),
                    kind: ItemKind::Struct(structure),
                });
                let arguments =
                    (0..scope.parameters.len()).map(parameter_name).map(Type::Parameter);
                Type::Named(name, arguments.collect())
            }
            Ok(Form::Object) => {
                let values = node
                    .get("additionalProperties")
                    .filter(|schema| !schema.members().is_empty())
                    .map_or(Type::Raw, |schema| self.ty(schema, scope));
                Type::Map(Box::new(values))
            }
            Ok(Form::String) if is_date(node) => Type::DateTime,
            Ok(Form::String) => Type::Text,
            Ok(Form::JsonText(schema)) => {
                let held = schema.map_or(Type::Resource, |schema| self.ty(schema, scope));
                Type::JsonText(Box::new(held))
            }
            Ok(Form::Integer) => Type::Integer,
            Ok(Form::Number) => Type::Number,
            Ok(Form::Boolean) => Type::Bool,
            Ok(Form::NumberOrString) => Type::NumberOrString,
            Ok(Form::Any | Form::OpenSet(_) | Form::Union(_)) | Err(_) => Type::Raw,
        }
    }
}

/// Whether a schema of a string says that it is a date.
fn is_date(node: &Node) -> bool {
    matches!(node.str("format"), Some("date-time" | "date"))
}

/// The name of a type parameter, by its number.
fn parameter_name(index: usize) -> String {
    ["T", "U", "V"].get(index).map_or_else(|| format!("T{index}"), |&name| name.to_owned())
}

/// A field name that no property has.
fn free_name(wanted: &str, fields: &[Field]) -> String {
    let mut name = wanted.to_owned();
    while fields.iter().any(|field| field.name == name) {
        name.push('_');
    }
    name
}

/// `one_time` → `OneTime`, `group1` → `Group1`, `3D` → `V3D`. Where a variant is of the enum's own, the
/// name of the value has a `V` as well: `Unknown` → `VUnknown`.
fn variant_name(text: &str, numbers: bool) -> String {
    let mut name = String::new();
    let mut upper = true;
    for c in text.chars() {
        if c.is_alphanumeric() {
            if upper {
                name.extend(c.to_uppercase());
            } else {
                name.push(c);
            }
            upper = false;
        } else {
            upper = true;
        }
    }
    if name.is_empty() {
        return "Empty".into();
    }
    if name.starts_with(|c: char| c.is_numeric()) || is_taken(&name, numbers) {
        name.insert(0, 'V');
    }
    name
}

/// Whether the enum has a variant of its own that is called so.
fn is_taken(name: &str, numbers: bool) -> bool {
    matches!(name, "Self" | "Unknown") || numbers && name == "Number"
}

/// A variant and the constant of its value have different names: `EMS` → `Ems`, `A` → `VA`.
fn apart_from(constant: &str, variant: String, numbers: bool) -> String {
    if variant != constant {
        return variant;
    }
    let mut characters = variant.chars();
    let first = characters.next();
    let name: String = first.into_iter().chain(characters.flat_map(char::to_lowercase)).collect();
    if name == constant || is_taken(&name, numbers) { format!("V{name}") } else { name }
}

/// `OneTime` → `ONE_TIME`. Some constants are the enum's own.
fn constant_name(variant: &str) -> String {
    let name = variant.to_shouty_snake_case();
    if matches!(name.as_str(), "KNOWN" | "SCHEMA" | "SCHEMA_ID") { name + "_" } else { name }
}
