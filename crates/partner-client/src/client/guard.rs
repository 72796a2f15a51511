//! What must not be retried.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use azure_core::error::ErrorKind;
use azure_core::http::headers::Headers;
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{AsyncRawResponse, Context, Method, RawResponse, Request, StatusCode};

use crate::client::hopeless::is_hopeless;
use crate::retry_after;

/// The longest wait because of a `Retry-After`, unless it is set.
pub(crate) const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(60);

/// Stands between the retry policy and the transport, and makes final what must not be tried again:
/// where a request that changes something may have been carried out, and where the service asks to
/// wait for too long.
#[derive(Debug)]
pub(crate) struct RetryGuard {
    pub(crate) longest_retry_after: Duration,
    /// Whether every request may be tried again, be it a POST.
    pub(crate) all_repeatable: bool,
}

#[async_trait]
impl Policy for RetryGuard {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        let repeatable =
            self.all_repeatable || matches!(request.method(), Method::Get | Method::Head);
        match next[0].send(ctx, request, &next[1..]).await {
            Ok(response) if self.is_final(&response, repeatable) => finish(response).await,
            // The retry policy goes by the kind alone.
            Err(error) if is_tried_again(&error) && is_hopeless(&error) => {
                let message = "not tried again, for it would fail again";
                Err(azure_core::Error::with_error(ErrorKind::Other, error, message))
            }
            Err(error) if !repeatable && *error.kind() == ErrorKind::Io => {
                let message = "not sent again, for it may have been carried out";
                Err(azure_core::Error::with_error(ErrorKind::Other, error, message))
            }
            result => result,
        }
    }
}

impl RetryGuard {
    fn is_final(&self, response: &AsyncRawResponse, repeatable: bool) -> bool {
        let wait = retry_after(response.headers());
        let status = response.status();
        let too_long = wait.is_some_and(|wait| wait > self.longest_retry_after);
        match status {
            StatusCode::TooManyRequests => too_long,
            StatusCode::ServiceUnavailable => too_long || (!repeatable && wait.is_none()),
            status => !repeatable && !status.is_success(),
        }
    }
}

/// Whether the retry policy sends a request again after an error.
fn is_tried_again(error: &azure_core::Error) -> bool {
    matches!(error.kind(), ErrorKind::Connection | ErrorKind::Io)
}

/// The value of a header. For one that is absent, `get_optional_str` makes an error and its backtrace, which
/// takes as long as half a page of licences.
pub(crate) fn header<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    headers.iter().find(|(other, _)| other.as_str() == name).map(|(_, value)| value.as_str())
}

/// How long an answer asks to wait, by the headers that the retry policy goes by.
pub(crate) fn retry_after(headers: &Headers) -> Option<Duration> {
    retry_after::of(|name| self::header(headers, name))
}

/// The answer, final or not, before its body.
pub(crate) fn streamed(
    sent: azure_core::Result<AsyncRawResponse>,
) -> azure_core::Result<AsyncRawResponse> {
    sent.or_else(|error| match error.kind() {
        ErrorKind::HttpResponse { raw_response: Some(raw), .. } => {
            let (status, headers, body) = (**raw).clone().deconstruct();
            Ok(AsyncRawResponse::from_bytes(status, headers, azure_core::Bytes::from(body)))
        }
        _ => Err(error),
    })
}

/// The answer, final or not.
pub(crate) async fn answer(
    sent: azure_core::Result<AsyncRawResponse>,
) -> azure_core::Result<RawResponse> {
    match sent {
        Ok(response) => response.try_into_raw_response().await,
        Err(error) => match error.kind() {
            ErrorKind::HttpResponse { raw_response: Some(raw), .. } => Ok((**raw).clone()),
            _ => Err(error),
        },
    }
}

/// The answer as an error of a kind that the retry policy hands on.
async fn finish(response: AsyncRawResponse) -> PolicyResult {
    let raw = response.try_into_raw_response().await?;
    let (status, raw_response) = (raw.status(), Some(Box::new(raw)));
    Err(ErrorKind::HttpResponse { status, error_code: None, raw_response }.into_error())
}
