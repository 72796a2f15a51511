//! A call to an operation, after everything that all operations check.

use std::sync::Arc;

use axum::RequestExt;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, RawPathParams, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName};

use super::failure::Failure;
use super::headers;
use super::query::Query;
use crate::app::App;
use crate::auth::{Access, Audience};

/// A call that may be carried out: its token, its `Accept` and its headers are in order.
pub(crate) struct Call {
    pub(super) app: Arc<App>,
    pub(super) query: Query,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    parameters: Vec<(String, String)>,
}

impl FromRequest<Arc<App>> for Call {
    type Rejection = Failure;

    async fn from_request(mut request: Request, app: &Arc<App>) -> Result<Self, Failure> {
        authorize(app, request.headers())?;
        if !headers::accepts_json(request.headers()) {
            return Err(Failure::not_acceptable());
        }
        headers::check(request.headers())?;
        let parameters = match request.extract_parts::<RawPathParams>().await {
            Ok(parameters) => {
                parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
            }
            Err(_) => return Err(Failure::invalid("The path is not UTF-8.")),
        };
        let query = Query::read(request.uri().query());
        let (parts, body) = request.into_parts();
        // The body has been read before; see `App::answer`.
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        Ok(Self { app: Arc::clone(app), query, headers: parts.headers, body, parameters })
    }
}

impl Call {
    /// A part of the path.
    pub(super) fn parameter(&self, name: &str) -> &str {
        let parameter = self.parameters.iter().find(|(key, _)| key == name);
        parameter.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    pub(super) fn header(&self, name: &'static str) -> Result<Option<&str>, Failure> {
        headers::one(&self.headers, &HeaderName::from_static(name))
    }

    /// The body, where it says that it is JSON.
    pub(super) fn json(&self) -> Result<&[u8], Failure> {
        let kind = self.headers.get(CONTENT_TYPE).map(|kind| kind.to_str().unwrap_or_default());
        let kind = kind.map(|kind| kind.split(';').next().unwrap_or_default().trim());
        match kind {
            Some(kind) if kind.eq_ignore_ascii_case("application/json") => Ok(&self.body),
            _ => Err(Failure::invalid_body("Content-Type: the body must be application/json.")),
        }
    }
}

fn authorize(app: &App, headers: &HeaderMap) -> Result<(), Failure> {
    let value =
        headers.get(AUTHORIZATION).ok_or_else(|| Failure::unauthorized("there is no token"))?;
    let token = value.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
    });
    let token = token
        .ok_or_else(|| Failure::unauthorized("the Authorization header is no bearer token"))?;
    match app.tokens().check(token) {
        Access::Granted(Audience::AppUser) => Ok(()),
        Access::Granted(Audience::AppOnly) => Err(Failure::app_only()),
        Access::Expired => Err(Failure::unauthorized("the token has expired")),
        Access::Unknown => Err(Failure::unauthorized("the token is not one of this service")),
    }
}

/// The body of a request, as long as it is of a reasonable size.
pub(crate) async fn read_body(body: Body) -> Option<Bytes> {
    to_bytes(body, 1 << 20).await.ok()
}
