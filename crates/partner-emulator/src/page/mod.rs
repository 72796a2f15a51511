//! The page of a running emulator, at `/`, and what it is made of.
//!
//! | below `/_emulator` | what |
//! |---|---|
//! | `POST` to it | a command, as text: all that the page does goes this way |
//! | `state` | the clock, faults and limits, and the last calls in a line each, as JSON |
//! | `calls/{number}` | one call with its headers and bodies |
//! | `documents?path=…` | the documents at a path, and right below it |
//! | `token` (`POST`) | access tokens to try the API with |
//! | `description.json` | the description of the API, with this server and documents that are there |
//! | `reference` | the description for people, by Swagger UI |
//!
//! None of it wants a token: [`guard`] tells who may call. None of it is a call to the API: it is not
//! logged, and no fault hits it.

mod assets;
mod calls;
mod description;
mod documents;
mod guard;
mod line;
mod redact;
mod state;
mod vendored;

use std::net::SocketAddr;

use axum::body::{Body, Bytes};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::app::App;
use crate::auth::Audience;
use crate::commands;
use crate::webhooks;

pub(crate) use calls::{Arrived, Calls, Ongoing, Part, Printer};

/// Where commands are sent to, and below which the rest is. The API has nothing there.
const ROOT: &str = "/_emulator";

const JSON: &str = "application/json; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// Who is at the other end of a connection.
#[derive(Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// A request for the page or what it is made of.
pub(crate) struct Visit<'a> {
    pub(crate) peer: Option<Peer>,
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

/// Whether a path leads here.
pub(crate) fn is_path(path: &str) -> bool {
    path == "/"
        || path.strip_prefix(ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Answers a request.
pub(crate) fn answer(app: &App, visit: &Visit<'_>) -> Response<Body> {
    if let Err(why) = guard::admit(visit) {
        return plain(StatusCode::FORBIDDEN, why);
    }
    let below = visit.path.strip_prefix(ROOT).map(|rest| rest.trim_matches('/'));
    let allowed = match below {
        Some("") => "GET, HEAD, POST",
        Some("token") => "POST",
        _ => "GET, HEAD",
    };
    if !allowed.split(", ").any(|method| method == visit.method.as_str()) {
        let mut response =
            plain(StatusCode::METHOD_NOT_ALLOWED, &format!("{allowed}: one of these is wanted."));
        response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
        return response;
    }
    match below {
        Some("") => {
            let mut response = commands::answer(app, visit.method, visit.body);
            guard::protect(&mut response);
            response
        }
        Some("token") => with_json(visit, &tokens(app)),
        Some("state") => with_json(visit, &state::state(app, shows_personal(visit))),
        Some("webhooks/deliveries") => with_json(visit, &webhooks::listed(&app.world.store())),
        Some("documents") => documents::documents(app, visit.query).map_or_else(
            || plain(StatusCode::NOT_FOUND, "path: a path such as /v1/customers is wanted."),
            |found| with_json(visit, &found),
        ),
        Some("description.json") => {
            let description = description::description(&app.world.contract, &app.world.store());
            with_json(visit, &description)
        }
        Some(other) => match other.strip_prefix("calls/") {
            Some(number) => call(app, visit, number),
            None => assets::file(visit, Some(other)),
        },
        None => assets::file(visit, None),
    }
}

/// Access tokens of both kinds, by the names that the description has for them.
fn tokens(app: &App) -> Value {
    let world = &app.world;
    let resource = "https://api.partnercenter.microsoft.com";
    let mut tokens = world.tokens();
    let mut issue = |audience| tokens.issue(audience, resource, &world.config.credentials);
    json!({ "appUser": issue(Audience::AppUser), "appOnly": issue(Audience::AppOnly) })
}

fn call(app: &App, visit: &Visit<'_>, number: &str) -> Response<Body> {
    let number = number.parse().ok();
    let found = number.and_then(|number| app.calls.get(number));
    match found {
        Some(call) => {
            with_json(visit, &state::call(&app.world.contract, &call, shows_personal(visit)))
        }
        None => plain(StatusCode::NOT_FOUND, "There is no such call, or no longer."),
    }
}

/// Whether personal data is asked for. Secrets are not shown in any case.
fn shows_personal(visit: &Visit<'_>) -> bool {
    parameter(visit.query, "personal").as_deref() == Some("shown")
}

/// The first value of a parameter.
fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

fn plain(status: StatusCode, text: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(format!("{text}\n")));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(TEXT));
    guard::protect(&mut response);
    response
}

fn with_json(visit: &Visit<'_>, value: &Value) -> Response<Body> {
    with_body(visit, JSON, value.to_string().into())
}

/// A success, or 304 where the caller has it already.
fn with_body(visit: &Visit<'_>, kind: &'static str, body: Bytes) -> Response<Body> {
    let etag = format!("\"{:016x}\"", hash(&body));
    let mut known = visit.headers.get_all(IF_NONE_MATCH).iter();
    let is_known = known.any(|known| known.as_bytes() == etag.as_bytes());
    let mut response = Response::new(if is_known { Body::empty() } else { Body::from(body) });
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(etag) = HeaderValue::try_from(etag) {
        headers.insert(ETAG, etag);
    }
    guard::protect(&mut response);
    response
}

/// A number that changes with the bytes.
fn hash(bytes: &[u8]) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
