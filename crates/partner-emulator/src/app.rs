//! What the connections share, and the way of a call through it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, Method, Request, Response, StatusCode};

use crate::api::{Failure, Ids, read_body};
use crate::auth::{Credentials, Tokens, is_token_path, token};
use crate::contract::Contract;
use crate::families::Replays;
use crate::faults::{Fault, Outcome, Plan, RateLimit, Scope, damage};
use crate::kernel::{self, Incoming};
use crate::log::{Log, Record};
use crate::store::{Documents, Store};

/// The header that asks for a fault.
const FAULT: HeaderName = HeaderName::from_static("x-emulator-fault");

/// What does not change while the emulator runs.
pub(crate) struct Config {
    pub(crate) credentials: Credentials,
    /// How many users a page has where the call does not say.
    pub(crate) page_size: usize,
    /// Whether the bodies of successes begin with a byte-order mark.
    pub(crate) byte_order_mark: bool,
    /// Whether query parameters that are not described are let through.
    pub(crate) lenient: bool,
}

/// A running emulator, as its connections see it.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) endpoint: String,
    pub(crate) contract: Arc<Contract>,
    store: Mutex<Store>,
    documents: Mutex<Documents>,
    tokens: Mutex<Tokens>,
    replays: Mutex<Replays>,
    faults: Mutex<Plan>,
    rate_limit: Mutex<Option<RateLimit>>,
    log: Mutex<Log>,
}

/// A request with its body, and where it leads.
struct Received {
    method: Method,
    path: String,
    query: Option<String>,
    headers: HeaderMap,
    body: Option<Bytes>,
}

impl Received {
    fn is_token(&self) -> bool {
        is_token_path(&self.path)
    }
}

impl App {
    pub(crate) fn new(
        config: Config,
        endpoint: String,
        contract: Arc<Contract>,
        store: Store,
        documents: Documents,
        tokens: Tokens,
    ) -> Arc<Self> {
        Arc::new(Self {
            config,
            endpoint,
            contract,
            store: Mutex::new(store),
            documents: Mutex::new(documents),
            tokens: Mutex::new(tokens),
            replays: Mutex::default(),
            faults: Mutex::default(),
            rate_limit: Mutex::default(),
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

    pub(crate) fn set_rate_limit(&self, limit: Option<RateLimit>) {
        *lock(&self.rate_limit) = limit;
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
            body: read_body(body).await,
        };
        let target = parts.uri.path_and_query().map_or("", |target| target.as_str()).to_owned();
        let ids = Ids::of(&received.headers);
        let record = Record::new(&received.method, target, &received.headers, &ids);
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
        let response = match fault.and_then(Fault::instead) {
            Some(Outcome::Answer(response)) => response,
            Some(end) => return end,
            None => self.carry_out(received),
        };
        let (response, body) = self.finish(response, ids, received).await;
        match fault {
            None => Outcome::Answer(response.map(|_| Body::from(body))),
            Some(fault) => damage(fault, response, body).await,
        }
    }

    fn carry_out(&self, received: &Received) -> Response<Body> {
        match &received.body {
            None => Failure::invalid_body("The body: at most 1 MiB is taken.").answer(),
            Some(body) if received.is_token() => {
                token(self, &received.method, &received.path, &received.headers, body)
            }
            Some(body) => {
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
        if let Some(text) = received.headers.get(FAULT) {
            let text = text.to_str().unwrap_or_default();
            return match text.parse() {
                Ok(fault) => Ok(Some(fault)),
                Err(error) => Err(Failure::invalid(format!("X-Emulator-Fault: {error}."))),
            };
        }
        let scope = if received.is_token() { Scope::Token } else { Scope::Api };
        if let Some(fault) = self.faults().next(scope) {
            return Ok(Some(fault));
        }
        let mut limit = lock(&self.rate_limit);
        let limit = limit.as_mut().filter(|_| scope == Scope::Api);
        Ok(limit.and_then(|limit| limit.take(Instant::now())).map(Fault::Throttle))
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
        if !received.is_token() {
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
