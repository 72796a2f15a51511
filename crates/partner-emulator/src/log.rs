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
    /// What went wrong on request, as soon as the call has ended.
    pub fault: Option<Fault>,
    /// The status; `None` where the connection ended without an answer, or there is none yet.
    pub status: Option<u16>,
}

impl Record {
    pub(crate) fn new(method: &Method, target: String, headers: &HeaderMap, ids: &Ids) -> Self {
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
            request_id: ids.request.clone(),
            correlation_id: ids.correlation.clone(),
            fault: None,
            status: None,
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

/// The latest calls, each with its number.
#[derive(Default)]
pub(crate) struct Log {
    calls: VecDeque<(u64, Record)>,
    next: u64,
}

impl Log {
    /// A call has come; what became of it is told later, under this number.
    pub(crate) fn begin(&mut self, record: Record) -> u64 {
        if self.calls.len() == MOST {
            self.calls.pop_front();
        }
        let number = self.next;
        self.next += 1;
        self.calls.push_back((number, record));
        number
    }

    pub(crate) fn end(&mut self, number: u64, fault: Option<Fault>, status: Option<u16>) {
        let found = self.calls.iter_mut().rev().find(|(other, _)| *other == number);
        if let Some((_, record)) = found {
            record.fault = fault;
            record.status = status;
        }
    }

    pub(crate) fn records(&self) -> Vec<Record> {
        self.calls.iter().map(|(_, record)| record.clone()).collect()
    }

    pub(crate) fn clear(&mut self) {
        self.calls.clear();
    }
}
