//! The types, and every reference between them.

use std::path::Path;

use serde_json::Value;

use crate::compile::{Compiled, compile};
use crate::diagnostic::Diagnostics;
use crate::load::Source;
use crate::model::{Item, ItemKind, Model, Module, Type};
use crate::operations;

/// The types of a folder of schemas and the references between them.
#[derive(Debug)]
pub struct Atlas {
    /// The schema files.
    pub(super) sources: Vec<Source>,
    /// The types.
    pub(super) model: Model,
    /// The messages of `openapi.json`.
    messages: Vec<Message>,
}

/// A body that an operation sends or receives.
#[derive(Debug)]
struct Message {
    /// Such as `GET /v1/customers: response 200`.
    words: String,
    /// The schema, below the schema folder; with a pointer where it is inside a file.
    schema: String,
}

/// That a type has another one in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reference<'a> {
    /// The type that refers.
    pub(super) from: &'a str,
    /// The property by which it does; none for what an alias stands for.
    pub(super) property: Option<&'a str>,
    /// The whole type at that place.
    pub(super) ty: Type,
    /// The type referred to.
    pub(super) to: &'a str,
}

impl Atlas {
    /// Reads a folder of schemas, with its `openapi.json` where there is one.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the schemas; a description that can't be read.
    pub fn of(schemas: &Path) -> Result<Self, Diagnostics> {
        let Compiled { sources, model } = compile(schemas)?;
        let messages = operations::document(schemas)?.map(|it| messages(&it)).unwrap_or_default();
        Ok(Self { sources, model, messages })
    }

    /// The types with their files.
    pub(super) fn items(&self) -> impl Iterator<Item = (&Module, &Item)> {
        self.model.modules.iter().flat_map(|of| of.items.iter().map(move |item| (of, item)))
    }

    /// Every reference from one type to another, in the order of the schemas.
    pub(super) fn references(&self) -> impl Iterator<Item = Reference<'_>> {
        self.items().flat_map(|(_, item)| references(item))
    }

    /// The operations whose messages are of that type, such as `GET /v1/customers: response 200`.
    pub(super) fn messages(&self, module: &Module, item: &Item) -> Vec<&str> {
        let place = match item.pointer.as_deref() {
            Some("") => module.schema.clone(),
            Some(pointer) => format!("{}#{pointer}", module.schema),
            None => return vec![],
        };
        let of_type = self.messages.iter().filter(|message| message.schema == place);
        of_type.map(|message| message.words.as_str()).collect()
    }

    /// The source of a module.
    pub(super) fn source(&self, module: &Module) -> Option<&Source> {
        self.sources.iter().find(|source| source.path == module.schema)
    }
}

/// The references of one type, in the order of its properties.
pub(super) fn references(item: &Item) -> Vec<Reference<'_>> {
    let places: Vec<(Option<&str>, Type, &Type)> = match &item.kind {
        ItemKind::Struct(structure) => structure
            .fields
            .iter()
            .map(|field| (Some(field.property.as_str()), field.whole_type(), &field.ty))
            .chain(structure.additional.iter().map(|(_, ty)| (Some("(any other)"), ty.clone(), ty)))
            .collect(),
        ItemKind::Alias(ty) => vec![(None, ty.clone(), ty)],
        ItemKind::Union(union) => {
            let named = |ty: &str| Type::Named(ty.to_owned(), vec![]);
            return union
                .arms
                .iter()
                .map(|arm| Reference {
                    from: &item.name,
                    property: None,
                    ty: named(&arm.ty),
                    to: &arm.ty,
                })
                .collect();
        }
        ItemKind::OpenEnum(_) | ItemKind::Text => vec![],
    };
    let mut references = Vec::new();
    for (property, whole, ty) in places {
        let mut names = Vec::new();
        ty.names(&mut names);
        references.extend(names.into_iter().map(|to| Reference {
            from: &item.name,
            property,
            ty: whole.clone(),
            to,
        }));
    }
    references
}

/// The bodies of the operations that refer to a schema file.
fn messages(document: &Value) -> Vec<Message> {
    let mut messages = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let operation_words = format!("{} {path}", method.to_uppercase());
            let mut add = |what: &str, body: &Value| {
                let body = follow(document, body);
                let content = body.get("content").and_then(Value::as_object);
                for media in content.into_iter().flat_map(|content| content.values()) {
                    let mut schemas = Vec::new();
                    schemas_of(media, &mut schemas);
                    messages.extend(schemas.into_iter().map(|schema| Message {
                        words: format!("{operation_words}: {what}"),
                        schema: schema.to_owned(),
                    }));
                }
            };
            if let Some(body) = operation.get("requestBody") {
                add("request", body);
            }
            let responses = operation.get("responses").and_then(Value::as_object);
            for (status, response) in responses.into_iter().flatten() {
                add(&format!("response {status}"), response);
            }
        }
    }
    messages
}

/// The schemas that a body refers to: its own, and that of its items.
fn schemas_of<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    for (name, value) in value.as_object().into_iter().flatten() {
        match value.as_str() {
            Some(reference) if name == "$ref" => found.push(reference),
            _ => schemas_of(value, found),
        }
    }
}

/// What a `$ref` into the document itself means.
fn follow<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    value
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| document.pointer(reference.strip_prefix('#')?))
        .unwrap_or(value)
}
