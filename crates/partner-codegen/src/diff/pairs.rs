//! Which type of the one model is which of the other.

use std::collections::HashMap;

use crate::diff::rust::map_named;
use crate::model::{Docs, Item, ItemKind, Model, Module, Type};

/// A type before and after; one of the two is missing where it was added or removed.
#[derive(Debug, Clone)]
pub(super) struct Pair<'a> {
    pub(super) old: Option<Place<'a>>,
    pub(super) new: Option<Place<'a>>,
}

/// A type and its module.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) module: &'a Module,
    pub(super) item: &'a Item,
}

/// The types of one model by name; those of the old one by the names that they have now.
#[derive(Debug)]
pub(super) struct Side<'a>(HashMap<&'a str, &'a ItemKind>);

impl Side<'_> {
    pub(super) fn kind(&self, name: &str) -> Option<&ItemKind> {
        self.0.get(name).copied()
    }
}

/// All pairs, and what it takes to compare types across the two models.
#[derive(Debug)]
pub(super) struct Pairs<'a> {
    pub(super) all: Vec<Pair<'a>>,
    /// The types that are called otherwise now: old name to new.
    pub(super) renamed: HashMap<&'a str, &'a str>,
    pub(super) old: Side<'a>,
    pub(super) new: Side<'a>,
}

impl Pairs<'_> {
    /// An old kind of type with the names of today in it, so that a renamed type is no change of those
    /// that name it.
    pub(super) fn today(&self, kind: &ItemKind) -> ItemKind {
        with_names(kind, &self.renamed)
    }
}

/// Finds the pairs: by name first, and what is left over by shape.
pub(super) fn pairs<'a>(old: &'a Model, new: &'a Model) -> Pairs<'a> {
    let (old_places, new_places) = (places(old), places(new));
    let by_name: HashMap<&str, Place<'a>> =
        new_places.iter().map(|place| (place.item.name.as_str(), *place)).collect();
    let is_old: HashMap<&str, Place<'a>> =
        old_places.iter().map(|place| (place.item.name.as_str(), *place)).collect();
    let removed: Vec<_> = old_places
        .iter()
        .filter(|place| !by_name.contains_key(place.item.name.as_str()))
        .copied()
        .collect();
    let added: Vec<_> = new_places
        .iter()
        .filter(|place| !is_old.contains_key(place.item.name.as_str()))
        .copied()
        .collect();
    let renamed = renames(&removed, &added);
    let called_now = |name: &'a str| renamed.get(name).copied().unwrap_or(name);

    let mut pairs: Vec<_> = old_places
        .iter()
        .map(|old| Pair { old: Some(*old), new: by_name.get(called_now(&old.item.name)).copied() })
        .collect();
    let is_new = |place: &&Place<'a>| !renamed.values().any(|name| *name == place.item.name);
    pairs.extend(added.iter().filter(is_new).map(|new| Pair { old: None, new: Some(*new) }));
    Pairs {
        all: pairs,
        old: Side(is_old.iter().map(|(name, old)| (called_now(name), &old.item.kind)).collect()),
        new: Side(by_name.iter().map(|(name, new)| (*name, &new.item.kind)).collect()),
        renamed,
    }
}

fn places(model: &Model) -> Vec<Place<'_>> {
    model
        .modules
        .iter()
        .flat_map(|module| module.items.iter().map(move |item| Place { module, item }))
        .collect()
}

/// Removed types that came back under another name: of equal shape, documentation aside. A type may
/// name another that was renamed too, so this goes on until nothing more is found.
fn renames<'a>(removed: &[Place<'a>], added: &[Place<'a>]) -> HashMap<&'a str, &'a str> {
    let mut renamed: HashMap<&str, &str> = HashMap::new();
    loop {
        let before = renamed.len();
        for old in removed {
            if renamed.contains_key(old.item.name.as_str()) {
                continue;
            }
            let best = added
                .iter()
                .filter(|new| !renamed.values().any(|taken| *taken == new.item.name))
                .filter(|new| is_same_shape(old.item, new.item, &renamed))
                .map(|new| (likeness(old, new), new))
                .filter(|(likeness, _)| *likeness > 0 || says_much(&old.item.kind))
                // The first of equals: `max_by_key` would take the last.
                .rev()
                .max_by_key(|(likeness, _)| *likeness);
            if let Some((_, new)) = best {
                renamed.insert(&old.item.name, &new.item.name);
            }
        }
        if renamed.len() == before {
            return renamed;
        }
    }
}

/// Whether equal shapes are enough to tell that two types are one: every id is text, and a new id
/// need not be an old one under another name.
fn says_much(kind: &ItemKind) -> bool {
    match kind {
        ItemKind::Struct(structure) => !structure.fields.is_empty(),
        ItemKind::OpenEnum(_) | ItemKind::Union(_) => true,
        _ => false,
    }
}

/// What else two types of equal shape have in common.
fn likeness(old: &Place<'_>, new: &Place<'_>) -> u8 {
    let description = old.item.docs.description == new.item.docs.description;
    let place = old.module.schema == new.module.schema && old.item.pointer == new.item.pointer;
    2 * u8::from(description) + u8::from(place)
}

fn is_same_shape(old: &Item, new: &Item, renamed: &HashMap<&str, &str>) -> bool {
    let mut names = renamed.clone();
    names.insert(&old.name, &new.name); // it may name itself
    without_docs(with_names(&old.kind, &names)) == without_docs(new.kind.clone())
}

fn with_names(kind: &ItemKind, names: &HashMap<&str, &str>) -> ItemKind {
    let rename = |ty: &Type| {
        map_named(ty, &|name, arguments| {
            Type::Named(names.get(name).map_or(name, |name| name).to_owned(), arguments)
        })
    };
    match kind {
        ItemKind::Struct(structure) => {
            let mut structure = structure.clone();
            for field in &mut structure.fields {
                field.ty = rename(&field.ty);
            }
            if let Some((_, ty)) = &mut structure.additional {
                *ty = rename(ty);
            }
            ItemKind::Struct(structure)
        }
        ItemKind::Union(union) => {
            let mut union = union.clone();
            for arm in &mut union.arms {
                arm.ty = names.get(arm.ty.as_str()).map_or(&*arm.ty, |name| name).to_owned();
            }
            ItemKind::Union(union)
        }
        ItemKind::Alias(ty) => ItemKind::Alias(rename(ty)),
        other => other.clone(),
    }
}

pub(super) fn without_docs(mut kind: ItemKind) -> ItemKind {
    match &mut kind {
        ItemKind::Struct(structure) => {
            for field in &mut structure.fields {
                field.docs = Docs::default();
            }
        }
        ItemKind::OpenEnum(set) => {
            for variant in &mut set.variants {
                variant.description = None;
            }
        }
        ItemKind::Union(union) => {
            for arm in &mut union.arms {
                arm.description.clear();
            }
        }
        _ => {}
    }
    kind
}
