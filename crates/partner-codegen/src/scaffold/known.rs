//! The schemas that a part of a sample may already have.

use std::collections::BTreeMap;

use heck::ToKebabCase;

use crate::model::{ItemKind, Model};
use crate::scaffold::infer::Seen;

/// The objects that have a schema file of their own.
#[derive(Debug)]
pub(super) struct Known {
    objects: Vec<Object>,
    /// Every type that has a name, by the name as [`plain`] has it.
    named: BTreeMap<String, Target>,
}

/// The schema of a type.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// Its path, as the new schema would refer to it.
    pub(super) reference: String,
    /// Whether it is a set of values, and not an object.
    pub(super) is_set: bool,
}

/// A name without what pages spell differently.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The path of a schema, as another of that family refers to it.
pub(super) fn relative(family: &str, path: &str) -> String {
    if family.is_empty() {
        return path.to_owned();
    }
    match path.strip_prefix(family).and_then(|rest| rest.strip_prefix('/')) {
        Some(file) => file.to_owned(),
        None => format!("{}{path}", "../".repeat(family.split('/').count())),
    }
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
        let mut named = BTreeMap::new();
        for module in &model.modules {
            for item in &module.items {
                let Some(pointer) = item.pointer.as_deref() else { continue };
                let is_set = matches!(item.kind, ItemKind::OpenEnum(_));
                let is_object =
                    matches!(&item.kind, ItemKind::Struct(of) if of.parameters.is_empty());
                if is_set || is_object {
                    let hash = if pointer.is_empty() { "" } else { "#" };
                    let path = format!("{}{hash}{pointer}", module.schema);
                    let reference = relative(family, &path);
                    named.insert(plain(&item.name), Target { reference, is_set });
                }
            }
        }
        for module in &model.modules {
            let root = module.items.iter().find(|item| item.pointer.as_deref() == Some(""));
            let Some(ItemKind::Struct(structure)) = root.map(|item| &item.kind) else { continue };
            if !structure.parameters.is_empty() {
                continue;
            }
            let (folder, file) = module.schema.rsplit_once('/').unwrap_or(("", &module.schema));
            let same_family = folder == family;
            objects.push(Object {
                reference: relative(family, &module.schema),
                stem: file.trim_end_matches(".schema.json").to_owned(),
                properties: structure.fields.iter().map(|of| of.property.clone()).collect(),
                same_family,
            });
        }
        Self { objects, named }
    }

    /// With a type that is drafted at the same time.
    pub(super) fn add(&mut self, name: &str, target: Target) {
        self.named.insert(plain(name), target);
    }

    /// The schema of a type that a table names, in the singular or the plural.
    pub(super) fn named(&self, name: &str) -> Option<&Target> {
        let name = plain(name);
        let stems = ["", "resource", "resources", "object", "objects", "collection", "s"];
        let stem = |end: &&str| name.strip_suffix(*end).and_then(|stem| self.named.get(stem));
        stems.iter().find_map(stem)
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
