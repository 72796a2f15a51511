//! Whatever can go wrong does so on request: by library call, by header, by chance.

use std::io::ErrorKind;
use std::time::Duration;

use hyper::StatusCode;
use partner_emulator::{Emulator, Fault, Scope};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{CUSTOMER, Call, Caller, start};

fn users() -> String {
    format!("{CUSTOMER}/users")
}

#[tokio::test]
async fn every_fault_shows_as_what_it_is() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let whole = caller.get(&users()).await;
    let faulty = async |fault: &str| caller.send(&Call::get(&users()).fault(fault)).await;

    for fault in ["delay=1", "slow=1"] {
        let answer = faulty(fault).await;
        assert_eq!((answer.status, &answer.body), (whole.status, &whole.body), "{fault}");
    }
    let truncated = faulty("truncate").await;
    assert_eq!(truncated.status, 200);
    assert_eq!(truncated.body, whole.body[..whole.body.len() / 2]);
    let page = faulty("html").await;
    assert_eq!(
        (page.status.as_u16(), page.header("Content-Type")),
        (502, "text/html; charset=utf-8")
    );
    assert!(page.text().starts_with("<!DOCTYPE html>"));
    for name in ["MS-RequestId", "MS-CorrelationId", "MS-CV", "MS-ServerId"] {
        assert!(!page.headers.contains_key(name), "a gateway knows nothing of {name}");
    }
    assert_eq!(faulty("error-in-200").await.error(), (200, 800_003));
    assert_eq!(faulty("status=599").await.error(), (599, 800_003));
    assert_eq!(faulty("throttle=3").await.header("Retry-After"), "3");

    let lost = async |fault: &str| {
        let result = caller.try_send(&Call::get(&users()).fault(fault)).await;
        result.map(|answer| answer.status).expect_err("the connection ends").head
    };
    assert_eq!(lost("drop").await, None);
    assert_eq!(lost("reset").await, None);
    assert_eq!(lost("drop-after").await, None);
    assert_eq!(lost("drop-mid").await, Some(StatusCode::OK));

    let refused = faulty("explode").await;
    assert_eq!(refused.error(), (400, 3000));
    let text = refused.json()["description"].to_string();
    assert!(text.contains("X-Emulator-Fault: the fault `explode`: one of delay=MS"), "{text}");
}

/// How reading from a connection fails after a call with that fault; `None` where it just ends.
async fn end_of_connection(emulator: &Emulator, fault: &str) -> Option<ErrorKind> {
    let mut stream = TcpStream::connect(emulator.address()).await.expect("it listens");
    let call = format!(
        "GET /v1/customers HTTP/1.1\r\nHost: localhost\r\nX-Emulator-Fault: {fault}\r\n\r\n"
    );
    stream.write_all(call.as_bytes()).await.expect("it takes the call");
    stream.read_to_end(&mut Vec::new()).await.err().map(|error| error.kind())
}

#[tokio::test]
async fn a_reset_is_no_orderly_end() {
    let emulator = Emulator::builder().http().start().await.expect("it starts");
    assert_eq!(end_of_connection(&emulator, "reset").await, Some(ErrorKind::ConnectionReset));
    assert_eq!(end_of_connection(&emulator, "drop").await, None);
}

#[tokio::test]
async fn slow_answers_take_their_time() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    for (calls, fault) in [(1, "delay=3600000"), (2, "slow=3600000")] {
        let call = Call::get(&users()).fault(fault);
        let patience = async {
            while emulator.requests().len() < calls {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        tokio::select! {
            _ = caller.send(&call) => panic!("{fault}: an answer within the hour"),
            () = patience => {}
        }
    }
    let statuses: Vec<_> = emulator.requests().iter().map(|call| call.status).collect();
    assert_eq!(statuses[0], None, "a call that nobody waited for is known, too");
}

#[tokio::test]
async fn a_call_is_carried_out_or_not_as_the_fault_says() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let path = format!("{CUSTOMER}/users/{}/licenseupdates", Emulator::UNLICENSED_USER_ID);
    let assign = json!({ "licensesToAssign": [{ "skuId": Emulator::SKU_ID }] }).to_string();
    for (fault, carried_out) in [
        ("drop", false),
        ("reset", false),
        ("drop-after", true),
        ("drop-mid", true),
        ("truncate", true),
        ("html", false),
        ("error-in-200", false),
        ("status=500", false),
        ("throttle=1", false),
        ("delay=1", true),
        ("slow=1", true),
    ] {
        let remove = json!({ "licensesToRemove": [Emulator::SKU_ID] });
        let licenses = || {
            emulator.licenses(Emulator::CUSTOMER_ID, Emulator::UNLICENSED_USER_ID).expect("a user")
        };
        if !licenses().is_empty() {
            assert_eq!(caller.post(&path, &remove).await.status, 201);
        }
        // What becomes of the answer is another test's business.
        let _ = caller.try_send(&Call::post(&path, assign.clone()).fault(fault)).await.is_ok();
        assert_eq!(!licenses().is_empty(), carried_out, "{fault}");
    }
}

