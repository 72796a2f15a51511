//! The answers of the token endpoint.

use azure_core::credentials::Secret;
use http::StatusCode;
use partner_models::{NumberOrString, RawJson};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use crate::error::{Category, Error};
use crate::sign_in::SignInFailure;

/// What a success says.
pub(super) struct Tokens {
    pub(super) access_token: Secret,
    /// The refresh token to use from now on, where it is another.
    pub(super) refresh_token: Option<Secret>,
    /// The life of the access token, in seconds.
    pub(super) expires_in: i64,
}

/// Whatever the endpoint may answer. The text for people is left aside, but for the number in it: it may
/// name a user. What is of another type than it should be is as if it were not there.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    access_token: Lenient<String>,
    refresh_token: Lenient<String>,
    /// A number from the v2 endpoint, a string from the v1 endpoint.
    expires_in: Lenient<NumberOrString>,
    token_type: Lenient<String>,
    error: Lenient<String>,
    error_description: Lenient<String>,
    suberror: Lenient<String>,
    error_codes: Lenient<Vec<RawJson>>,
    claims: Lenient<String>,
    correlation_id: Lenient<String>,
    trace_id: Lenient<String>,
    timestamp: Lenient<String>,
}

/// A value, if it is of its type.
struct Lenient<T>(Option<T>);

impl<T> Default for Lenient<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        Ok(Self(RawJson::deserialize(json)?.parse().ok()))
    }
}

/// A token of which nothing says how long it lives is not kept for longer.
const SHORT_LIFE: i64 = 60;
/// A token that is said to live no longer than a moment is used for so long all the same: it would be asked
/// for with each call.
const SHORTEST_LIFE: i64 = 1;
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
    if answer.error.0.is_some() {
        let failure = failure(answer);
        return Err(refused(failure.to_string()).with_sign_in(failure));
    }
    let given = |token: Option<String>| token.filter(|token| !token.trim().is_empty());
    let is_bearer = |kind: &String| kind.eq_ignore_ascii_case("bearer");
    match given(answer.access_token.0) {
        Some(access_token)
            if (200..300).contains(&status)
                && answer.token_type.0.as_ref().is_none_or(is_bearer) =>
        {
            let life = answer.expires_in.0.and_then(|life| life.text().trim().parse::<f64>().ok());
            #[expect(clippy::cast_possible_truncation, reason = "what is too long is cut anyway")]
            let life = life.map_or(SHORT_LIFE, |life| life as i64);
            Ok(Tokens {
                access_token: access_token.into(),
                refresh_token: given(answer.refresh_token.0).map(Secret::from),
                expires_in: life.clamp(SHORTEST_LIFE, LONGEST_LIFE),
            })
        }
        _ => Err(refused("the sign-in service gave no bearer token".to_owned())),
    }
}

fn failure(answer: Answer) -> SignInFailure {
    let mut failure = SignInFailure::default();
    let codes = answer.error_codes.0.unwrap_or_default();
    failure.codes = codes.iter().filter_map(number).collect();
    // `AADSTS700082: The refresh token has expired …`
    let text = answer.error_description.0.unwrap_or_default();
    for (at, start) in text.match_indices("AADSTS") {
        let digits = &text[at + start.len()..];
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        if let Ok(code) = digits[..end].parse()
            && !failure.codes.contains(&code)
        {
            failure.codes.push(code);
        }
    }
    failure.error = answer.error.0;
    failure.suberror = answer.suberror.0;
    failure.claims = answer.claims.0;
    failure.correlation_id = answer.correlation_id.0;
    failure.trace_id = answer.trace_id.0;
    failure.timestamp = answer.timestamp.0;
    failure
}

