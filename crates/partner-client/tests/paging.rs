//! Where the next page is, without a client.

use http::Request;
use partner_client::operations::{
    ListCommercialLicenseUsage, ListCustomerUsers, ListCustomerUsersOptions,
};
use partner_client::paging::{Page, follow};
use partner_client::{CallOptions, Category, Error, Operation};
use partner_models::common::{KeyValuePair, Link};
use proptest::prelude::*;

const HOST: &str = "https://api.example";

fn users() -> ListCustomerUsers {
    let call = CallOptions::new().with_locale("de-DE").with_correlation_id("same");
    let options = ListCustomerUsersOptions::new().with_size(2).with_call(call);
    ListCustomerUsers::new("c").with_options(options)
}

/// The request that a page of users leads to.
fn next(page: &str) -> Result<Option<Request<Vec<u8>>>, Error> {
    let page = ListCustomerUsers::decode(&http::Response::new(page.as_bytes())).expect("a page");
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
            "method":"GET","headers":[{"key":"MS-ContinuationToken","value":"of the link"},{}]}}}"#,
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
        r#"{"items":[],"ContinuationToken":"t","Links":{}}"#,
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
        let page = ListCommercialLicenseUsage::decode(&http::Response::new(
            format!(r#"{{"Value":[],"@nextLink":{link}}}"#).as_bytes(),
        ));
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
        (to("https://api.example:/v1/x"), "is no URL"),
        (to("https://api.example:a/v1/x"), "is no URL"),
        (to("https://api.example:+443/v1/x"), "is no URL"),
        (to("https://api.example:65979/v1/x"), "is no URL"),
        (to("https://[::1]/v1/x"), "leads to another server"),
        (to("https:/v1/x"), "is no URL"),
        (to("mailto:x"), "is no URL"),
        (to("/v1/a/../b"), "leads up"),
        (to("/v1/a/%2E%2e"), "leads up"),
        (to("./a"), "leads up"),
        (to(" /x"), "white space around it"),
        (to("/x\n"), "white space around it"),
        (to("\\\\elsewhere\\v1"), "leads to another server"),
        (to("https://api.example\\@elsewhere/"), "leads to another server"),
        (to("/x?a=1&amp;b=2&c=3"), "written for HTML in part"),
        (to(&format!("/{}", "x".repeat(40_000))), "longer than it may be"),
        (header("X-A", &"x".repeat(40_000)), "longer than it may be"),
        (
            Link::new().with_uri("/x").with_headers(vec![KeyValuePair::new(); 24_573]),
            "more headers than it may",
        ),
        (
            Link::new().with_uri("/x").with_headers([KeyValuePair::new().with_key("X-A")]),
            "a header without a name or a value",
        ),
        (
            Link::new().with_uri("/x").with_headers([
                KeyValuePair::new().with_key("X-A").with_value("1"),
                KeyValuePair::new().with_key("x-a").with_value("2"),
            ]),
            "two values of one header",
        ),
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
        (to("?filter=a&amp;amp;seekOperation=Next"), "written for HTML twice"),
        (to("?a=1&amp;b=2&c=3"), "written for HTML in part"),
        (header("X-HTTP-Method-Override", "DELETE"), "a method other than GET"),
        (header("x-method-override", "POST"), "a method other than GET"),
        (header("MS-ContinuationToken", " t"), "white space around it"),
        (header("MS-ContinuationToken", "t\t"), "white space around it"),
        (header("X\n", "x"), "a header that can't be sent"),
        (header("X", "a\nb"), "a header that can't be sent"),
    ] {
        let error = follow(&users(), HOST, &link).expect_err(message);
        assert_eq!(error.category(), Category::Paging);
        assert!(error.to_string().contains(message), "{link:?}: {error}");
    }
}

#[test]
fn what_stands_in_a_link_is_what_is_asked_for() {
    let base = "https://api.example/v1";
    for (link, expected) in [
        ("?filter=a#b&seekOperation=Next", "/customers/c/users?filter=a%23b&seekOperation=Next"),
        ("/x?a=1&amp;b=2&amp;filter=%7B%7D", "/x?a=1&b=2&filter=%7B%7D"),
        ("/x?filter={&quot;a&quot;:1}&amp;b=2", "/x?filter=%7B%22a%22:1%7D&b=2"),
        ("/x?a=100%", "/x?a=100%25"),
        ("/x?a=%zz%41", "/x?a=%25zz%41"),
        ("/v1//customers/c", "//customers/c"),
        ("/x y/[1]?q=\u{e9}", "/x%20y/%5B1%5D?q=%C3%A9"),
        ("x#y", "/x%23y"),
        ("/v1.0/x", "/../v1.0/x"),
        ("/partner/v1/x", "/../partner/v1/x"),
        // A customer may be called so.
        ("customers/v1/users?x=1", "/customers/v1/users?x=1"),
        ("/Customers/V2.0", "/Customers/V2.0"),
        ("?a=1&#38;b=2&#x26;c=3&#038;d=%26", "/customers/c/users?a=1&b=2&c=3&d=%26"),
    ] {
        let expected = expected.strip_prefix("/..").map_or_else(
            || format!("{base}{expected}"),
            |path| format!("https://api.example{path}"),
        );
        assert_eq!(uri_of_link(link), expected, "{link}");
    }
}

