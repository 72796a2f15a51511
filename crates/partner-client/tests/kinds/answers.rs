//! Answers without a body, with one of several, and with bare ones.

use http::{HeaderMap, StatusCode};

use super::script::{Script, ok, status};
use crate::operations::{DomainExists, GetJob, SubmitThing, SubmitThingAnswer, SubmitThingOptions};
use crate::{Category, NoContent, Operation};

#[tokio::test]
async fn nothing_is_answer_enough() {
    for (code, body) in
        [(200, ""), (201, "\u{feff}"), (202, ""), (204, ""), (200, "{}"), (200, "x")]
    {
        let (client, script) = Script::client([status(code).body(body)]);
        let response = client.thing("t").pokes().create(None).await.expect("it is enough");
        assert_eq!((response.status().as_u16(), *response.model()), (code, NoContent));
        assert_eq!(script.sent()[0].method, "POST");
        assert_eq!(script.sent()[0].header("accept").as_deref(), Some("application/json"));
    }
    let (client, _) = Script::client([status(204), status(201)]);
    client.thing("t").delete(None).await.expect("204");
    client.thing("t").marks().create(None).await.expect("201");
    // A failure is one all the same, and so is the page of a gateway.
    let error = r#"{"code":1,"description":"d"}"#;
    let page = ok("<html>sign in</html>").header("content-type", "text/html; charset=utf-8");
    let (client, _) = Script::client([page, ok(error), status(409)]);
    let poked = client.thing("t").pokes().create(None).await;
    assert_eq!(poked.map_err(|error| error.category()).err(), Some(Category::Unreadable));
    let of = |error: crate::Error| error.category();
    let poked = client.thing("t").pokes().create(None).await;
    assert_eq!(poked.map_err(of).err(), Some(Category::ErrorInSuccess));
    let poked = client.thing("t").pokes().create(None).await;
    assert_eq!(poked.map_err(of).err(), Some(Category::Conflict));
}

#[tokio::test]
async fn a_head_is_a_question() {
    let (client, script) = Script::client([
        // The length of what GET would get: more than any answer may have.
        status(200).header("content-length", "999999999"),
        status(404),
        status(404).header("no-ids", ""),
        status(200).header("no-ids", ""),
        status(403),
    ]);
    let exists = async || {
        let answer = client.domain("contoso.com").exists(None).await;
        answer.map(|response| *response).map_err(|error| error.category())
    };
    assert_eq!(exists().await, Ok(true));
    assert_eq!(exists().await, Ok(false));
    // A gateway says the same of what it does not know.
    assert_eq!(exists().await, Err(Category::Unreadable));
    assert_eq!(exists().await, Err(Category::Unreadable));
    assert_eq!(exists().await, Err(Category::Forbidden));
    assert!(script.sent().iter().all(|sent| sent.method == "HEAD"));
    let mut answer = http::Response::new("");
    *answer.status_mut() = StatusCode::NOT_FOUND;
    assert!(DomainExists::decode(&answer).is_err());
    answer.headers_mut().insert("ms-cv", http::HeaderValue::from_static("x"));
    assert_eq!(DomainExists::decode(&answer).ok(), Some(false));
}

