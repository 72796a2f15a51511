//! The page of the running emulator: what it is made of, what it shows and hides, and who may ask.

use std::sync::{Arc, Mutex};

use partner_emulator::{Emulator, Fault};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Answer, CUSTOMER, Call, Caller, start};

/// A caller as the page is one: without a token.
fn browser(emulator: &Emulator) -> Caller<'_> {
    Caller::with_token(emulator, None)
}

fn tell(line: &str) -> Call {
    Call { body: line.into(), ..Call::new("POST", "/_emulator") }
}

async fn state(emulator: &Emulator) -> Value {
    browser(emulator).get("/_emulator/state").await.json()
}

#[tokio::test]
async fn the_page_and_its_files_are_served_as_what_they_are() {
    let emulator = start().await;
    let browser = browser(&emulator);
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/_emulator/page.css", "text/css; charset=utf-8"),
        ("/_emulator/page.js", "text/javascript; charset=utf-8"),
        ("/_emulator/reference", "text/html; charset=utf-8"),
        ("/_emulator/reference.css", "text/css; charset=utf-8"),
        ("/_emulator/reference.js", "text/javascript; charset=utf-8"),
        ("/_emulator/swagger-ui.css", "text/css; charset=utf-8"),
        ("/_emulator/swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ("/_emulator/description.json", "application/json; charset=utf-8"),
        ("/_emulator/state", "application/json; charset=utf-8"),
        ("/_emulator/documents?path=", "application/json; charset=utf-8"),
    ] {
        let answer = browser.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("Content-Type")), (200, kind), "{path}");
        assert!(!answer.body.is_empty());
        assert_eq!(answer.header("X-Content-Type-Options"), "nosniff", "{path}");
        assert_eq!(answer.header("Cross-Origin-Resource-Policy"), "same-origin", "{path}");
        let policy = answer.header("Content-Security-Policy");
        assert!(
            policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!answer.headers.contains_key("Access-Control-Allow-Origin"), "{path}");
        if path.contains("swagger") {
            assert_eq!(answer.header("Content-Encoding"), "gzip");
            assert!(answer.body.starts_with(b"\x1f\x8b\x08"), "{path}");
        } else if !kind.contains("json") {
            let text = answer.text();
            assert!(!text.contains("http:") && !text.contains("https:"), "{path} leads elsewhere");
        }
        // What has not changed is not sent again.
        let again = Call::get(path).with("If-None-Match", answer.header("ETag"));
        let again = browser.send(&again).await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{path}");
        let head = browser.send(&Call::new("HEAD", path)).await;
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0), "{path}");
        assert_eq!(browser.send(&Call::new("DELETE", path)).await.status, 405, "{path}");
    }
    assert_eq!(browser.get("/_emulator/page.png").await.status, 404);
    assert_eq!(browser.get("/_emulator/calls/7").await.status, 404);
    assert_eq!(browser.get("/_emulator/documents?path=x").await.status, 404);
    assert_eq!(browser.get("/_emulator/token").await.status, 405);
    assert_eq!(emulator.requests(), [], "the page is no call");
    assert_eq!(state(&emulator).await["calls"].as_array().map(Vec::len), Some(0));
}

/// The last call in full.
async fn last_call(emulator: &Emulator, personal: &str) -> String {
    let browser = browser(emulator);
    let state = browser.get(&format!("/_emulator/state?{personal}")).await;
    let number = state.json()["calls"][0]["number"].to_string();
    let call = browser.get(&format!("/_emulator/calls/{number}?{personal}")).await;
    state.text().to_owned() + call.text()
}

