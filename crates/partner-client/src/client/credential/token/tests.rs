//! The answers of a token endpoint, of every kind.

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
    for nonsense in ["-5", "0", "\"0\"", "-1e400", "\"NaN\"", "\"\"", "true", "{}"] {
        assert_eq!(life(nonsense), SHORT_LIFE, "{nonsense}");
    }
    assert_eq!(life("0.5"), 1);
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
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let values = ["null", "true", "7", "1e999", "\"\"", "\"\\ud800\"", "[]", "[{}]", "{}", &deep];
    let names = [
        "refresh_token",
        "expires_in",
        "error",
        "error_description",
        "error_codes",
        "suberror",
        "claims",
        "correlation_id",
        "trace_id",
        "timestamp",
        "scope",
        "id_token",
        "of-tomorrow",
    ];
    for name in names {
        for value in values {
            let beside = format!(r#""{name}":{value}"#);
            // Before it, after it, and more than once.
            for body in [
                format!(r#"{{"access_token":"a",{beside}}}"#),
                format!(r#"{{{beside},"access_token":"a",{beside}}}"#),
            ] {
                assert!(read(200, body.as_bytes()).is_ok(), "{body:.200}");
            }
        }
    }
    assert!(read(200, "\u{feff}{\"access_token\":\"a\"}".as_bytes()).is_ok());
    for kind in ["null", "5", "\"\"", "\"BEARER\"", "\"bearer \""] {
        let body = format!(r#"{{"access_token":"a","token_type":{kind}}}"#);
        assert!(read(200, body.as_bytes()).is_ok(), "{body}");
    }
}

#[test]
fn what_is_no_token_is_none() {
    for token in [
        "\"\"",
        "\" \"",
        "5",
        "null",
        "[\"a\"]",
        "\"a\\nb\"",
        "\"a b\"",
        "\"\u{e4}\"",
        "\"a\\u0000\"",
    ] {
        let body = format!(r#"{{"access_token":{token},"expires_in":3600}}"#);
        let error = read(200, body.as_bytes()).err().expect(&body);
        assert_eq!(
            error.to_string(),
            "signing in failed (200): the sign-in service gave no bearer token"
        );
    }
    for (status, body) in [
        (200, r#"{"access_token":"a","error":"invalid_grant"}"#),
        (400, r#"{"access_token":"a"}"#),
        (302, r#"{"access_token":"a"}"#),
        (200, r#"["a"]"#),
        (200, ""),
    ] {
        assert!(read(status, body.as_bytes()).is_err(), "{status} {body}");
    }
}

#[test]
fn nothing_that_tells_of_a_failure_is_hidden_by_the_rest() {
    let told = |body: &str| {
        let error = read(400, body.as_bytes()).err().expect(body);
        error.sign_in().unwrap_or_else(|| panic!("{body:.200}")).clone()
    };
    // Each field, beside all the others of a wrong type.
    let names = [
        "error",
        "error_codes",
        "error_description",
        "suberror",
        "claims",
        "correlation_id",
        "trace_id",
        "timestamp",
    ];
    for wrong in ["null", "7.5", "[]", "{}", "[null]", "\"\"", "true"] {
        for (name, value) in [
            ("error_codes", "[50076]"),
            ("error_codes", "[\"50076\"]"),
            ("error_codes", "50076"),
            ("error_codes", "\"AADSTS50076\""),
            ("error_codes", "[{},null,50076.0]"),
            ("error_description", "\"AADSTS50076: m\""),
            ("error", r#"{"code":"interaction_required","message":"AADSTS50076: m"}"#),
        ] {
            let rest = names.iter().filter(|it| **it != name);
            let rest: Vec<_> = rest.map(|it| format!(r#""{it}":{wrong}"#)).collect();
            let body = format!(r#"{{{},"{name}":{value}}}"#, rest.join(","));
            assert_eq!(told(&body).reason(), SignInReason::MfaRequired, "{body}");
        }
    }
    assert_eq!(told(r#"{"error":null,"claims":"{}"}"#).claims.as_deref(), Some("{}"));
    assert_eq!(told(r#"{"claims":{"a":{}}}"#).claims.as_deref(), Some(r#"{"a":{}}"#));
    assert_eq!(told(r#"{"suberror":"bad_token"}"#).suberror.as_deref(), Some("bad_token"));
    assert_eq!(told(r#"{"error":{"code":"x"}}"#).error.as_deref(), Some("x"));
    assert!(read(400, b"{}").err().expect("no token").sign_in().is_none());
}

#[test]
fn no_more_numbers_are_kept_than_may_be() {
    let many: Vec<_> = (0..100_000).map(|code| code.to_string()).collect();
    let text: String = (0..20_000).map(|code| format!("AADSTS{} ", 200_000 + code)).collect();
    let body = format!(r#"{{"error_codes":[{}],"error_description":"{text}"}}"#, many.join(","));
    let begin = std::time::Instant::now();
    let error = read(400, body.as_bytes()).err().expect("it failed");
    assert_eq!(error.sign_in().map(|failure| failure.codes.len()), Some(MOST_CODES));
    assert!(begin.elapsed() < std::time::Duration::from_secs(5), "{:?}", begin.elapsed());
}

#[test]
fn what_is_shown_is_short_and_printable() {
    let codes = vec!["7"; 100_000].join(",");
    let body =
        format!(r#"{{"error":"a\u001b[31m\n{}","error_codes":[{codes}]}}"#, "x".repeat(100_000));
    let error = read(400, body.as_bytes()).err().expect("it failed");
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(
            shown.len() < 2_000 && !shown.contains('\u{1b}') && !shown.contains('\n'),
            "{shown}"
        );
    }
}
