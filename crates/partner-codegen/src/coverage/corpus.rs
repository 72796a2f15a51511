//! The facts, as far as they matter here.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// The facts of the documentation.
#[derive(Debug, Clone, PartialEq)]
pub struct Corpus {
    /// The tables that describe a resource or an enumeration.
    pub tables: Vec<Table>,
    /// The requests.
    pub operations: Vec<Operation>,
}

/// A table that describes a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The page that it is on.
    pub page: String,
    /// What it stands under: mostly, and not always, the name of a type.
    pub name: String,
    /// The names of its properties, or its values.
    pub members: Vec<String>,
}

/// A request that a page describes.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The page.
    pub page: String,
    /// The method.
    pub method: String,
    /// The path, as it is printed.
    pub path: String,
}

impl Corpus {
    /// Reads `resources.json` and `operations.json` of a folder.
    ///
    /// # Errors
    ///
    /// A file that can't be read, is no JSON, describes nothing, or has an entry without what every entry has.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let tables = entries(folder, "resources.json", table)?;
        let tables: Vec<_> = tables.into_iter().flatten().collect();
        let operations = entries(folder, "operations.json", operation)?;
        // A comparison with nothing finds nothing, and must not look like a good one.
        let nothing = |file: &str, what| format!("{}: no {what}", folder.join(file).display());
        if tables.is_empty() {
            return Err(nothing("resources.json", "resource and no enum to compare with"));
        }
        if operations.is_empty() {
            return Err(nothing("operations.json", "operation to compare with"));
        }
        Ok(Self { tables, operations })
    }
}

fn entries<T>(
    folder: &Path,
    file: &str,
    read: fn(&Value) -> Result<T, &'static str>,
) -> Result<Vec<T>, String> {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let value: Value =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let entries = value.as_array().ok_or_else(|| format!("{}: expected a list", path.display()))?;
    let read = |(index, entry)| {
        read(entry).map_err(|member| format!("{}[{index}]: no `{member}`", path.display()))
    };
    entries.iter().enumerate().map(read).collect()
}

fn text(entry: &Value, member: &'static str) -> Result<String, &'static str> {
    Ok(entry.get(member).and_then(Value::as_str).ok_or(member)?.to_owned())
}

/// A table; none where it describes the body of one request, which is the operation's matter.
fn table(entry: &Value) -> Result<Option<Table>, &'static str> {
    let (rows, member) = match text(entry, "kind")?.as_str() {
        "resource" => ("rows", "property"),
        "enum" => ("values", "value"),
        _ => return Ok(None),
    };
    let rows = entry.get(rows).and_then(Value::as_array).ok_or(rows)?;
    let mut members = Vec::with_capacity(rows.len());
    for row in rows {
        let name = text(row, member)?.trim().to_owned();
        // Some tables have a row twice.
        if !members.contains(&name) {
            members.push(name);
        }
    }
    Ok(Some(Table { page: text(entry, "page")?, name: text(entry, "resource")?, members }))
}

fn operation(entry: &Value) -> Result<Operation, &'static str> {
    Ok(Operation {
        page: text(entry, "page")?,
        method: text(entry, "method")?.to_uppercase(),
        path: text(entry, "path")?,
    })
}
