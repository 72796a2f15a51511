//! The last calls, with their headers and bodies, for the page to show and the command to print.
//!
//! Secrets in headers are not kept at all. Bodies are kept as they came and are redacted when they are
//! shown: a call costs little more than a copy of it, and there are few.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Response};
use time::OffsetDateTime;

use super::line::Line;
use super::redact::{self, Mask};
use crate::clock::Clock;
use crate::contract::Contract;
use crate::faults::Fault;
use crate::world::lock;

/// How many calls are kept.
const MOST: usize = 100;

/// How many bytes of them are kept: the oldest are forgotten for the newest.
const MOST_BYTES: usize = 8 << 20;

/// How large a body may be, to be kept.
const LARGEST: usize = 256 << 10;

/// How much of the value of a header is kept, and of a path and a query.
const LONGEST: usize = 8 << 10;

/// Who a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Api,
    /// The token endpoint: its bodies are secrets.
    Token,
    /// What everybody may know about the authority.
    Discovery,
}

/// A call that has come.
pub(crate) struct Arrived<'a> {
    pub(crate) part: Part,
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

/// A call and its answer.
pub(super) struct Call {
    pub(super) number: u64,
    pub(super) part: Part,
    pub(super) time: OffsetDateTime,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: Option<String>,
    pub(super) sent: Message,
    /// As it was before a fault damaged it.
    pub(super) answered: Option<Message>,
    pub(super) status: Option<u16>,
    pub(super) fault: Option<Fault>,
    pub(super) took: Duration,
}

/// Headers and a body.
pub(super) struct Message {
    pub(super) headers: Vec<(String, String)>,
    /// `None` where it is too large.
    pub(super) body: Option<Bytes>,
    /// How large the body is.
    pub(super) size: usize,
}

impl Message {
    fn new(headers: &HeaderMap, body: &[u8]) -> Self {
        let headers = headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.to_string(), redact::header(name.as_str(), beginning(&value)))
        });
        // Copies: what comes from the network is a piece of something larger.
        let kept = (body.len() <= LARGEST).then(|| Bytes::copy_from_slice(body));
        Self { headers: headers.collect(), body: kept, size: body.len() }
    }

    fn bytes(&self) -> usize {
        let headers = self.headers.iter().map(|(name, value)| 64 + name.len() + value.len());
        headers.sum::<usize>() + self.body.as_ref().map_or(0, Bytes::len)
    }
}

impl Call {
    /// How much it takes, more or less.
    fn bytes(&self) -> usize {
        let query = self.query.as_ref().map_or(0, String::len);
        let answered = self.answered.as_ref().map_or(0, Message::bytes);
        512 + self.path.len() + query + self.sent.bytes() + answered
    }

    /// The path and the query, without what the mask hides.
    pub(super) fn target(&self, mask: &Mask<'_>) -> String {
        mask.target(self.part, &self.method, &self.path, self.query.as_deref())
    }
}

/// The beginning of a text that is too long to be kept.
fn beginning(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// Is told of each call in a line.
#[derive(Clone)]
pub(crate) struct Printer(pub(crate) Arc<dyn Fn(&str) + Send + Sync>);

impl fmt::Debug for Printer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Printer")
    }
}

/// The last calls.
pub(crate) struct Calls {
    clock: Clock,
    contract: Arc<Contract>,
    printer: Option<Printer>,
    ring: Mutex<Ring>,
}

#[derive(Default)]
struct Ring {
    calls: VecDeque<Arc<Call>>,
    bytes: usize,
    next: u64,
}

impl Calls {
    pub(crate) fn new(clock: Clock, contract: Arc<Contract>, printer: Option<Printer>) -> Self {
        Self { clock, contract, printer, ring: Mutex::default() }
    }

