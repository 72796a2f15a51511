//! The success of an operation.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;

use super::failure::Failure;

const JSON: &str = "application/json; charset=utf-8";

/// The success of an operation.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    /// `None` where there is no body.
    kind: Option<String>,
    pub(crate) body: Vec<u8>,
    headers: Vec<(HeaderName, String)>,
}

impl Reply {
    pub(crate) fn ok<T: Serialize>(body: &T) -> Result<Self, Failure> {
        Self::json(StatusCode::OK, body)
    }

    /// JSON that was written before.
    pub(crate) fn written(status: StatusCode, body: &[u8]) -> Self {
        Self { status, kind: Some(JSON.into()), body: body.to_vec(), headers: Vec::new() }
    }

    pub(crate) fn json<T: Serialize>(status: StatusCode, body: &T) -> Result<Self, Failure> {
        let body = partner_models::with_serde::to_vec(body);
        let body = body.map_err(|_| Failure::unexpected(StatusCode::INTERNAL_SERVER_ERROR))?;
        Ok(Self { status, kind: Some(JSON.into()), body, headers: Vec::new() })
    }

    /// An answer without a body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, kind: None, body: Vec::new(), headers: Vec::new() }
    }

    /// A file.
    pub(crate) fn file(status: StatusCode, kind: &str, body: Vec<u8>) -> Self {
        Self { status, kind: Some(kind.into()), body, headers: Vec::new() }
    }

    pub(crate) fn with_header(mut self, name: HeaderName, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(crate) fn answer(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let kind = self.kind.map(|kind| (CONTENT_TYPE, kind));
        for (name, value) in kind.into_iter().chain(self.headers) {
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}