/// A number, or the text of one, with or without what such numbers begin with.
fn number(json: &RawJson) -> Option<u64> {
    let value: NumberOrString = json.parse().ok()?;
    let text = value.text();
    let text = text.trim();
    text.strip_prefix("AADSTS").unwrap_or(text).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign_in::SignInReason;

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
        assert_eq!(life("-5"), SHORTEST_LIFE);
        assert_eq!(life("0"), SHORTEST_LIFE);
        assert_eq!(life("3599.0"), 3599);
        assert_eq!(life("[1]"), SHORT_LIFE);
        assert_eq!(life("1e400"), LONGEST_LIFE);
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

    #[test]
    fn failures_are_told_by_what_can_be_done() {
        let failure = |body: &str| {
            let error = read(400, body.as_bytes()).err().expect(body);
            error.sign_in().expect(body).clone()
        };
        for (body, reason) in [
            (
                r#"{"error":"interaction_required","error_codes":[50076],"suberror":"basic_action","claims":"{\"a\":1}"}"#,
                SignInReason::MfaRequired,
            ),
            (r#"{"error":"invalid_grant","error_codes":[50079]}"#, SignInReason::MfaRequired),
            (
                r#"{"error":"invalid_grant","error_codes":null,"error_description":"AADSTS65001: no consent"}"#,
                SignInReason::ConsentMissing,
            ),
            (
                r#"{"error":"invalid_grant","error_codes":["700082"]}"#,
                SignInReason::RefreshTokenExpired,
            ),
            (
                r#"{"error":"invalid_grant","error_codes":["AADSTS700084"]}"#,
                SignInReason::RefreshTokenExpired,
            ),
            (
                r#"{"error":"invalid_grant","error_codes":[{},50173]}"#,
                SignInReason::RefreshTokenRevoked,
            ),
            (
                r#"{"error":"invalid_client","error_codes":7000222,"error_description":"x AADSTS7000222: y"}"#,
                SignInReason::SecretExpired,
            ),
            (r#"{"error":"invalid_client","error_codes":[7000215]}"#, SignInReason::SecretWrong),
            (
                r#"{"error":"unauthorized_client","error_codes":[700016]}"#,
                SignInReason::ApplicationUnknown,
            ),
            (r#"{"error":"invalid_request","error_codes":[90002]}"#, SignInReason::TenantUnknown),
            (r#"{"error":"invalid_grant"}"#, SignInReason::UserMustSignIn),
            (r#"{"error":"consent_required","error_description":5}"#, SignInReason::ConsentMissing),
            (r#"{"error":"odd","error_codes":[1,2]}"#, SignInReason::Other),
        ] {
            assert_eq!(failure(body).reason(), reason, "{body}");
        }
        let body = r#"{"error":"interaction_required","error_codes":[50076],"suberror":"basic_action",
            "claims":"{\"access_token\":{}}","correlation_id":"c","trace_id":"t","timestamp":"2026-01-01 00:00:00Z"}"#;
        let failure = failure(body);
        assert_eq!(failure.codes, [50076]);
        assert_eq!(failure.claims.as_deref(), Some("{\"access_token\":{}}"));
        assert_eq!(failure.suberror.as_deref(), Some("basic_action"));
        assert_eq!(failure.correlation_id.as_deref(), Some("c"));
        assert_eq!(failure.timestamp.as_deref(), Some("2026-01-01 00:00:00Z"));
        assert!(!format!("{failure:?}").contains("access_token"), "{failure:?}");
    }

    #[test]
    fn what_is_beside_a_good_token_fails_nothing() {
        for beside in [
            r#""error_codes":null"#,
            r#""error_codes":["x",{}]"#,
            r#""error":null,"trace_id":7,"suberror":[]"#,
            r#""refresh_token":5,"claims":{}"#,
            r#""token_type":null,"correlation_id":false"#,
        ] {
            let body = format!(r#"{{"access_token":"a",{beside}}}"#);
            assert!(read(200, body.as_bytes()).is_ok(), "{body}");
        }
        for token in ["\"\"", "\" \"", "5", "null"] {
            let body = format!(r#"{{"access_token":{token},"expires_in":3600}}"#);
            assert!(read(200, body.as_bytes()).is_err(), "{body}");
        }
    }

    #[test]
    fn what_is_shown_is_short_and_printable() {
        let codes = vec!["7"; 100_000].join(",");
        let body = format!(
            r#"{{"error":"a\u001b[31m\n{}","error_codes":[{codes}]}}"#,
            "x".repeat(100_000)
        );
        let error = read(400, body.as_bytes()).err().expect("it failed");
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(
                shown.len() < 2_000 && !shown.contains('\u{1b}') && !shown.contains('\n'),
                "{shown}"
            );
        }
    }
}
