//! What the service wrote is data: whatever it is, no text of an error is more than a line, or longer than
//! can be read.

use std::error::Error as _;
use std::fmt::Debug;

use azure_core::credentials::TokenCredential;
use http::header::HeaderValue;
use partner_client::operations::{GetCustomerUser, ListCustomerUsers, ListUserLicenses};
use partner_client::{
    AppUserCredential, AppUserCredentialOptions, Category, Cloud, Error, Operation,
};
use partner_models::ErrorBody;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::script::{Act, Script};

/// Texts that are short or long, and odd.
fn texts() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        '\u{0}',
        '\u{7}',
        '\t',
        '\n',
        '\r',
        '\u{1b}',
        '\u{7f}',
        '\u{85}',
        '\u{9b}',
        '\u{ad}',
        '\u{61c}',
        '\u{200b}',
        '\u{200e}',
        '\u{2028}',
        '\u{2029}',
        '\u{202e}',
        '\u{2066}',
        '\u{2069}',
        '\u{feff}',
        '\u{e0001}',
        '"',
        '\\',
        '`',
        ' ',
        'x',
        'ä',
    ]);
    let chars = prop_oneof![4 => odd, 1 => any::<char>()];
    let text = prop::collection::vec(chars, 0..40).prop_map(String::from_iter);
    (text, prop_oneof![9 => 1..10_usize, 1 => Just(100)])
        .prop_map(|(text, times)| text.repeat(times))
}

/// Bodies that have a text wherever an error may have it from.
fn bodies(text: &str) -> Vec<String> {
    let name: String = text.chars().take(200).collect();
    let deep = (0..30).fold(json!(7), |inner, _| json!({ name.clone(): inner }));
    let values = [
        json!({ "code": text, "description": text, "innerCode": text }),
        json!({ "code": text, "message": text, "innerError": { "code": text } }),
        json!({ "error": { "code": text, "message": text, "innerError": { "code": text } } }),
        json!({ "odata.error": { "code": text, "message": { "value": text } } }),
        json!({ "error": text, "error_description": text }),
        json!({ "statusCode": 503, "message": text }),
        json!({ "message": text }),
        json!(text),
        json!({ text: text }),
        json!({ "links": { text: { "uri": 7 } }, "items": [] }),
        json!({ "items": [{ text: text, "id": [] }] }),
        json!({ "items": [{ "attributes": { text: {}, "objectType": 7 } }] }),
        json!({ "items": [{ "links": { text: deep } }] }),
        json!({ "attributes": { "objectType": text } }),
        json!({ "attributes": { "objectType": "License", text: 1 } }),
        json!({ "totalCount": text, "items": [{}] }),
    ];
    let mut bodies: Vec<_> = values.iter().map(Value::to_string).collect();
    bodies.push(text.to_owned());
    bodies.push(format!("{{\"items\":[{{\"{text}\":"));
    bodies
}

fn check(shown: &str, longest: usize) -> Result<(), TestCaseError> {
    let is_bidi = |c| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let odd = shown.chars().find(|c| c.is_control() || is_bidi(*c));
    prop_assert!(odd.is_none(), "{odd:?} in {shown:.300?}");
    prop_assert!(shown.chars().count() <= longest, "{} in {shown:.300?}", shown.len());
    Ok(())
}

/// An error, what it holds, and what it came from.
fn check_error(error: &Error) -> Result<(), TestCaseError> {
    check(&error.to_string(), 1500)?;
    check(&format!("{error:?}"), 10_000)?;
    check(&error.ids().to_string(), 300)?;
    check(&format!("{}{}", error.category(), error.sent()), 300)?;
    if let Some(failure) = error.sign_in() {
        check(&failure.to_string(), 500)?;
        check(&format!("{failure:?}"), 1500)?;
    }
    if let Some(body) = error.body() {
        check(&body.to_string(), 300)?;
        check(&format!("{body:?}"), 300)?;
    }
    let mut source = error.source();
    while let Some(error) = source {
        check(&error.to_string(), 2500)?;
        source = error.source();
    }
    Ok(())
}

/// What an answer is to an operation; only errors matter.
fn decode<O: Operation<Output: Debug>>(answer: &http::Response<String>) -> Option<Error> {
    O::decode(answer).err()
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn no_error_of_an_answer_is_more_than_a_line(text in texts()) {
        let mut errors = 0;
        for body in bodies(&text) {
            check(&ErrorBody::read(body.as_bytes()).to_string(), 300)?;
            for status in [200, 400, 401, 412, 429, 503] {
                let mut answer = http::Response::new(body.clone());
                *answer.status_mut() = http::StatusCode::from_u16(status).expect("a status");
                for name in ["ms-requestid", "ms-correlationid", "ms-cv"] {
                    if let Ok(value) = HeaderValue::from_str(&text) {
                        answer.headers_mut().insert(name, value);
                    }
                }
                for error in [
                    decode::<GetCustomerUser>(&answer),
                    decode::<ListCustomerUsers>(&answer),
                    decode::<ListUserLicenses>(&answer),
                ].iter().flatten() {
                    errors += 1;
                    check_error(error)?;
                }
            }
        }
        prop_assert!(errors > 200, "{errors}");
    }

    #[test]
    fn no_error_of_signing_in_is_more_than_a_line(text in texts()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("it can be made");
        let codes: Vec<_> = (0..500).map(|code| json!([code, text])).collect();
        let codes: Vec<_> = codes.iter().filter_map(Value::as_array).flatten().collect();
        for body in [
            json!({
                "error": text, "error_codes": codes, "error_description": text, "suberror": text,
                "claims": text, "correlation_id": text, "trace_id": text, "timestamp": text,
            }),
            json!({ "error": { "code": text, "message": text } }),
            json!({ "suberror": "x", text.clone(): text }),
            json!(text),
        ] {
            let script = Script::of([Act::Answer(400, vec![], body.to_string())]);
            let options = AppUserCredentialOptions::new()
                .with_answer_bytes(100 << 20)
                .with_client_options(script.client_options());
            let credential = AppUserCredential::new(Cloud::GLOBAL, "t", "id", "r", options);
            let credential = credential.expect("it can be made");
            let token = runtime.block_on(credential.get_token(&["scope"], None));
            let error = Error::from(token.expect_err("refused"));
            prop_assert_eq!(error.category(), Category::SignIn);
            check_error(&error)?;
        }
    }
}
