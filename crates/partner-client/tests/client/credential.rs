//! Signing in with a refresh token.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use azure_core::credentials::{Secret, TokenCredential};
use futures::future::join_all;
use partner_client::client::TokenEndpoint;
use partner_client::{AppUserCredential, AppUserCredentialOptions, Category, Error};
use partner_emulator::{Emulator, Fault, Scope};

use crate::support::{
    CUSTOMER, USER, client, client_options, cloud, credential, credential_options, trusting,
};

const SCOPES: [&str; 1] = ["https://api.partnercenter.microsoft.com/.default"];

fn options(emulator: &Emulator) -> AppUserCredentialOptions {
    credential_options(emulator, trusting(emulator, Duration::from_secs(5)))
}

async fn token(credential: &AppUserCredential) -> Result<String, Error> {
    let token = credential.get_token(&SCOPES, None).await.map_err(Error::from)?;
    Ok(token.token.secret().to_owned())
}

#[tokio::test]
async fn both_endpoints_give_a_token_and_keep_it() {
    let emulator = Emulator::start().await.expect("it starts");
    for endpoint in [TokenEndpoint::V1, TokenEndpoint::V2] {
        emulator.clear_requests();
        let credential = credential(&emulator, options(&emulator).with_token_endpoint(endpoint));
        let first = token(&credential).await.expect("it is given");
        assert_eq!(token(&credential).await.expect("it is kept"), first);
        let requests = emulator.requests();
        assert_eq!(requests.len(), 1);
        let path =
            if endpoint == TokenEndpoint::V1 { "/oauth2/token" } else { "/oauth2/v2.0/token" };
        assert!(requests[0].path().ends_with(path), "{}", requests[0].path());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_ask_at_once_ask_once() {
    let emulator = Emulator::builder().refresh_token_uses(1).start().await.expect("it starts");
    let credential = credential(&emulator, options(&emulator));
    let tokens = join_all((0..200).map(|_| token(&credential))).await;
    let first = tokens[0].as_ref().expect("it is given");
    assert!(tokens.iter().all(|token| token.as_ref().ok() == Some(first)));
    assert_eq!(emulator.token_requests(), 1);
    // What was asked for decides what is kept.
    let graph = credential.get_token(&[emulator.endpoint()], None).await;
    assert!(graph.is_err(), "the v2 endpoint wants a scope");
    assert_eq!(emulator.token_requests(), 2);
}

#[tokio::test]
async fn a_token_is_renewed_shortly_before_it_expires() {
    // A tenth of the life of two seconds before its end, so after 1.8 s.
    let emulator = Emulator::builder()
        .token_lifetime(Duration::from_secs(2))
        .refresh_token_uses(1)
        .start()
        .await
        .expect("it starts");
    let stored = Arc::new(Mutex::new(Vec::new()));
    let seen = stored.clone();
    let store = move |token: Secret| {
        seen.lock().expect("no panic before").push(token.secret().to_owned());
        async { Ok::<_, std::io::Error>(()) }
    };
    let credential = credential(&emulator, options(&emulator).with_on_new_refresh_token(store));
    let first = token(&credential).await.expect("it is given");
    tokio::time::sleep(Duration::from_millis(2100)).await;
    let second = token(&credential).await.expect("it is renewed");
    assert_ne!(first, second);
    assert_eq!(emulator.token_requests(), 2);
    // Each use brought a new refresh token; the last is the one that is good now.
    let stored = stored.lock().expect("no panic before").clone();
    assert_eq!(stored.len(), 2);
    assert_eq!(stored.last(), Some(&emulator.refresh_token()));
}

#[tokio::test]
async fn a_refresh_token_that_could_not_be_stored_is_handed_over_again() {
    let emulator = Emulator::builder().refresh_token_uses(1).start().await.expect("it starts");
    let (broken, calls) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
    let kept = Arc::new(Mutex::new(String::new()));
    let (broken_, calls_, kept_) = (broken.clone(), calls.clone(), kept.clone());
    let store = move |token: Secret| {
        calls_.fetch_add(1, Ordering::SeqCst);
        let full = broken_.load(Ordering::SeqCst);
        if !full {
            token.secret().clone_into(&mut kept_.lock().expect("no panic before"));
        }
        async move { if full { Err("the disk is full") } else { Ok(()) } }
    };
    let credential = credential(&emulator, options(&emulator).with_on_new_refresh_token(store));
    for _ in 0..2 {
        let error = token(&credential).await.expect_err("it is not stored");
        assert_eq!(error.category(), Category::SignIn);
        assert_eq!(
            error.to_string(),
            "signing in failed: the new refresh token could not be stored"
        );
        let source = std::error::Error::source(&error).map(ToString::to_string);
        assert_eq!(source.as_deref(), Some("the disk is full"));
    }
    broken.store(false, Ordering::SeqCst);
    token(&credential).await.expect("it is stored now");
    assert_eq!(*kept.lock().expect("no panic before"), emulator.refresh_token());
    assert_eq!((emulator.token_requests(), calls.load(Ordering::SeqCst)), (1, 3));
    token(&credential).await.expect("it is kept");
    assert_eq!(calls.load(Ordering::SeqCst), 3, "what is stored is not stored again");
}

#[tokio::test]
async fn a_call_that_is_given_up_loses_no_refresh_token() {
    let emulator = Emulator::builder().refresh_token_uses(1).start().await.expect("it starts");
    emulator.inject_times(Scope::Token, Fault::Delay(Duration::from_millis(300)), 1);
    let (sender, receiver) = futures::channel::oneshot::channel();
    let sender = Mutex::new(Some(sender));
    let store = move |token: Secret| {
        let sender = sender.lock().expect("no panic before").take();
        if let Some(sender) = sender {
            drop(sender.send(token.secret().to_owned()));
        }
        async { Ok::<_, std::io::Error>(()) }
    };
    let credential = credential(&emulator, options(&emulator).with_on_new_refresh_token(store));
    let given_up = tokio::time::timeout(Duration::from_millis(50), token(&credential)).await;
    assert!(given_up.is_err());
    let stored = tokio::time::timeout(Duration::from_secs(10), receiver).await;
    assert_eq!(stored.expect("in time").expect("stored"), emulator.refresh_token());
    token(&credential).await.expect("it has come meanwhile");
    assert_eq!(emulator.token_requests(), 1);
}

#[tokio::test]
async fn a_refusal_names_its_code_and_is_final() {
    let emulator = Emulator::start().await.expect("it starts");
    let refused = credential(&emulator, options(&emulator).with_client_secret("wrong-secret"));
    let error = token(&refused).await.expect_err("refused");
    assert_eq!(error.category(), Category::SignIn);
    assert!(error.to_string().starts_with("signing in failed (401): invalid_client"), "{error}");
    assert_eq!(emulator.token_requests(), 1);

    let known = emulator.credentials();
    let (tenant, id) = (&known.tenant_id, &known.client_id);
    let stale = AppUserCredential::new(cloud(&emulator), tenant, id, "stale", options(&emulator))
        .expect("ok");
    let error = token(&stale).await.expect_err("refused");
    assert!(error.to_string().starts_with("signing in failed (400): invalid_grant"), "{error}");

    // The client hands the error on, and does not try again; nor is what is refused sent again.
    let transport = trusting(&emulator, Duration::from_secs(5));
    let options = partner_client::PartnerClientOptions::new()
        .with_client_options(client_options(transport, 2));
    let client = partner_client::PartnerClient::new(cloud(&emulator), stale, options).expect("ok");
    let error = client.customer("c").subscribed_skus().list(None).await.expect_err("refused");
    assert_eq!(
        (error.category(), error.operation()),
        (Category::SignIn, Some("listSubscribedSkus"))
    );
    assert!(error.to_string().contains("invalid_grant"), "{error}");
    assert_eq!(emulator.token_requests(), 2);
}

#[tokio::test]
async fn faults_of_the_token_endpoint_are_waited_out_or_told() {
    let emulator = Emulator::start().await.expect("it starts");
    for fault in [Fault::Status(503), Fault::Drop, Fault::Throttle(0), Fault::Html] {
        let credential = credential(&emulator, options(&emulator));
        emulator.inject_times(Scope::Token, fault.clone(), 2);
        token(&credential).await.unwrap_or_else(|error| panic!("{fault}: {error}"));
    }
    for fault in [Fault::Status(503), Fault::Drop, Fault::Html] {
        let credential = credential(&emulator, options(&emulator));
        emulator.inject_times(Scope::Token, fault.clone(), 3);
        let error = token(&credential).await.expect_err("three times is too often");
        assert_eq!(error.category(), Category::SignIn, "{fault}");
        let again = token(&credential).await.expect_err("it answers the next one too");
        assert_eq!(again.to_string(), error.to_string());
        let anew = self::credential(&emulator, options(&emulator));
        token(&anew).await.expect("the service is back");
    }
    for fault in [Fault::Truncate, Fault::ErrorInSuccess] {
        let credential = credential(&emulator, options(&emulator));
        emulator.inject_times(Scope::Token, fault.clone(), 1);
        let error = token(&credential).await.expect_err("nothing to go by");
        assert_eq!(error.category(), Category::SignIn, "{fault}");
    }
}

#[tokio::test]
async fn a_token_that_the_service_rejects_is_replaced() {
    let emulator = Emulator::start().await.expect("it starts");
    let client = client(&emulator);
    let licenses = client.customer(CUSTOMER).user(USER).licenses();
    licenses.list(None).await.expect("answered");
    // Revoked before its time: the call fails, and the next one signs in again.
    emulator.expire_access_tokens();
    let error = licenses.list(None).await.expect_err("rejected");
    assert_eq!(error.category(), Category::Unauthorized);
    licenses.list(None).await.expect("answered with another token");
    assert_eq!(emulator.token_requests(), 2);
}

#[tokio::test]
async fn what_is_sent_to_each_endpoint() {
    use crate::script::Act;
    let answer = r#"{"access_token":"a","expires_in":"3599","token_type":"Bearer"}"#;
    for (endpoint, name, value) in [
        (TokenEndpoint::V1, "resource", "https://api.partnercenter.microsoft.com"),
        (
            TokenEndpoint::V2,
            "scope",
            "https://api.partnercenter.microsoft.com/.default offline_access",
        ),
    ] {
        let script = crate::script::Script::of([Act::ok(answer)]);
        let options = AppUserCredentialOptions::new()
            .with_client_secret("s&=%")
            .with_token_endpoint(endpoint)
            .with_client_options(script.client_options());
        let cloud = partner_client::Cloud::GLOBAL;
        let credential =
            AppUserCredential::new(cloud, "contoso.com", "id", "r+/=", options).expect("ok");
        token(&credential).await.expect("it is given");
        let body = script.bodies().remove(0);
        let form: HashMap<String, String> =
            url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        let expected = [
            ("grant_type", "refresh_token"),
            ("client_id", "id"),
            ("client_secret", "s&=%"),
            ("refresh_token", "r+/="),
            (name, value),
        ];
        assert_eq!(form, expected.map(|(k, v)| (k.to_owned(), v.to_owned())).into());
        assert_eq!(script.header("content-type"), ["application/x-www-form-urlencoded"]);
        assert!(
            script.urls()[0].starts_with("https://login.microsoftonline.com/contoso.com/oauth2/")
        );
    }
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_left_to_the_caller() {
    use crate::script::{Act, Script};
    for (longest, wait) in [(None, "61"), (Some(Duration::ZERO), "1")] {
        let script = Script::of([Act::wait(429, wait)]);
        let mut options =
            AppUserCredentialOptions::new().with_client_options(script.client_options());
        if let Some(longest) = longest {
            options = options.with_longest_retry_after(longest);
        }
        let cloud = partner_client::Cloud::GLOBAL;
        let credential = AppUserCredential::new(cloud, "t", "id", "r", options).expect("made");
        let error = token(&credential).await.expect_err("too long");
        assert_eq!(error.category(), Category::SignIn);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
        assert_eq!(error.retry_after().map(|it| it.as_secs().to_string()).as_deref(), Some(wait));
        assert_eq!(script.count(), 1);
    }
}

/// A credential that can't sign in, and says so as its own pipeline does.
#[derive(Debug)]
struct Foreign;

#[async_trait::async_trait]
impl TokenCredential for Foreign {
    async fn get_token(
        &self,
        _: &[&str],
        _: Option<azure_core::credentials::TokenRequestOptions<'_>>,
    ) -> azure_core::Result<azure_core::credentials::AccessToken> {
        let body = r#"{"error_description":"alex@contoso.com should sign in"}"#;
        let raw = azure_core::http::RawResponse::from_bytes(
            azure_core::http::StatusCode::BadRequest,
            azure_core::http::headers::Headers::new(),
            body,
        );
        Err(azure_core::Error::with_message(
            azure_core::error::ErrorKind::HttpResponse {
                status: azure_core::http::StatusCode::BadRequest,
                error_code: None,
                raw_response: Some(Box::new(raw)),
            },
            body,
        ))
    }
}

#[tokio::test]
async fn an_error_of_another_credential_is_of_signing_in_and_not_shown() {
    let script = crate::script::Script::of([]);
    let options =
        partner_client::PartnerClientOptions::new().with_client_options(script.client_options());
    let cloud = partner_client::Cloud::GLOBAL;
    let client = partner_client::PartnerClient::new(cloud, Arc::new(Foreign), options).expect("ok");
    let error = client.customer("c").subscribed_skus().list(None).await.expect_err("no token");
    assert_eq!((error.category(), error.status()), (Category::SignIn, None));
    assert_eq!(error.operation(), Some("listSubscribedSkus"));
    assert!(!format!("{error} {error:?}").contains("alex"), "{error:?}");
    let source = std::error::Error::source(&error).map(ToString::to_string);
    assert!(source.is_some_and(|source| source.contains("alex")), "it is there for who asks");
}

#[tokio::test]
async fn storing_that_never_ends_ends() {
    let emulator = Emulator::builder().refresh_token_uses(1).start().await.expect("it starts");
    let options = options(&emulator)
        .with_on_new_refresh_token(async |_: Secret| {
            std::future::pending::<Result<(), Error>>().await
        })
        .with_longest_storing(Duration::from_millis(50));
    let credential = credential(&emulator, options);
    for _ in 0..2 {
        let error = token(&credential).await.expect_err("the token is not stored");
        assert_eq!(error.category(), Category::SignIn);
        assert!(
            error.to_string().contains("storing the new refresh token took too long"),
            "{error}"
        );
    }
    assert_eq!(emulator.token_requests(), 1, "the same one is handed over again");
}

#[tokio::test]
async fn an_answer_of_the_sign_in_service_that_is_too_large_is_an_error() {
    let emulator = Emulator::start().await.expect("it starts");
    let credential = credential(&emulator, options(&emulator).with_answer_bytes(100));
    let error = token(&credential).await.expect_err("it is too large");
    assert_eq!(error.category(), Category::SignIn);
    assert!(error.to_string().contains("answer is too large"), "{error}");
    assert_eq!(emulator.token_requests(), 1, "it is not asked for again");
}

#[tokio::test]
async fn why_signing_in_failed_can_be_told_by_a_program() {
    let emulator = Emulator::start().await.expect("it starts");
    let options = options(&emulator).with_client_secret("wrong".to_owned());
    let error = token(&credential(&emulator, options)).await.expect_err("the secret is wrong");
    let failure = error.sign_in().expect("it says why");
    assert_eq!(failure.reason(), partner_client::SignInReason::SecretWrong, "{failure:?}");
    assert_eq!(failure.codes, [7_000_215]);
}
