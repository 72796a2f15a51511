//! The answers of the token endpoint.

use std::collections::HashMap;

use azure_core::credentials::Secret;
use http::StatusCode;
use partner_models::{NumberOrString, RawJson};

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

/// Whatever the endpoint may answer, by name; of several values of one name, the last one. What is of
/// another type than it should be is as if it were not there.
struct Answer(HashMap<String, RawJson>);

impl Answer {
    fn get(&self, name: &str) -> Option<&RawJson> {
        self.0.get(name)
    }

    /// A text that is not empty.
    fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.parse::<String>().ok().filter(|text| !text.trim().is_empty())
    }

    /// The JSON of an object that has members.
    fn object(&self, name: &str) -> Option<String> {
        let json = self.get(name)?.get();
        json.starts_with('{').then(|| json.to_owned()).filter(|json| json != "{}")
    }

    /// A number, or the text of one: it is a number from the v2 endpoint, a string from the v1 endpoint.
    fn number(&self, name: &str) -> Option<f64> {
        let number: NumberOrString = self.get(name)?.parse().ok()?;
        number.text().trim().parse().ok()
    }
}

/// A token of which nothing says how long it lives is not kept for longer. Nor is one that is said to live
/// no longer than a moment, which makes no sense: it would be asked for with each call.
const SHORT_LIFE: i64 = 60;
/// No token lives longer, whatever the answer says.
const LONGEST_LIFE: i64 = 365 * 24 * 60 * 60;
/// How many numbers of errors are kept.
const MOST_CODES: usize = 32;

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
    let answer = partner_models::with_serde::from_slice(body).map(Answer).map_err(|error| {
        refused("the sign-in service did not answer as described".to_owned()).with_source(error)
    })?;
    let is_success = (200..300).contains(&status) && answer.text("error").is_none();
    if let Some(tokens) = tokens(&answer).filter(|_| is_success) {
        return Ok(tokens);
    }
    let failure = failure(&answer);
    if failure.is_told() {
        return Err(refused(failure.to_string()).with_sign_in(failure));
    }
    Err(refused("the sign-in service gave no bearer token".to_owned()))
}

/// The tokens of an answer, if there is one that can be sent.
fn tokens(answer: &Answer) -> Option<Tokens> {
    // What else is in a token can't be in a header.
    let can_be_sent = |token: &String| token.bytes().all(|byte| byte.is_ascii_graphic());
    let access_token = answer.text("access_token").filter(can_be_sent)?;
    let is_bearer = |kind: String| kind.trim().eq_ignore_ascii_case("bearer");
    if !answer.text("token_type").is_none_or(is_bearer) {
        return None;
    }
    let life = answer.number("expires_in").filter(|life| *life > 0.0);
    #[expect(clippy::cast_possible_truncation, reason = "what is too long is cut anyway")]
    let life = life.map_or(SHORT_LIFE, |life| life.ceil() as i64);
    Some(Tokens {
        access_token: access_token.into(),
        refresh_token: answer.text("refresh_token").map(Secret::from),
        expires_in: life.min(LONGEST_LIFE),
    })
}

/// What an answer says of a failure. The text for people is left aside, but for the numbers in it: it may
/// name a user.
fn failure(answer: &Answer) -> SignInFailure {
    let mut failure = SignInFailure {
        error: answer.text("error"),
        codes: Vec::new(),
        suberror: answer.text("suberror"),
        claims: answer.text("claims").or_else(|| answer.object("claims")),
        correlation_id: answer.text("correlation_id"),
        trace_id: answer.text("trace_id"),
        timestamp: answer.text("timestamp"),
    };
    if let Some(codes) = answer.get("error_codes") {
        // A list, or one for all.
        let list = codes.parse::<Vec<RawJson>>();
        for code in list.as_deref().unwrap_or(std::slice::from_ref(codes)) {
            add(&mut failure.codes, number(code));
        }
    }
    let mut text = answer.text("error_description").unwrap_or_default();
    // The dress of the sibling services: `{"error":{"code":"invalid_grant","message":"…"}}`.
    let nested = answer.get("error").and_then(|error| error.parse().ok()).map(Answer);
    if let Some(nested) = nested {
        failure.error = nested.text("code");
        text.extend(nested.text("message"));
    }
    // `AADSTS700082: The refresh token has expired …`
    for (at, start) in text.match_indices("AADSTS") {
        let digits = &text[at + start.len()..];
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        add(&mut failure.codes, digits[..end].parse().ok());
    }
    failure
}

fn add(codes: &mut Vec<u64>, code: Option<u64>) {
    if let Some(code) = code
        && codes.len() < MOST_CODES
        && !codes.contains(&code)
    {
        codes.push(code);
    }
}

/// A whole number, or the text of one, with or without what such numbers begin with.
fn number(json: &RawJson) -> Option<u64> {
    let value: NumberOrString = json.parse().ok()?;
    let text = value.text();
    let text = text.trim();
    let digits = text.strip_prefix("AADSTS").unwrap_or(text);
    digits.strip_suffix(".0").unwrap_or(digits).parse().ok()
}

#[cfg(test)]
mod tests;
