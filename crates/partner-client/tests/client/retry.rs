//! What is tried again, and what is not.

use std::time::Duration;

use partner_client::{CallOptions, Category, Error, PartnerClientOptions};
use partner_models::licenses::{LicenseAssignment, LicenseUpdate};

use crate::script::{Act, Script};

const NONE: &str = r#"{"totalCount":0,"items":[]}"#;

/// How often a GET is sent, and how it ends.
async fn get(acts: impl IntoIterator<Item = Act>) -> (usize, Result<(), Error>) {
    let (client, script) = Script::client(acts);
    let answer = client.customer("c").user("u").licenses().list(None).await;
    (script.count(), answer.map(|_| ()))
}

/// How often a POST is sent, and how it ends.
async fn post(acts: impl IntoIterator<Item = Act>) -> (usize, Result<(), Error>) {
    let (client, script) = Script::client(acts);
    let update = LicenseUpdate::new().with_licenses_to_assign([LicenseAssignment::new("sku")]);
    let answer = client.customer("c").user("u").license_updates().create(update, None).await;
    (script.count(), answer.map(|_| ()))
}

#[tokio::test]
async fn a_get_is_sent_again_where_that_may_help() {
    for act in
        [408, 429, 500, 502, 503, 504].map(Act::status).into_iter().chain([Act::Refuse, Act::Break])
    {
        let (count, answer) = get([act.clone(), act.clone(), Act::ok(NONE)]).await;
        answer.unwrap_or_else(|error| panic!("{act:?}: {error}"));
        assert_eq!(count, 3, "{act:?}");
        let (count, answer) = get([act.clone(), act.clone(), act.clone()]).await;
        assert_eq!(count, 3, "{act:?}");
        assert!(answer.is_err());
    }
}

#[tokio::test]
async fn a_refusal_is_final() {
    for status in [400, 401, 403, 404, 405, 406, 409, 412, 501] {
        let (count, answer) = get([Act::status(status)]).await;
        assert_eq!(
            (count, answer.expect_err("refused").status().map(|it| it.as_u16())),
            (1, Some(status))
        );
        let (count, answer) = post([Act::status(status)]).await;
        assert_eq!(
            (count, answer.expect_err("refused").status().map(|it| it.as_u16())),
            (1, Some(status))
        );
    }
}

