//! The schema files, as a JSON Schema validator sees them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value, json};

/// The folder of the schema files.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas")
}

/// All schema files.
pub struct Schemas {
    files: BTreeMap<String, Value>,
}

impl Schemas {
    /// Reads them.
    ///
    /// # Panics
    ///
    /// Where they do not pass `cargo xtask codegen`.
    #[must_use]
    pub fn load() -> Self {
        let sources = partner_codegen::compile::compile(&folder())
            .unwrap_or_else(|problems| panic!("the schemas do not load:\n{problems}"))
            .sources;
        let files: BTreeMap<_, _> =
            sources.into_iter().map(|source| (source.path, source.root.to_value())).collect();
        let lists = crate::TYPES.iter().filter_map(|entry| {
            let (envelope, item) = entry.schema.split_once("?item=")?;
            Some((entry.schema.to_owned(), list(&files, envelope, item)))
        });
        let files = files.clone().into_iter().chain(lists).collect();
        Self { files }
    }

    /// Schemas that are in no folder: their paths and what they say.
    #[must_use]
    pub fn of(files: impl IntoIterator<Item = (String, Value)>) -> Self {
        Self { files: files.into_iter().collect() }
    }

    /// The schema at a path such as `licenses/ids.schema.json#/$defs/service-plan-id`.
    #[must_use]
    pub fn get(&self, reference: &str) -> Option<&Value> {
        let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        self.files.get(path)?.pointer(pointer)
    }

    /// A schema that a `$ref` of the file at `base` means, and the path to it.
    #[must_use]
    pub fn resolve(&self, base: &str, reference: &str) -> Option<(String, &Value)> {
        let file = base.split(['#', '?']).next().unwrap_or(base);
        let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let mut parts: Vec<&str> = file.split('/').collect();
        if !path.is_empty() {
            parts.pop();
            for part in path.split('/') {
                match part {
                    ".." => drop(parts.pop()),
                    part => parts.push(part),
                }
            }
        }
        let separator = if pointer.is_empty() { "" } else { "#" };
        let full = format!("{}{separator}{pointer}", parts.join("/"));
        self.get(&full).map(|schema| (full.clone(), schema))
    }

    /// A validator for the schema at a path.
    ///
    /// # Panics
    ///
    /// Where `jsonschema` can't make one.
    #[must_use]
    pub fn validator(&self, reference: &str) -> Validator {
        let id = |file: &Value| file["$id"].as_str().unwrap_or_default().to_owned();
        let resources = self
            .files
            .values()
            .map(|file| (id(file), Draft::Draft202012.create_resource(file.clone())));
        let registry = Registry::new()
            .extend(resources)
            .and_then(jsonschema::RegistryBuilder::prepare)
            .expect("all references resolve");
        let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let target = format!("{}#{pointer}", id(&self.files[path]));
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&registry)
            .build(&json!({ "$ref": target }))
            .expect("the schema compiles")
    }
}

/// The schema of a list that an operation describes in place.
fn list(files: &BTreeMap<String, Value>, envelope: &str, item: &str) -> Value {
    let id = files[envelope]["$id"].as_str().unwrap_or_default();
    let up = "../".repeat(envelope.matches('/').count());
    json!({
        "$id": format!("{id}?item={item}"),
        "$ref": format!("{up}{envelope}"),
        "$defs": { "item": { "$dynamicAnchor": "item", "$ref": format!("{up}{item}") } },
    })
}
