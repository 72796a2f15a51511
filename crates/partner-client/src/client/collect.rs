//! Bodies, read as far as they may go.

use std::sync::Arc;

use async_trait::async_trait;
use azure_core::Bytes;
use azure_core::error::ErrorKind;
use azure_core::http::headers::{CONTENT_LENGTH, Headers, X_MS_RETRY_AFTER_MS};
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::response::AsyncResponseBody;
use azure_core::http::{AsyncRawResponse, Context, Method, Request};
use futures::StreamExt;

use crate::client::guard;
use crate::response::too_large;

/// Reads the body of each try, so that a connection that breaks in the midst of it counts as a try, and
/// stops where it is longer than it may be.
#[derive(Debug)]
pub(crate) struct Collect {
    /// How many bytes the body of a success may have.
    pub(crate) answer_bytes: usize,
    /// How many bytes that of any other answer may have.
    pub(crate) error_bytes: usize,
}

#[async_trait]
impl Policy for Collect {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        let (status, mut headers, body) =
            next[0].send(ctx, request, &next[1..]).await?.deconstruct();
        if status.is_success() && ctx.value::<Streamed>().is_some() {
            return Ok(AsyncRawResponse::new(status, headers, Box::pin(body)));
        }
        let longest = if status.is_success() { self.answer_bytes } else { self.error_bytes };
        // To HEAD, that is the length of what GET would get.
        let announced = guard::header(&headers, CONTENT_LENGTH.as_str())
            .filter(|_| request.method() != Method::Head);
        let announced = announced.and_then(|it| it.parse::<u64>().ok());
        let body = collect(announced, body, longest).await?;
        if !status.is_success() {
            say_in_milliseconds(&mut headers);
        }
        Ok(AsyncRawResponse::from_bytes(status, headers, body))
    }
}

/// In the context of a call: a success is handed on as it comes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Streamed;

/// A body, if it is no longer than it may be.
pub(crate) async fn collect(
    announced: Option<u64>,
    mut body: AsyncResponseBody,
    longest: usize,
) -> azure_core::Result<Bytes> {
    // Of a kind that is not tried again.
    let refused = || azure_core::Error::new(ErrorKind::Other, too_large(longest));
    if announced.is_some_and(|announced| announced > longest as u64) {
        return Err(refused());
    }
    let mut first = None;
    let mut whole = Vec::new();
    while let Some(piece) = body.next().await {
        let piece = piece?;
        if first.as_ref().map_or(whole.len(), Bytes::len) + piece.len() > longest {
            return Err(refused());
        }
        match first.take() {
            // A body in one piece is not copied.
            None if whole.is_empty() => first = Some(piece),
            None => whole.extend_from_slice(&piece),
            Some(before) => {
                whole.extend_from_slice(&before);
                whole.extend_from_slice(&piece);
            }
        }
    }
    Ok(first.unwrap_or_else(|| whole.into()))
}

/// Of a `Retry-After`, the retry policy reads whole seconds and one spelling of dates. Before that it reads a
/// header of the Azure SDK's own, in milliseconds.
fn say_in_milliseconds(headers: &mut Headers) {
    if let Some(wait) = guard::retry_after(headers) {
        let milliseconds = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        headers.insert(X_MS_RETRY_AFTER_MS, milliseconds.min(LONGEST).to_string());
    }
}

/// What the retry policy can count with: some hundred years.
const LONGEST: u64 = 1 << 42;
