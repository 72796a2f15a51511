//! Stage 1: read the schema files, and refuse what is not 2020-12 or not the dialect.

mod dialect;
pub(crate) mod files;
mod form;
mod meta;

use std::ops::Range;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Diagnostics, finish};
use crate::json::{self, Node};

pub use dialect::constraints;
pub use form::{Form, KnownValue, Refusal, form, type_allows_null};

/// One schema file.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its path below the schema folder, with `/` between the parts.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What the text says.
    pub root: Node,
}

impl Source {
    /// The folders of the path, then the name of the file without `.schema.json`.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.path.strip_suffix(files::SUFFIX).unwrap_or(&self.path).split('/')
    }

    /// The name of the file without `.schema.json`.
    #[must_use]
    pub fn stem(&self) -> &str {
        self.segments().last().unwrap_or_default()
    }

    /// A problem of this file.
    pub fn problem(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            file: self.path.clone(),
            text: self.text.clone(),
            span,
            message: message.into(),
            help: help.into(),
        }
    }
}

/// Reads every `*.schema.json` below the folder, in the order of their paths.
///
/// # Errors
///
/// Every file that cannot be read, is not JSON, is not a 2020-12 schema, or uses what the dialect
/// refuses.
pub fn load(folder: &Path) -> Result<Vec<Source>, Diagnostics> {
    check(files::read(folder).map_err(|problem| Diagnostics(vec![problem]))?)
}

/// As [`load`], with one more file that is not in the folder.
pub(crate) fn load_with(folder: &Path, path: &str, text: &str) -> Result<Vec<Source>, Diagnostics> {
    let mut files = files::read(folder).map_err(|problem| Diagnostics(vec![problem]))?;
    files.push((path.to_owned(), Ok(text.to_owned())));
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    check(files)
}

fn check(files: Vec<files::File>) -> Result<Vec<Source>, Diagnostics> {
    let mut problems = Vec::new();
    let mut sources = Vec::new();
    for (path, text) in files {
        match text.and_then(|text| parse(path, text)) {
            Ok(source) => sources.push(source),
            Err(problem) => problems.push(problem),
        }
    }
    for source in &sources {
        let invalid = meta::check(source);
        // A keyword with a value of the wrong type is reported once, by the meta-schema.
        if invalid.is_empty() {
            dialect::check(source, &mut problems);
        }
        problems.extend(invalid);
    }
    finish(sources, problems)
}

/// That a file of the schema folder cannot be used, and why.
pub(crate) fn unreadable(file: &str, error: &dyn std::fmt::Display) -> Diagnostics {
    Diagnostics(vec![files::problem(file.to_owned(), error.to_string())])
}

fn parse(path: String, text: String) -> Result<Source, Diagnostic> {
    match json::parse(&text) {
        Ok(root) => Ok(Source { path, text, root }),
        Err(error) => Err(Diagnostic {
            file: path,
            text,
            span: error.span,
            message: error.message,
            help: "a schema file is one JSON object, without comments or trailing commas".into(),
        }),
    }
}
