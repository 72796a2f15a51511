//! What a fault does to an answer.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};
use futures_util::stream::{self, StreamExt};

use super::{Fault, too_many};
use crate::api::failure::Failure;
use crate::auth;

/// What becomes of a call.
pub(crate) enum Outcome {
    /// It is answered.
    Answer(Response<Body>),
    /// The connection ends.
    Drop,
    /// The connection is reset.
    Reset,
}

impl Fault {
    /// The outcome, where the call is not even carried out.
    pub(crate) fn instead(&self) -> Option<Outcome> {
        let answer = match self {
            Self::Drop => return Some(Outcome::Drop),
            Self::Reset => return Some(Outcome::Reset),
            Self::Html => html(),
            Self::ErrorInSuccess => {
                let mut response = Failure::unexpected(StatusCode::INTERNAL_SERVER_ERROR).answer();
                *response.status_mut() = StatusCode::OK;
                response
            }
            Self::Status(status) => {
                let status = StatusCode::from_u16(*status).ok();
                Failure::unexpected(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)).answer()
            }
            Self::SignIn(code) => return auth::refusal(*code).map(Outcome::Answer),
            Self::Denied(code) => Failure::denied(*code).answer(),
            Self::Throttle(seconds) => too_many(*seconds),
            Self::Delay(_)
            | Self::SlowBody(_)
            | Self::DropAfter
            | Self::DropMid
            | Self::Truncate => {
                return None;
            }
        };
        Some(Outcome::Answer(answer))
    }
}

/// The outcome of a call that was carried out, with that body.
pub(crate) async fn damage(fault: &Fault, mut response: Response<Body>, body: Bytes) -> Outcome {
    match fault {
        Fault::DropAfter => return Outcome::Drop,
        Fault::Delay(time) => {
            tokio::time::sleep(*time).await;
            *response.body_mut() = Body::from(body);
        }
        Fault::Truncate => {
            *response.body_mut() = Body::from(body.slice(..body.len() / 2));
        }
        Fault::DropMid => {
            response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
            *response.body_mut() = half(&body);
        }
        Fault::SlowBody(pause) => {
            response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
            *response.body_mut() = slow(&body, *pause);
        }
        _ => *response.body_mut() = Body::from(body),
    }
    Outcome::Answer(response)
}

fn html() -> Response<Body> {
    let page = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\
                <body><h1>502 Bad Gateway</h1></body></html>\n";
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

/// The first half, then the end of the connection.
fn half(body: &Bytes) -> Body {
    let first = body.slice(..body.len() / 2);
    let end = stream::once(async {
        // Time for the first half to leave.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(io::Error::other("a fault was asked for"))
    });
    Body::from_stream(stream::iter([Ok(first)]).chain(end))
}

fn slow(body: &Bytes, pause: Duration) -> Body {
    let size = body.len().div_ceil(10).max(1);
    let pieces: Vec<_> =
        (0..body.len()).step_by(size).map(|at| body.slice(at..body.len().min(at + size))).collect();
    Body::from_stream(stream::iter(pieces).then(move |piece| async move {
        tokio::time::sleep(pause).await;
        Ok::<_, io::Error>(piece)
    }))
}
