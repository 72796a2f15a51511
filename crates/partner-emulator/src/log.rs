//! What was asked, for tests to look at.

use std::collections::VecDeque;

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method};

use crate::api::Ids;
use crate::faults::Fault;

/// How many calls are remembered.
const MOST: usize = 100_000;

/// A call that was made, to the API or to the token endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// The method.
    pub method: String,
    /// The path and the query, as they were sent.
    pub target: String,
    /// The headers, by names in lower case. Of `authorization` only the scheme is kept.
    pub headers: Vec<(String, String)>,
    /// The id of the call: the caller's, or the one that it was given.
    pub request_id: String,
    /// The correlation id: the caller's, or the one that it was given.
    pub correlation_id: String,
    /// What went wrong, on request.
    pub fault: Option<Fault>,
    /// The status; `None` where the connection ended without an answer.
    pub status: Option<u16>,
}

impl Record {
    pub(crate) fn new(
        method: &Method,
        target: String,
        headers: &HeaderMap,
        ids: Ids,
        fault: Option<Fault>,
        status: Option<u16>,
    ) -> Self {
        let headers = headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            let shown = match value.split_once(' ') {
                Some((scheme, _)) if name == AUTHORIZATION => scheme,
                None if name == AUTHORIZATION => "",
                _ => &value,
            };
            (name.as_str().to_owned(), shown.to_owned())
        });
        Self {
            method: method.to_string(),
            target,
            headers: headers.collect(),
            request_id: ids.request,
            correlation_id: ids.correlation,
            fault,
            status,
        }
    }

    /// The path, as it was sent.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The first value of a header, whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value.as_str())
    }
}

/// The latest calls.
#[derive(Default)]
pub(crate) struct Log(VecDeque<Record>);

impl Log {
    pub(crate) fn push(&mut self, record: Record) {
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(record);
    }

    pub(crate) fn records(&self) -> Vec<Record> {
        self.0.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}
