//! Requests and answers without a client.

use http::{HeaderMap, Response, StatusCode};
use partner_client::operations::{
    GetCustomerUser, ListCommercialLicenseUsage, ListCommercialLicenseUsageOptions,
    ListCustomerUsers, ListCustomerUsersOptions, ListUserLicenses, ListUserLicensesOptions,
    UpdateUserLicenses,
};
use partner_client::{CallOptions, Category, Cloud, Error, Operation, ResponseIds, SignIn};
use partner_models::ErrorBody;
use partner_models::common::{FieldFilterOperator, SeekOperation, SimpleFieldFilter};
use partner_models::licenses::{LicenseAssignment, LicenseGroupQuery, LicenseUpdate};

const CUSTOMER: &str = "0c39d6d5-c70d-4c55-bc02-f620844f3fd1";
const USER: &str = "482e2152-4b49-48ec-b715-823365ce3d4c";

/// The request as it goes over the wire, without the host.
fn wire(operation: &impl Operation) -> String {
    let request = operation.request(Cloud::GLOBAL.endpoint()).expect("it can be made");
    let target = request.uri().path_and_query().map_or("", |target| target.as_str());
    let mut text = format!("{} {target}\n", request.method());
    let mut headers: Vec<_> = request.headers().iter().collect();
    headers.sort_by_key(|(name, _)| name.as_str());
    for (name, value) in headers {
        text.push_str(&format!("{name}: {}\n", value.to_str().expect("ASCII")));
    }
    text + std::str::from_utf8(request.body()).expect("UTF-8")
}

#[test]
fn the_documented_request() {
    let call = CallOptions::new()
        .with_request_id("68e50b00-e1ff-422a-a293-158617463d41")
        .with_correlation_id("813f15b3-eb18-4709-b2f3-668d62babf91");
    let operation = ListUserLicenses::new(CUSTOMER, USER).with_options(call);
    assert_eq!(
        wire(&operation),
        "GET /v1/customers/0c39d6d5-c70d-4c55-bc02-f620844f3fd1/users/482e2152-4b49-48ec-b715-823365ce3d4c/licenses\n\
         accept: application/json\n\
         ms-contract-version: v1\n\
         ms-correlationid: 813f15b3-eb18-4709-b2f3-668d62babf91\n\
         ms-requestid: 68e50b00-e1ff-422a-a293-158617463d41\n\
         x-locale: en-US\n",
    );
}

#[test]
fn licence_groups_repeat_their_key() {
    let options = ListUserLicensesOptions::new()
        .with_license_group_ids([LicenseGroupQuery::GROUP1, LicenseGroupQuery::GROUP2])
        .with_call(CallOptions::new().with_locale("de-DE").with_application("audit"));
    let text = wire(&ListUserLicenses::new("c", "u").with_options(options));
    assert_eq!(
        text,
        "GET /v1/customers/c/users/u/licenses?licenseGroupIds=Group1&licenseGroupIds=Group2\n\
         accept: application/json\nms-contract-version: v1\nms-partnercenter-application: audit\n\
         x-locale: de-DE\n",
    );
    // A group that is not known yet, and none at all.
    let options = |groups: &[&str]| {
        ListUserLicensesOptions::new().with_license_group_ids(groups.iter().copied())
    };
    let target = |groups: &[&str]| {
        let operation = ListUserLicenses::new("c", "u").with_options(options(groups));
        operation.request("https://h").expect("it can be made").uri().query().map(str::to_owned)
    };
    assert_eq!(target(&["Group 3&x"]).as_deref(), Some("licenseGroupIds=Group%203%26x"));
    assert_eq!(target(&[]), None);
}

#[test]
fn an_update_is_sent_as_json() {
    let update = LicenseUpdate::new().with_licenses_to_assign([LicenseAssignment::new("sku")]);
    assert_eq!(
        wire(&UpdateUserLicenses::new("c", "u", update)),
        "POST /v1/customers/c/users/u/licenseupdates\n\
         accept: application/json\ncontent-type: application/json\nms-contract-version: v1\n\
         x-locale: en-US\n{\"licensesToAssign\":[{\"skuId\":\"sku\"}]}",
    );
}

