//! The schemas that a part of a sample may already have.

use heck::ToKebabCase;

use crate::model::{ItemKind, Model};

/// The objects that have a schema file of their own.
#[derive(Debug)]
pub(super) struct Known {
    objects: Vec<Object>,
}

#[derive(Debug)]
struct Object {
    /// The path of its schema, as the new schema would refer to it.
    reference: String,
    /// The name of the file, without its ending.
    stem: String,
    properties: Vec<String>,
    same_family: bool,
}

impl Known {
    /// The objects of a model, for a schema of that family.
    pub(super) fn of(model: &Model, family: &str) -> Self {
        let mut objects = Vec::new();
        for module in &model.modules {
            let root = module.items.iter().find(|item| item.pointer.as_deref() == Some(""));
            let Some(ItemKind::Struct(structure)) = root.map(|item| &item.kind) else { continue };
            if !structure.parameters.is_empty() {
                continue;
            }
            let (folder, file) = module.schema.rsplit_once('/').unwrap_or(("", &module.schema));
            let same_family = folder == family;
            let up = "../".repeat(family.split('/').count());
            objects.push(Object {
                reference: if same_family {
                    file.to_owned()
                } else {
                    format!("{up}{}", module.schema)
                },
                stem: file.trim_end_matches(".schema.json").to_owned(),
                properties: structure.fields.iter().map(|of| of.property.clone()).collect(),
                same_family,
            });
        }
        Self { objects }
    }

    /// The schema for an object under that name: one that is called so, or ends so (`attributes` is a
    /// `resource-attributes`), and has every property that was seen. The names must agree, because two
    /// objects may share a few properties by chance.
    pub(super) fn reference(&self, name: &str, properties: &[String]) -> Option<&str> {
        let wanted = name.to_kebab_case();
        let singular = wanted.strip_suffix('s').unwrap_or(&wanted);
        let is_called = |stem: &str| {
            [wanted.as_str(), singular].iter().any(|name| {
                stem.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('-'))
            })
        };
        if properties.is_empty() {
            return None;
        }
        self.objects
            .iter()
            .filter(|object| is_called(&object.stem))
            .filter(|object| properties.iter().all(|seen| object.properties.contains(seen)))
            .min_by_key(|object| (object.stem != wanted, !object.same_family, object.stem.len()))
            .map(|object| object.reference.as_str())
    }
}
