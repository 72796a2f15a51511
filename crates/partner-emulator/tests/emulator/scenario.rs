//! Scenarios as data, and commands to a running emulator.

use partner_emulator::{Emulator, Scenario, Strictness};
use serde_json::{Value, json};

use crate::support::{CUSTOMER, Call, Caller, start};

fn users() -> String {
    format!("{CUSTOMER}/users")
}

async fn begin(scenario: &Value) -> Emulator {
    let scenario = Scenario::from_json(&scenario.to_string()).expect("it is sound");
    Emulator::builder().http().scenario(scenario).start().await.expect("it starts")
}

#[tokio::test]
async fn a_scenario_brings_its_time_its_faults_and_its_documents() {
    let emulator = begin(&json!({
        "description": "The month's end.",
        "seed": { "customers": [{ "id": Emulator::CUSTOMER_ID, "name": "Tailspin", "users": [{ "user": { "id": "U" } }] }] },
        "time": "2026-01-31T23:59:00Z",
        "frozen": true,
        "faults": [{ "fault": "throttle=2", "times": 2 }, { "fault": "aadsts=50076", "scope": "token" }],
        "limits": ["getCustomerUser=1/3600"],
        "lenient": ["query-parameters"],
    }))
    .await;
    let statuses = || async {
        let caller = Caller::new(&emulator);
        let mut statuses = Vec::new();
        for path in [users(), users(), users() + "?colour=red", users() + "/U", users() + "/U"] {
            statuses.push(caller.get(&path).await.status.as_u16());
        }
        statuses
    };
    assert_eq!(statuses().await, [429, 429, 200, 200, 429]);
    assert_eq!(emulator.time(), "2026-01-31T23:59:00Z");
    emulator.command("clock +1d").expect("it moves");
    emulator.reset();
    assert_eq!(emulator.time(), "2026-01-31T23:59:00Z", "all is as at the start");
    assert_eq!(statuses().await, [429, 429, 200, 200, 429]);
    emulator.command("calm").expect("no faults any more");
    assert_eq!(statuses().await, [200; 5]);
}

#[test]
fn what_is_wrong_with_a_scenario_is_told_with_its_place() {
    for (scenario, expected) in [
        (
            json!({ "faults": [{ "fault": "explode" }] }),
            "faults[0].fault: the fault `explode`: one of delay=MS",
        ),
        (json!({ "time": "soon" }), "time: a time is wanted"),
        (json!({ "limits": ["5"] }), "limits[0]: calls/seconds is wanted"),
        (
            json!({ "chance": { "faults": [], "probability": 2 } }),
            "chance.probability: a share from 0 to 1 is wanted",
        ),
        (json!({ "lenient": ["all"] }), "lenient[0]: `all`: one of query-parameters"),
        (json!({ "sede": {} }), "unknown field `sede`"),
    ] {
        let error =
            Scenario::from_json(&scenario.to_string()).expect_err("it is not sound").to_string();
        assert!(error.starts_with("the scenario: ") && error.contains(expected), "{error}");
    }
}

