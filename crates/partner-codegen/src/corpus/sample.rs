//! The sample messages of pages.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::text;

/// What a sample is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The body of a request.
    Request,
    /// The body of an answer.
    Answer,
    /// A body that is printed without either.
    Bare,
}

/// A sample with a JSON body.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Its name in the folder.
    pub id: String,
    /// The page.
    pub page: String,
    /// What it is.
    pub kind: Kind,
    /// The method of its request, in capitals.
    pub method: String,
    /// The URI of its request, as it is printed.
    pub uri: String,
    /// The status, of an answer.
    pub status: Option<u16>,
    /// The body; until it is loaded, where it is.
    pub body: String,
}

impl Sample {
    /// With its body.
    pub(super) fn load(self, folder: &Path) -> Result<Self, String> {
        let path = folder.join(&self.body);
        let body =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self { body, ..self })
    }
}

/// A sample; none if it has no JSON body that could be read.
pub(super) fn read(entry: &Value) -> Result<Option<Sample>, &'static str> {
    let file = |pointer| entry.pointer(pointer).and_then(Value::as_str);
    let Some(file) = file("/body/file").or_else(|| file("/body/extended/file")) else {
        return Ok(None);
    };
    let status = entry.get("status").and_then(Value::as_u64);
    Ok(Some(Sample {
        id: text(entry, "id")?,
        page: text(entry, "page")?,
        kind: match text(entry, "kind")?.as_str() {
            "request" => Kind::Request,
            "response" => Kind::Answer,
            _ => Kind::Bare,
        },
        method: text(entry, "method").unwrap_or_default().to_uppercase(),
        uri: text(entry, "uri").unwrap_or_default(),
        status: status.and_then(|status| u16::try_from(status).ok()),
        body: file.to_owned(),
    }))
}
