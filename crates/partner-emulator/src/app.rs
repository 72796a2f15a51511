//! The way of a call through the emulator, and what goes wrong on it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};

use crate::api::{Failure, Ids, read_body};
use crate::auth::{discover, is_discovery_path, is_token_path, token};
use crate::clock;
use crate::faults::{Fault, Outcome, Plan, RateLimit, Scope, damage};
use crate::kernel::{self, Incoming};
use crate::log::{Log, Record};
use crate::page::{self, Arrived, Calls, Ongoing, Part, Peer, Printer, Visit};
use crate::record::{Fixtures, Forwarded, Recorder, Upstream};
use crate::scenario::Setting;
use crate::state::{State, StateError};
use crate::store::Documents;
use crate::webhooks;
use crate::world::{World, lock};

/// The header that asks for a fault.
const FAULT: HeaderName = HeaderName::from_static("x-emulator-fault");

/// The header that moves the clock.
const CLOCK: HeaderName = HeaderName::from_static("x-emulator-clock");

/// What the emulator goes back to when it is reset.
pub(crate) struct Start {
    pub(crate) documents: Documents,
    pub(crate) setting: Setting,
}

/// Where answers come from and go to beside the emulator's own.
#[derive(Default)]
pub(crate) struct Traffic {
    pub(crate) recorder: Option<Recorder>,
    pub(crate) fixtures: Option<Fixtures>,
    pub(crate) upstream: Option<Upstream>,
    /// Is told of each call.
    pub(crate) printer: Option<Printer>,
}

/// A running emulator, as its connections see it.
pub(crate) struct App {
    pub(crate) world: World,
    start: Start,
    state: Option<PathBuf>,
    /// Held while the state is saved: the last one saved is the newest.
    saving: Mutex<()>,
    traffic: Traffic,
    faults: Mutex<Plan>,
    /// By operation; the one of no operation counts all calls.
    rate_limits: Mutex<BTreeMap<String, RateLimit>>,
    log: Mutex<Log>,
    /// The last calls, for the page.
    pub(crate) calls: Calls,
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

    /// The body; nothing where it could not be read.
    fn body(&self) -> &[u8] {
        self.body.as_ref().map(|body| &**body).unwrap_or_default()
    }

    /// For the page.
    fn arrived(&self) -> Arrived<'_> {
        let part = match () {
            () if self.is_token() => Part::Token,
            () if self.is_sign_in() => Part::Discovery,
            () => Part::Api,
        };
        let (method, path, query) = (&self.method, self.path.as_str(), self.query.as_deref());
        Arrived { part, method, path, query, headers: &self.headers, body: self.body() }
    }

    fn target(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }
}

impl App {
    pub(crate) fn new(
        world: World,
        start: Start,
        state: Option<PathBuf>,
        mut traffic: Traffic,
    ) -> Arc<Self> {
        let (clock, contract) = (world.clock.clone(), Arc::clone(&world.contract));
        let calls = Calls::new(clock, contract, traffic.printer.take());
        let app = Self {
            world,
            start,
            state,
            saving: Mutex::default(),
            traffic,
            faults: Mutex::default(),
            rate_limits: Mutex::default(),
            log: Mutex::default(),
            calls,
        };
        app.set(&app.start.setting);
        Arc::new(app)
    }

    /// Goes back to the start: documents, the clock, faults, limits and leniency. Tokens go on.
    pub(crate) fn reset(&self) {
        *self.world.store() = self.start.documents.clone();
        self.world.replays().clear();
        self.world.webhooks.clear();
        self.start.setting.set_clock(&self.world.clock);
        self.set(&self.start.setting);
    }

    fn set(&self, setting: &Setting) {
        self.world.leniency.set(&setting.lenient);
        let mut faults = self.faults();
        faults.clear();
        for (scope, fault, times) in &setting.faults {
            faults.push(*scope, fault.clone(), *times);
        }
        if let Some((scope, those, probability, seed)) = &setting.chance {
            faults.set_chance(*scope, those, *probability, *seed);
        }
        let limits = setting.limits.iter();
        *lock(&self.rate_limits) = limits
            .map(|(operation, (calls, window))| {
                (operation.clone(), RateLimit::new(*calls, *window))
            })
            .collect();
    }

    /// Writes the state to its file.
    pub(crate) fn save(&self) -> Result<(), StateError> {
        let path = self.state.as_ref().ok_or_else(StateError::no_file)?;
        let _one_at_a_time = lock(&self.saving);
        let tokens = self.world.tokens().keep();
        let documents = self.world.store().keep();
        State::new(self.world.clock.keep(), tokens, documents).save(path)
    }

