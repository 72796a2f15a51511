//! Files, as a stream and at once.

use futures::{StreamExt, TryStreamExt};

use super::script::{Act, Piece, Script, ok, status};
use crate::operations::{GetSheet, GetStatement};
use crate::{Category, Operation};

fn pdf(body: &[u8]) -> Act {
    ok(body)
        .header("content-type", "Application/PDF")
        .header("content-disposition", "attachment; filename=\"../a b.pdf\"")
}

#[tokio::test]
async fn a_file_is_a_stream_with_a_type_and_a_name() {
    let act = pdf(b"%PDF").body("-").body("1.7").header("content-length", "8");
    let (client, script) = Script::client([act]);
    let mut file = client.thing("t").statement().get(None).await.expect("a file");
    assert_eq!(file.content_type().as_deref(), Some("application/pdf"));
    assert_eq!(file.name().as_deref(), Some("a b.pdf"));
    assert_eq!((file.size(), file.status().as_u16()), (Some(8), 200));
    assert_eq!(file.ids().request_id.as_deref(), Some("of the service"));
    assert_eq!(file.sent().request_id, script.sent()[0].header("ms-requestid"));
    let mut pieces = Vec::new();
    while let Some(piece) = file.next().await {
        pieces.push(piece.expect("a piece").len());
    }
    assert_eq!(pieces, [4, 1, 3], "each as it came");
    assert!(file.next().await.is_none());
    let accept = script.sent()[0].header("accept");
    assert_eq!(accept.as_deref(), Some("application/pdf, application/json;q=0.5"));
    assert!(!format!("{file:?}").contains("a b"), "{file:?}");
}

#[tokio::test]
async fn a_file_is_larger_than_any_other_answer_may_be() {
    let piece = vec![b'x'; 60_000];
    let (client, _) = Script::client([pdf(&piece).body(&piece), pdf(&piece).body(&piece)]);
    let file = client.thing("t").statement().get(None).await.expect("a file");
    let size = file.try_fold(0, async |size, piece| Ok(size + piece.len())).await;
    assert_eq!(size.expect("it is whole"), 120_000);
    let file = client.thing("t").statement().get(None).await.expect("a file");
    let error = file.into_bytes().await.expect_err("more than it may have at once");
    assert_eq!(error.category(), Category::TooLarge);
}

#[tokio::test]
async fn a_file_that_is_cut_short_is_an_error_after_what_came() {
    for (act, message) in [
        (pdf(b"12").header("content-length", "3"), "ends after 2 of 3 bytes"),
        (pdf(b"12").piece(Piece::Break), "connection broke"),
    ] {
        let (client, script) = Script::client([act]);
        let mut file = client.thing("t").statement().get(None).await.expect("it begins");
        assert_eq!(file.next().await.expect("a piece").expect("a piece"), "12");
        let error = file.next().await.expect("an end").expect_err(message);
        assert_eq!(error.category(), Category::Transport);
        assert!(error.to_string().contains(message), "{error}");
        assert!(error.to_string().starts_with("getStatement: "), "{error}");
        assert!(file.next().await.is_none());
        assert_eq!(script.sent().len(), 1, "what has come is not asked for again");
    }
    let whole = pdf(b"12").header("content-length", "1").header("content-encoding", "gzip");
    let (client, _) = Script::client([whole, pdf(b"")]);
    let file = client.thing("t").statement().get(None).await.expect("a file");
    assert_eq!(file.into_bytes().await.expect("of another length when it was packed"), b"12");
    let file = client.thing("t").statement().get(None).await.expect("a file");
    assert_eq!(file.into_bytes().await.expect("an empty file"), b"");
}

#[tokio::test]
async fn what_is_no_file_is_told() {
    let json = |body: &str| ok(body).header("content-type", "application/json");
    for (act, category) in [
        (status(404), Category::NotFound),
        (status(403).body(r#"{"code":1,"description":"d"}"#), Category::Forbidden),
        (json(r#"{"code":1,"description":"d"}"#), Category::ErrorInSuccess),
        (json(r#"{"invoice":7}"#), Category::Unreadable),
        (ok("<html>").header("content-type", "text/html; charset=utf-8"), Category::Unreadable),
        (json(&format!("[{}", "1,".repeat(1000))), Category::TooLarge),
    ] {
        let (client, _) = Script::client([act.clone()]);
        let answer = client.thing("t").statement().get(None).await;
        let error = answer.expect_err("no file");
        assert_eq!(error.category(), category, "{act:?}: {error}");
        assert_eq!(error.operation(), Some("getStatement"));
    }
    // A failure that may pass is tried again before the file begins.
    let (client, script) = Script::client([status(503), pdf(b"1")]);
    client.thing("t").statement().get(None).await.expect("a file");
    assert_eq!(script.sent().len(), 2);
}

#[tokio::test]
async fn a_file_or_nothing() {
    let csv = |kind: &str| ok("a,").body("b").header("content-type", kind);
    // There is a service that calls its CSV JSON.
    let odd = csv("application/json");
    let (client, script) = Script::client([csv("application/octet-stream"), status(204), odd]);
    let sheet = client.thing("t").sheet().get(None).await.expect("answered").expect("a file");
    assert_eq!(sheet.into_bytes().await.expect("it is whole"), b"a,b");
    assert!(client.thing("t").sheet().get(None).await.expect("answered").is_none());
    let sheet = client.thing("t").sheet().get(None).await.expect("answered").expect("a file");
    assert_eq!(sheet.try_collect::<Vec<_>>().await.expect("it is whole"), ["a,", "b"]);
    let accept = script.sent()[0].header("accept");
    assert_eq!(accept.as_deref(), Some("text/csv, application/zip, application/json;q=0.5"));
}

#[test]
fn a_file_at_once_without_a_client() {
    let mut response = http::Response::new(&b"%PDF"[..]);
    let headers = response.headers_mut();
    headers.insert("content-disposition", http::HeaderValue::from_static("inline; filename=a.pdf"));
    let file = GetStatement::decode(&response).expect("a file");
    assert_eq!((&*file.bytes, file.name.as_deref()), (&b"%PDF"[..], Some("a.pdf")));
    assert!(!format!("{file:?}").contains("a.pdf"));
    response.headers_mut().insert("content-type", http::HeaderValue::from_static("text/html"));
    assert!(GetStatement::decode(&response).is_ok(), "it does not begin as HTML does");
    *response.body_mut() = b"<html>";
    assert!(GetStatement::decode(&response).is_err());
    assert!(GetSheet::decode(&response).is_err(), "nor is that nothing");
    (*response.body_mut(), *response.status_mut()) = (b"", http::StatusCode::NO_CONTENT);
    assert_eq!(GetSheet::decode(&response).ok(), Some(None));
    let error = http::Response::new(r#"{"code":1,"description":"d"}"#);
    let error = GetStatement::decode(&error).expect_err("it is an error");
    assert_eq!(error.category(), Category::ErrorInSuccess);
}
