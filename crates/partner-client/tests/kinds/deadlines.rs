//! A call that may take only so long.

use std::time::{Duration, Instant};

use futures::{StreamExt, TryStreamExt};

use super::script::{Act, Piece, Script, never, ok, status};
use crate::operations::{ListByOffsetOptions, PokeThingOptions};
use crate::{CallOptions, Category, Error};

fn short() -> CallOptions {
    CallOptions::new().with_deadline(Duration::from_millis(150)).with_request_id("mine")
}

fn is_timeout(error: &Error, start: Instant) {
    assert_eq!(error.category(), Category::Timeout, "{error}");
    assert!(error.to_string().contains("the deadline of the call has passed"), "{error}");
    assert!(start.elapsed() < Duration::from_secs(10), "it ends in time");
}

#[tokio::test]
async fn a_call_ends_with_its_deadline_whatever_it_waits_for() {
    for acts in [
        vec![never()],
        vec![status(503).header("retry-after", "30"), never()],
        vec![ok("").piece(Piece::Never)],
    ] {
        let start = Instant::now();
        let (client, _) = Script::client(acts);
        let options = PokeThingOptions::new().with_call(short());
        let error = client.thing("t").pokes().create(options).await.expect_err("too long");
        is_timeout(&error, start);
        assert_eq!(error.operation(), Some("pokeThing"));
        assert_eq!(error.sent().request_id.as_deref(), Some("mine"));
    }
    let (client, script) = Script::client([status(200)]);
    client.thing("t").pokes().create(PokeThingOptions::from(short())).await.expect("in time");
    assert!(script.sent()[0].header("deadline").is_none());
}

#[tokio::test]
async fn each_page_has_its_time() {
    let page = r#"{"items":[{"servicePlans":[]}],"totalCount":2}"#;
    let (client, _) = Script::client([ok(page), never()]);
    let start = Instant::now();
    let options = ListByOffsetOptions::new().with_call(short());
    let mut pager = client.by().offset().list(options).expect("there is a pager");
    assert!(pager.try_next().await.expect("the first page is there").is_some());
    is_timeout(&pager.try_next().await.expect_err("the second is not"), start);
}

#[tokio::test]
async fn a_file_has_it_to_its_end() {
    let pdf: fn() -> Act = || ok("%PDF").piece(Piece::Never);
    let (client, _) = Script::client([pdf(), never()]);
    let start = Instant::now();
    let mut file = client.thing("t").statement().get(Some(short().into())).await.expect("begun");
    assert!(file.next().await.expect("a piece").is_ok());
    is_timeout(&file.next().await.expect("an end").expect_err("no more comes"), start);
    assert!(file.next().await.is_none());
    let start = Instant::now();
    let answer = client.thing("t").statement().get(Some(short().into())).await;
    is_timeout(&answer.expect_err("it does not begin"), start);
}
