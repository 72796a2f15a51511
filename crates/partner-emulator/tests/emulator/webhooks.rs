//! Events: registered for, sent, signed and sent again.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use partner_emulator::{Audience, DeliveryStatus, Emulator, Strictness, WebhookOptions};
use ring::signature::{KeyPair, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use serde_json::{Value, json};

use crate::receiver::{Receiver, until};
use crate::support::{Answer, Call, Caller};

const REGISTRATION: &str = "/webhooks/v1/registration";
const VALIDATION: &str = "/webhooks/v1/registration/validationEvents";

async fn start(options: WebhookOptions) -> Emulator {
    Emulator::builder().http().webhooks(options).start().await.expect("it starts")
}

async fn register(caller: &Caller<'_>, url: &str, events: &[&str]) -> Answer {
    let body = json!({ "WebhookUrl": url, "WebhookEvents": events });
    let answer = caller.post(REGISTRATION, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}

fn put(body: &Value) -> Call {
    Call { method: "PUT".into(), ..Call::post(REGISTRATION, body.to_string()) }
}

/// Whether a signature is that of the emulator's key.
fn is_signed(body: &[u8], signature: &str) -> bool {
    let key = RsaKeyPair::from_pkcs8(include_bytes!("../../src/assets/webhook-key.pk8"));
    let key = key.expect("a key").public_key().as_ref().to_vec();
    let signature = STANDARD.decode(signature).expect("base64");
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key).verify(body, &signature).is_ok()
}

#[tokio::test]
async fn a_test_event_comes_signed_and_says_what_became_of_it() {
    let (emulator, receiver) = (start(WebhookOptions::new()).await, Receiver::start(&[]).await);
    let caller = Caller::new(&emulator);
    let registered = register(&caller, &receiver.url, &["test-created"]).await.json();
    assert!(registered["SubscriberId"].is_string(), "{registered}");
    let asked = caller.send(&Call::new("POST", VALIDATION)).await;
    assert_eq!(asked.status, 200, "{}", asked.text());
    let id = asked.json()["correlationId"].as_str().expect("an id").to_owned();

    let got = receiver.wait(1).await.remove(0);
    assert_eq!(
        (got.target.as_str(), got.header("content-type")),
        ("/callback?of=me", "application/json")
    );
    assert_eq!(got.header("x-ms-signature-algorithm"), "rsa-sha256");
    let signature = got.header("authorization").strip_prefix("Signature ").expect("the scheme");
    assert!(is_signed(&got.body, signature));
    assert!(!is_signed(b"something else", signature));
    let event = got.json();
    assert_eq!(
        (&event["EventName"], &event["ResourceName"]),
        (&json!("test-created"), &json!("test"))
    );
    let uri = format!("{}{VALIDATION}/{id}", emulator.endpoint());
    assert_eq!((&event["ResourceUri"], &event["AuditUri"]), (&json!(uri), &Value::Null));

    until(|| emulator.deliveries()[0].status == DeliveryStatus::Delivered).await;
    let became = caller.get(&format!("{VALIDATION}/{id}")).await.json();
    assert_eq!(
        (&became["status"], &became["callbackUrl"]),
        (&json!("completed"), &json!(receiver.url))
    );
    assert_eq!(became["partnerId"], emulator.credentials().tenant_id.as_str());
    let results = became["results"].as_array().expect("a list");
    assert_eq!(results.len(), 1);
    assert_eq!(
        (&results[0]["responseCode"], &results[0]["systemError"]),
        (&json!("OK"), &json!(false))
    );
    assert_eq!(receiver.got().len(), 1, "once is enough");

    // Where the header says, there is the certificate.
    let address = got.header("x-ms-certificate-url").to_owned();
    let path = address.strip_prefix(emulator.endpoint()).expect("it is the emulator's own");
    let nobody = Caller::with_token(&emulator, None);
    let certificate = nobody.get(path).await;
    assert_eq!(certificate.header("content-type"), "application/pkix-cert");
    assert_eq!(certificate.body.first(), Some(&0x30), "DER");
    assert_eq!(nobody.get("/_emulator/webhooks/root.pem").await.body, emulator.webhook_root_pem());
    let listed = nobody.get("/_emulator/webhooks/deliveries").await.json();
    assert_eq!(listed["deliveries"][0]["status"], "delivered");
    let of_others = Call::get("/_emulator/webhooks/deliveries").with("Origin", "https://evil.com");
    assert_eq!(nobody.send(&of_others).await.status, 403, "pages of others see nothing");
    assert_eq!(nobody.send(&Call::new("POST", path)).await.status, 405);
}

#[tokio::test]
async fn what_is_not_taken_is_tried_ten_times() {
    let options = WebhookOptions::new().with_first_pause(Duration::from_millis(1));
    let emulator = start(options).await;
    let caller = Caller::new(&emulator);
    // A redirection is no success, and is not followed.
    let receiver = Receiver::start(&[500, 302, 404]).await;
    register(&caller, &receiver.url, &["subscription-updated"]).await;
    assert!(emulator.raise("subscription-updated", Some("https://x.invalid/1")));
    assert!(!emulator.raise("invoice-ready", None), "nobody has registered for it");
    let got = receiver.wait(4).await;
    assert!(got.iter().all(|one| one.body == got[0].body), "the same event each time");
    until(|| emulator.deliveries()[0].status == DeliveryStatus::Delivered).await;
    let delivery = emulator.deliveries().remove(0);
    let codes: Vec<_> = delivery.tries.iter().map(|one| one.response_code.as_str()).collect();
    assert_eq!(codes, ["InternalServerError", "Found", "NotFound", "OK"]);
    assert_eq!(delivery.tries[0].response_message, "so");

    let never = Receiver::start(&[503; 40]).await;
    register(&caller, &never.url, &["subscription-updated"]).await;
    assert!(emulator.raise("subscription-updated", None));
    until(|| emulator.deliveries()[1].status == DeliveryStatus::Failed).await;
    assert_eq!((emulator.deliveries()[1].tries.len(), never.got().len()), (10, 10));
}

#[tokio::test]
async fn the_pause_goes_by_the_emulators_clock() {
    let (emulator, receiver) =
        (start(WebhookOptions::new()).await, Receiver::start(&[500, 500]).await);
    emulator.freeze_clock(true);
    register(&Caller::new(&emulator), &receiver.url, &["invoice-ready"]).await;
    assert!(emulator.raise("invoice-ready", None));
    receiver.wait(1).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(receiver.got().len(), 1, "the clock stands still");
    emulator.advance(Duration::from_secs(1));
    receiver.wait(2).await;
    until(|| emulator.deliveries()[0].tries.len() == 2).await;
    emulator.advance(Duration::from_secs(1));
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(receiver.got().len(), 2, "the second pause is twice as long");
    emulator.advance(Duration::from_secs(1));
    receiver.wait(3).await;
    until(|| emulator.deliveries()[0].status == DeliveryStatus::Delivered).await;
}

#[tokio::test]
async fn a_registration_is_shown_changed_and_refused() {
    let emulator = start(WebhookOptions::new()).await;
    // Both sign-ins are taken.
    let token = emulator.issue_token(Audience::AppOnly);
    let caller = Caller::with_token(&emulator, Some(token));
    let first = register(&caller, "https://localhost:1/a", &["test-created"]).await.json();
    let shown = caller.get(REGISTRATION).await.json();
    assert_eq!(
        shown,
        json!({ "WebhookUrl": "https://localhost:1/a", "WebhookEvents": ["test-created"] })
    );
    let body = json!({ "webhookUrl": "http://localhost:1/b", "webhookEvents": ["invoice-ready"], "signatureTokenToMsSignatureHeader": true });
    let changed = caller.send(&put(&body)).await.json();
    assert_eq!(changed["SubscriberId"], first["SubscriberId"], "it stays the same registration");
    assert_eq!(changed["WebhookEvents"], json!(["invoice-ready"]), "names are as described");
    let events = caller.get(&format!("{REGISTRATION}/events")).await.json();
    let events = events.as_array().expect("a list").clone();
    assert!(events.len() > 20 && events.contains(&json!("test-created")), "{events:?}");

    let refused = caller.send(&Call::new("POST", VALIDATION)).await;
    assert_eq!(refused.error(), (400, 3000), "it is not registered for test events");
    for (url, events) in [
        ("", json!(["test-created"])),
        ("/callback", json!(["test-created"])),
        ("ftp://localhost/", json!(["test-created"])),
        ("http://", json!(["test-created"])),
        ("http://localhost/", json!([])),
        ("http://localhost/", json!(["no-such-event"])),
    ] {
        let body = json!({ "WebhookUrl": url, "WebhookEvents": events });
        for call in [put(&body), Call::post(REGISTRATION, body.to_string())] {
            assert_eq!(caller.send(&call).await.error(), (400, 800_002), "{body}");
        }
    }
    let lenient = Emulator::builder().http().lenient([Strictness::WebhookEvents]);
    let lenient = lenient.start().await.expect("it starts");
    register(&Caller::new(&lenient), "http://localhost:1/", &["no-such-event"]).await;

    let empty = Emulator::builder().http().seed(partner_emulator::Seed::default());
    let empty = empty.start().await.expect("it starts");
    let caller = Caller::new(&empty);
    assert_eq!(caller.get(REGISTRATION).await.error(), (404, 1000));
    let body = json!({ "WebhookUrl": "http://localhost:1/", "WebhookEvents": ["test-created"] });
    assert_eq!(caller.send(&put(&body)).await.error(), (404, 1000), "there is nothing to change");
}

#[tokio::test]
async fn the_signature_is_in_the_header_that_is_asked_for() {
    let (emulator, receiver) = (start(WebhookOptions::new()).await, Receiver::start(&[]).await);
    let body = json!({
        "WebhookUrl": receiver.url,
        "WebhookEvents": ["referral-created"],
        "SignatureTokenToMsSignatureHeader": true,
    });
    assert_eq!(Caller::new(&emulator).post(REGISTRATION, &body).await.status, 200);
    emulator.command("event referral-created https://x.invalid/referrals/1").expect("it is sent");
    let got = receiver.wait(1).await.remove(0);
    assert_eq!(got.header("authorization"), "");
    assert!(is_signed(&got.body, got.header("x-ms-signature")));
    assert_eq!(got.json()["ResourceUri"], "https://x.invalid/referrals/1");
    let error = emulator.command("event invoice-ready").expect_err("nobody wants it");
    assert_eq!(error, "invoice-ready: nobody is registered for it");
}

#[tokio::test]
async fn other_machines_are_not_called() {
    let emulator = start(WebhookOptions::new()).await;
    let caller = Caller::new(&emulator);
    for (index, url) in [
        "http://192.0.2.1/",
        "http://169.254.169.254/latest/meta-data",
        "https://partner.example.com/callback",
        "http://localhost.example.com/",
        "http://127.0.0.1@192.0.2.1/",
        "http://0.0.0.0/",
        "http://[::ffff:192.0.2.1]/",
        "http://[2001:db8::1]/",
    ]
    .into_iter()
    .enumerate()
    {
        register(&caller, url, &["test-created"]).await;
        assert!(emulator.raise("test-created", None));
        until(|| emulator.deliveries()[index].status == DeliveryStatus::Failed).await;
        let delivery = emulator.deliveries().swap_remove(index);
        assert_eq!(delivery.tries.len(), 1, "{url}: it is of no use to try again");
        let text = &delivery.tries[0].response_message;
        assert!(text.starts_with("the callback is neither localhost nor"), "{url}: {text}");
    }
}

#[tokio::test]
async fn test_events_are_two_a_minute() {
    let (emulator, receiver) = (start(WebhookOptions::new()).await, Receiver::start(&[]).await);
    emulator.freeze_clock(true);
    let caller = Caller::new(&emulator);
    register(&caller, &receiver.url, &["test-created"]).await;
    let ask = Call::new("POST", VALIDATION);
    assert_eq!(caller.send(&ask).await.status, 200);
    assert_eq!(caller.send(&ask).await.status, 200);
    let third = caller.send(&ask).await;
    assert_eq!((third.status.as_u16(), third.json()["statusCode"].clone()), (429, json!(429)));
    let wait: u64 = third.header("Retry-After").parse().expect("seconds");
    emulator.advance(Duration::from_secs(wait));
    assert_eq!(caller.send(&ask).await.status, 200);
    assert_eq!(receiver.wait(3).await.len(), 3);
}

#[tokio::test]
async fn what_waits_is_kept_in_the_state_and_sent_after_a_restart() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("state.json");
    let receiver = Receiver::start(&[503]).await;
    let emulator = Emulator::builder().http().state(&file).frozen(true);
    let emulator = emulator.start().await.expect("it starts");
    register(&Caller::new(&emulator), &receiver.url, &["invoice-ready"]).await;
    assert!(emulator.raise("invoice-ready", Some("https://x.invalid/v1/invoices/1")));
    until(|| emulator.deliveries()[0].tries.len() == 1).await;
    emulator.stop().await.expect("it is saved");

    let emulator = Emulator::builder().http().state(&file).start().await.expect("it starts");
    let shown = Caller::new(&emulator).get(REGISTRATION).await.json();
    assert_eq!(shown["WebhookUrl"], receiver.url.as_str());
    emulator.advance(Duration::from_secs(2));
    let got = receiver.wait(2).await;
    assert_eq!(got[0].body, got[1].body);
    until(|| emulator.deliveries()[0].status == DeliveryStatus::Delivered).await;
    emulator.reset();
    assert_eq!(emulator.deliveries(), [], "back at the start");
}

