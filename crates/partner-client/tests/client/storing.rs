//! A new refresh token, and whoever stores it badly.

use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use azure_core::credentials::{Secret, TokenCredential};
use futures::future::join_all;
use partner_client::{AppUserCredential, AppUserCredentialOptions, Category, Cloud, Error};

use crate::script::{Act, Script};

const TOKENS: &str = r#"{"access_token":"a","refresh_token":"new","expires_in":3600}"#;
const TOO_LONG: &str = "signing in failed: storing the new refresh token took too long";

/// A credential that is given a new refresh token once, and stores it for no longer than a tenth of a second.
fn credential<F, R>(store: F) -> (Arc<AppUserCredential>, Arc<Script>)
where
    F: Fn(Secret) -> R + Send + Sync + 'static,
    R: Future<Output = Result<(), std::io::Error>> + Send + 'static,
{
    let script = Script::of([Act::ok(TOKENS)]);
    let options = AppUserCredentialOptions::new()
        .with_client_options(script.client_options())
        .with_longest_storing(Duration::from_millis(100))
        .with_on_new_refresh_token(store);
    let credential = AppUserCredential::new(Cloud::GLOBAL, "t", "id", "old", options);
    (credential.expect("it can be made"), script)
}

async fn token(credential: &AppUserCredential) -> Result<String, String> {
    let token = credential.get_token(&["scope"], None).await.map_err(Error::from);
    let token = token.map_err(|error| {
        assert_eq!(error.category(), Category::SignIn);
        error.to_string()
    })?;
    Ok(token.token.secret().to_owned())
}

/// What all of twenty get who ask at once, and how long that takes.
async fn twenty(credential: &AppUserCredential) -> (Vec<Result<String, String>>, Duration) {
    let begin = Instant::now();
    let tokens = join_all((0..20).map(|_| token(credential))).await;
    (tokens, begin.elapsed())
}

#[tokio::test]
async fn storing_that_never_ends_fails_all_who_wait_and_is_tried_again() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let (credential, script) = credential(move |token| {
        let call = counted.fetch_add(1, Ordering::SeqCst);
        async move {
            assert_eq!(token.secret(), "new");
            if call < 2 { pending().await } else { Ok(()) }
        }
    });
    for call in 1..=2 {
        let (tokens, took) = twenty(&credential).await;
        assert!(tokens.iter().all(|it| *it == Err(TOO_LONG.to_owned())), "{tokens:?}");
        assert!(took < Duration::from_secs(1), "one after another: {took:?}");
        assert_eq!(calls.load(Ordering::SeqCst), call);
    }
    let (tokens, _) = twenty(&credential).await;
    assert!(tokens.iter().all(Result::is_ok), "{tokens:?}");
    assert_eq!((calls.load(Ordering::SeqCst), script.count()), (3, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn storing_that_blocks_its_thread_blocks_no_call() {
    let (release, blocked) = mpsc::channel::<()>();
    let (blocked, calls) = (Mutex::new(blocked), Arc::new(AtomicUsize::new(0)));
    let counted = calls.clone();
    let (credential, script) = credential(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        // As a file system that has gone away.
        let released = blocked.lock().expect("no panic before").recv();
        async move { released.map_err(std::io::Error::other) }
    });
    for _ in 0..3 {
        let (tokens, took) = twenty(&credential).await;
        assert!(tokens.iter().all(|it| *it == Err(TOO_LONG.to_owned())), "{tokens:?}");
        assert!(took < Duration::from_secs(1), "one after another: {took:?}");
    }
    assert_eq!(calls.load(Ordering::SeqCst), 1, "one at a time");
    release.send(()).expect("it waits");
    let begin = Instant::now();
    while token(&credential).await.is_err() {
        assert!(begin.elapsed() < Duration::from_secs(10), "it has ended");
    }
    assert_eq!((calls.load(Ordering::SeqCst), script.count()), (1, 1), "it was stored after all");
}

#[tokio::test]
async fn storing_that_panics_is_an_error_and_is_tried_again() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let (credential, script) = credential(move |_| {
        let call = counted.fetch_add(1, Ordering::SeqCst);
        assert!(call > 0, "on purpose");
        async { Ok(()) }
    });
    let error = token(&credential).await.expect_err("it panics");
    assert_eq!(error, "signing in failed: storing the new refresh token was broken off");
    assert_eq!(token(&credential).await.as_deref(), Ok("a"));
    assert_eq!((calls.load(Ordering::SeqCst), script.count()), (2, 1));
}

#[tokio::test]
async fn an_answer_of_the_sign_in_service_has_a_limit() {
    let long = format!(r#"{{"access_token":"a","padding":"{}"}}"#, "x".repeat(300_000));
    for act in [
        Act::ok(&long),
        Act::Answer(400, vec![], long.clone()),
        Act::Answer(503, vec![], long.clone()),
        Act::Answer(200, vec![("content-length", "2000000000")], String::new()),
    ] {
        let script = Script::of([act]);
        let options =
            || AppUserCredentialOptions::new().with_client_options(script.client_options());
        let made = |options| AppUserCredential::new(Cloud::GLOBAL, "t", "id", "r", options);
        let error = token(&made(options()).expect("made")).await.expect_err("too large");
        assert!(error.contains("the sign-in service's answer is too large"), "{error}");
        assert_eq!(script.count(), 1, "it is not asked again");
    }
    let script = Script::of([Act::ok(&long)]);
    let options = AppUserCredentialOptions::new()
        .with_client_options(script.client_options())
        .with_answer_bytes(long.len());
    let credential = AppUserCredential::new(Cloud::GLOBAL, "t", "id", "r", options).expect("made");
    assert_eq!(token(&credential).await.as_deref(), Ok("a"));
}
