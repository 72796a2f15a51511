//! The answers of the token endpoint.

use azure_core::credentials::Secret;
use http::StatusCode;
use partner_models::NumberOrString;
use serde::Deserialize;

use crate::error::{Category, Error};

/// What a success says.
pub(super) struct Tokens {
    pub(super) access_token: Secret,
    /// The refresh token to use from now on, where it is another.
    pub(super) refresh_token: Option<Secret>,
    /// The life of the access token, in seconds.
    pub(super) expires_in: i64,
}

/// Whatever the endpoint may answer. The text for people is left aside: it may name a user.
#[derive(Deserialize)]
struct Answer {
    access_token: Option<Secret>,
    refresh_token: Option<Secret>,
    /// A number from the v2 endpoint, a string from the v1 endpoint.
    expires_in: Option<NumberOrString>,
    token_type: Option<String>,
    error: Option<String>,
    suberror: Option<String>,
    #[serde(default)]
    error_codes: Vec<i64>,
    trace_id: Option<String>,
}

/// A token of which nothing says how long it lives is not kept for longer.
const SHORT_LIFE: i64 = 60;
/// No token lives longer, whatever the answer says.
const LONGEST_LIFE: i64 = 365 * 24 * 60 * 60;

/// Reads an answer.
pub(super) fn read(status: u16, body: &[u8]) -> Result<Tokens, Error> {
    let refused = |message: String| {
        let error = Error::new(Category::SignIn, message);
        match StatusCode::from_u16(status) {
            Ok(status) => error.with_status(status),
            Err(_) => error,
        }
    };
    // The error of the reader names places and types, and no values.
    let answer: Answer = partner_models::with_serde::from_slice(body).map_err(|error| {
        refused("the sign-in service did not answer as described".to_owned()).with_source(error)
    })?;
    if let Some(error) = &answer.error {
        return Err(refused(describe(error, &answer)));
    }
    match answer {
        Answer {
            access_token: Some(access_token), refresh_token, expires_in, token_type, ..
        } if (200..300).contains(&status)
            && token_type.as_deref().is_none_or(|kind| kind.eq_ignore_ascii_case("bearer")) =>
        {
            let life = expires_in.and_then(|life| life.text().trim().parse::<i64>().ok());
            let expires_in = life.unwrap_or(SHORT_LIFE).clamp(0, LONGEST_LIFE);
            let refresh_token = refresh_token.filter(|token| !token.secret().is_empty());
            Ok(Tokens { access_token, refresh_token, expires_in })
        }
        _ => Err(refused("the sign-in service gave no bearer token".to_owned())),
    }
}

/// `invalid_grant, bad_token, AADSTS700082, trace 8d4b…`
fn describe(error: &str, answer: &Answer) -> String {
    let mut text = word(error);
    if let Some(suberror) = &answer.suberror {
        text.push_str(&format!(", {}", word(suberror)));
    }
    for code in &answer.error_codes {
        text.push_str(&format!(", AADSTS{code}"));
    }
    if let Some(trace) = &answer.trace_id {
        text.push_str(&format!(", trace {}", word(trace)));
    }
    text
}

/// What is meant to be one word, as one, and no longer than such words are.
fn word(text: &str) -> String {
    let fits = |c: &char| c.is_ascii_alphanumeric() || "_-.".contains(*c);
    text.chars().filter(fits).take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(expires_in: &str) -> i64 {
        let body = format!(r#"{{"access_token":"a","expires_in":{expires_in}}}"#);
        read(200, body.as_bytes()).map_or(-1, |tokens| tokens.expires_in)
    }

    #[test]
    fn the_life_of_a_token_is_a_number_or_a_string() {
        assert_eq!(life("3599"), 3599);
        assert_eq!(life("\"3599\""), 3599);
        assert_eq!(life("null"), SHORT_LIFE);
        assert_eq!(life("\"soon\""), SHORT_LIFE);
        assert_eq!(life("-5"), 0);
        assert_eq!(life("9999999999999"), LONGEST_LIFE);
    }

    fn message(status: u16, body: &str) -> String {
        read(status, body.as_bytes()).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn errors_name_codes_and_no_text() {
        let body = r#"{"error":"invalid_grant","suberror":"bad_token","error_codes":[700082],
            "trace_id":"8d4b","error_description":"AADSTS700082: alex@contoso.com should sign in"}"#;
        assert_eq!(
            message(400, body),
            "signing in failed (400): invalid_grant, bad_token, AADSTS700082, trace 8d4b"
        );
        assert_eq!(
            message(502, "<html>alex@contoso.com</html>"),
            "signing in failed (502): the sign-in service did not answer as described"
        );
        let without = "signing in failed (200): the sign-in service gave no bearer token";
        assert_eq!(message(200, "{}"), without);
        assert_eq!(message(200, r#"{"access_token":"a","token_type":"pop"}"#), without);
    }
}
