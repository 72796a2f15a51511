//! What the connections share, and the way of a call through it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};

use crate::api::{Failure, Ids, read_body};
use crate::auth::{Credentials, Tokens, discover, is_discovery_path, is_token_path, token};
use crate::clock::{self, Clock};
use crate::contract::Contract;
use crate::families::Replays;
use crate::faults::{Fault, Outcome, Plan, RateLimit, Scope, damage};
use crate::kernel::{self, Incoming};
use crate::log::{Log, Record};
use crate::store::{Documents, Store};

/// The header that asks for a fault.
const FAULT: HeaderName = HeaderName::from_static("x-emulator-fault");

/// The header that moves the clock.
const CLOCK: HeaderName = HeaderName::from_static("x-emulator-clock");

/// What does not change while the emulator runs.
pub(crate) struct Config {
    pub(crate) credentials: Credentials,
    /// How many users a page has where the call does not say.
    pub(crate) page_size: usize,
    /// Whether the bodies of successes begin with a byte-order mark.
    pub(crate) byte_order_mark: bool,
    /// Whether query parameters that are not described are let through.
    pub(crate) lenient: bool,
    /// How long a handshake, the head of a request and a body may each take.
    pub(crate) patience: Duration,
}

/// A running emulator, as its connections see it.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) endpoint: String,
    pub(crate) contract: Arc<Contract>,
    store: Mutex<Store>,
    documents: Mutex<Documents>,
    pub(crate) clock: Clock,
    tokens: Mutex<Tokens>,
    replays: Mutex<Replays>,
    faults: Mutex<Plan>,
    /// By operation; the one of no operation counts all calls.
    rate_limits: Mutex<BTreeMap<String, RateLimit>>,
    log: Mutex<Log>,
}

/// A request with its body, and where it leads.
struct Received {
    method: Method,
    path: String,
    query: Option<String>,
    headers: HeaderMap,
    body: Result<Bytes, Failure>,
}

impl Received {
    fn is_token(&self) -> bool {
        is_token_path(&self.path)
    }

    /// Whether it is for the authority, whose answers have no mark and no `MS-` headers.
    fn is_sign_in(&self) -> bool {
        self.is_token() || is_discovery_path(&self.path)
    }
}