#[tokio::test]
async fn a_post_is_sent_again_only_where_it_was_not_carried_out() {
    let update =
        || Act::Answer(201, vec![], r#"{"licensesToAssign":[{"skuId":"sku"}]}"#.to_owned());
    for act in [Act::status(429), Act::wait(429, "0"), Act::wait(503, "0"), Act::Refuse] {
        let (count, answer) = post([act.clone(), update()]).await;
        answer.unwrap_or_else(|error| panic!("{act:?}: {error}"));
        assert_eq!(count, 2, "{act:?}");
    }
    for (act, category) in [
        (Act::status(408), Category::OtherStatus),
        (Act::status(500), Category::Server),
        (Act::status(502), Category::Server),
        (Act::status(503), Category::Server),
        (Act::status(504), Category::Server),
        (Act::Break, Category::Transport),
    ] {
        let (count, answer) = post([act.clone()]).await;
        let error = answer.expect_err("not tried again");
        assert_eq!((count, error.category()), (1, category), "{act:?}");
        assert_eq!(error.operation(), Some("updateUserLicenses"));
    }
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_left_to_the_caller() {
    for status in [429, 503] {
        // The first that is there counts, as it does for the policy that waits.
        for headers in [
            vec![("retry-after", "61")],
            vec![("retry-after-ms", "61000"), ("retry-after", "0")],
            vec![("x-ms-retry-after-ms", "61000"), ("retry-after-ms", "0"), ("retry-after", "0")],
        ] {
            let (count, answer) = get([Act::Answer(status, headers.clone(), String::new())]).await;
            let error = answer.expect_err("too long");
            assert_eq!(count, 1, "{headers:?}");
            assert_eq!(error.retry_after(), Some(Duration::from_secs(61)));
            assert_eq!(error.ids().request_id.as_deref(), Some("of the service"));
        }
    }
    // As a date, which the system's clock is held against.
    let (count, answer) = get([Act::wait(429, "Fri, 31 Dec 9999 23:59:59 GMT")]).await;
    let wait = answer.expect_err("too long").retry_after().expect("it says how long");
    assert!(count == 1 && wait > Duration::from_secs(1_000_000), "{wait:?}");
    let options = PartnerClientOptions::new().with_longest_retry_after(Duration::ZERO);
    let (client, script) = Script::client_with([Act::wait(429, "1")], options);
    let error = client.customer("c").subscribed_skus().list(None).await.expect_err("too long");
    assert_eq!((script.count(), error.category()), (1, Category::Throttled));
}

#[tokio::test]
async fn a_wait_in_decimals_or_of_an_old_date_is_waited_out() {
    // Longer than the policy would wait by itself.
    for headers in [
        vec![("retry-after", "0.3")],
        vec![("retry-after", " 0.30 ")],
        vec![("retry-after-ms", "300.0")],
        vec![("x-ms-retry-after-ms", "soon"), ("retry-after", "0.3")],
    ] {
        for status in [429, 503] {
            let begin = std::time::Instant::now();
            let act = Act::Answer(status, headers.clone(), String::new());
            let (count, answer) = get([act, Act::ok(NONE)]).await;
            answer.unwrap_or_else(|error| panic!("{headers:?}: {error}"));
            assert_eq!(count, 2);
            let waited = begin.elapsed();
            assert!(waited >= Duration::from_millis(300) && waited.as_secs() < 5, "{waited:?}");
        }
    }
    // As it was said, and not as it is waited for; and a date of the older kinds is a date.
    let (count, answer) = get([Act::wait(429, "61.25")]).await;
    let wait = answer.expect_err("too long").retry_after();
    assert_eq!((count, wait), (1, Some(Duration::from_millis(61_250))));
    let (count, answer) = get([Act::wait(429, "Fri Dec 31 23:59:59 2100")]).await;
    assert!(answer.expect_err("too long").retry_after() > Some(Duration::from_secs(61)));
    assert_eq!(count, 1);
    // An answer that is none to be tried again is left as it was.
    let act = Act::Answer(200, vec![("retry-after", "1.5")], NONE.to_owned());
    let (client, _) = Script::client([act]);
    let answer = client.customer("c").user("u").licenses().list(None).await.expect("answered");
    assert_eq!(answer.headers()["retry-after"], "1.5");
    assert!(!answer.headers().contains_key("x-ms-retry-after-ms"));
}

#[tokio::test]
async fn retries_repeat_the_request_id_and_calls_do_not() {
    let (client, script) = Script::client([Act::status(503), Act::ok(NONE), Act::ok(NONE)]);
    for _ in 0..2 {
        client.customer("c").user("u").licenses().list(None).await.expect("answered");
    }
    let requests = script.header("ms-requestid");
    assert_eq!(requests[0], requests[1]);
    assert_ne!(requests[1], requests[2]);
    let correlations = script.header("ms-correlationid");
    assert_eq!(correlations[0], correlations[1]);
    assert_ne!(correlations[1], correlations[2]);
    assert!(requests.iter().chain(&correlations).all(|id| id.len() == 36), "{requests:?}");
}

#[tokio::test]
async fn what_a_call_says_comes_before_what_the_client_says() {
    let options = PartnerClientOptions::new().with_locale("de-DE").with_application("audit");
    let (client, script) = Script::client_with([Act::ok(NONE), Act::ok(NONE)], options);
    let licenses = client.customer("c").user("u").licenses();
    licenses.list(None).await.expect("answered");
    let call = CallOptions::new()
        .with_request_id("r")
        .with_correlation_id("c")
        .with_locale("fr-FR")
        .with_application("billing")
        .with_contract_version("v2");
    licenses
        .list(partner_client::operations::ListUserLicensesOptions::from(call))
        .await
        .expect("answered");
    assert_eq!(script.header("x-locale"), ["de-DE", "fr-FR"]);
    assert_eq!(script.header("ms-partnercenter-application"), ["audit", "billing"]);
    assert_eq!(script.header("ms-contract-version"), ["v1", "v2"]);
    assert_eq!(script.header("ms-requestid")[1], "r");
    assert_eq!(script.header("ms-correlationid")[1], "c");
    assert_eq!(script.header("accept"), ["application/json"; 2]);
    assert_eq!(script.header("authorization"), ["Bearer access-token-of-the-script"; 2]);
    assert!(
        script.header("user-agent")[0].contains("partner-client"),
        "{:?}",
        script.header("user-agent")
    );
}
