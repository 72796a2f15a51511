//! The tables that describe types.

use heck::ToUpperCamelCase;
use serde_json::Value;

use super::{text, texts};

/// What a table describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A resource, or a part of one.
    Resource,
    /// The values of a set.
    Enum,
    /// The body of one request.
    Body,
}

/// A table that describes a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The page that it is on.
    pub page: String,
    /// What it stands under: mostly, and not always, the name of a type.
    pub name: String,
    /// The headings above it, the page's own first and its own last.
    pub headings: Vec<String>,
    /// What it describes.
    pub kind: Kind,
    /// Its properties, or its values, each once.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// The property, or the value.
    pub name: String,
    /// The type, as it is printed; of the items if it is a list.
    pub item: String,
    /// Whether it is a list.
    pub is_list: bool,
    /// The values that are allowed, if the page says so.
    pub allowed: Vec<String>,
}

impl Table {
    /// The names of its properties, or its values.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|row| row.name.as_str())
    }

    /// The name of the type that it describes: what it stands under if that names one; of an event its heading,
    /// and of an answer only the page says.
    #[must_use]
    pub fn type_name(&self) -> String {
        let name = self.name.trim_end_matches(" resources").trim_end_matches(" resource");
        let plain: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let name = match self.headings.iter().rev().nth(1) {
            _ if !NAMELESS.contains(&plain.to_lowercase().as_str()) => name.to_owned(),
            Some(above) if above.ends_with("Event") => above.clone(),
            _ => of_page(&self.page),
        };
        name.to_upper_camel_case()
    }
}

/// Headings that name no type.
const NAMELESS: &[&str] = &[
    "properties",
    "restresponse",
    "responses",
    "definitions",
    "responseexample",
    "responsefields",
];

/// `get-fraud-events` → `FraudEvents`, `invoice-resources` → `Invoice`
#[must_use]
pub fn of_page(page: &str) -> String {
    let verbs = ["get-a-list-of-", "get-all-", "get-a-", "get-", "list-", "retrieve-"];
    let rest = verbs.iter().find_map(|verb| page.strip_prefix(verb)).unwrap_or(page);
    let end = |end| rest.strip_suffix(end);
    end("-resources").or_else(|| end("-resource")).unwrap_or(rest).to_upper_camel_case()
}

pub(super) fn read(entry: &Value) -> Result<Table, &'static str> {
    let kind = match text(entry, "kind")?.as_str() {
        "resource" => Kind::Resource,
        "enum" => Kind::Enum,
        _ => Kind::Body,
    };
    let (list, member) =
        if kind == Kind::Enum { ("values", "value") } else { ("rows", "property") };
    let list = match entry.get(list).and_then(Value::as_array) {
        Some(list) => list.as_slice(),
        None if kind == Kind::Body => &[],
        None => return Err(list),
    };
    let mut rows: Vec<Row> = Vec::with_capacity(list.len());
    for entry in list {
        let name = match text(entry, member) {
            Ok(name) => name.trim().to_owned(),
            Err(_) if kind == Kind::Body => continue,
            Err(member) => return Err(member),
        };
        // Some tables have a row twice.
        if rows.iter().all(|row| row.name != name) {
            let item = text(entry, "item").or_else(|_| text(entry, "type")).unwrap_or_default();
            let is_list = entry.get("array").and_then(Value::as_bool).unwrap_or(false);
            rows.push(Row { name, item, is_list, allowed: texts(entry, "allowed_values") });
        }
    }
    Ok(Table {
        page: text(entry, "page")?,
        name: text(entry, "resource")?,
        headings: texts(entry, "heading_path"),
        kind,
        rows,
    })
}
