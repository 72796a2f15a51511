//! Writes calls and answers down.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use axum::http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderName, Method, response};
use serde_json::Value;

use super::redact::Redactor;
use super::{Answered, Fixture, Sent, TrafficError};
use crate::contract::{Contract, Operation};
use crate::kernel::decode;
use crate::world::lock;

/// Writes each call and its answer to a file of a folder.
pub(crate) struct Recorder {
    folder: PathBuf,
    state: Mutex<(usize, Redactor)>,
}

impl Recorder {
    /// Records into a folder that is empty or not there.
    pub(crate) fn new(folder: &Path) -> Result<Self, TrafficError> {
        let fail = |error: std::io::Error| TrafficError::new(folder, error);
        fs::create_dir_all(folder).map_err(fail)?;
        if fs::read_dir(folder).map_err(fail)?.next().is_some() {
            return Err(TrafficError::new(folder, "the folder to record into is not empty"));
        }
        Ok(Self { folder: folder.to_owned(), state: Mutex::default() })
    }

    /// Records a call.
    pub(crate) fn record(
        &self,
        contract: &Contract,
        operation: Option<&Operation>,
        (method, path, query, sent): (&Method, &str, Option<&str>, &[u8]),
        (head, body): (&response::Parts, &[u8]),
    ) {
        let schemas = &contract.schemas;
        let mut state = lock(&self.state);
        let (number, redactor) = &mut *state;
        *number += 1;
        let parts = decode(path).unwrap_or_default();
        let request = operation.and_then(|operation| operation.body.as_ref()?.schema.as_ref());
        let answer = operation.and_then(|operation| operation.answer(head.status.as_u16()));
        // The path first: its ids are told again in the bodies.
        let path = redactor.path(operation, &parts);
        let sent = Sent {
            method: method.to_string(),
            path,
            query: Redactor::query(operation, query.unwrap_or_default()),
            body: read(sent).map(|body| redactor.body(schemas, request, body)),
        };
        let answer_schema = answer.and_then(|answer| answer.schema.as_ref());
        let body = read(body).map(|body| redactor.body(schemas, answer_schema, body));
        let text = |name: &HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok());
        let mut headers = Vec::new();
        for name in [CONTENT_TYPE, RETRY_AFTER] {
            headers.extend(text(&name).map(|value| (name.to_string(), value.to_owned())));
        }
        headers.extend(text(&LOCATION).map(|value| (LOCATION.to_string(), redactor.link(value))));
        let status = head.status.as_u16();
        let fixture = Fixture {
            operation: operation.map(|operation| operation.id.clone()),
            request: sent,
            response: Answered { status, headers, body },
        };
        let name = operation.map_or("other", |operation| operation.id.as_str());
        let file = self.folder.join(format!("{number:05}-{name}.json"));
        // The call is answered all the same; that something is missing shows where it is served again.
        let written =
            serde_json::to_string_pretty(&fixture).map(|text| fs::write(&file, text + "\n"));
        if !matches!(written, Ok(Ok(()))) {
            eprintln!("warning: can't write {}", file.display());
        }
    }
}

/// A body as JSON, or as its text.
fn read(body: &[u8]) -> Option<Value> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.is_empty() {
        return None;
    }
    let json = serde_json::from_slice(body);
    Some(json.unwrap_or_else(|_| Value::String(String::from_utf8_lossy(body).into_owned())))
}
