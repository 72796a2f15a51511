//! The documented request and its answer, header by header, over TLS.

use partner_client::operations::ListUserLicensesOptions;
use partner_client::{CallOptions, Category};
use partner_emulator::Emulator;
use partner_models::Collection;
use partner_models::licenses::License;

use crate::support::{CUSTOMER, USER, client};

const REQUEST_ID: &str = "68e50b00-e1ff-422a-a293-158617463d41";
const CORRELATION_ID: &str = "813f15b3-eb18-4709-b2f3-668d62babf91";
const SAMPLE: &str = include_str!("../../../../tests/fixtures/user-licenses.json");

#[tokio::test]
async fn the_documented_request_gets_the_documented_answer() {
    let emulator = Emulator::start().await.expect("it starts");
    assert!(emulator.endpoint().starts_with("https://"));
    let call = CallOptions::new().with_request_id(REQUEST_ID).with_correlation_id(CORRELATION_ID);
    let response = client(&emulator)
        .customer(CUSTOMER)
        .user(USER)
        .licenses()
        .list(ListUserLicensesOptions::from(call))
        .await
        .expect("it is answered");

    // What arrived.
    let record = emulator.requests().pop().expect("it arrived");
    assert_eq!(record.method, "GET");
    assert_eq!(record.target, format!("/v1/customers/{CUSTOMER}/users/{USER}/licenses"));
    let host = emulator.endpoint().trim_start_matches("https://");
    let mut headers = record.headers.clone();
    headers.retain(|(name, _)| name != "user-agent");
    headers.sort();
    let expected = [
        ("accept", "application/json"),
        ("authorization", "Bearer"), // the emulator's log goes no further
        ("host", host),
        ("ms-contract-version", "v1"),
        ("ms-correlationid", CORRELATION_ID),
        ("ms-requestid", REQUEST_ID),
        ("x-locale", "en-US"),
    ];
    assert_eq!(headers, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let agent = record.header("user-agent").expect("there is one");
    assert!(agent.contains("partner-client/"), "{agent}");

    // What came back.
    assert_eq!(response.status(), 200);
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
    assert_eq!(header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(header("ms-requestid"), Some(REQUEST_ID));
    assert_eq!(header("ms-correlationid"), Some(CORRELATION_ID));
    assert_eq!(header("ms-serverid"), Some("020021921"));
    assert!(header("ms-cv").is_some_and(|value| value.ends_with(".0")));
    assert!(header("date").is_some_and(|value| value.ends_with(" GMT")));
    let length = response.body().len().to_string();
    assert_eq!(header("content-length"), Some(length.as_str()));
    let ids = response.ids();
    assert_eq!(ids.request_id.as_deref(), Some(REQUEST_ID));
    assert_eq!(ids.correlation_id.as_deref(), Some(CORRELATION_ID));
    assert_eq!(ids.correlation_vector.as_deref(), header("ms-cv"));
    assert_eq!(ids.server_id.as_deref(), Some("020021921"));
    assert!(response.body().starts_with("\u{feff}".as_bytes()));

    let licenses = response.into_model();
    let sample: Collection<License> =
        partner_models::from_str(SAMPLE).expect("the sample is sound");
    assert_eq!(licenses, sample);
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let emulator = Emulator::start().await.expect("it starts");
    let other = Emulator::start().await.expect("it starts");
    // The other's root, and a token so that the API itself is asked.
    let transport = crate::support::trusting(&other, std::time::Duration::from_secs(10));
    let options = partner_client::PartnerClientOptions::new().with_client_options(
        azure_core::http::ClientOptions {
            transport: Some(transport),
            // The usual retries: they would take a minute.
            ..azure_core::http::ClientOptions::default()
        },
    );
    let credential = std::sync::Arc::new(crate::support::Fixed("t".into()));
    let client =
        partner_client::PartnerClient::new(crate::support::cloud(&emulator), credential, options)
            .expect("it can be made");
    let begin = std::time::Instant::now();
    let error = client.customer("c").subscribed_skus().list(None).await.expect_err("no trust");
    assert_eq!(error.category(), Category::Connect);
    assert!(begin.elapsed() < std::time::Duration::from_secs(5), "it is not tried again");
    assert!(error.sent().request_id.is_some());
    assert_eq!(emulator.requests(), []);
}
