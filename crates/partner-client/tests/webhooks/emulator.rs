//! The emulator sends, the verifier takes.

#[path = "../../examples/webhooks/receiver.rs"]
mod receiver;

use std::time::Duration;

use partner_client::client::{TransportOptions, transport};
use partner_client::webhooks::{CertificateFetcher, ReceiveError, WebhookVerifier};
use partner_emulator::{Audience, DeliveryStatus, Emulator, WebhookOptions};
use partner_models::webhooks::WebhookEventName;
use receiver::Received;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::support::{authority_params, root};

fn fetcher(emulator: &Emulator) -> CertificateFetcher {
    let trusted = emulator.root_certificate_pem().unwrap_or_default();
    let options = TransportOptions::new().with_root_certificates(trusted);
    CertificateFetcher::new(transport(&options).expect("it can be set up"))
}

fn verifier(emulator: &Emulator) -> WebhookVerifier {
    let verifier = WebhookVerifier::new(emulator.webhook_root_der()).expect("a root");
    let verifier = verifier.with_certificate_origins([emulator.endpoint()]).expect("an origin");
    verifier.with_organization("Partner Center emulator")
}

/// Registers a receiver with that verifier, straight over HTTP.
async fn register(
    emulator: &Emulator,
    verifier: WebhookVerifier,
    in_own_header: bool,
) -> UnboundedReceiver<Received> {
    let (url, received) = receiver::start(verifier, fetcher(emulator)).await.expect("a port");
    let names = WebhookEventName::KNOWN.iter().map(|name| format!("{:?}", name.as_str()));
    let names = names.collect::<Vec<_>>().join(",");
    let body = format!(
        r#"{{"WebhookUrl":"{url}","WebhookEvents":[{names}],"SignatureTokenToMsSignatureHeader":{in_own_header}}}"#
    );
    let options = TransportOptions::new()
        .with_root_certificates(emulator.root_certificate_pem().unwrap_or_default());
    let transport = transport(&options).expect("it can be set up");
    let address = format!("{}/webhooks/v1/registration", emulator.endpoint());
    let address = address.parse().expect("a URL");
    let mut request = azure_core::http::Request::new(address, azure_core::http::Method::Post);
    let token = emulator.issue_token(Audience::AppOnly);
    request.insert_header("authorization", format!("Bearer {token}"));
    request.insert_header("content-type", "application/json");
    request.set_body(body);
    let context = azure_core::http::Context::new();
    let answer = transport.send(&context, &mut request).await.expect("it is answered");
    assert_eq!(answer.status(), 200);
    received
}

async fn next(received: &mut UnboundedReceiver<Received>) -> Received {
    let next = tokio::time::timeout(Duration::from_secs(20), received.recv());
    next.await.expect("in time").expect("it goes on")
}

#[tokio::test]
async fn every_documented_event_comes_signed_and_is_read() {
    for in_own_header in [false, true] {
        let emulator = Emulator::start().await.expect("it starts");
        let verifier = verifier(&emulator).with_max_age(Duration::from_secs(60));
        let mut received = register(&emulator, verifier, in_own_header).await;
        for name in WebhookEventName::KNOWN {
            assert!(emulator.raise(name.as_str(), Some("https://api.example.com/v1/x")));
            let event = next(&mut received).await.expect("it is taken");
            assert_eq!(event.event_name.as_ref(), Some(name));
            assert_eq!(event.resource_uri.as_deref(), Some("https://api.example.com/v1/x"));
        }
        let all = emulator.deliveries();
        let wrong = all.iter().find(|one| one.tries.iter().any(|one| one.response_code != "OK"));
        assert_eq!(wrong, None);
    }
}

#[tokio::test]
async fn what_is_refused_is_tried_again_and_gets_through_to_who_trusts_it() {
    let options = WebhookOptions::new().with_first_pause(Duration::from_millis(1));
    let emulator = Emulator::builder().webhooks(options).start().await.expect("it starts");
    let other = root(authority_params(Some("Partner Center emulator"), "another root"));
    let stranger = WebhookVerifier::new(other.der()).expect("a root");
    let stranger = stranger
        .with_certificate_origins([emulator.endpoint()])
        .expect("an origin")
        .with_organization("Partner Center emulator");
    let insisting = verifier(&emulator).with_organization(WebhookVerifier::ORGANIZATION);
    let elsewhere = verifier(&emulator).with_certificate_origins(["https://example.com"]);
    for (verifier, expected) in [
        (stranger, "Untrusted"),
        (insisting, "Organization"),
        (elsewhere.expect("an origin"), "ForeignCertificate"),
    ] {
        let mut received = register(&emulator, verifier, false).await;
        let before = emulator.deliveries().len();
        assert!(emulator.raise("invoice-ready", None));
        for _ in 0..10 {
            let error = next(&mut received).await.expect_err("it is refused");
            assert!(
                matches!(&error, ReceiveError::Refused(error) if format!("{error:?}") == expected),
                "{error:?}, and not {expected}"
            );
        }
        let mut tries = Vec::new();
        for _ in 0..1000 {
            let delivery = emulator.deliveries().swap_remove(before);
            if delivery.status == DeliveryStatus::Failed {
                tries = delivery.tries;
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(tries.len() == 10 && tries.iter().all(|one| one.response_code == "Unauthorized"));
    }
}

#[tokio::test]
async fn a_receiver_that_insists_on_microsoft_is_told_that_it_is() {
    let options = WebhookOptions::new().with_organization(WebhookVerifier::ORGANIZATION);
    let emulator = Emulator::builder().http().webhooks(options).start().await.expect("it starts");
    let verifier = verifier(&emulator).with_organization(WebhookVerifier::ORGANIZATION);
    let mut received = register(&emulator, verifier, false).await;
    assert!(emulator.raise("test-created", None));
    next(&mut received).await.expect("it is taken");
}