impl App {
    pub(crate) fn new(
        config: Config,
        endpoint: String,
        contract: Arc<Contract>,
        store: Store,
        documents: Documents,
        clock: Clock,
        tokens: Tokens,
    ) -> Arc<Self> {
        Arc::new(Self {
            config,
            endpoint,
            contract,
            store: Mutex::new(store),
            documents: Mutex::new(documents),
            clock,
            tokens: Mutex::new(tokens),
            replays: Mutex::default(),
            faults: Mutex::default(),
            rate_limits: Mutex::default(),
            log: Mutex::default(),
        })
    }

    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        lock(&self.store)
    }

    pub(crate) fn documents(&self) -> MutexGuard<'_, Documents> {
        lock(&self.documents)
    }

    pub(crate) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        lock(&self.tokens)
    }

    pub(crate) fn replays(&self) -> MutexGuard<'_, Replays> {
        lock(&self.replays)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Plan> {
        lock(&self.faults)
    }

    /// Limits an operation, or all calls together where it is empty.
    pub(crate) fn set_rate_limit(&self, operation: &str, limit: Option<RateLimit>) {
        let mut limits = lock(&self.rate_limits);
        match limit {
            Some(limit) => drop(limits.insert(operation.to_owned(), limit)),
            None => drop(limits.remove(operation)),
        }
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        lock(&self.log)
    }

    /// Answers a call, or lets its connection end.
    pub(crate) async fn answer(&self, request: Request<Body>) -> Outcome {
        let (parts, body) = request.into_parts();
        let received = Received {
            method: parts.method,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            headers: parts.headers,
            body: read_body(body, self.config.patience).await,
        };
        let target = parts.uri.path_and_query().map_or("", |target| target.as_str()).to_owned();
        let ids = Ids::of(&received.headers);
        let record = Record::new(&received.method, &target, &received.headers, &ids);
        let number = self.log().begin(record);
        let (fault, outcome) = match self.next_fault(&received) {
            Ok(fault) => {
                let outcome = self.process(&received, &ids, fault.as_ref()).await;
                (fault, outcome)
            }
            Err(failure) => {
                let (response, body) = self.finish(failure.answer(), &ids, &received).await;
                (None, Outcome::Answer(response.map(|_| Body::from(body))))
            }
        };
        let status = match &outcome {
            Outcome::Answer(response) => Some(response.status().as_u16()),
            Outcome::Drop | Outcome::Reset => None,
        };
        self.log().end(number, fault, status);
        outcome
    }

    async fn process(&self, received: &Received, ids: &Ids, fault: Option<&Fault>) -> Outcome {
        // The API knows nothing of the codes of the token endpoint.
        let fault = fault.filter(|fault| received.is_token() || !matches!(fault, Fault::SignIn(_)));
        let response = match fault.and_then(Fault::instead) {
            Some(Outcome::Answer(response)) => response,
            Some(end) => return end,
            None => self.carry_out(received),
        };
        let (mut response, body) = self.finish(response, ids, received).await;
        if matches!(fault, Some(Fault::Html)) {
            // It is a gateway's page, and the service has not seen the call.
            Ids::remove(response.headers_mut());
        }
        match fault {
            None => Outcome::Answer(response.map(|_| Body::from(body))),
            Some(fault) => damage(fault, response, body).await,
        }
    }

    fn carry_out(&self, received: &Received) -> Response<Body> {
        match &received.body {
            Err(failure) => failure.answer(),
            Ok(body) if received.is_token() => {
                token(self, &received.method, &received.path, &received.headers, body)
            }
            Ok(body) => {
                if let Some(answer) = discover(self, &received.method, &received.path) {
                    return answer;
                }
                let incoming = Incoming {
                    method: &received.method,
                    path: &received.path,
                    query: received.query.as_deref(),
                    headers: &received.headers,
                    body,
                };
                kernel::answer(self, &incoming)
            }
        }
    }

    /// The fault that the call asks for, the one that was planned, or the limit that it is beyond.
    fn next_fault(&self, received: &Received) -> Result<Option<Fault>, Failure> {
        if let Some(text) = received.headers.get(CLOCK) {
            let text = text.to_str().unwrap_or_default();
            if !self.clock.read(text) {
                let text = "X-Emulator-Clock: a time is wanted, such as 2026-01-31T00:00:00Z, \
                            or a stretch of it, such as +31d.";
                return Err(Failure::invalid(text));
            }
        }
        if let Some(text) = received.headers.get(FAULT) {
            let text = text.to_str().unwrap_or_default();
            return match text.parse() {
                Ok(fault) => Ok(Some(fault)),
                Err(error) => Err(Failure::invalid(format!("X-Emulator-Fault: {error}."))),
            };
        }
        let scope = if received.is_sign_in() { Scope::Token } else { Scope::Api };
        if let Some(fault) = self.faults().next(scope) {
            return Ok(Some(fault));
        }
        let mut limits = lock(&self.rate_limits);
        if scope == Scope::Token || limits.is_empty() {
            return Ok(None);
        }
        let operation = kernel::operation(&self.contract, &received.method, &received.path);
        let now = Instant::now();
        for name in operation.map(|operation| operation.id.as_str()).into_iter().chain([""]) {
            if let Some(wait) = limits.get_mut(name).and_then(|limit| limit.take(now)) {
                return Ok(Some(Fault::Throttle(wait)));
            }
        }
        Ok(None)
    }

    /// The answer with the headers that all answers have, and its body apart.
    async fn finish(
        &self,
        mut response: Response<Body>,
        ids: &Ids,
        received: &Received,
    ) -> (Response<Body>, Bytes) {
        let body = std::mem::take(response.body_mut());
        // It is the emulator's own and in memory: of any length, and always there.
        let mut body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        if self.clock.is_moved() {
            // Otherwise it is the server's, which is the real one.
            let date = clock::http_date(self.clock.now());
            if let Ok(date) = HeaderValue::from_str(&date) {
                response.headers_mut().insert(DATE, date);
            }
        }
        if !received.is_sign_in() {
            ids.write(response.headers_mut());
            let success = matches!(response.status(), StatusCode::OK | StatusCode::CREATED);
            let kind = response.headers().get(CONTENT_TYPE);
            let is_json = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
            if success && is_json && self.config.byte_order_mark && received.method != Method::HEAD
            {
                body = [b"\xef\xbb\xbf", &*body].concat().into();
            }
        }
        response.headers_mut().remove(CONTENT_LENGTH);
        (response, body)
    }
}

/// No call leaves anything half-done behind, so that what a panic left can be used.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
