//! A call to an operation.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use serde_json::Value;

use super::failure::Failure;
use super::headers;
use super::query::Query;
use crate::auth::{Access, Audience};
use crate::contract::{Operation, Segment};
use crate::world::World;

/// The header that asks whether the user signed in with a second factor.
const VALIDATE_MFA: HeaderName = HeaderName::from_static("validatemfa");

/// A call that may be carried out: all that is described of its operation has been checked.
pub(crate) struct Call<'a> {
    pub(crate) world: &'a World,
    pub(crate) operation: &'a Operation,
    /// The parts of the path, decoded.
    pub(crate) path: &'a [String],
    pub(crate) query: Query,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Bytes,
    /// The body, with names as they are described and without nulls; null where there is none.
    pub(crate) json: Value,
}

impl Call<'_> {
    /// A part of the path.
    pub(crate) fn parameter(&self, name: &str) -> &str {
        let mut parts = self.operation.segments.iter().zip(self.path);
        let part = parts.find(|(segment, _)| {
            matches!(segment, Segment::Parameter(own) if own.eq_ignore_ascii_case(name))
        });
        part.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The status of a success.
    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.operation.status).unwrap_or(StatusCode::OK)
    }

    pub(crate) fn header(&self, name: &'static str) -> Result<Option<&str>, Failure> {
        headers::one(self.headers, &HeaderName::from_static(name))
    }
}

/// Whether the body says that it is JSON.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map(|kind| kind.to_str().unwrap_or_default());
    let kind = kind.map(|kind| kind.split(';').next().unwrap_or_default().trim());
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"))
}

/// Refuses a call without a good token, or with one of another sign-in than these.
pub(crate) fn authorize(
    world: &World,
    headers: &HeaderMap,
    audiences: &[Audience],
) -> Result<(), Failure> {
    let value =
        headers.get(AUTHORIZATION).ok_or_else(|| Failure::unauthorized("there is no token"))?;
    let token = value.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
    });
    let token = token
        .ok_or_else(|| Failure::unauthorized("the Authorization header is no bearer token"))?;
    // The lock ends here: what follows asks for the tokens, too.
    let access = world.tokens().check(token);
    match access {
        Access::Granted(audience) if audiences.contains(&audience) => {
            let wants_mfa = headers
                .get(VALIDATE_MFA)
                .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"true"));
            if wants_mfa && audience == Audience::AppUser && !world.tokens().has_mfa() {
                return Err(Failure::denied(900_421));
            }
            Ok(())
        }
        Access::Granted(Audience::AppOnly) => Err(Failure::app_only()),
        Access::Granted(Audience::AppUser) => Err(Failure::app_user()),
        Access::Expired => Err(Failure::unauthorized("the token has expired")),
        Access::Unknown => Err(Failure::unauthorized("the token is not one of this service")),
    }
}

/// How large a body may be. A licence update of 30,000 SKUs has some 2 MB.
const LARGEST: usize = 8 << 20;

/// The body of a request, as long as it is of a reasonable size and comes within this time.
pub(crate) async fn read_body(body: Body, patience: Duration) -> Result<Bytes, Failure> {
    match tokio::time::timeout(patience, to_bytes(body, LARGEST)).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(Failure::invalid_body("The body: at most 8 MiB is taken.")),
        Err(_) => Err(Failure::timeout()),
    }
}