    pub(crate) fn has_state(&self) -> bool {
        self.state.is_some()
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

    /// No limits any more.
    pub(crate) fn clear_rate_limits(&self) {
        lock(&self.rate_limits).clear();
    }

    /// The limits there are, as commands have them.
    pub(crate) fn limits(&self) -> Vec<String> {
        let limits = lock(&self.rate_limits);
        let text = |(operation, limit): (&String, &RateLimit)| match operation.as_str() {
            "" => limit.text(),
            operation => format!("{operation}={}", limit.text()),
        };
        limits.iter().map(text).collect()
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
            body: read_body(body, self.world.config.patience).await,
        };
        if webhooks::is_path(&received.path) {
            let (webhooks, path) = (&self.world.webhooks, &received.path);
            return Outcome::Answer(webhooks::answer(webhooks, &received.method, path));
        }
        if page::is_path(&received.path) {
            let visit = Visit {
                peer: parts.extensions.get::<Peer>().copied(),
                method: &received.method,
                path: &received.path,
                query: received.query.as_deref(),
                headers: &received.headers,
                body: received.body(),
            };
            return Outcome::Answer(page::answer(self, &visit));
        }
        let call = self.calls.begin(&received.arrived());
        let ids = Ids::of(&received.headers);
        let record = Record::new(&received.method, &received.target(), &received.headers, &ids);
        let number = self.log().begin(record);
        let (fault, outcome) = match self.next_fault(&received) {
            Ok(fault) => {
                let outcome = self.process(&received, &ids, &call, fault.as_ref()).await;
                (fault, outcome)
            }
            Err(failure) => {
                let (response, body) = self.finish(failure.answer(), &ids, &received, &call).await;
                (None, Outcome::Answer(response.map(|_| Body::from(body))))
            }
        };
        let status = match &outcome {
            Outcome::Answer(response) => Some(response.status().as_u16()),
            Outcome::Drop | Outcome::Reset => None,
        };
        self.log().end(number, fault.clone(), status);
        call.end(fault, status);
        outcome
    }

    async fn process(
        &self,
        received: &Received,
        ids: &Ids,
        call: &Ongoing<'_>,
        fault: Option<&Fault>,
    ) -> Outcome {
        // The API knows nothing of the codes of the token endpoint.
        let fault = fault.filter(|fault| received.is_token() || !matches!(fault, Fault::SignIn(_)));
        let response = match fault.and_then(Fault::instead) {
            Some(Outcome::Answer(response)) => response,
            Some(end) => return end,
            None => self.carry_out(received).await,
        };
        let (mut response, body) = self.finish(response, ids, received, call).await;
        if matches!(fault, Some(Fault::Html)) {
            // It is a gateway's page, and the service has not seen the call.
            Ids::remove(response.headers_mut());
        }
        match fault {
            None => Outcome::Answer(response.map(|_| Body::from(body))),
            Some(fault) => damage(fault, response, body).await,
        }
    }

    async fn carry_out(&self, received: &Received) -> Response<Body> {
        let Received { method, path, query, headers, .. } = received;
        let body = match &received.body {
            Err(failure) => return failure.answer(),
            Ok(body) => body,
        };
        if let Some(upstream) = &self.traffic.upstream {
            let (sign_in, target) = (received.is_sign_in(), received.target());
            let forwarded = upstream.forward(sign_in, method, &target, headers, body).await;
            let response = forwarded.unwrap_or_else(|failure| failure.answer());
            return self.recorded(received, response).await;
        }
        if received.is_token() {
            return token(&self.world, method, path, headers, body);
        }
        if let Some(answer) = discover(&self.world, method, path) {
            return answer;
        }
        let fixtures = self.traffic.fixtures.as_ref();
        if let Some(answer) = fixtures.and_then(|all| all.answer(method, path, query.as_deref())) {
            return answer;
        }
        let incoming = Incoming { method, path, query: query.as_deref(), headers, body };
        self.recorded(received, kernel::answer(&self.world, &incoming)).await
    }

    /// The answer, once it is recorded where that is wanted. Sign-in is not recorded: it is all secrets.
    async fn recorded(&self, received: &Received, response: Response<Body>) -> Response<Body> {
        let Some(recorder) = self.traffic.recorder.as_ref().filter(|_| !received.is_sign_in())
        else {
            return response;
        };
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let sent = received.body();
        let operation = kernel::operation(&self.world.contract, &received.method, &received.path);
        let call = (&received.method, received.path.as_str(), received.query.as_deref(), sent);
        recorder.record(&self.world.contract, operation, call, (&parts, &body));
        Response::from_parts(parts, Body::from(body))
    }

    /// The fault that the call asks for, the one that was planned, or the limit that it is beyond.
    fn next_fault(&self, received: &Received) -> Result<Option<Fault>, Failure> {
        if let Some(text) = received.headers.get(CLOCK) {
            let text = text.to_str().unwrap_or_default();
            if !self.world.clock.read(text) {
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
        let operation = kernel::operation(&self.world.contract, &received.method, &received.path);
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
        call: &Ongoing<'_>,
    ) -> (Response<Body>, Bytes) {
        let body = std::mem::take(response.body_mut());
        // It is the emulator's own and in memory: of any length, and always there.
        let mut body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        response.headers_mut().remove(CONTENT_LENGTH);
        if response.extensions().get::<Forwarded>().is_some() {
            // Another server has said all there is to say.
            call.answered(&response, &body);
            return (response, body);
        }
        if self.world.clock.is_moved() {
            // Otherwise it is the server's, which is the real one.
            let date = clock::http_date(self.world.clock.now());
            if let Ok(date) = HeaderValue::from_str(&date) {
                response.headers_mut().insert(DATE, date);
            }
        }
        if !received.is_sign_in() {
            ids.write(response.headers_mut());
            let success = matches!(response.status(), StatusCode::OK | StatusCode::CREATED);
            let kind = response.headers().get(CONTENT_TYPE);
            let is_json = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
            let mark = self.world.config.byte_order_mark && received.method != Method::HEAD;
            if success && is_json && mark {
                body = [b"\xef\xbb\xbf", &*body].concat().into();
            }
        }
        call.answered(&response, &body);
        (response, body)
    }
}