#[tokio::test]
async fn a_limit_of_no_operation_is_told() {
    let scenario = Scenario::from_json(r#"{"limits": ["listUsers=1/1"]}"#).expect("it is read");
    let error =
        Emulator::builder().http().scenario(scenario).start().await.expect_err("it is none");
    assert_eq!(error.to_string(), "a limit: there is no operation listUsers");
}

#[tokio::test]
async fn commands_are_sent_by_http_and_not_by_pages_of_others() {
    let emulator = start().await;
    let tell = |line: &str| Call { body: line.into(), ..Call::new("POST", "/_emulator") };
    let caller = Caller::with_token(&emulator, None);
    for (line, status, expected) in [
        ("clock 2026-01-31", 200, "2026-01-31T00:00:0"),
        ("freeze", 200, "done"),
        ("clock +31d", 200, "2026-03-03T00:00:0"),
        ("fault status=503 2 api", 200, "done"),
        ("fault explode", 400, "the fault `explode`"),
        ("fault drop often", 400, "often: a number, api, token or all is wanted"),
        ("limit getCustomerUser=1/60", 200, "done"),
        ("limit nothing=1/60", 400, "nothing: there is no such operation"),
        ("save", 400, "the state: no file"),
        ("help", 200, "clock "),
        ("dance", 400, "`dance` is no command; `help` tells them"),
    ] {
        let answer = caller.send(&tell(line)).await;
        assert_eq!(answer.status, status, "{line}: {}", answer.text());
        assert!(answer.text().starts_with(expected), "{line}: {}", answer.text());
    }
    let status = caller.get("/_emulator").await;
    let text = status.text();
    assert!(text.contains("2026-03-03T00:00:0") && text.contains("2 to come"), "{text}");
    let foreign = tell("reset").with("Origin", "https://evil.example");
    assert_eq!(caller.send(&foreign).await.status, 403);
    assert_eq!(caller.send(&tell("reset").with("Origin", emulator.endpoint())).await.status, 200);
    assert!(!emulator.time().starts_with("2026-03"), "{}", emulator.time());
    assert_eq!(emulator.requests(), [], "commands are no calls");
}

/// A call that is refused because of each thing that is insisted on, and what becomes of it otherwise.
fn strict(one: Strictness) -> (Call, u16) {
    let updates = format!("{}/{}/licenseupdates", users(), Emulator::USER_ID);
    let update = |body: Value| Call::post(&updates, body.to_string());
    let (sku, nobody) = (Emulator::SKU_ID, "11111111-1111-4111-8111-111111111111");
    match one {
        Strictness::QueryParameters => (Call::get(&(users() + "?colour=red")), 200),
        Strictness::LicenseGroups => {
            (Call::get(&format!("{CUSTOMER}/subscribedskus?licenseGroupIds=Group3")), 200)
        }
        Strictness::RepeatedSkus => {
            (update(json!({ "licensesToAssign": [{ "skuId": sku }, { "skuId": sku }] })), 201)
        }
        Strictness::UnknownSkus => {
            (update(json!({ "licensesToAssign": [{ "skuId": nobody }] })), 201)
        }
        Strictness::UnknownPlans => (
            update(json!({ "licensesToAssign": [{ "skuId": sku, "excludedPlans": [nobody] }] })),
            201,
        ),
        Strictness::MissingLicenses => {
            (update(json!({ "licensesToRemove": [Emulator::EXHAUSTED_SKU_ID] })), 201)
        }
        Strictness::SeekWithoutToken => (Call::get(&(users() + "?seekOperation=Next")), 200),
        Strictness::Headers => (Call::get(&users()).with("MS-RequestId", "1"), 200),
        Strictness::Nulls => (
            update(json!({ "licensesToAssign": [{ "skuId": sku }], "licensesToRemove": null })),
            201,
        ),
        Strictness::Formats => {
            let policy = json!({ "permissions": [], "grantor": { "tenantID": "no GUID" } });
            (Call::post("/v1/SelfServePolicy", policy.to_string()), 201)
        }
        Strictness::WebhookEvents => {
            let body = json!({ "WebhookUrl": "http://localhost:1/", "WebhookEvents": ["none"] });
            (Call::post("/webhooks/v1/registration", body.to_string()), 200)
        }
        other => panic!("{other}: no call"),
    }
}

#[tokio::test]
async fn what_is_insisted_on_can_be_switched_off_one_by_one() {
    for one in Strictness::ALL {
        let (call, status) = strict(one);
        let others = Strictness::ALL.into_iter().filter(|other| *other != one);
        let emulator = Emulator::builder().http().lenient(others).start().await.expect("it starts");
        let before = emulator.licenses(Emulator::CUSTOMER_ID, Emulator::USER_ID);
        let answer = Caller::new(&emulator).send(&call).await;
        assert_eq!(answer.status, 400, "{one}: {}", answer.text());
        assert_eq!(emulator.licenses(Emulator::CUSTOMER_ID, Emulator::USER_ID), before);
        let emulator = Emulator::builder().http().lenient([one]).start().await.expect("it starts");
        let answer = Caller::new(&emulator).send(&call).await;
        assert_eq!(answer.status, status, "{one}: {}", answer.text());
        assert_eq!(emulator.licenses(Emulator::CUSTOMER_ID, Emulator::USER_ID), before, "{one}");
    }
}