#[test]
fn parameters_of_pages_and_filters() {
    let options = ListCustomerUsersOptions::new()
        .with_size(2)
        .with_filter(
            SimpleFieldFilter::new()
                .with_field("UserState")
                .with_value("Inactive")
                .with_operator(FieldFilterOperator::EQUALS),
        )
        .with_seek_operation(SeekOperation::NEXT)
        .with_continuation_token("AAAA=");
    let request = ListCustomerUsers::new("c")
        .with_options(options)
        .request("https://h/")
        .expect("it can be made");
    assert_eq!(
        request.uri().query(),
        Some(
            "size=2&filter=%7B%22Field%22%3A%22UserState%22%2C%22Value%22%3A%22Inactive%22%2C%22Operator%22%3A%22equals%22%7D&seekOperation=Next"
        )
    );
    assert_eq!(request.headers()["MS-ContinuationToken"], "AAAA=");

    let options = ListCommercialLicenseUsageOptions::new().with_top(10).with_group_by("a,b");
    let request =
        ListCommercialLicenseUsage::new().with_options(options).request("https://h").expect("ok");
    assert_eq!(
        request.uri(),
        "https://h/partner/v1/analytics/commercial/usage/license?top=10&groupby=a%2Cb"
    );
}

#[test]
fn a_user_is_named_by_guid_or_by_principal_name() {
    let path = |user: &str| {
        let request = GetCustomerUser::new("c", user).request("https://h").expect("ok");
        request.uri().path().to_owned()
    };
    assert_eq!(path(USER), format!("/v1/customers/c/users/{USER}"));
    assert_eq!(path("alex@contoso.com"), "/v1/customers/c/users/alex%40contoso.com");
    assert_eq!(
        path("zoë#EXT#@x/../y?z%"),
        "/v1/customers/c/users/zo%C3%AB%23EXT%23%40x%2F..%2Fy%3Fz%25"
    );
}

fn refused(operation: &impl Operation, endpoint: &str) -> String {
    let error = operation.request(endpoint).expect_err("it can't be made");
    assert_eq!(error.category(), Category::Request);
    error.to_string()
}

#[test]
fn what_can_not_be_sent_is_refused() {
    let host = "https://h";
    let dots =
        "getCustomerUser: the request can't be made: a parameter of the path is empty or only dots";
    for user in ["", ".", ".."] {
        assert_eq!(refused(&GetCustomerUser::new("c", user), host), dots);
    }
    let call = CallOptions::new().with_locale("de\r\nX-Evil: 1");
    assert_eq!(
        refused(&GetCustomerUser::new("c", "u").with_options(call), host),
        "getCustomerUser: the request can't be made: the header X-Locale can't have such a value"
    );
    for endpoint in ["", "h", "//h", "https://h?a", "https://h#a", "https://h h"] {
        let text = refused(&GetCustomerUser::new("c", "u"), endpoint);
        assert!(text.contains("URL"), "{endpoint}: {text}");
    }
}

#[test]
fn debug_shows_no_person() {
    let options = ListCustomerUsersOptions::new()
        .with_filter(SimpleFieldFilter::new().with_value("alex"))
        .with_size(2);
    let text = format!(
        "{:?} {:?}",
        GetCustomerUser::new("c", "alex@contoso.com"),
        ListCustomerUsers::new("c").with_options(options)
    );
    assert!(!text.contains("alex") && text.contains("[redacted]"), "{text}");
}

#[test]
fn every_operation_here_takes_a_user() {
    assert_eq!(ListUserLicenses::DESCRIPTION.sign_in, [SignIn::AppUser]);
    assert_eq!(ListUserLicenses::DESCRIPTION.id, "listUserLicenses");
}

fn answer(status: u16, body: &str) -> Response<String> {
    Response::builder()
        .status(status)
        .header("MS-RequestId", "r")
        .header("MS-CorrelationId", "c")
        .header("MS-CV", "v.0")
        .header("Retry-After", "7")
        .body(body.to_owned())
        .expect("a response")
}

