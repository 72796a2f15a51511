//! What the OAuth endpoint says when it refuses.

use axum::http::StatusCode;
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

/// A refusal: an error of OAuth 2.0 and the code that Microsoft's endpoint gives in its text.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    error: &'static str,
    code: u32,
    text: String,
}

impl Refusal {
    fn new(status: StatusCode, error: &'static str, code: u32, text: impl Into<String>) -> Self {
        Self { status, error, code, text: text.into() }
    }

    pub(super) fn missing(parameter: &str) -> Self {
        let text = format!("The request must have the parameter '{parameter}'.");
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", 900_144, text)
    }

    pub(super) fn repeated(parameter: &str) -> Self {
        let text = format!("The request has the parameter '{parameter}' more than once.");
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", 90_014, text)
    }

    pub(super) fn not_a_form() -> Self {
        let text = "The request must be a form (application/x-www-form-urlencoded).";
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", 900_144, text)
    }

    pub(super) fn unknown_tenant(tenant: &str) -> Self {
        let text = format!("There is no tenant '{tenant}'.");
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", 90_002, text)
    }

    pub(super) fn unknown_client(client: &str) -> Self {
        let text = format!("There is no application '{client}' in this tenant.");
        Self::new(StatusCode::BAD_REQUEST, "unauthorized_client", 700_016, text)
    }

    pub(super) fn wrong_secret() -> Self {
        let text = "The client secret is not the one of the application.";
        Self::new(StatusCode::UNAUTHORIZED, "invalid_client", 7_000_215, text)
    }

    pub(super) fn no_secret() -> Self {
        let text = "The request must have the parameter 'client_secret'.";
        Self::new(StatusCode::UNAUTHORIZED, "invalid_client", 7_000_218, text)
    }

    pub(super) fn grant_type() -> Self {
        let text = "Only the grants refresh_token and client_credentials are served.";
        Self::new(StatusCode::BAD_REQUEST, "unsupported_grant_type", 70_003, text)
    }

    pub(super) fn bad_grant() -> Self {
        let text = "The refresh token is unknown, has been revoked or was used too often.";
        Self::new(StatusCode::BAD_REQUEST, "invalid_grant", 70_000, text)
    }

    pub(super) fn unknown_resource(resource: &str) -> Self {
        let text = format!("There is no resource '{resource}' in this tenant.");
        Self::new(StatusCode::BAD_REQUEST, "invalid_resource", 500_011, text)
    }

    pub(super) fn bad_scope(scope: &str) -> Self {
        let text = format!("The scope '{scope}' is not valid.");
        Self::new(StatusCode::BAD_REQUEST, "invalid_scope", 70_011, text)
    }

    pub(super) fn method() -> Self {
        let text = "The endpoint takes POST requests only.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "invalid_request", 900_561, text)
    }

    pub(super) fn body(&self) -> Value {
        let now = OffsetDateTime::now_utc();
        let timestamp = format!(
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02}Z",
            now.year(),
            u8::from(now.month()),
            now.day(),
            now.hour(),
            now.minute(),
            now.second(),
        );
        let (trace, correlation) = (Uuid::new_v4(), Uuid::new_v4());
        json!({
            "error": self.error,
            "error_description": format!(
                "AADSTS{}: {} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {timestamp}",
                self.code, self.text,
            ),
            "error_codes": [self.code],
            "timestamp": timestamp,
            "trace_id": trace.to_string(),
            "correlation_id": correlation.to_string(),
        })
    }
}