#[tokio::test]
async fn injected_faults_hit_the_next_calls_of_their_scope() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    emulator.inject(Fault::Status(503));
    emulator.inject_times(Scope::Token, Fault::Html, 2);
    let token = Call::form(&format!("/{}/oauth2/token", emulator.credentials().tenant_id), &[]);
    let nobody = Caller::with_token(&emulator, None);
    assert_eq!(nobody.send(&token).await.status, 502);
    assert_eq!(caller.get(&users()).await.status, 503);
    assert_eq!(caller.get(&users()).await.status, 200);
    assert_eq!(nobody.send(&token).await.status, 502);
    assert_eq!(nobody.send(&token).await.status, 400, "a token request without its fields");
    assert_eq!(emulator.token_requests(), 1, "what was hit was not carried out");
    emulator.inject_times(Scope::All, Fault::Drop, 5);
    emulator.clear_faults();
    assert_eq!(caller.get(&users()).await.status, 200);
    let faults: Vec<_> = emulator.requests().into_iter().map(|call| call.fault).collect();
    let html = Some(Fault::Html);
    assert_eq!(faults, [html.clone(), Some(Fault::Status(503)), None, html, None, None]);
}

#[tokio::test]
async fn chance_hits_the_same_calls_for_the_same_seed() {
    let run = async |seed| {
        let faults = [Fault::Status(500), Fault::Drop];
        let builder = Emulator::builder().http().random_faults(Scope::Api, faults, 0.25, seed);
        let emulator = builder.start().await.expect("it starts");
        let caller = Caller::new(&emulator);
        for _ in 0..100 {
            let _ = caller.try_send(&Call::get(&users())).await.is_ok();
        }
        emulator.requests().into_iter().map(|call| call.fault).collect::<Vec<_>>()
    };
    let first = run(3).await;
    let hits = first.iter().flatten().count();
    assert!((10..45).contains(&hits), "{hits} of 100");
    assert_eq!(first, run(3).await);
    assert_ne!(first, run(4).await);
}

#[tokio::test]
async fn calls_beyond_the_limit_are_throttled() {
    let hour = Duration::from_secs(3600);
    let emulator = Emulator::builder().rate_limit(2, hour).start().await.expect("it starts");
    let caller = Caller::new(&emulator);
    assert_eq!(caller.get(&users()).await.status, 200);
    assert_eq!(caller.get(&users()).await.status, 200);
    let throttled = caller.get(&users()).await;
    assert_eq!(throttled.status, 429);
    let seconds: u32 = throttled.header("Retry-After").parse().expect("seconds");
    assert!((3500..=3600).contains(&seconds), "{seconds}");
    let message = format!("Too many requests. Try again in {seconds} seconds.");
    assert_eq!(throttled.json(), json!({ "statusCode": 429, "message": message }));
    emulator.limit_rate(None);
    assert_eq!(caller.get(&users()).await.status, 200);
}

#[tokio::test]
async fn an_operation_can_have_a_limit_of_its_own() {
    let emulator = Emulator::builder().limit("getCustomerUser=1/3600".parse().expect("a limit"));
    let emulator = emulator.start().await.expect("it starts");
    let caller = Caller::new(&emulator);
    let user = format!("{CUSTOMER}/users/{}", Emulator::USER_ID);
    let mut statuses = Vec::new();
    for path in [&user, &user, &format!("{CUSTOMER}/users"), &format!("{user}/licenses")] {
        statuses.push(caller.get(path).await.status.as_u16());
    }
    assert_eq!(statuses, [200, 429, 200, 200]);
}