    /// A call has come. It is kept when what is returned ends, or is dropped because the caller is gone.
    pub(crate) fn begin(&self, arrived: &Arrived<'_>) -> Ongoing<'_> {
        let Arrived { part, method, path, query, headers, body } = *arrived;
        let call = Call {
            number: 0,
            part,
            time: self.clock.now(),
            method: method.clone(),
            path: beginning(path).to_owned(),
            query: query.map(|query| beginning(query).to_owned()),
            sent: Message::new(headers, body),
            answered: None,
            status: None,
            fault: None,
            took: Duration::ZERO,
        };
        Ongoing { calls: self, began: Instant::now(), call: Mutex::new(Some(call)) }
    }

    fn keep(&self, mut call: Call) {
        if let Some(Printer(print)) = &self.printer {
            let mask = Mask::new(&self.contract, false);
            let target = call.target(&mask);
            let line = Line {
                time: call.time,
                method: call.method.as_str(),
                target: &target,
                status: call.status,
                took: call.took,
                fault: call.fault.as_ref(),
            };
            print(&line.text());
        }
        let mut ring = lock(&self.ring);
        ring.next += 1;
        call.number = ring.next;
        ring.bytes += call.bytes();
        ring.calls.push_back(Arc::new(call));
        while ring.calls.len() > MOST || (ring.bytes > MOST_BYTES && ring.calls.len() > 1) {
            let oldest = ring.calls.pop_front();
            ring.bytes -= oldest.map_or(0, |call| call.bytes());
        }
    }

    /// The newest first.
    pub(super) fn all(&self) -> Vec<Arc<Call>> {
        lock(&self.ring).calls.iter().rev().cloned().collect()
    }

    /// The call of that number, if it is still kept.
    pub(super) fn get(&self, number: u64) -> Option<Arc<Call>> {
        lock(&self.ring).calls.iter().find(|call| call.number == number).cloned()
    }
}

/// A call that has not come to its end.
pub(crate) struct Ongoing<'a> {
    calls: &'a Calls,
    began: Instant,
    call: Mutex<Option<Call>>,
}

impl Ongoing<'_> {
    /// What it is answered with, unless a fault hits that.
    pub(crate) fn answered(&self, response: &Response<Body>, body: &[u8]) {
        if let Some(call) = &mut *lock(&self.call) {
            call.status = Some(response.status().as_u16());
            call.answered = Some(Message::new(response.headers(), body));
        }
    }

    /// The status is what reaches the caller, if anything does.
    pub(crate) fn end(self, fault: Option<Fault>, status: Option<u16>) {
        if let Some(call) = &mut *lock(&self.call) {
            call.fault = fault;
            call.status = status;
        }
    }
}

impl Drop for Ongoing<'_> {
    fn drop(&mut self) {
        let call = self.call.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(mut call) = call {
            call.took = self.began.elapsed();
            self.calls.keep(call);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls() -> Calls {
        let contract = Contract::embedded().unwrap_or_else(|error| panic!("{error}"));
        Calls::new(Clock::default(), contract, None)
    }

    fn call(calls: &Calls, body: &[u8], headers: &HeaderMap) {
        let arrived = Arrived {
            part: Part::Api,
            method: &Method::GET,
            path: &"/é".repeat(20_000),
            query: None,
            headers,
            body,
        };
        let ongoing = calls.begin(&arrived);
        ongoing.answered(&Response::new(Body::empty()), body);
        ongoing.end(None, Some(200));
    }

    #[test]
    fn few_calls_and_few_bytes_are_kept() {
        let calls = calls();
        let mut headers = HeaderMap::new();
        headers.insert("x-long", "v".repeat(20_000).parse().expect("a value"));
        for _ in 0..MOST + 10 {
            call(&calls, b"{}", &headers);
        }
        assert_eq!(calls.all().len(), MOST);
        assert!(calls.get(10).is_none() && calls.get(11).is_some());
        for size in [LARGEST, LARGEST + 1] {
            for _ in 0..MOST {
                call(&calls, &vec![b'1'; size], &headers);
            }
            let ring = lock(&calls.ring);
            let bytes: usize = ring.calls.iter().map(|call| call.bytes()).sum();
            assert_eq!(bytes, ring.bytes);
            assert!(bytes <= MOST_BYTES && ring.calls.len() > 10, "{bytes}");
        }
        let newest = &calls.all()[0];
        assert!(newest.sent.body.is_none() && newest.sent.size == LARGEST + 1);
        assert!(newest.path.len() <= LONGEST && newest.sent.headers[0].1.len() <= LONGEST);
    }

    #[test]
    fn a_call_whose_caller_is_gone_is_kept() {
        let calls = calls();
        let arrived = Arrived {
            part: Part::Api,
            method: &Method::GET,
            path: "/v1/customers",
            query: None,
            headers: &HeaderMap::new(),
            body: b"",
        };
        drop(calls.begin(&arrived));
        assert_eq!(calls.all()[0].status, None);
    }
}
