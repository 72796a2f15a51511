//! Hosts besides that of the API.

use futures::TryStreamExt;

use super::script::{Script, ok, status};
use crate::operations::{GetExport, StartExport};
use crate::{Category, Cloud, CloudName, Follow};

#[tokio::test]
async fn an_operation_has_its_own_host_and_tokens_for_it() {
    for (cloud, host) in [
        (Cloud::GLOBAL, "https://graph.example.invalid"),
        (Cloud::US_GOVERNMENT, "https://graph.gov.invalid"),
    ] {
        let page = |next: &str| ok(format!(r#"{{"value":[{{"servicePlans":[]}}]{next}}}"#));
        let next = format!(r#","@odata.nextLink":"{host}/v1.0/relations?$skiptoken=x""#);
        let (client, script) = Script::client_of(
            cloud.clone(),
            [page(&next), page(""), status(204), ok(r#"{"id":"1"}"#)],
        );
        let pager = client.relations().list(None).expect("there is a pager");
        assert_eq!(pager.try_collect::<Vec<_>>().await.expect("all").len(), 2);
        client.thing("t").delete(None).await.expect("204");
        client.export("e").get(None).await.expect("an export");
        let sent = script.sent();
        let urls: Vec<_> = sent.iter().map(|sent| sent.url.as_str()).collect();
        let api = cloud.endpoint();
        assert_eq!(
            urls,
            [
                format!("{host}/v1.0/relations"),
                format!("{host}/v1.0/relations?$skiptoken=x"),
                format!("{api}/v1/things/t"),
                format!("{host}/v1.0/exports/e"),
            ]
        );
        for sent in sent {
            let origin = url::Url::parse(&sent.url).expect("a URL").origin().ascii_serialization();
            let token = sent.header("authorization");
            assert_eq!(token, Some(format!("Bearer {origin}/.default")), "a token of that host");
        }
    }
}

#[tokio::test]
async fn no_token_goes_to_a_host_that_is_not_described() {
    let unsupported = |error: Option<crate::Error>| error.map(|error| error.category());
    // No server is of this cloud.
    let (client, script) = Script::client_of(Cloud::CHINA, []);
    let error = client.export("e").get(None).await.err();
    assert_eq!(unsupported(error), Some(Category::Unsupported));
    // The emulator of the API is none of that host.
    let custom = Cloud::custom("https://localhost:1", "https://localhost:2");
    let (client, _) = Script::client_of(custom.clone(), []);
    let error = client.export("e").get(None).await.expect_err("it says nothing of the host");
    assert!(error.to_string().contains("Cloud::with_host"), "{error}");
    assert_eq!(error.category(), Category::Unsupported);
    let described = "https://graph.example.invalid/";
    let moved = custom.clone().with_host(described, "https://localhost:3/");
    let (client, moved_script) = Script::client_of(moved, [ok(r#"{"id":"1"}"#)]);
    client.export("e").get(None).await.expect("an export");
    assert_eq!(moved_script.urls(), ["https://localhost:3/v1.0/exports/e"]);
    let plain = custom.with_host(described, "http://localhost:3");
    let (client, _) = Script::client_of(plain, []);
    let error = client.export("e").get(None).await.err();
    assert_eq!(unsupported(error), Some(Category::Request), "tokens go over TLS alone");
    // A next page on the API's host is elsewhere, and so is one of any other.
    for elsewhere in ["https://api.partnercenter.microsoft.com", "https://graph.gov.invalid"] {
        let page = format!(r#"{{"value":[],"@odata.nextLink":"{elsewhere}/v1.0/relations?x"}}"#);
        let (client, script) = Script::client([ok(page)]);
        let pager = client.relations().list(None).expect("there is a pager");
        let error = pager.try_collect::<Vec<_>>().await.expect_err("elsewhere");
        assert_eq!((error.category(), script.sent().len()), (Category::Paging, 1));
    }
    let (client, script_of_follow) = Script::client([]);
    let follow = Follow::<GetExport>::to("https://elsewhere.invalid/v1.0/exports/e");
    let error = client.call(follow).await.err();
    assert_eq!(unsupported(error), Some(Category::Request));
    assert_eq!(script.sent().len() + script_of_follow.sent().len(), 0);
}

#[tokio::test]
async fn an_address_on_the_other_host_is_followed_there() {
    let address = "https://graph.example.invalid/v1.0/exports/7";
    let accepted = status(202).header("location", address);
    let (client, script) = Script::client([accepted, ok(r#"{"id":"1"}"#)]);
    let response = client.exports().create(None).await.expect("accepted");
    let export = StartExport::export(response.headers()).expect("there is an address");
    let export = client.call(export).await.expect("an export");
    assert_eq!(export.id.as_deref(), Some("1"));
    assert_eq!(script.urls()[1], address);
}

#[tokio::test]
async fn a_cloud_with_another_host_is_the_same_cloud() {
    let cloud = Cloud::CHINA.with_host("https://graph.example.invalid", "https://localhost:3");
    let (client, script) = Script::client_of(cloud, [status(204)]);
    client.thing("t").delete(None).await.expect("204");
    let scope = format!("Bearer {}/.default", Cloud::CHINA.endpoint());
    assert_eq!(script.sent()[0].header("authorization"), Some(scope));
}

#[test]
fn a_cloud_has_what_its_hosts_have() {
    use crate::Operation;
    let has = |cloud: Cloud| cloud.has(&GetExport::DESCRIPTION);
    assert!(has(Cloud::GLOBAL) && has(Cloud::US_GOVERNMENT));
    assert!(!has(Cloud::CHINA) && !has(Cloud::GERMANY));
    let custom = Cloud::custom("https://a.invalid", "https://b.invalid");
    assert!(!has(custom.clone()));
    assert!(has(custom.with_host("https://graph.gov.invalid", "https://c.invalid")));
    let server = &GetExport::DESCRIPTION.servers[1];
    assert_eq!(
        (server.url, server.clouds),
        ("https://graph.gov.invalid", &[CloudName::UsGovernment][..])
    );
}