#[tokio::test]
async fn a_body_that_is_there_or_not_by_the_status() {
    for (code, body, expected) in [
        (200, r#"{"id":"1"}"#, Ok(Some("1"))),
        (202, "", Ok(None)),
        (202, r#"{"anything":"else"}"#, Ok(None)),
        (200, "", Err(Category::Unreadable)),
        (204, "", Ok(None)),
        (202, r#"{"code":1,"description":"d"}"#, Err(Category::ErrorInSuccess)),
        (200, r#"{"attributes":{"objectType":"License"}}"#, Err(Category::Unreadable)),
    ] {
        let (client, _) = Script::client([status(code).body(body)]);
        let answer = client.thing("t").job("j").get(None).await;
        let id = answer.map(|response| response.into_model().map(|user| user.id));
        let id = id.map_err(|error| error.category());
        let id = id.map(|id| id.map(|id| id.map(|id| id.to_string())));
        assert_eq!(id, expected.map(|id| id.map(|id| Some(id.to_owned()))), "{code} {body}");
    }
    assert!(GetJob::empty(StatusCode::OK).is_none());
}

#[tokio::test]
async fn bodies_of_several_types_are_told_by_the_status() {
    use SubmitThingAnswer as Answer;
    let submit = async |code, body: &str| {
        let (client, _) = Script::client([status(code).body(body)]);
        let options = SubmitThingOptions::new();
        let answer = client.thing("t").submissions().create(options).await;
        answer.map(crate::client::Response::into_model).map_err(|error| error.category())
    };
    assert!(
        matches!(submit(200, r#"{"id":"1"}"#).await, Ok(Answer::Ok(user)) if user.id.as_deref() == Some("1"))
    );
    assert!(matches!(submit(201, r#"{"servicePlans":[]}"#).await, Ok(Answer::Created(_))));
    assert_eq!(submit(202, "").await, Ok(Answer::Accepted));
    assert_eq!(submit(204, "").await, Ok(Answer::NoContent));
    assert!(
        matches!(submit(203, r#"{"items":[]}"#).await, Ok(Answer::NonAuthoritative(list)) if list.is_empty())
    );
    for (code, body) in [
        (200, ""),
        (200, "{}"),
        (200, r#"{"attributes":{"objectType":"License"}}"#),
        (201, r#"{"attributes":{"objectType":"CustomerUser"}}"#),
        (203, r#"{"items":[],"totalCount":5}"#),
        (203, r#"{"items":[{"attributes":{"objectType":"CustomerUser"}}]}"#),
        (206, r#"{"id":"1"}"#),
        (206, ""),
    ] {
        assert_eq!(submit(code, body).await, Err(Category::Unreadable), "{code} {body}");
    }
    let error = r#"{"code":1,"description":"d"}"#;
    for code in [200, 201, 202, 203, 204] {
        assert_eq!(submit(code, error).await, Err(Category::ErrorInSuccess), "{code}");
    }
    let answer = crate::Answer::new(StatusCode::OK, &HeaderMap::new(), b"secret").unexpected();
    assert!(!format!("{answer} {answer:?}").contains("secret"));
}

#[tokio::test]
async fn bare_lists_and_bare_values() {
    let (client, _) = Script::client([
        ok(r#"[{"servicePlans":[]},{"servicePlans":null}]"#),
        ok("\u{feff}[]"),
        ok(r#"["a","b"]"#),
        ok("17"),
        ok("1.50"),
        ok("true"),
        ok("\"x\""),
        ok("plain \u{e9}").header("content-type", "text/plain; charset=utf-8"),
        ok("\"quoted\"").header("content-type", "application/json"),
        ok("a,b").header("content-type", "application/json"),
        ok(""),
    ]);
    assert_eq!(client.licenses().list(None).await.expect("a list").len(), 2);
    assert!(client.licenses().list(None).await.expect("a list").is_empty());
    assert_eq!(*client.words().list(None).await.expect("words"), ["a", "b"]);
    let facts = client.thing_facts();
    assert_eq!(facts.count(None).await.expect("a number").as_u64(), Some(17));
    assert_eq!(facts.rate(None).await.expect("a number").to_string(), "1.50");
    assert!(*facts.flag(None).await.expect("a truth"));
    assert_eq!(*facts.title(None).await.expect("a text"), "x");
    assert_eq!(*facts.note(None).await.expect("a text"), "plain \u{e9}");
    assert_eq!(*facts.note(None).await.expect("a text"), "quoted");
    assert_eq!(*facts.note(None).await.expect("a text"), "a,b");
    assert_eq!(*facts.note(None).await.expect("a text"), "");
    for body in [r#"{"code":1,"description":"d"}"#, r#"{"error":{"code":"c","message":"m"}}"#] {
        let (client, _) = Script::client(vec![ok(body); 3]);
        let all = [
            client.licenses().list(None).await.map(|_| ()),
            client.thing_facts().count(None).await.map(|_| ()),
            client.thing_facts().note(None).await.map(|_| ()),
        ];
        for answer in all {
            assert_eq!(answer.expect_err("it fails").category(), Category::ErrorInSuccess);
        }
    }
    let (client, _) = Script::client([
        ok(r#"[{"attributes":{"objectType":"CustomerUser"}}]"#),
        ok(r#"{"items":[]}"#),
        ok("<html>").header("content-type", "text/html"),
        ok([0xff]).header("content-type", "text/plain"),
    ]);
    let refused = |error: Option<crate::Error>| error.map(|error| error.category());
    let unreadable = Some(Category::Unreadable);
    assert_eq!(refused(client.licenses().list(None).await.err()), unreadable);
    assert_eq!(refused(client.licenses().list(None).await.err()), unreadable);
    assert_eq!(refused(client.thing_facts().note(None).await.err()), unreadable);
    assert_eq!(refused(client.thing_facts().note(None).await.err()), unreadable);
}

#[test]
fn what_may_be_missing_is_not_read_with_another_status() {
    let of = |code: u16| {
        let mut response = http::Response::new("");
        *response.status_mut() = StatusCode::from_u16(code).expect("a status");
        SubmitThing::decode(&response).map_err(|error| error.category())
    };
    assert_eq!(of(204), Ok(SubmitThingAnswer::NoContent));
    assert_eq!(of(200), Err(Category::Unreadable));
}
