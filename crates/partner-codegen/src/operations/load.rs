//! Stage 1: read the description: `openapi.json`, and the `operations.json` of each family.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, finish};
use crate::json::{self, Node};
use crate::load::files::{OPERATIONS, paths};
use crate::load::{Source, unreadable};

/// The name of the file in the schema folder that says what all operations share.
pub(crate) const FILE: &str = "openapi.json";

/// The files of the description.
#[derive(Debug)]
pub(crate) struct Description {
    /// `openapi.json`, then the `operations.json` of each family.
    files: Vec<Source>,
}

/// Reads the description; `None` where there is none.
pub(crate) fn load(schemas: &Path) -> Result<Option<Description>, Diagnostics> {
    let families: Vec<String> = paths(schemas, OPERATIONS)
        .map_err(|error| unreadable(FILE, &error))?
        .into_iter()
        .filter(|path| path.ends_with(&format!("/{OPERATIONS}")))
        .collect();
    match fs::exists(schemas.join(FILE)) {
        Ok(false) if families.is_empty() => return Ok(None),
        _ => {}
    }
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for path in std::iter::once(FILE.to_owned()).chain(families) {
        match read(schemas, path) {
            Ok(source) => files.push(source),
            Err(problem) => problems.push(problem),
        }
    }
    finish(Some(Description { files }), problems)
}

fn read(schemas: &Path, path: String) -> Result<Source, Diagnostic> {
    let whole = |message: String, help: &str| Diagnostic {
        file: path.clone(),
        text: Arc::default(),
        span: 0..0,
        message,
        help: help.into(),
    };
    let text: Arc<str> = fs::read_to_string(schemas.join(&path)).map(Arc::from).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => whole(
            "this file is not there, and a family has operations".into(),
            "say in it how to sign in and what every operation has; schemas/README.md tells how",
        ),
        _ => whole(
            format!("the file cannot be read: {error}"),
            "check that it is there, readable and UTF-8",
        ),
    })?;
    match json::parse(&text) {
        Ok(root) => Ok(Source { path, text, root }),
        Err(error) => Err(Diagnostic {
            file: path,
            text,
            span: error.span,
            message: error.message,
            help: "the description is one JSON object, without comments or trailing commas".into(),
        }),
    }
}

impl Description {
    /// `openapi.json`
    pub(super) fn root(&self) -> &Source {
        &self.files[0]
    }

    /// The files, `openapi.json` first.
    pub(super) fn files(&self) -> &[Source] {
        &self.files
    }

    /// The file at that path.
    pub(super) fn file(&self, path: &str) -> Option<&Source> {
        self.files.iter().find(|source| source.path == path)
    }

    /// The names of the tags: those of `openapi.json`, and of the families that say what they are about.
    pub(super) fn tags(&self) -> Vec<&str> {
        let declared = self.root().root.get("tags").map(Node::elements).unwrap_or_default();
        let declared = declared.iter().filter_map(|tag| tag.str("name"));
        let families = self.files.iter().filter(|source| source.root.get("description").is_some());
        declared.chain(families.filter_map(|source| family(&source.path))).collect()
    }

    /// What a `$ref` within the description means, and the file that it stands in.
    pub(super) fn find(&self, file: &str, reference: &str) -> Option<(&Source, &Node)> {
        let (path, pointer) = locate(file, reference);
        let source = self.files.iter().find(|source| source.path == path)?;
        Some((source, source.root.pointer(&pointer)?))
    }
}

/// The family that a file of operations belongs to; none for `openapi.json`.
pub(super) fn family(file: &str) -> Option<&str> {
    file.strip_suffix(OPERATIONS)?.strip_suffix('/')
}

/// The file and the pointer that a reference of a file means.
pub(crate) fn locate(file: &str, reference: &str) -> (String, String) {
    let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    if path.is_empty() {
        return (file.to_owned(), pointer.to_owned());
    }
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    (parts.join("/"), pointer.to_owned())
}