/// What a percent-encoded text says.
fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [byte, behind @ ..] = rest {
        let digits = (*byte == b'%').then(|| behind.get(..2)).flatten();
        let value =
            digits.and_then(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
        let is_hex = digits.is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit));
        match value.filter(|_| is_hex) {
            Some(value) => {
                bytes.push(value);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*byte);
                rest = behind;
            }
        }
    }
    bytes
}

/// Text that looks like a link, more often than not.
fn any_link() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "/",
            "?",
            "&",
            "=",
            "#",
            "%",
            "%2",
            "%41",
            "%2e",
            ".",
            "..",
            "v1",
            "v1/",
            "&amp;",
            "&lt;",
            "&amp;amp;",
            "customers/v1/",
            "amp;",
            ";",
            ":",
            "//",
            "https:",
            "https://api.example",
            "@",
            "\\",
            " ",
            "\t",
            "\n",
            "[",
            "{",
            "\"",
            "filter",
            "seekOperation=Next",
            "customers",
            "\u{e9}",
            "\u{202e}",
            "+",
            "'",
            "|",
            "^",
            "`",
        ])
        .prop_map(str::to_owned),
        "[a-z0-9]{1,4}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_link_is_followed_exactly_or_refused(link in any_link()) {
        let uri = Link::new().with_uri(link.as_str());
        let Ok(request) = follow(&users(), HOST, &uri) else { return Ok(()) };
        // The client parses it once more, as browsers do.
        let sent = url::Url::parse(&request.uri().to_string()).expect("it is a URL");
        prop_assert_eq!(sent.origin().ascii_serialization(), HOST);
        prop_assert_eq!(sent.fragment(), None);
        // Written for HTML, all of it, or not at all.
        let means_html = ["&amp;", "&lt;"].iter().any(|it| link.contains(it));
        let said = if means_html {
            prop_assert!(!link.replace("&amp;", "").replace("&lt;", "").contains('&'), "{}", link);
            link.replace("&lt;", "<").replace("&amp;", "&")
        } else {
            link.clone()
        };
        let asked = sent[url::Position::BeforePath..].to_owned();
        let (asked_path, asked_query) = asked.split_once('?').map_or((&*asked, None), |(a, b)| (a, Some(b)));
        let said = said.strip_prefix(HOST).unwrap_or(&said);
        let (path, query) = said.split_once('?').map_or((said, None), |(a, b)| (a, Some(b)));
        prop_assert_eq!(asked_query.map(decoded), query.map(decoded), "{} became {}", link, sent);
        if path.is_empty() {
            prop_assert!(asked_path == "/v1/customers/c/users" || asked_path == "/", "{}", sent);
        } else {
            let mut path = decoded(path);
            if path.first() == Some(&b'/') {
                path.remove(0);
            }
            prop_assert!(decoded(asked_path).ends_with(&path), "{} became {}", link, sent);
        }
    }
}

#[test]
fn a_next_page_is_seen_in_every_dress() {
    for (page, expected) in [
        (r#"{"items":[],"nextLink":"/x"}"#, "/v1/x"),
        (r#"{"items":[],"@odata.nextLink":"/x"}"#, "/v1/x"),
        (r#"{"items":[],"@nextLink":"/x"}"#, "/v1/x"),
        (r#"{"items":[],"NextLink":"/x"}"#, "/v1/x"),
        (r#"{"Items":[],"Links":{"Next":{"Uri":"/x"}}}"#, "/v1/x"),
    ] {
        let uri = next(page).expect("it can be followed").expect("there is a next page");
        assert_eq!(uri.uri().path(), expected, "{page}");
    }
    for odd in [
        r#"{"items":[],"nextLink":5}"#,
        r#"{"items":[],"nextLink":{"uri":"/x"}}"#,
        r#"{"items":[],"links":[{"rel":"next"}]}"#,
        r#"{"items":[],"links":{"next":"/x"}}"#,
        r#"{"items":[],"ContinuationToken":5,"links":{}}"#,
    ] {
        let odd = odd.replace(r#""ContinuationToken":5"#, r#""@odata.nextLink":5"#);
        assert_eq!(next(&odd).expect_err(&odd).category(), Category::Paging);
    }
    let mut headers = http::HeaderMap::new();
    headers.insert("ms-continuationtoken", http::HeaderValue::from_static("t"));
    let page = ListCustomerUsers::decode(&http::Response::new(br#"{"items":[]}"#)).expect("a page");
    let link = partner_client::paging::next(&page, &headers).expect("a header announces it");
    let request = follow(&users(), HOST, &link).expect("it can be followed");
    assert_eq!(request.headers()["MS-ContinuationToken"], "t");
}
