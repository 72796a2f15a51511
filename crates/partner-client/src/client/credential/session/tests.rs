//! What becomes of a session while time goes by. The clock is the system's, so the tests move what is
//! held against it.

use std::collections::VecDeque;
use std::future::pending;
use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use azure_core::http::headers::Headers;
use azure_core::http::{
    AsyncRawResponse, ClientMethodOptions, ClientOptions, HttpClient, RetryOptions, Transport,
};
use futures::future::join_all;

use super::*;
use crate::client::{AppUserCredential, AppUserCredentialOptions};
use crate::cloud::Cloud;

/// A token endpoint that answers as it is told, and never once it has nothing more to say.
#[derive(Debug, Default)]
struct Endpoint {
    answers: Mutex<VecDeque<(u16, &'static str)>>,
    asked: Mutex<usize>,
}

#[async_trait::async_trait]
impl HttpClient for Endpoint {
    async fn execute_request(&self, _: &Request) -> azure_core::Result<AsyncRawResponse> {
        *self.asked.lock().expect("no panic before") += 1;
        let answer = self.answers.lock().expect("no panic before").pop_front();
        let Some((status, body)) = answer else { return pending().await };
        Ok(AsyncRawResponse::from_bytes(status.into(), Headers::new(), body))
    }
}

impl Endpoint {
    fn asked(&self) -> usize {
        *self.asked.lock().expect("no panic before")
    }
}

const FIRST: (u16, &str) = (200, r#"{"access_token":"first","expires_in":3600}"#);
const SECOND: (u16, &str) = (200, r#"{"access_token":"second","expires_in":3600}"#);
const THIRD: (u16, &str) = (200, r#"{"access_token":"third","expires_in":3600}"#);
const DOWN: (u16, &str) = (503, "down");
const REVOKED: (u16, &str) = (400, r#"{"error":"invalid_grant"}"#);

fn credential(
    answers: impl IntoIterator<Item = (u16, &'static str)>,
) -> (Arc<AppUserCredential>, Arc<Endpoint>) {
    let answers = Mutex::new(answers.into_iter().collect());
    let endpoint = Arc::new(Endpoint { answers, ..Endpoint::default() });
    let options = AppUserCredentialOptions::new().with_client_options(ClientOptions {
        transport: Some(Transport::new(endpoint.clone())),
        retry: RetryOptions::none(),
        ..ClientOptions::default()
    });
    let credential = AppUserCredential::new(Cloud::GLOBAL, "t", "id", "refresh", options);
    (credential.expect("it can be made"), endpoint)
}

async fn token(credential: &AppUserCredential) -> Result<String, Error> {
    with_rejected(credential, None).await
}

async fn with_rejected(
    credential: &AppUserCredential,
    rejected: Option<&'static str>,
) -> Result<String, Error> {
    let mut context = Context::new();
    if let Some(token) = rejected {
        context.insert(RejectedToken(Secret::new(token)));
    }
    let options = azure_core::credentials::TokenRequestOptions {
        method_options: ClientMethodOptions { context },
    };
    let token = credential.get_token(&["scope"], Some(options)).await.map_err(Error::from)?;
    Ok(token.token.secret().to_owned())
}

/// Changes the token that is kept.
fn change(credential: &AppUserCredential, change: impl FnOnce(&mut Kept)) {
    change(credential.session.state().tokens.get_mut("scope").expect("there is a token"));
}

#[tokio::test]
async fn a_token_that_can_not_be_renewed_is_used_while_it_is_good() {
    let (credential, endpoint) = credential([FIRST, DOWN, DOWN, DOWN]);
    token(&credential).await.expect("given");
    change(&credential, |kept| kept.refresh_at = OffsetDateTime::now_utc());
    for _ in 0..3 {
        assert_eq!(token(&credential).await.expect("still good"), "first");
    }
    assert_eq!(endpoint.asked(), 2, "not every call tries to renew it");
    change(&credential, |kept| {
        assert!(kept.refresh_at > OffsetDateTime::now_utc(), "it is tried again");
        kept.refresh_at -= PAUSE;
    });
    token(&credential).await.expect("still good");
    assert_eq!(endpoint.asked(), 3);
    // However late that is, what has expired is not given.
    change(&credential, |kept| kept.token.expires_on = OffsetDateTime::now_utc());
    token(&credential).await.expect_err("expired");
    assert_eq!(endpoint.asked(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_hangs_keeps_no_call() {
    let (credential, endpoint) = credential([FIRST]);
    token(&credential).await.expect("given");
    change(&credential, |kept| kept.refresh_at = OffsetDateTime::now_utc());
    // The first one waits a little; the others see that it is being asked.
    let begin = tokio::time::Instant::now();
    let tokens = join_all((0..20).map(|_| token(&credential))).await;
    for token in tokens {
        assert_eq!(token.expect("still good"), "first");
    }
    for _ in 0..20 {
        assert_eq!(token(&credential).await.expect("still good"), "first");
    }
    let waited = azure_core::time::Duration::try_from(begin.elapsed()).expect("short");
    assert!(waited < super::super::PATIENCE * 2, "{waited}");
    assert_eq!(endpoint.asked(), 2);
}

#[tokio::test]
async fn a_renewal_that_succeeds_is_waited_for() {
    let (credential, _) = credential([FIRST, SECOND]);
    token(&credential).await.expect("given");
    change(&credential, |kept| kept.refresh_at = OffsetDateTime::now_utc());
    assert_eq!(token(&credential).await.expect("renewed"), "second");
}

#[tokio::test]
async fn a_failure_answers_all_who_wait_and_not_for_long() {
    let (credential, endpoint) = credential([REVOKED, FIRST]);
    for answer in join_all((0..20).map(|_| token(&credential))).await {
        let error = answer.expect_err("revoked");
        assert_eq!(error.to_string(), "signing in failed (400): invalid_grant");
    }
    assert_eq!(endpoint.asked(), 1);
    // It is about what was asked for, and about nothing else.
    assert!(credential.session.state().failure("other").is_none());
    let later = |state: &mut State| {
        state.failures.get_mut("scope").expect("it is known").1 -= ANSWER_ENOUGH;
    };
    later(&mut credential.session.state());
    assert_eq!(token(&credential).await.expect("asked again"), "first");
}

#[tokio::test]
async fn a_token_that_lives_for_no_time_is_not_asked_for_with_each_call() {
    for body in [
        r#"{"access_token":"first","expires_in":0}"#,
        r#"{"access_token":"first","expires_in":"-1"}"#,
        r#"{"access_token":"first"}"#,
    ] {
        let (credential, endpoint) = credential([(200, body)]);
        for _ in 0..50 {
            assert_eq!(token(&credential).await.expect("given"), "first");
        }
        assert_eq!(endpoint.asked(), 1, "{body}");
        change(&credential, |kept| {
            assert!(kept.token.expires_on <= OffsetDateTime::now_utc() + Duration::minutes(1));
        });
    }
}

#[tokio::test]
async fn a_failure_is_no_answer_where_there_is_a_token() {
    let (credential, _) = credential([FIRST, DOWN, SECOND]);
    token(&credential).await.expect("given");
    change(&credential, |kept| kept.refresh_at = OffsetDateTime::now_utc());
    with_rejected(&credential, Some("first")).await.expect_err("it can't be replaced");
    // To another client the token is good.
    assert_eq!(token(&credential).await.expect("renewed"), "second");
}

#[tokio::test]
async fn a_token_is_replaced_for_being_rejected_once_a_minute() {
    let (credential, endpoint) = credential([FIRST, SECOND, THIRD]);
    assert_eq!(token(&credential).await.expect("given"), "first");
    let rejected = async |old| with_rejected(&credential, Some(old)).await.expect("given");
    assert_eq!(rejected("first").await, "second");
    for _ in 0..3 {
        assert_eq!(rejected("second").await, "second", "the token is not to blame");
    }
    assert_eq!(endpoint.asked(), 2);
    change(&credential, |kept| {
        kept.replaced_at = kept.replaced_at.map(|at| at - BETWEEN_REPLACEMENTS);
    });
    assert_eq!(rejected("second").await, "third");
}
