//! A first schema for a resource, to be completed by hand.
//!
//! `infer` merges samples into one description of what was seen, `said` reads what a table says, `known` finds
//! the schemas that the parts of it may already have, and `write` makes a schema of all, which `text` prints.
//! `family` does so for all types of some pages at once: `plan` names them, `bodies` finds which sample is of
//! which type, and `paths` drafts the operations. What comes out passes codegen; no
//! value of a sample is copied into it, because samples hold people's data.

mod bodies;
mod family;
mod infer;
mod known;
mod money;
mod paths;
mod pieces;
mod plan;
mod said;
mod text;
mod write;

use std::fmt;
use std::path::Path;

use heck::{ToKebabCase, ToUpperCamelCase};

use crate::compile;
use crate::corpus::{Corpus, Kind, Row, Table};
use crate::diagnostic::Diagnostics;
use crate::json::{self, Node};
pub use family::{Drafts, Family, all_families, families};
use infer::Seen;
use known::{Known, plain};

/// What to make a schema of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// The family: a folder below the schema folder, new or not.
    pub family: &'a str,
    /// The resource: `LicenseOwner`, `license-owner`.
    pub resource: &'a str,
    /// The documentation page.
    pub page: Option<&'a str>,
    /// Samples: a name for messages, and the JSON.
    pub samples: &'a [(String, String)],
    /// What a table of the documentation has. Where samples show otherwise, they count.
    pub rows: &'a [Row],
    /// What `attributes.objectType` is.
    pub object_type: Option<&'a str>,
}

/// A schema to begin with.
#[derive(Debug, Clone, PartialEq)]
pub struct Scaffold {
    /// Its path below the schema folder.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What its author should know.
    pub notes: Vec<String>,
}

/// Why there is no schema.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// The request can't be met: why.
    Request(String),
    /// The schemas that are there are not sound.
    Schemas(Diagnostics),
    /// The schemas would not be sound with the new one.
    Refused(Diagnostics),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(why) => f.write_str(why),
            Self::Schemas(problems) => write!(f, "{problems}"),
            Self::Refused(problems) => {
                write!(f, "{problems}\nwith the new schema, the folder would not pass codegen")
            }
        }
    }
}

impl std::error::Error for Error {}

/// Makes a schema for a resource. Nothing is written.
///
/// # Errors
///
/// A name that can't be one, a schema that is there already, samples that are not JSON or no objects,
/// and problems of the schemas.
pub fn scaffold(schemas: &Path, request: &Request<'_>) -> Result<Scaffold, Error> {
    let path = path(request)?;
    if schemas.join(&path).exists() {
        return Err(Error::Request(format!("schemas/{path} is there already; edit it instead")));
    }
    let mut notes = Vec::new();
    let seen = seen(request.samples, &mut notes)?;
    let model = compile::compile(schemas).map_err(Error::Schemas)?.model;
    let known = Known::of(&model, request.family);
    let text = write::schema(&path, request, seen.as_ref(), &known, &mut notes);
    // The whole pipeline takes it beside the schemas that are there.
    compile::compile_with(schemas, &path, &text).map_err(Error::Refused)?;
    Ok(Scaffold { path, text, notes })
}

/// The rows of the table that stands under a name, on a page if there is more than one.
///
/// # Errors
///
/// No such table, or several.
pub fn rows(corpus: &Corpus, name: &str, page: Option<&str>) -> Result<Vec<Row>, String> {
    let same = |table: &&Table| plain(&table.name) == plain(name) && table.kind != Kind::Body;
    let all: Vec<_> = corpus.tables.iter().filter(same).collect();
    let of_page = |table: &Table| page.is_none_or(|page| table.page == page);
    let meant: Vec<_> = all.iter().copied().filter(|table| of_page(table)).collect();
    match (meant.as_slice(), all.as_slice()) {
        ([table], _) | ([], [table]) => Ok(table.rows.clone()),
        (_, []) => Err(format!("no table stands under `{name}`")),
        _ => {
            let pages: Vec<_> = all.iter().map(|table| table.page.as_str()).collect();
            let pages = pages.join(", ");
            Err(format!("tables of several pages stand under `{name}`; name one: {pages}"))
        }
    }
}

/// The part of a sample that a JSON pointer leads to.
///
/// # Errors
///
/// A text that is no JSON, or a pointer that leads nowhere.
pub fn part(text: &str, pointer: &str) -> Result<String, String> {
    let text = text.trim_start_matches('\u{feff}');
    let root = json::parse(text).map_err(|error| error.message)?;
    let part = root.pointer(pointer).ok_or_else(|| format!("there is no {pointer}"))?;
    Ok(text[part.span.clone()].to_owned())
}

/// The path of the schema.
fn path(request: &Request<'_>) -> Result<String, Error> {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let is_folder = |word: &str| is_word(&word.replace('_', "-"));
    if !request.family.split('/').all(is_folder) {
        return Err(Error::Request(format!(
            "`{}` can't be a family: use lower-case words, such as `licenses`",
            request.family
        )));
    }
    let name = request.resource.to_kebab_case();
    if !is_word(&name) || !request.resource.is_ascii() {
        return Err(Error::Request(format!(
            "`{}` can't be a resource: use the name of its type, such as `LicenseOwner`",
            request.resource
        )));
    }
    Ok(format!("{}/{name}.schema.json", request.family))
}

/// What the samples are made of; `None` without samples.
fn seen(samples: &[(String, String)], notes: &mut Vec<String>) -> Result<Option<Seen>, Error> {
    let mut seen = None;
    for (name, text) in samples {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let root = json::parse(text).map_err(|error| {
            let before = &text[..error.span.start.min(text.len())];
            let line = before.matches('\n').count() + 1;
            Error::Request(format!("{name}:{line}: {}", error.message))
        })?;
        for resource in resources(&root, name, notes) {
            if resource.members().is_empty() {
                return Err(Error::Request(format!(
                    "{name}: a resource is an object with properties, and this sample has none"
                )));
            }
            seen.get_or_insert_with(Seen::default).add(resource);
        }
    }
    if seen.is_none() && !samples.is_empty() {
        return Err(Error::Request("the samples hold no resource: their lists are empty".into()));
    }
    Ok(seen)
}

/// The resources of a sample: itself, or the items of a list or of a collection.
fn resources<'a>(root: &'a Node, name: &str, notes: &mut Vec<String>) -> Vec<&'a Node> {
    let counts = ["totalCount", "TotalCount"].iter().any(|name| root.get(name).is_some());
    let object_type = root.get("attributes").and_then(|attributes| attributes.str("objectType"));
    let items = root.get("items").or_else(|| root.get("Items"));
    let list = match items {
        Some(items) if counts || object_type == Some("Collection") => items,
        _ if matches!(root.kind, json::Kind::Array(_)) => root,
        _ => return vec![root],
    };
    let count = list.elements().len();
    notes.push(format!("{name} is a list: the schema is of its items, of which there are {count}"));
    list.elements().iter().collect()
}

/// `license-owner` → `License owner`.
fn title(resource: &str) -> String {
    let words = resource.to_kebab_case().replace('-', " ");
    let mut chars = words.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// `license-owner` → `LicenseOwner`.
fn type_name(resource: &str) -> String {
    resource.to_upper_camel_case()
}
