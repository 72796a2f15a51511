//! Too many requests.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Response, StatusCode};
use partner_models::errors::ThrottlingError;

/// How many calls are taken in each stretch of time, of an operation or of all together. As text
/// `500/60`, in seconds, or `listCustomerUsers=5/60`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limit {
    /// The `operationId`; `None` for all operations together.
    pub operation: Option<String>,
    /// How many calls.
    pub calls: u32,
    /// In what stretch of time.
    pub window: Duration,
}

/// Text is no [`Limit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoLimit(&'static str);

impl fmt::Display for NoLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NoLimit {}

impl FromStr for Limit {
    type Err = NoLimit;

    fn from_str(text: &str) -> Result<Self, NoLimit> {
        let (operation, rate) = match text.split_once('=') {
            Some((operation, rate)) => (Some(operation.trim().to_owned()), rate),
            None => (None, text),
        };
        let wanted = NoLimit("calls/seconds is wanted, such as 500/60");
        let (calls, seconds) = rate.split_once('/').ok_or(wanted)?;
        let calls = calls.trim().parse().map_err(|_| NoLimit("the calls are a whole number"))?;
        let seconds: u32 =
            seconds.trim().parse().map_err(|_| NoLimit("the seconds are a whole number"))?;
        match seconds {
            0 => Err(NoLimit("at least one second is wanted")),
            seconds => Ok(Self { operation, calls, window: Duration::from_secs(seconds.into()) }),
        }
    }
}

/// So many calls in each stretch of time.
pub(crate) struct RateLimit {
    calls: u32,
    window: Duration,
    began: Instant,
    seen: u32,
}

impl RateLimit {
    pub(crate) fn new(calls: u32, window: Duration) -> Self {
        Self { calls, window, began: Instant::now(), seen: 0 }
    }

    /// As text: `500/60`.
    pub(crate) fn text(&self) -> String {
        format!("{}/{}", self.calls, self.window.as_secs())
    }

    /// Counts a call that comes now: how many seconds to wait where it is one too many.
    pub(crate) fn take(&mut self, now: Instant) -> Option<u32> {
        let elapsed = now.saturating_duration_since(self.began);
        if elapsed >= self.window {
            self.began = now;
            self.seen = 0;
        }
        if self.seen < self.calls {
            self.seen += 1;
            return None;
        }
        let left = self.window.saturating_sub(now.saturating_duration_since(self.began));
        let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
        Some(u32::try_from(seconds).unwrap_or(u32::MAX).max(1))
    }
}

/// Status 429 with the documented body.
pub(crate) fn too_many(seconds: u32) -> Response<Body> {
    let error = ThrottlingError::new()
        .with_status_code(429)
        .with_message(format!("Too many requests. Try again in {seconds} seconds."));
    let body = partner_models::to_vec(&error);
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_has_its_calls_and_says_how_long_it_lasts() {
        let mut limit = RateLimit::new(2, Duration::from_secs(10));
        let start = limit.began;
        let at = |seconds: f64| start + Duration::from_secs_f64(seconds);
        assert_eq!([limit.take(at(0.0)), limit.take(at(0.5))], [None, None]);
        assert_eq!(limit.take(at(0.5)), Some(10));
        assert_eq!(limit.take(at(9.9)), Some(1));
        assert_eq!([limit.take(at(10.0)), limit.take(at(19.0))], [None, None]);
        assert_eq!(limit.take(at(19.0)), Some(1));
    }
}
