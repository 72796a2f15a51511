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

    pub(super) fn pending() -> Self {
        let text = "The user has not signed in yet.";
        Self::new(StatusCode::BAD_REQUEST, "authorization_pending", 70_016, text)
    }

    pub(super) fn bad_device_code() -> Self {
        let text = "The device code is not known, or has been used.";
        Self::new(StatusCode::BAD_REQUEST, "invalid_grant", 70_020, text)
    }

    /// One that was asked for: the user has to do something first.
    pub(crate) fn on_request(code: u32) -> Option<Self> {
        let (error, text) = match code {
            50_076 => ("interaction_required", "The user must use multi-factor authentication."),
            50_078 => ("interaction_required", "The multi-factor authentication has expired."),
            50_079 => {
                ("interaction_required", "The user must enrol in multi-factor authentication.")
            }
            50_173 => ("invalid_grant", "The grant has been revoked. The user must sign in again."),
            65_001 => {
                ("invalid_grant", "The user or administrator has not consented to the application.")
            }
            700_016 => ("unauthorized_client", "The application is not in this tenant."),
            700_082 => {
                ("invalid_grant", "The refresh token has expired: it was not used for too long.")
            }
            700_084 => {
                ("invalid_grant", "The refresh token has expired: it was issued for so long.")
            }
            7_000_222 => ("invalid_client", "The client secret has expired."),
            _ => return None,
        };
        let status = if error == "invalid_client" { 401 } else { 400 };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
        Some(Self::new(status, error, code, text))
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
