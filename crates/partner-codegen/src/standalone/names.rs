//! Rust names for files and definitions that were named without Rust in mind.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToKebabCase;

use crate::standalone::own::hash;

/// The longest name of a module that is taken as it is.
const MOST: usize = 120;

/// Names, each given once: `item`, `item_2`, `item_3`.
#[derive(Debug, Default)]
pub(super) struct Unique {
    given: BTreeSet<String>,
    /// How often each name was wanted: counting again from one would take ever longer.
    wanted: BTreeMap<String, usize>,
}

impl Unique {
    /// The name, or the first of its kind that is free.
    pub(super) fn take(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        // Names that differ in case only would be one file on some systems.
        let count = self.wanted.entry(wanted.to_lowercase()).or_insert(1);
        while !self.given.insert(name.to_lowercase()) {
            *count += 1;
            name = format!("{wanted}_{count}");
        }
        name
    }
}

/// A module name for a path: `folder/my-file.schema.json` → `folder_my_file`.
pub(super) fn module(path: &str) -> String {
    let stem = path.strip_suffix(".json").unwrap_or(path);
    let stem = stem.strip_suffix(".schema").unwrap_or(stem);
    let mut name: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
        .collect();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.insert_str(0, "schema_");
    }
    if name.len() > MOST {
        // Some systems take no name of more than 255 bytes, and a path may be longer than that.
        name.truncate(MOST);
        name.push('_');
        name.push_str(&hash(path));
    }
    if syn::parse_str::<syn::Ident>(&name).is_err() || name == "support" {
        name.push_str("_schema");
    }
    name
}

/// The stem of the type for a whole file, from which its type is named: always one that can be.
pub(super) fn root(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let name = definition(file.split('.').next().unwrap_or(file));
    // As files are named here, whichever case somebody else's file has.
    format!("{}-schema", name.to_kebab_case())
}

/// A name for a definition that makes a Rust type: ASCII words, the first of them with a letter.
pub(super) fn definition(key: &str) -> String {
    let words: Vec<_> =
        key.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name = words.join("-");
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name
    } else {
        format!("schema-{name}")
    }
}
