//! Where the next page is, without a client.

use http::Request;
use partner_client::operations::{
    ListCommercialLicenseUsage, ListCustomerUsers, ListCustomerUsersOptions,
};
use partner_client::paging::{Page, follow};
use partner_client::{CallOptions, Category, Error, Operation};
use partner_models::common::{KeyValuePair, Link};

const HOST: &str = "https://api.example";

fn users() -> ListCustomerUsers {
    let call = CallOptions::new().with_locale("de-DE").with_correlation_id("same");
    let options = ListCustomerUsersOptions::new().with_size(2).with_call(call);
    ListCustomerUsers::new("c").with_options(options)
}

/// The request that a page of users leads to.
fn next(page: &str) -> Result<Option<Request<Vec<u8>>>, Error> {
    let page = ListCustomerUsers::read(page.as_bytes()).expect("a page");
    page.next().map(|link| follow(&users(), HOST, &link)).transpose()
}

fn uri(page: &str) -> String {
    next(page).expect("it can be followed").expect("there is a next page").uri().to_string()
}

fn uri_of_link(link: &str) -> String {
    uri(&format!(r#"{{"items":[],"links":{{"next":{{"uri":{link:?}}}}}}}"#))
}

#[test]
fn a_link_is_relative_with_or_without_the_version() {
    let there = "https://api.example/v1/customers/c/users?size=2&seekOperation=Next";
    for link in [
        "/customers/c/users?size=2&seekOperation=Next",
        "customers/c/users?size=2&seekOperation=Next",
        "/v1/customers/c/users?size=2&seekOperation=Next",
        "v1/customers/c/users?size=2&seekOperation=Next",
        "https://api.example/v1/customers/c/users?size=2&seekOperation=Next",
        "HTTPS://API.example:443/v1/customers/c/users?size=2&seekOperation=Next",
        "?size=2&seekOperation=Next",
    ] {
        let found = uri_of_link(link);
        let found = found.replacen("https://API.example:443", "https://api.example", 1);
        assert_eq!(found, there, "{link}");
    }
    assert_eq!(
        uri_of_link(r#"users?filter={"a":"b c"}&next=https://elsewhere"#),
        "https://api.example/v1/users?filter=%7B%22a%22:%22b%20c%22%7D&next=https://elsewhere"
    );
}

#[test]
fn the_headers_of_a_link_go_along() {
    let request = next(
        r#"{"items":[],"continuationToken":"of the page","links":{"next":{"uri":"/customers/c/users",
            "method":"GET","headers":[{"key":"MS-ContinuationToken","value":"of the link"},{"key":"x"}]}}}"#,
    );
    let request = request.expect("it can be followed").expect("there is a next page");
    assert_eq!(request.headers()["MS-ContinuationToken"], "of the link");
    assert_eq!(request.headers()["X-Locale"], "de-DE");
    assert_eq!(request.headers()["MS-CorrelationId"], "same");
    assert_eq!(request.headers()["Accept"], "application/json");
    // An address that says where the page is needs no token.
    let request = next(
        r#"{"items":[],"continuationToken":"of the page","links":{"next":{"uri":"/x?page=2",
            "headers":[{"key":"X-Part","value":"2"}]}}}"#,
    );
    let request = request.expect("it can be followed").expect("there is a next page");
    assert_eq!(request.headers().get("MS-ContinuationToken"), None);
    assert_eq!(request.headers()["X-Part"], "2");
}

#[test]
fn a_token_without_a_link_is_sought_from() {
    for page in [
        r#"{"items":[],"continuationToken":"t"}"#,
        r#"{"items":[],"continuationToken":"t","links":{"self":{"uri":"/"}}}"#,
        r#"{"items":[],"continuationToken":"t","links":{"next":{"method":"GET"}}}"#,
        r#"{"items":[],"continuationToken":"t","links":{"next":{"uri":" "}}}"#,
        r#"{"items":[],"continuationToken":"t","links":{"next":{"uri":"?size=2&seekOperation=Next"}}}"#,
        r#"{"items":[],"links":{"next":{"headers":[{"key":"ms-continuationtoken","value":"t"}]}}}"#,
    ] {
        let request = next(page).expect("it can be followed").expect("there is a next page");
        assert_eq!(
            request.uri(),
            "https://api.example/v1/customers/c/users?size=2&seekOperation=Next"
        );
        assert_eq!(request.headers()["MS-ContinuationToken"], "t", "{page}");
    }
}

#[test]
fn the_last_page_has_no_next_one() {
    for page in [
        r#"{"items":[]}"#,
        r#"{"items":[],"totalCount":9,"links":{}}"#,
        r#"{"items":[],"continuationToken":""}"#,
        r#"{"items":[],"continuationToken":null,"links":{"next":null}}"#,
    ] {
        assert!(next(page).expect("no fault").is_none(), "{page}");
    }
}

#[test]
fn analytics_name_the_address_of_the_next_page() {
    let next = |link: &str| {
        let page = ListCommercialLicenseUsage::read(
            format!(r#"{{"Value":[],"@nextLink":{link}}}"#).as_bytes(),
        );
        let link = page.expect("a page").next()?;
        let request = follow(&ListCommercialLicenseUsage::new(), HOST, &link).expect("followed");
        Some(request.uri().to_string())
    };
    let there =
        Some("https://api.example/partner/v1/analytics/commercial/usage/license?skip=2".to_owned());
    for link in [
        "\"https://api.example/partner/v1/analytics/commercial/usage/license?skip=2\"",
        "\"/partner/v1/analytics/commercial/usage/license?skip=2\"",
        "\"analytics/commercial/usage/license?skip=2\"",
        "\"?skip=2\"",
    ] {
        assert_eq!(next(link), there, "{link}");
    }
    assert_eq!(next("null"), None);
    assert_eq!(next("\"\""), None);
}

#[test]
fn a_link_that_can_not_be_followed_is_an_error() {
    let header = |key: &str, value: &str| {
        let header = KeyValuePair::new().with_key(key).with_value(value);
        Link::new().with_uri("/x").with_headers([header])
    };
    let to = |uri: &str| Link::new().with_uri(uri);
    for (link, message) in [
        (to("https://elsewhere/v1/customers"), "leads to another server"),
        (to("https://api.example.elsewhere/v1"), "leads to another server"),
        (to("https://api.example@elsewhere/v1"), "leads to another server"),
        (to("http://api.example/v1/customers"), "leads to another server"),
        (to("https://api.example:8443/v1/customers"), "leads to another server"),
        (to("//elsewhere/v1"), "leads to another server"),
        (to("https://user:word@api.example/v1"), "leads to another server"),
        (to("ftp://"), "is no URL"),
        (Link::new(), "neither where the page is nor after which token"),
        (to("  "), "neither where the page is nor after which token"),
        (to("/x").with_method("POST"), "a method other than GET"),
        (header("Authorization", "Bearer x"), "not its business"),
        (header("Content-Length", "7"), "not its business"),
        (header("Transfer-Encoding", "chunked"), "not its business"),
        (header("Cookie", "a=b"), "not its business"),
        (header("Proxy-Authorization", "Basic x"), "not its business"),
        (header("Accept", "text/xml"), "not its business"),
        (header("Host", "elsewhere"), "not its business"),
        (header("X\n", "x"), "a header that can't be sent"),
        (header("X", "a\nb"), "a header that can't be sent"),
    ] {
        let error = follow(&users(), HOST, &link).expect_err(message);
        assert_eq!(error.category(), Category::Paging);
        assert!(error.to_string().contains(message), "{link:?}: {error}");
    }
}