#[tokio::test]
async fn a_call_is_shown_without_secrets_and_personal_data() {
    let emulator = start().await;
    let token = emulator.issue_token(partner_emulator::Audience::AppUser);
    let caller = Caller::with_token(&emulator, Some(token.clone()));
    let user = format!("{CUSTOMER}/users/{}", Emulator::USER_PRINCIPAL_NAME);
    let call = Call::get(&user).with("X-Secret-Thing", "hush").with("Cookie", "hush=1");
    let answer = caller.send(&call).await;
    assert!(answer.text().contains("Avery"));
    let shown = last_call(&emulator, "").await;
    for hidden in [token.as_str(), "hush", "Avery", "avery@", "contoso.com"] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
    for told in
        ["getCustomerUser", "Bearer [redacted]", "/users/[redacted]", "ms-requestid", "active"]
    {
        assert!(shown.contains(told), "{told} not in {shown}");
    }
    let shown = last_call(&emulator, "personal=shown").await;
    assert!(shown.contains("Avery") && shown.contains("/users/avery@contoso.com"), "{shown}");
    assert!(!shown.contains(&token) && !shown.contains("hush"), "{shown}");

    let answer = sign_in(&emulator).await;
    for personal in ["", "personal=shown"] {
        let shown = last_call(&emulator, personal).await;
        for name in ["access_token", "refresh_token"] {
            let secret = answer.json()[name].as_str().expect("a token").to_owned();
            assert!(!shown.contains(&secret) && shown.contains(name), "{shown}");
        }
        assert!(!shown.contains("emulator-client-secret"), "{shown}");
        assert!(shown.contains("grant_type=refresh_token"), "{shown}");
    }
}

async fn sign_in(emulator: &Emulator) -> Answer {
    let credentials = emulator.credentials();
    let path = format!("/{}/oauth2/token", credentials.tenant_id);
    let form = [
        ("grant_type", "refresh_token"),
        ("resource", "https://api.partnercenter.microsoft.com"),
        ("client_id", &credentials.client_id),
        ("client_secret", &credentials.client_secret),
        ("refresh_token", &credentials.refresh_token),
    ];
    browser(emulator).send(&Call::form(&path, &form)).await
}