fn error(status: u16, body: &str) -> Error {
    ListUserLicenses::decode(&answer(status, body)).expect_err("no success")
}

#[test]
fn an_answer_is_read_with_its_byte_order_mark() {
    let response = answer(200, "\u{feff}{\"totalCount\":1,\"items\":[{}]}");
    assert_eq!(ListUserLicenses::decode(&response).expect("a success").len(), 1);
    let ids = ResponseIds::of(response.headers());
    assert_eq!(ids.to_string(), "MS-RequestId r, MS-CorrelationId c, MS-CV v.0");
    assert_eq!(ResponseIds::of(&HeaderMap::new()).to_string(), "");
}

#[test]
fn a_status_is_a_category() {
    for (status, category) in [
        (400, Category::BadRequest),
        (401, Category::Unauthorized),
        (403, Category::Forbidden),
        (404, Category::NotFound),
        (405, Category::MethodNotAllowed),
        (406, Category::NotAcceptable),
        (409, Category::Conflict),
        (412, Category::PreconditionFailed),
        (429, Category::Throttled),
        (500, Category::Server),
        (501, Category::Server),
        (503, Category::Server),
        (302, Category::OtherStatus),
        (418, Category::OtherStatus),
    ] {
        let error = error(status, "");
        assert_eq!(error.category(), category, "{status}");
        assert_eq!(error.status(), StatusCode::from_u16(status).ok());
        assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(7));
    }
}

#[test]
fn an_error_says_what_the_service_said() {
    let error =
        error(400, "\u{feff}{\"code\":60012,\"description\":\"None left for alex@contoso.com.\"}");
    assert_eq!(error.code().map(ToString::to_string).as_deref(), Some("60012"));
    assert_eq!(error.description(), Some("None left for alex@contoso.com."));
    assert_eq!(error.ids().correlation_vector.as_deref(), Some("v.0"));
    assert_eq!(
        error.to_string(),
        "listUserLicenses: bad request (400): error 60012 [MS-RequestId r, MS-CorrelationId c, MS-CV v.0]"
    );
    assert!(!format!("{error} {error:?}").contains("alex"));
}

#[test]
fn a_body_of_no_documented_shape_is_kept() {
    let gateway = error(502, "<html>Bad Gateway</html>");
    assert!(matches!(gateway.body(), Some(ErrorBody::Other(text)) if text.contains("Gateway")));
    assert!(gateway.code().is_none());
    let throttled = error(429, r#"{"statusCode":429,"message":"Slow down."}"#);
    assert_eq!(throttled.description(), Some("Slow down."));
    assert!(matches!(throttled.body(), Some(ErrorBody::Throttling(_))));
    assert!(matches!(error(404, "").body(), Some(ErrorBody::Empty)));
}

#[test]
fn a_success_that_says_nothing_is_an_error() {
    for (body, category, message) in [
        ("", Category::Unreadable, "there is no body"),
        (" \r\n", Category::Unreadable, "there is no body"),
        ("<html>", Category::Unreadable, "expected value at line 1 column 1"),
        ("{\"items\":[{\"id", Category::Unreadable, "EOF"),
        ("{\"items\":7}", Category::Unreadable, "items: expected"),
        ("{}", Category::Unreadable, "the body shows nothing of what was asked for"),
        ("{\"totalCount\":3}", Category::Unreadable, "no items"),
        (
            "{\"items\":[],\"links\":{\"next\":{\"uri\":\"/more\"}}}",
            Category::Unreadable,
            "next page",
        ),
        ("{\"code\":2000,\"description\":\"d\",\"data\":[]}", Category::ErrorInSuccess, "error"),
        ("{\"Code\" : 2000}", Category::ErrorInSuccess, "error"),
    ] {
        let error = error(200, body);
        assert_eq!(error.category(), category, "{body}");
        assert!(error.to_string().contains(message), "{body}: {error}");
        assert_eq!(error.ids().request_id.as_deref(), Some("r"));
        assert_eq!(error.bytes(), Some(body.as_bytes()), "{body}");
    }
}
