//! What goes wrong between here and the service, and what becomes of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use partner_client::client::{TransportOptions, transport};
use partner_client::{Category, Error, PartnerClient, PartnerClientOptions};
use partner_emulator::{Audience, Emulator, Fault, Scope};
use partner_models::ErrorBody;
use partner_models::licenses::{LicenseAssignment, LicenseUpdate};

use crate::support::{CUSTOMER, Fixed, USER, client_options, client_with, cloud};

/// How long the client waits; long enough for a busy machine to answer what nothing delays.
const PATIENCE: Duration = Duration::from_secs(1);

/// An emulator and a client that is signed in, impatient, and tries as often as it is told.
async fn start(retries: u32) -> (Emulator, PartnerClient) {
    let emulator = Emulator::start().await.expect("it starts");
    let client = client_with(&emulator, PATIENCE, retries);
    client.customer(CUSTOMER).user(USER).get(None).await.expect("it signs in");
    emulator.clear_requests();
    (emulator, client)
}

/// What a read ends with that is hit by a fault, and how often it was sent.
async fn read(fault: &Fault) -> (Error, usize) {
    let (emulator, client) = start(0).await;
    emulator.inject_times(Scope::Api, fault.clone(), 1);
    let begin = Instant::now();
    let error = client.customer(CUSTOMER).user(USER).licenses().list(None).await;
    let error = error.expect_err("the fault is seen");
    assert!(begin.elapsed() < Duration::from_secs(60), "{fault}: it hung");
    assert_eq!(error.operation(), Some("listUserLicenses"), "{fault}");
    assert!(error.sent().request_id.is_some(), "{fault}: {error}");
    // A gateway's page has no id.
    let has_ids = error.status().is_some() && *fault != Fault::Html;
    assert_eq!(error.ids().request_id.is_some(), has_ids, "{fault}: {error}");
    (error, emulator.requests().len())
}

#[tokio::test]
async fn each_fault_is_an_error_of_its_kind() {
    for (fault, category, message) in [
        (Fault::Drop, Category::Transport, "before the answer was complete"),
        (Fault::DropAfter, Category::Transport, "before the answer was complete"),
        (Fault::DropMid, Category::Transport, "before the answer was complete"),
        (Fault::Delay(PATIENCE * 3), Category::Timeout, "no answer within the time allowed"),
        (Fault::SlowBody(PATIENCE * 3), Category::Timeout, "no answer within the time allowed"),
        (Fault::Truncate, Category::Unreadable, "EOF while parsing"),
        (Fault::Html, Category::Server, "not the documented error shape"),
        (Fault::ErrorInSuccess, Category::ErrorInSuccess, "the body is that of an error"),
        (Fault::Status(500), Category::Server, "error 800003"),
        (Fault::Throttle(2), Category::Throttled, "too many requests"),
    ] {
        let (error, _) = read(&fault).await;
        assert_eq!(error.category(), category, "{fault}: {error}");
        assert!(error.to_string().contains(message), "{fault}: {error}");
        match fault {
            Fault::Html => {
                let page = matches!(error.body(), Some(ErrorBody::Other(text)) if text.contains("502 Bad Gateway"));
                assert!(page, "the page is kept");
            }
            Fault::Truncate => assert!(error.bytes().is_some_and(|bytes| !bytes.is_empty())),
            Fault::ErrorInSuccess => assert!(error.code().is_some()),
            Fault::Throttle(_) => assert_eq!(error.retry_after(), Some(Duration::from_secs(2))),
            _ => {}
        }
    }
}

#[tokio::test]
async fn a_read_gets_over_what_passes() {
    let (emulator, client) = start(2).await;
    for fault in [
        Fault::Drop,
        Fault::DropMid,
        Fault::Delay(PATIENCE * 3),
        Fault::SlowBody(PATIENCE * 3),
        Fault::Html,
        Fault::Status(503),
        Fault::Throttle(0),
    ] {
        emulator.inject_times(Scope::Api, fault.clone(), 2);
        let answer = client.customer(CUSTOMER).user(USER).licenses().list(None).await;
        answer.unwrap_or_else(|error| panic!("{fault}: {error}"));
    }
}