#[tokio::test]
async fn an_operation_lets_happen_what_its_description_says() {
    let mut description: Value =
        serde_json::from_str(include_str!("description.json")).expect("it is JSON");
    let whole = include_str!("../../src/generated/partner-center.json");
    let whole: Value = serde_json::from_str(whole).expect("it is JSON");
    for (path, item) in whole["paths"].as_object().expect("paths") {
        if path.starts_with(REGISTRATION) {
            description["paths"][path] = item.clone();
        }
    }
    for kind in ["schemas", "responses", "headers", "parameters"] {
        for (name, one) in whole["components"][kind].as_object().into_iter().flatten() {
            let all = &mut description["components"][kind];
            if all.get(name).is_none() {
                all[name] = one.clone();
            }
        }
    }
    let boats = "/v1/customers/{customer-id}/boats";
    description["paths"][boats]["post"]["x-webhook-event"] = "referral-created".into();
    let boat = format!("{boats}/{{boat-id}}");
    let boat = description["paths"].get(&boat).map_or_else(|| find(&description, boats), |_| boat);
    description["paths"][&boat]["patch"]["x-webhook-event"] = "subscription-updated".into();
    let emulator = Emulator::builder().http().description(description.to_string());
    let emulator = emulator.start().await.expect("it starts");
    let (caller, receiver) = (Caller::new(&emulator), Receiver::start(&[]).await);
    register(&caller, &receiver.url, &["referral-created", "subscription-updated"]).await;
    let list = format!("{}/boats", crate::support::CUSTOMER);
    let made = caller.post(&list, &json!({ "name": "Anna" })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let path = format!("{list}/{}", made.json()["id"].as_str().expect("an id"));
    let got = receiver.wait(1).await.remove(0).json();
    assert_eq!(got["EventName"], "referral-created");
    assert_eq!(got["ResourceUri"], format!("{}{path}", emulator.endpoint()));
    // What is refused lets nothing happen.
    let bad = Call { method: "PATCH".into(), ..Call::post(&path, r#"{"name":7}"#) };
    assert_eq!(caller.send(&bad).await.status, 400);
    let change = Call { method: "PATCH".into(), ..Call::post(&path, r#"{"length":7}"#) };
    assert_eq!(caller.send(&change).await.status, 200);
    let got = receiver.wait(2).await;
    assert_eq!(got.len(), 2);
    assert_eq!(got[1].json()["EventName"], "subscription-updated");
    assert_eq!(got[1].json()["ResourceUri"], format!("{}{path}", emulator.endpoint()));
}

/// The path of one of a list.
fn find(description: &Value, list: &str) -> String {
    let paths = description["paths"].as_object().expect("paths").keys();
    let mut below = paths.filter(|path| {
        let rest = path.strip_prefix(list).and_then(|rest| rest.strip_prefix('/'));
        rest.is_some_and(|rest| rest.starts_with('{') && !rest.contains('/'))
    });
    below.next().expect("one of the list").clone()
}
