//! Answers that are not what they seem, and answers that are too much.

use std::sync::Arc;

use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{Context, Request};
use futures::TryStreamExt;
use partner_client::operations::ListSubscribedSkus;
use partner_client::{Category, Limits, PartnerClientOptions, SignInReason};
use partner_models::licenses::{LicenseAssignment, LicenseUpdate};

use crate::script::{Act, Script};

fn update() -> LicenseUpdate {
    LicenseUpdate::new().with_licenses_to_assign([LicenseAssignment::new("s")])
}

#[tokio::test]
async fn a_failure_that_arrives_as_a_success_is_one() {
    for (body, category) in [
        (r#"{"error":{"code":"Request_BadRequest","message":"m"}}"#, Category::ErrorInSuccess),
        (r#"{"odata.error":{"code":"X","message":{"value":"m"}}}"#, Category::ErrorInSuccess),
        (r#"{"code":"1","description":"d","traceId":"t"}"#, Category::ErrorInSuccess),
        (r#"{"Code":1,"Message":"m"}"#, Category::ErrorInSuccess),
        (r#"{"message":"m"}"#, Category::ErrorInSuccess),
        (r#"{"statusCode":429,"message":"m"}"#, Category::ErrorInSuccess),
        (r#"{"error":"invalid_grant"}"#, Category::ErrorInSuccess),
        (r#"{"code":1,"attributes":{"objectType":"Error"}}"#, Category::ErrorInSuccess),
        (r#"{"code":[1],"message":"m"}"#, Category::ErrorInSuccess),
        (r#"{"attributes":{"objectType":"License"}}"#, Category::Unreadable),
        (
            r#"{"licensesToAssign":[],"Attributes":{"ObjectType":"customeruser"}}"#,
            Category::Unreadable,
        ),
        ("{}", Category::Unreadable),
        (r#"{"something":"else"}"#, Category::Unreadable),
    ] {
        for status in [200, 201] {
            let (client, _) = Script::client([Act::Answer(status, vec![], body.to_owned())]);
            let user = client.customer("c").user("u");
            let error = user.license_updates().create(update(), None).await.expect_err(body);
            assert_eq!(error.category(), category, "{body}: {error}");
            assert_eq!(error.bytes(), Some(body.as_bytes()));
            assert!(error.body().is_some());
        }
        let (client, _) = Script::client([Act::ok(body)]);
        let error = client.customer("c").user("u").licenses().list(None).await.expect_err(body);
        let expected = [category, Category::Unreadable];
        assert!(expected.contains(&error.category()), "{body}: {error}");
    }
    let user = |body: &'static str| async move {
        let (client, _) = Script::client([Act::ok(body)]);
        client
            .customer("c")
            .user("u")
            .get(None)
            .await
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    let other = user(r#"{"attributes":{"objectType":"License"}}"#).await.expect_err("a licence");
    assert!(other.contains("it is a License, and a CustomerUser was asked for"), "{other}");
    // What is new is no failure, nor is what has another case, nor a null.
    for body in [
        r#"{"id":"1","attributes":{"objectType":"NewUser"}}"#,
        r#"{"attributes":{"objectType":"NewUser"}}"#,
        r#"{"ID":"1","ATTRIBUTES":{"OBJECTTYPE":"CUSTOMERUSER"}}"#,
        r#"{"id":null}"#,
        r#"{"id":"1","code":7,"message":"m"}"#,
        "\u{feff}{\"id\":\"1\"}",
    ] {
        assert_eq!(user(body).await, Ok(()), "{body}");
    }
}

/// What becomes of a list of SKUs, in one answer and page by page.
async fn skus(body: &str) -> [Option<Category>; 2] {
    let (client, _) = Script::client([Act::ok(body), Act::ok(body)]);
    let whole = client.customer("c").subscribed_skus().list(None).await.err();
    let pager = client.pages(ListSubscribedSkus::new("c")).expect("there is a pager");
    let by_pages = pager.try_collect::<Vec<_>>().await.err();
    [whole, by_pages].map(|error| {
        error.map(|error| {
            assert_eq!(error.bytes(), Some(body.as_bytes()), "{error}");
            error.category()
        })
    })
}

#[tokio::test]
async fn a_failure_that_arrives_as_a_list_is_one() {
    for (body, category) in [
        (r#"{"items":[],"error":{"code":"X","message":"m"}}"#, Category::ErrorInSuccess),
        (r#"{"totalCount":0,"items":[],"code":1,"description":"d"}"#, Category::ErrorInSuccess),
        (r#"{"Items":[],"odata.error":{"code":"X"}}"#, Category::ErrorInSuccess),
        (r#"{"items":[{"error":{"code":"X","message":"m"}}]}"#, Category::ErrorInSuccess),
        (
            r#"{"items":[{"availableUnits":1},{"code":1,"description":"d"}]}"#,
            Category::ErrorInSuccess,
        ),
        (r#"{"items":[{"attributes":{"objectType":"License"}}]}"#, Category::Unreadable),
        (
            r#"{"items":[{"availableUnits":1},{"Attributes":{"ObjectType":"license"}}]}"#,
            Category::Unreadable,
        ),
    ] {
        assert_eq!(skus(body).await, [Some(category); 2], "{body}");
    }
    for body in [
        r#"{"items":[]}"#,
        r#"{"totalCount":0,"items":[],"warning":{"code":"X"}}"#,
        r#"{"items":[{}]}"#,
        r#"{"items":[{"attributes":{"objectType":"SubscribedSku"}}]}"#,
        r#"{"items":[{"attributes":{"objectType":"New"}}]}"#,
        r#"{"items":[{"availableUnits":1,"attributes":{"objectType":"License"}}]}"#,
        r#"{"items":[{"availableUnits":1,"error":{"code":"X"}}],"message":"m"}"#,
    ] {
        assert_eq!(skus(body).await, [None; 2], "{body}");
    }
}

#[tokio::test]
async fn errors_are_told_in_every_dress() {
    for (status, body, category, code, inner) in [
        (400, r#"{"message":"m"}"#, Category::BadRequest, None, None),
        (401, r#"{"Message":"m"}"#, Category::Unauthorized, None, None),
        (403, r#"{"error":{"code":"c","message":"m"}}"#, Category::Forbidden, Some("c"), None),
        (
            412,
            r#"{"code":2004,"description":"m","innerError":{"code":"etag"}}"#,
            Category::PreconditionFailed,
            Some("2004"),
            Some("etag"),
        ),
        (400, r#"{"statusCode":429,"message":"m"}"#, Category::Throttled, None, None),
        (429, r#"{"message":"m"}"#, Category::Throttled, None, None),
        (
            404,
            r#"{"code":"c","description":"m","data":{"a":1}}"#,
            Category::NotFound,
            Some("c"),
            None,
        ),
    ] {
        let (client, _) = Script::client(vec![Act::Answer(status, vec![], body.to_owned()); 3]);
        let error = client.customer("c").user("u").get(None).await.expect_err(body);
        assert_eq!(error.category(), category, "{body}: {error}");
        assert_eq!(error.code().map(|code| code.text().into_owned()).as_deref(), code, "{body}");
        assert_eq!(
            error.inner_code().map(|code| code.text().into_owned()).as_deref(),
            inner,
            "{body}"
        );
        assert_eq!(error.description(), Some("m"), "{body}");
        assert_eq!(
            error.to_string().contains("too many requests"),
            category == Category::Throttled,
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_token_without_a_second_factor_is_told() {
    for (code, reason) in
        [("900421", SignInReason::MfaRequired), ("\"900420\"", SignInReason::WrongAudience)]
    {
        let body = format!(r#"{{"code":{code},"description":"d"}}"#);
        let (client, _) = Script::client([Act::Answer(401, vec![], body)]);
        let error = client.customer("c").user("u").get(None).await.expect_err("no factor");
        assert_eq!(error.sign_in().map(partner_client::SignInFailure::reason), Some(reason));
        assert_eq!(error.category(), Category::Unauthorized);
    }
}

#[tokio::test]
async fn what_was_sent_is_known_whatever_came_back() {
    let page = Act::Answer(502, vec![], "<html>".to_owned());
    let (client, script) = Script::client([page]);
    let user = client.customer("c").user("u");
    let error = user.license_updates().create(update(), None).await.expect_err("a gateway");
    let sent = script.header("ms-requestid");
    assert_eq!(error.sent().request_id.as_ref(), sent.first());
    assert_eq!(error.ids().request_id.as_deref(), Some("of the service"));
    assert!(error.to_string().contains(&format!("[sent MS-RequestId {}", sent[0])), "{error}");
    for act in [Act::Refuse, Act::Break, Act::ok("{}")] {
        let (client, script) = Script::client(vec![act.clone(); 3]);
        let user = client.customer("c").user("u");
        let error = user.license_updates().create(update(), None).await.expect_err("it fails");
        assert_eq!(
            error.sent().request_id.as_ref(),
            script.header("ms-requestid").first(),
            "{act:?}"
        );
        assert_eq!(error.sent().correlation_id.as_ref(), script.header("ms-correlationid").first());
    }
    // A list that ends before its count: the last page's.
    let (client, script) = Script::client([Act::ok(r#"{"totalCount":2,"items":[{"id":"1"}]}"#)]);
    let mut pager = client.customer("c").users().list(None).expect("there is a pager");
    assert!(futures::StreamExt::next(&mut pager).await.is_some_and(|item| item.is_ok()));
    let error =
        futures::StreamExt::next(&mut pager).await.and_then(Result::err).expect("one lacks");
    assert_eq!(error.category(), Category::Paging);
    assert_eq!(error.sent().request_id.as_ref(), script.header("ms-requestid").first());
    assert_eq!(error.ids().request_id.as_deref(), Some("of the service"));
    let (client, script) = Script::client([Act::ok(r#"{"id":"1"}"#)]);
    let response = client.customer("c").user("u").get(None).await.expect("a user");
    assert_eq!(response.sent().request_id.as_ref(), script.header("ms-requestid").first());
    assert_eq!(response.ids().request_id.as_deref(), Some("of the service"));
}

/// A policy that names calls as another system does.
#[derive(Debug)]
struct Renamed;

#[async_trait::async_trait]
impl Policy for Renamed {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        request.insert_header("ms-requestid", "of-the-policy");
        next[0].send(ctx, request, &next[1..]).await
    }
}

#[tokio::test]
async fn what_was_sent_is_what_left_and_not_what_was_meant() {
    for (body, is_user) in [(r#"{"id":"1"}"#, true), ("<html>", false)] {
        let script = Script::of([Act::ok(body)]);
        let mut client_options = script.client_options();
        client_options.per_call_policies.push(Arc::new(Renamed));
        let options = PartnerClientOptions::new().with_client_options(client_options);
        let credential = Arc::new(crate::support::Fixed("t".to_owned()));
        let cloud = partner_client::Cloud::GLOBAL;
        let client = partner_client::PartnerClient::new(cloud, credential, options).expect("made");
        let answer = client.customer("c").user("u").get(None).await;
        assert_eq!(answer.is_ok(), is_user);
        let sent = answer.map_or_else(|error| error.sent().clone(), |it| it.sent().clone());
        assert_eq!(sent.request_id.as_deref(), Some("of-the-policy"));
        assert_eq!(script.header("ms-requestid"), ["of-the-policy"]);
        assert_eq!(sent.correlation_id.as_ref(), script.header("ms-correlationid").first());
    }
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_an_error_at_once() {
    let limits =
        Limits::new().with_answer_bytes(1000).with_error_bytes(100).with_answer_memory(100_000);
    let options = || PartnerClientOptions::new().with_limits(limits);
    let long = format!(r#"{{"id":"{}"}}"#, "x".repeat(1000));
    let many = format!(r#"{{"items":[{}]}}"#, vec!["{}"; 300].join(","));
    for (act, message) in [
        (Act::ok(&long), "the body has more than 1000 bytes"),
        (Act::Answer(500, vec![], long.clone()), "the body has more than 100 bytes"),
        (Act::Answer(429, vec![("content-length", "101")], String::new()), "more than 100 bytes"),
    ] {
        let (client, script) = Script::client_with([act], options());
        let error = client.customer("c").user("u").get(None).await.expect_err(message);
        assert_eq!(error.category(), Category::TooLarge);
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!((script.count(), error.operation()), (1, Some("getCustomerUser")));
    }
    let (client, _) = Script::client_with([Act::ok(&many)], options());
    let error = client.customer("c").user("u").licenses().list(None).await.expect_err("too many");
    assert_eq!(error.category(), Category::TooLarge);
    assert!(error.to_string().contains("take more memory than they may"), "{error}");
    let (client, _) = Script::client([Act::ok(&many)]);
    assert_eq!(
        client.customer("c").user("u").licenses().list(None).await.expect("it fits").len(),
        300
    );
}

#[tokio::test]
async fn what_others_wrote_is_no_terminal_text() {
    let odd = "a\u{1b}]0;x\u{7}\r\n\u{202e}b";
    let long = format!("{odd}{}", "x".repeat(1 << 20));
    let body = |code: &str| serde_json::json!({ "code": code, "description": "d" }).to_string();
    for act in [
        Act::Answer(400, vec![], body(&long)),
        Act::ok(&serde_json::json!({ "error": { "code": long, "message": "m" } }).to_string()),
        Act::ok(&serde_json::json!({ odd: { "a": 1 }, "id": 5 }).to_string()),
        Act::Answer(400, vec![("ms-cv", "x\ty")], String::new()),
        Act::ok(
            &serde_json::json!({ "attributes": { "objectType": "License" }, odd: 1 }).to_string(),
        ),
    ] {
        let (client, _) = Script::client([act]);
        let error = client.customer("c").user("u").get(None).await.expect_err("it fails");
        let shown = error.to_string();
        let is_odd = |c: char| c.is_control() || c == '\u{202e}';
        assert!(shown.len() < 1500 && !shown.contains(is_odd), "{}", &shown[..300]);
    }
}
