//! What was asked, for tests to look at.

use std::collections::VecDeque;

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method};

use crate::api::Ids;
use crate::faults::Fault;

/// How many calls are remembered.
const MOST: usize = 100_000;

/// How many bytes of calls are remembered: the oldest are forgotten for the newest.
const MOST_BYTES: usize = 64 << 20;

/// How much of a value is kept, and of a target.
const LONGEST: usize = 8 << 10;

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
    pub(crate) fn new(method: &Method, target: &str, headers: &HeaderMap, ids: &Ids) -> Self {
        let headers = headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            let shown = match value.split_once(' ') {
                Some((scheme, _)) if name == AUTHORIZATION => scheme,
                None if name == AUTHORIZATION => "",
                _ => &value,
            };
            (name.as_str().to_owned(), cut(shown))
        });
        Self {
            method: method.to_string(),
            target: cut(target),
            headers: headers.collect(),
            request_id: ids.request.clone(),
            correlation_id: ids.correlation.clone(),
            fault: None,
            status: None,
        }
    }

    /// How much it takes, more or less.
    fn bytes(&self) -> usize {
        let headers = self.headers.iter().map(|(name, value)| 64 + name.len() + value.len());
        256 + self.target.len() + headers.sum::<usize>()
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

/// The beginning of a text that is too long to be kept.
fn cut(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    format!("{}…", &text[..end])
}

/// The latest calls, each with its number.
#[derive(Default)]
pub(crate) struct Log {
    calls: VecDeque<(u64, Record)>,
    bytes: usize,
    next: u64,
}

impl Log {
    /// A call has come; what became of it is told later, under this number.
    pub(crate) fn begin(&mut self, record: Record) -> u64 {
        self.bytes += record.bytes();
        while self.calls.len() >= MOST || (self.bytes > MOST_BYTES && !self.calls.is_empty()) {
            let oldest = self.calls.pop_front();
            self.bytes -= oldest.map_or(0, |(_, record)| record.bytes());
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
        self.bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_bounded_in_bytes() {
        let mut log = Log::default();
        let headers: HeaderMap = (0..40)
            .map(|index| {
                let name = format!("x-{index}").parse::<axum::http::HeaderName>();
                (name.expect("a name"), "v".repeat(20_000).parse().expect("a value"))
            })
            .collect();
        let ids = Ids::of(&HeaderMap::new());
        for _ in 0..1_000 {
            let target = format!("/{}", "é".repeat(20_000));
            log.begin(Record::new(&Method::GET, &target, &headers, &ids));
        }
        let bytes: usize = log.calls.iter().map(|(_, record)| record.bytes()).sum();
        assert_eq!(bytes, log.bytes);
        assert!(bytes <= MOST_BYTES && log.calls.len() > 100, "{bytes} in {}", log.calls.len());
        assert!(log.records()[0].target.len() < 9_000);
    }
}