#[tokio::test]
async fn an_error_of_no_operation_tells_its_code() {
    let emulator = start().await;
    let answer = Caller::new(&emulator).get(&format!("{CUSTOMER}/user")).await;
    assert_eq!(answer.error(), (404, 1000));
    let text = answer.json()["description"].to_string();
    assert!(text.starts_with("\"This is not one of the emulator's "), "{text}");
    assert!(text.ends_with("The nearest is GET /v1/customers/{customer-id}/users.\""), "{text}");
    let shown = last_call(&emulator, "").await;
    assert!(shown.contains(r#"\"code\": 1000"#) && !shown.contains("nearest"), "{shown}");
    assert!(last_call(&emulator, "personal=shown").await.contains("The nearest is GET"));
}

#[tokio::test]
async fn what_the_page_switches_on_hits_calls_until_it_is_switched_off() {
    let emulator = start().await;
    let (browser, caller) = (browser(&emulator), Caller::new(&emulator));
    let users = format!("{CUSTOMER}/users");
    let status = async || caller.get(&users).await.status.as_u16();
    for (line, faults) in [
        ("chance 1 status=503 api", r#"[{"calls":"api","fault":"status=503","share":1.0}]"#),
        ("fault status=503 2 all", r#"[{"calls":"all","fault":"status=503","times":2}]"#),
    ] {
        assert_eq!(browser.send(&tell(line)).await.status, 200);
        assert_eq!(state(&emulator).await["faults"].to_string(), faults);
        assert_eq!(status().await, 503);
        let shown = &state(&emulator).await["calls"][0];
        assert_eq!((&shown["status"], &shown["fault"]), (&503.into(), &"status=503".into()));
        assert_eq!(browser.send(&tell("end status=503")).await.status, 200);
        assert_eq!(state(&emulator).await["faults"].to_string(), "[]");
        assert_eq!(status().await, 200);
    }
    browser.send(&tell("limit 1/60")).await;
    browser.send(&tell("chance 0.5 drop,html all")).await;
    let told = state(&emulator).await;
    assert_eq!(told["limits"].to_string(), r#"["1/60"]"#);
    assert_eq!(told["faults"][1]["share"], 0.25);
    browser.send(&tell("calm")).await;
    assert_eq!(state(&emulator).await["limits"].to_string(), "[]");
    for (line, expected) in [
        ("chance 2 drop", "2: a share from 0 to 1 is wanted"),
        ("chance 0.5 drop,explode", "the fault `explode`: "),
        ("chance 0.5 drop often", "often: api, token or all is wanted"),
        ("end explode", "the fault `explode`: "),
    ] {
        let answer = browser.send(&tell(line)).await;
        assert_eq!(answer.status, 400);
        assert!(answer.text().starts_with(expected), "{line}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_call_that_was_not_answered_is_shown_too() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    for fault in [Fault::Drop, Fault::DropAfter] {
        emulator.inject(fault.clone());
        assert!(caller.try_send(&Call::get(&format!("{CUSTOMER}/users"))).await.is_err());
        let shown = &state(&emulator).await["calls"][0];
        assert_eq!(shown["fault"], fault.to_string());
        assert!(shown["status"].is_null());
    }
}

#[tokio::test]
async fn the_state_changes_only_when_something_happens() {
    let emulator = start().await;
    let browser = browser(&emulator);
    let etag = async || browser.get("/_emulator/state").await.header("ETag").to_owned();
    let first = etag().await;
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    assert_eq!(etag().await, first, "time alone is no change");
    let clock = async || state(&emulator).await["clock"].clone();
    assert_eq!(clock().await["aheadMilliseconds"], 0);
    browser.send(&tell("clock 2026-01-31T12:00:00Z")).await;
    browser.send(&tell("freeze")).await;
    assert!(clock().await["frozen"].as_str().expect("a time").starts_with("2026-01-31T12:00:0"));
    assert_ne!(etag().await, first);
}

#[tokio::test]
async fn documents_are_found_by_their_paths_whatever_they_are() {
    let emulator = start().await;
    let browser = browser(&emulator);
    let read =
        async |path: &str| browser.get(&format!("/_emulator/documents?path={path}")).await.json();
    // From the start, every document is reached, and no other.
    let (mut open, mut found) = (vec![String::new()], Vec::new());
    while let Some(path) = open.pop() {
        let here = read(&path).await;
        found.extend(here["document"].is_string().then(|| path.clone()));
        for child in here["children"].as_array().expect("a list") {
            open.push(child["path"].as_str().expect("a path").to_owned());
        }
    }
    let mut paths = emulator.paths();
    paths.sort();
    found.sort();
    assert_eq!(found, paths);
    let skus = read(&format!("{CUSTOMER}/subscribedskus")).await;
    assert_eq!(skus["total"], 5);
    assert_eq!(skus["children"][0]["document"]["activeUnits"], 20);
    let later = read(&format!("{CUSTOMER}/subscribedskus&skip=4")).await;
    assert_eq!(later["children"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn the_reference_can_be_tried_with_its_tokens_and_examples() {
    let emulator = start().await;
    let browser = browser(&emulator);
    let tokens = browser.send(&Call::new("POST", "/_emulator/token")).await.json();
    let description = browser.get("/_emulator/description.json").await.json();
    let mut tried = 0;
    for (template, methods) in description["paths"].as_object().expect("paths") {
        let Some(described) = methods.get("get") else { continue };
        let (mut path, mut query) = (template.clone(), Vec::new());
        for parameter in described["parameters"].as_array().expect("parameters") {
            let Some(example) = parameter["example"].as_str() else { continue };
            let name = parameter["name"].as_str().expect("a name");
            match parameter["in"].as_str() {
                Some("path") => path = path.replace(&format!("{{{name}}}"), example),
                _ => query.push(format!("{name}={example}")),
            }
        }
        let scheme =
            described["security"][0].as_object().and_then(|one| one.keys().next().cloned());
        let token = scheme.map(|scheme| tokens[scheme].as_str().expect("a token").to_owned());
        let target = format!("{path}?{}", query.join("&"));
        let answer = Caller::with_token(&emulator, token).get(target.trim_end_matches('?')).await;
        assert_eq!(answer.status, 200, "{target}: {}", answer.text());
        tried += 1;
    }
    assert!(tried >= 10, "{tried}");
}

/// The status of a call with that head.
async fn status_of(emulator: &Emulator, line: &str, headers: &[&str]) -> String {
    let mut stream = TcpStream::connect(emulator.address()).await.expect("it listens");
    let head = format!("{line} HTTP/1.1\r\nConnection: close\r\n{}\r\n\r\n", headers.join("\r\n"));
    stream.write_all(head.as_bytes()).await.expect("it takes the call");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("it ends");
    String::from_utf8_lossy(&answer).split(' ').nth(1).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn web_sites_can_neither_see_nor_command() {
    let emulator = Emulator::builder().http().start().await.expect("it starts");
    for line in [
        "GET /",
        "GET /_emulator",
        "GET /_emulator/state",
        "GET /_emulator/documents?path=",
        "GET /_emulator/description.json",
        "POST /_emulator/token",
        "POST /_emulator",
    ] {
        let own = ["Host: 127.0.0.1:1", "Content-Length: 0"];
        assert_eq!(status_of(&emulator, line, &own).await, "200", "{line}");
        for foreign in [
            ["Host: evil.example", "Content-Length: 0"],
            ["Host: localhost", "Origin: https://evil.example"],
            ["Host: localhost", "Origin: null"],
            ["Host: localhost", "Sec-Fetch-Site: cross-site"],
        ] {
            assert_eq!(status_of(&emulator, line, &foreign).await, "403", "{line} {foreign:?}");
        }
    }
    let api = ["Host: partner.example"];
    assert_eq!(
        status_of(&emulator, "GET /v1/customers", &api).await,
        "401",
        "the API has its token"
    );
}

#[tokio::test]
async fn each_call_is_told_in_a_line_without_personal_data() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&lines);
    let builder = Emulator::builder().frozen(true).time("2026-01-31T12:00:00Z").expect("a time");
    let builder =
        builder.on_call(move |line: &str| told.lock().expect("ours").push(line.to_owned()));
    let emulator = builder.start().await.expect("it starts");
    let caller = Caller::new(&emulator);
    caller.get(&format!("{CUSTOMER}/users/{}?x=1", Emulator::USER_PRINCIPAL_NAME)).await;
    caller.send(&Call::get(&format!("{CUSTOMER}/users?size=2")).fault("html")).await;
    caller.try_send(&Call::get("/v1/nothing").fault("drop")).await.expect_err("it is dropped");
    sign_in(&emulator).await;
    browser(&emulator).get("/").await;
    let lines = lines.lock().expect("ours");
    // How long it took is another time every time.
    let told: Vec<_> = lines
        .iter()
        .map(|line| {
            let words = line.split(' ').map(|word| {
                if word.parse::<f64>().is_ok() && word.contains('.') { "…" } else { word }
            });
            words.collect::<Vec<_>>().join(" ")
        })
        .collect();
    let tenant = &emulator.credentials().tenant_id;
    assert_eq!(
        told,
        [
            format!("2026-01-31T12:00:00Z GET {CUSTOMER}/users/[redacted]?x=[redacted] 400 … ms"),
            format!("2026-01-31T12:00:00Z GET {CUSTOMER}/users?size=2 502 … ms fault html"),
            "2026-01-31T12:00:00Z GET /v1/nothing no answer … ms fault drop".to_owned(),
            format!("2026-01-31T12:00:00Z POST /{tenant}/oauth2/token 200 … ms"),
        ]
    );
}
