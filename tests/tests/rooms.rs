//! The rooms of the models' code: which knows which, how large a file is, and that nothing stands twice.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/partner-models/src");

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read").flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The code of a file: no comments, and no tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("the file can be read");
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    text.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

/// The paths from the root of the crate that code names, in `use` or in place: `value::text::Text`.
fn named(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for at in code.match_indices("crate::").map(|(at, word)| at + word.len()) {
        expand(String::new(), &code[at..], &mut found);
    }
    found
}

/// Takes a path apart, with what it has in braces; gives what is behind it.
fn expand<'a>(mut path: String, text: &'a str, found: &mut BTreeSet<String>) -> &'a str {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let end = text.find(|c| !is_path(c)).unwrap_or(text.len());
    path.push_str(&text[..end]);
    let mut rest = &text[end..];
    if !rest.starts_with('{') {
        found.insert(path.trim_end_matches(':').to_owned());
        return rest;
    }
    while !rest.starts_with('}') && !rest.is_empty() {
        rest = expand(path.clone(), rest[1..].trim_start(), found).trim_start();
    }
    rest.get(1..).unwrap_or_default()
}

/// The files of the two rooms by their module: `json::reader`.
fn rooms() -> BTreeMap<String, String> {
    let rooms = ["json", "value"].map(|room| Path::new(SOURCE).join(room));
    let files = rooms.iter().flat_map(|room| files(room));
    files
        .filter(|path| !path.to_string_lossy().ends_with("_tests.rs"))
        .map(|path| {
            let module = path.strip_prefix(SOURCE).expect("it is there").with_extension("");
            let module: Vec<_> = module.iter().map(|part| part.to_string_lossy()).collect();
            let module = module.join("::");
            (module.strip_suffix("::mod").unwrap_or(&module).to_owned(), code(&path))
        })
        .collect()
}

/// `json/` knows the kinds of value; they know nothing of how they are read and written, nor of anything
/// else in the crate.
#[test]
fn value_knows_nothing_but_itself() {
    for (module, code) in rooms().iter().filter(|(module, _)| module.starts_with("value")) {
        assert!(!code.contains("super::"), "{module} names its parent: write paths from the root");
        let others: Vec<_> =
            named(code).into_iter().filter(|path| !path.starts_with("value::")).collect();
        assert!(others.is_empty(), "{module} names {others:?}");
    }
}

/// The module that a path leads to, through what a `mod.rs` hands on.
fn home<'a>(path: &str, rooms: &'a BTreeMap<String, String>) -> Option<&'a str> {
    let parts: Vec<_> = path.split("::").collect();
    let length =
        (1..=parts.len()).rev().find(|length| rooms.contains_key(&parts[..*length].join("::")))?;
    let (module, code) = rooms.get_key_value(&parts[..length].join("::"))?;
    let is_folder = Path::new(SOURCE).join(module.replace("::", "/")).is_dir();
    let name = parts.get(length).filter(|_| is_folder);
    let handed_on = name.and_then(|name| {
        code.split("use ").skip(1).find_map(|rest| {
            let mut found = BTreeSet::new();
            expand(String::new(), rest, &mut found);
            found.into_iter().find(|path| path.rsplit("::").next() == Some(*name))
        })
    });
    let target = handed_on.map(|path| format!("{module}::{path}"));
    target.and_then(|path| home(&path, rooms)).or(Some(module.as_str()))
}

/// No file needs another that needs it, directly or by way of others.
#[test]
fn no_circle_of_files() {
    let rooms = rooms();
    let needs: BTreeMap<&str, BTreeSet<&str>> = rooms
        .iter()
        .map(|(module, code)| {
            assert!(!code.contains("super::"), "{module}: write paths from the root");
            let paths = named(code);
            let homes = paths.iter().filter_map(|path| home(path, &rooms));
            (module.as_str(), homes.filter(|home| home != module).collect())
        })
        .collect();
    assert!(needs["json::members"].contains("json::reader"), "{:?}", needs["json::members"]);
    assert!(needs["json::by_serde::values"].contains("value::number"));
    // Take away what needs nothing that is left, and what nothing needs, until there is nothing: what stays
    // is a circle.
    let mut left: BTreeSet<&str> = needs.keys().copied().collect();
    let is_end = |module: &str, left: &BTreeSet<&str>| {
        needs[module].is_disjoint(left) || !left.iter().any(|other| needs[other].contains(module))
    };
    while let Some(end) = left.iter().find(|module| is_end(module, &left)).copied() {
        left.remove(end);
    }
    let needs = |module: &&str| needs[module].intersection(&left).copied().collect::<Vec<_>>();
    let circle: Vec<_> = left.iter().map(|module| (*module, needs(module))).collect();
    assert!(circle.is_empty(), "these need each other: {circle:?}");
}

#[test]
fn files_by_hand_are_small() {
    for path in files(Path::new(SOURCE)) {
        let is_generated = path.starts_with(Path::new(SOURCE).join("generated"));
        let lines = fs::read_to_string(&path).expect("the file can be read").lines().count();
        assert!(is_generated || lines <= 400, "{} has {lines} lines", path.display());
    }
}

#[test]
fn no_schema_stands_twice() {
    let crates = Path::new(SOURCE).join("../..");
    for package in fs::read_dir(crates).expect("the folder can be read").flatten() {
        for path in files(&package.path().join("src")) {
            let name = path.to_string_lossy();
            assert!(!name.ends_with(".schema.json"), "{name} has its place in schemas/");
        }
    }
}

/// Another release of typify is tried by changing one module.
#[test]
fn one_module_of_the_generator_knows_typify() {
    let source = Path::new(SOURCE).join("../../partner-codegen/src");
    let knows = |path: &PathBuf| code(path).contains("typify::");
    let all: Vec<_> = files(&source).into_iter().filter(knows).collect();
    assert_eq!(all, [source.join("model/shape.rs")]);
}