#[tokio::test]
async fn retry_after_is_waited_out() {
    let (emulator, client) = start(2).await;
    emulator.inject_times(Scope::Api, Fault::Throttle(1), 1);
    let begin = Instant::now();
    client.customer(CUSTOMER).user(USER).licenses().list(None).await.expect("it waited");
    assert!(begin.elapsed() >= Duration::from_secs(1));
}

/// What becomes of an update that is hit by a fault: whether it is carried out, and how often it was
/// sent.
async fn update(fault: Fault) -> (Result<(), Error>, bool, usize) {
    let (emulator, client) = start(2).await;
    emulator.inject_times(Scope::Api, fault, 1);
    let user = client.customer(CUSTOMER).user(Emulator::UNLICENSED_USER_ID);
    let assign =
        LicenseUpdate::new().with_licenses_to_assign([LicenseAssignment::new(Emulator::SKU_ID)]);
    let answer = user.license_updates().create(assign, None).await.map(|_| ());
    let licenses = emulator.licenses(CUSTOMER, Emulator::UNLICENSED_USER_ID);
    (answer, !licenses.expect("the user is there").is_empty(), emulator.requests().len())
}

#[tokio::test]
async fn no_update_is_lost_and_none_is_sent_blindly() {
    // Surely not carried out: sent again, and carried out once.
    let (answer, done, sent) = update(Fault::Throttle(0)).await;
    assert_eq!((answer.is_ok(), done, sent), (true, true, 2));
    // Carried out or not, nobody here can tell: an error that says so, and no second try.
    for (fault, category, carried_out) in [
        (Fault::Drop, Category::Transport, false),
        (Fault::DropAfter, Category::Transport, true),
        (Fault::DropMid, Category::Transport, true),
        (Fault::Delay(PATIENCE * 3), Category::Timeout, true),
        (Fault::SlowBody(PATIENCE * 3), Category::Timeout, true),
        (Fault::Truncate, Category::Unreadable, true),
        (Fault::Html, Category::Server, false),
        (Fault::ErrorInSuccess, Category::ErrorInSuccess, false),
        (Fault::Status(500), Category::Server, false),
        (Fault::Status(503), Category::Server, false),
    ] {
        let (answer, done, sent) = update(fault.clone()).await;
        let error = answer.expect_err("not a success");
        assert_eq!((error.category(), done, sent), (category, carried_out, 1), "{fault}: {error}");
    }
}

#[tokio::test]
async fn a_service_that_is_not_there_is_no_connection() {
    let (emulator, client) = start(1).await;
    emulator.stop().await.expect("there is no state to save");
    let error = client.customer(CUSTOMER).user(USER).get(None).await.expect_err("it is gone");
    assert!(matches!(error.category(), Category::Connect | Category::Transport), "{error}");
    let error = client.customer(CUSTOMER).user(USER).get(None).await.expect_err("it is gone");
    assert_eq!(error.category(), Category::Connect, "{error}");
}

#[tokio::test]
async fn a_body_that_drips_is_not_waited_for_without_end() {
    let emulator = Emulator::start().await.expect("it starts");
    let root = emulator.root_certificate_pem().expect("it has TLS");
    let options = TransportOptions::new().with_timeout(PATIENCE).with_root_certificates(root);
    let transport = transport(&options).expect("it can be set up");
    let options = PartnerClientOptions::new().with_client_options(client_options(transport, 0));
    let token = Arc::new(Fixed(emulator.issue_token(Audience::AppUser)));
    let client = PartnerClient::new(cloud(&emulator), token, options).expect("it can be made");
    // Some ten pieces, each of which comes in time.
    emulator.inject_times(Scope::Api, Fault::SlowBody(PATIENCE / 3), 1);
    let error = client.customer(CUSTOMER).user(USER).get(None).await.expect_err("it drips");
    assert_eq!(error.category(), Category::Timeout, "{error}");
}
