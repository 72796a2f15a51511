//! From an answer to the operation that its `Location` leads to, and until that is done.

use std::time::{Duration, Instant};

use http::{HeaderMap, HeaderValue};
use partner_models::licenses::LicenseUpdate;

use super::script::{Act, Script, never, ok, status};
use crate::operations::{GetJob, StartJob, SubmitThing};
use crate::{CallOptions, Category, Follow, Operation};

const HOST: &str = "https://api.partnercenter.microsoft.com";

#[test]
fn an_address_is_followed_exactly_or_refused() {
    let there = format!("{HOST}/v1/things/t/jobs/j");
    for (address, expected) in [
        ("/v1/things/t/jobs/j", Some(there.clone())),
        ("/things/t/jobs/j", Some(there.clone())),
        ("things/t/jobs/j", Some(there.clone())),
        ("https://api.partnercenter.microsoft.com/v1/things/t/jobs/j", Some(there.clone())),
        ("/Things/t/Jobs/j?x=%41&y", Some(format!("{HOST}/v1/Things/t/Jobs/j?x=%41&y"))),
        ("/v1//things/t/jobs/j", Some(format!("{HOST}/v1//things/t/jobs/j"))),
        ("https://elsewhere.invalid/v1/things/t/jobs/j", None),
        ("http://api.partnercenter.microsoft.com/v1/things/t/jobs/j", None),
        ("//elsewhere.invalid/v1/things/t/jobs/j", None),
        ("/v1/things/t", None),
        ("/v1/things/t/jobs", None),
        ("/v1/things/t/jobs/j/k", None),
        ("/v1/things/t/tasks/j", None),
        ("/v1/things/../t/jobs/j", None),
        ("/v2/things/t/jobs/j", None),
        ("?jobs=j", None),
        ("", None),
        (" /v1/things/t/jobs/j", None),
    ] {
        let request = Follow::<GetJob>::to(address).request(HOST);
        match (request, expected) {
            (Ok(request), Some(expected)) => {
                assert_eq!(request.uri().to_string(), expected);
                assert_eq!(request.method(), http::Method::GET);
                assert_eq!(request.headers()["accept"], "application/json");
            }
            (Err(error), None) => assert_eq!(error.category(), Category::Request, "{address}"),
            (request, _) => panic!("{address}: {request:?}"),
        }
    }
    let mut headers = HeaderMap::new();
    assert_eq!(
        StartJob::job(&headers).map_err(|error| error.category()),
        Err(Category::Unreadable)
    );
    headers.append("location", HeaderValue::from_static("/things/secret/jobs/j"));
    let job = SubmitThing::job(&headers).expect("an address");
    assert_eq!(job.address(), "/things/secret/jobs/j");
    assert!(!format!("{job:?}").contains("secret"));
    headers.append("location", HeaderValue::from_static("/things/t/jobs/k"));
    assert!(StartJob::job(&headers).is_err(), "nobody knows which");
}

/// The job is started and followed to its end.
async fn follow(acts: Vec<Act>, call: CallOptions) -> Result<(String, Vec<String>), crate::Error> {
    let accepted = status(202).header("location", "/things/t/jobs/j");
    let (client, script) = Script::client(std::iter::once(accepted).chain(acts));
    let response = client.thing("t").jobs().create(LicenseUpdate::new(), None).await?;
    let job = StartJob::job(response.headers())?.with_call(call);
    let done = client.wait(job, |answer| answer.is_some()).await?.into_model();
    let ids = script.sent().iter().filter_map(|sent| sent.header("ms-requestid")).collect();
    let correlations: Vec<_> =
        script.sent().iter().skip(1).filter_map(|sent| sent.header("ms-correlationid")).collect();
    assert!(correlations.windows(2).all(|pair| pair[0] == pair[1]), "one piece of work");
    Ok((done.and_then(|user| user.id).expect("it says who").to_string(), ids))
}

#[tokio::test]
async fn long_work_is_waited_for_as_the_service_says() {
    let start = Instant::now();
    let acts = vec![
        status(202).header("retry-after", "1.5"),
        status(202),
        status(503).header("retry-after", "0"),
        status(202).header("retry-after", "0"),
        ok(r#"{"id":"1"}"#),
    ];
    let (id, mut ids) = follow(acts, CallOptions::new()).await.expect("it is done");
    assert_eq!((id.as_str(), ids.len()), ("1", 6));
    assert!(start.elapsed() >= Duration::from_millis(1500), "the service asked to wait");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5, "a call that is tried again has its name again");
    let error = follow(vec![status(202), status(404)], CallOptions::new()).await;
    assert_eq!(error.map_err(|error| error.category()).err(), Some(Category::NotFound));
}

#[tokio::test]
async fn waiting_ends_with_its_deadline_and_with_its_future() {
    let call = || CallOptions::new().with_deadline(Duration::from_millis(200));
    for acts in [
        vec![status(202).header("retry-after", "3600")],
        vec![status(202).header("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT")],
        vec![status(202), never()],
    ] {
        let start = Instant::now();
        let error = follow(acts, call()).await.expect_err("it takes too long");
        assert_eq!(error.category(), Category::Timeout, "{error}");
        assert!(start.elapsed() < Duration::from_secs(10));
    }
    let (client, script) = Script::client(vec![status(202); 1000]);
    let job = GetJob::new("t", "j");
    let waiting = client.wait(job, |answer| answer.is_some());
    tokio::time::timeout(Duration::from_millis(50), waiting).await.expect_err("it is dropped");
    let sent = script.sent().len();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(sent > 0 && script.sent().len() == sent, "nothing runs on");
}
