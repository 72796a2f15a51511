//! The schemas that a part of a sample may already have.

use heck::ToKebabCase;

use crate::model::{ItemKind, Model};
use crate::scaffold::infer::Seen;

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

/// The resource that the schema is made for, as a part of itself.
#[derive(Debug)]
pub(super) struct Own {
    /// The name of its file, as its schema refers to it.
    file: String,
    properties: Vec<String>,
}

impl Own {
    /// The resource of a schema at that path, with the members that were seen.
    pub(super) fn of(path: &str, members: &[(String, Seen)]) -> Self {
        let file = path.rsplit('/').next().unwrap_or(path).to_owned();
        Self { file, properties: members.iter().map(|(name, _)| name.to_lowercase()).collect() }
    }

    /// The reference to the resource, for an object under that name that is one: everything that was seen
    /// of it is a property of the resource, and either it is called so (`parentCategory` of a category), or
    /// it has a member of its own name, as trees have (`children` in `children`), or one word says it.
    pub(super) fn reference(&self, name: &str, properties: &[String]) -> Option<&str> {
        let stem = self.file.trim_end_matches(".schema.json");
        let wanted = name.to_kebab_case();
        let plural = [
            format!("{stem}s"),
            format!("{stem}es"),
            stem.strip_suffix('y').map_or_else(String::new, |of| format!("{of}ies")),
        ];
        let is_called = |name: &str| {
            wanted.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('-'))
        };
        let is_named =
            is_called(stem) || plural.iter().any(|name| !name.is_empty() && is_called(name));
        let is_kin = matches!(wanted.as_str(), "child" | "children" | "parent" | "parents");
        let holds_its_name = properties.iter().any(|property| property.eq_ignore_ascii_case(name));
        let is_part = !properties.is_empty()
            && properties.iter().all(|seen| self.properties.contains(&seen.to_lowercase()));
        (is_part && (is_named || is_kin || holds_its_name)).then_some(self.file.as_str())
    }
}
