//! Stage 1: read the schema files, and refuse what is not 2020-12 or not the dialect.

mod dialect;
pub(crate) mod files;
mod form;
mod meta;
pub(crate) mod union;
mod words;

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::json::{self, Node};

pub use form::{Form, KnownValue, OpenSet, Refusal, form, type_allows_null};
pub use words::constraints;

/// One schema file.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its path below the schema folder, with `/` between the parts.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
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

/// The schema files of a folder, as far as they could be read, and all that is wrong with them.
#[derive(Debug)]
pub struct Loaded {
    /// The files that are JSON, in the order of their paths.
    pub sources: Vec<Source>,
    /// The paths of the other ones.
    pub unreadable: Vec<String>,
    /// Every file that cannot be read, is not JSON, is not a 2020-12 schema, or uses what the dialect
    /// refuses.
    pub problems: Vec<Diagnostic>,
}

/// Reads every `*.schema.json` below the folder.
///
/// # Errors
///
/// Where the folder cannot be read.
pub fn load(folder: &Path) -> Result<Loaded, Diagnostics> {
    files::read_all(folder).map(check).map_err(|problem| Diagnostics(vec![problem]))
}

/// As [`load`], with one more file that is not in the folder.
pub(crate) fn load_with(folder: &Path, path: &str, text: &str) -> Result<Loaded, Diagnostics> {
    let mut files = files::read_all(folder).map_err(|problem| Diagnostics(vec![problem]))?;
    files.push((path.to_owned(), Ok(text.to_owned())));
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(check(files))
}

fn check(files: Vec<files::File>) -> Loaded {
    let mut loaded = Loaded { sources: vec![], unreadable: vec![], problems: vec![] };
    for (path, text) in files {
        match text.and_then(|text| parse(path, text)) {
            Ok(source) => loaded.sources.push(source),
            Err(problem) => {
                loaded.unreadable.push(problem.file.clone());
                loaded.problems.push(problem);
            }
        }
    }
    for source in &loaded.sources {
        let invalid = meta::check(source);
        let mut refused = Vec::new();
        dialect::check(source, &mut refused);
        // A keyword with a value of the wrong type is reported once, by the meta-schema.
        refused.retain(|problem| !invalid.iter().any(|other| overlap(&problem.span, &other.span)));
        loaded.problems.extend(invalid);
        loaded.problems.append(&mut refused);
    }
    loaded
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// That a file of the schema folder cannot be used, and why.
pub(crate) fn unreadable(file: &str, error: &dyn std::fmt::Display) -> Diagnostics {
    Diagnostics(vec![files::problem(file.to_owned(), error.to_string())])
}

fn parse(path: String, text: String) -> Result<Source, Diagnostic> {
    let text = Arc::from(text);
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
