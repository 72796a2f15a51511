//! Stage 1: read the description.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::json;
use crate::load::{Source, unreadable};

/// The name of the file, in the schema folder.
pub(super) const FILE: &str = "openapi.json";

/// Reads the description; `None` where there is none.
pub(super) fn load(schemas: &Path) -> Result<Option<Source>, Diagnostics> {
    let text: Arc<str> = match fs::read_to_string(schemas.join(FILE)) {
        Ok(text) => Arc::from(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(unreadable(FILE, &format!("the file cannot be read: {error}")));
        }
    };
    let path = FILE.to_owned();
    match json::parse(&text) {
        Ok(root) => Ok(Some(Source { path, text, root })),
        Err(error) => Err(Diagnostics(vec![Diagnostic {
            file: path,
            text,
            span: error.span,
            message: error.message,
            help: "the description is one JSON object, without comments or trailing commas".into(),
        }])),
    }
}
