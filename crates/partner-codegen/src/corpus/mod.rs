//! The facts of Microsoft's documentation, as a folder has them.
//!
//! `resources.json` has the tables of its pages, `operations.json` its requests, and `index.json` its samples.
//! [`crate::scaffold`] makes drafts of them, and [`crate::coverage`] holds them against the schemas. A part that
//! an entry does not have is none: only what every entry needs is insisted on.

mod operation;
mod path;
mod sample;
mod table;

use std::fs;
use std::path::Path;

use serde_json::Value;

pub use operation::{Answer, Operation, Parameter};
pub use path::{Template, normal, template};
pub use sample::{Kind as SampleKind, Sample};
pub use table::{Kind, Row, Table, of_page};

/// The facts of the documentation.
#[derive(Debug, Clone, PartialEq)]
pub struct Corpus {
    /// The tables of all kinds.
    pub tables: Vec<Table>,
    /// The requests.
    pub operations: Vec<Operation>,
    /// The samples that have a JSON body; none if there is no `index.json`.
    pub samples: Vec<Sample>,
}

impl Corpus {
    /// Reads a folder.
    ///
    /// # Errors
    ///
    /// A file that can't be read, is no JSON, describes nothing, or has an entry without what every entry has.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let tables = entries(folder, "resources.json", table::read)?;
        let operations = entries(folder, "operations.json", operation::read)?;
        // A comparison with nothing finds nothing, and must not look like a good one.
        let nothing = |file: &str, what| format!("{}: no {what}", folder.join(file).display());
        if tables.iter().all(|table| table.kind == Kind::Body) {
            return Err(nothing("resources.json", "resource and no enum to compare with"));
        }
        if operations.is_empty() {
            return Err(nothing("operations.json", "operation to compare with"));
        }
        let samples = if folder.join("index.json").exists() {
            let samples = entries(folder, "index.json", sample::read)?;
            samples
                .into_iter()
                .flatten()
                .map(|sample| sample.load(folder))
                .collect::<Result<_, _>>()?
        } else {
            Vec::new()
        };
        Ok(Self { tables, operations, samples })
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

/// The texts of a list; none if there is no list.
fn texts(entry: &Value, member: &str) -> Vec<String> {
    let list = entry.get(member).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
