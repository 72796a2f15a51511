//! Rust names for files and definitions that were named without Rust in mind.

use std::collections::BTreeSet;

/// Names, each given once: `item`, `item_2`, `item_3`.
#[derive(Debug, Default)]
pub(super) struct Unique(BTreeSet<String>);

impl Unique {
    /// The name, or the first of its kind that is free.
    pub(super) fn take(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut count = 1;
        // Names that differ in case only would be one file on some systems.
        while !self.0.insert(name.to_lowercase()) {
            count += 1;
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
    if syn::parse_str::<syn::Ident>(&name).is_err() || name == "support" {
        name.push_str("_schema");
    }
    name
}

/// The stem of the type for a whole file, from which its type is named: always one that can be.
pub(super) fn root(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    format!("{}-schema", definition(file.split('.').next().unwrap_or(file)))
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
