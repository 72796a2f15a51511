//! User accounts: one, all, deleted ones, page by page.

use partner_emulator::Emulator;
use serde_json::Value;

use crate::support::{Answer, CUSTOMER, Call, Caller, start};

const DELETED: &str = "%7B%22Field%22%3A%22UserState%22%2C%22Value%22%3A%22Inactive%22%2C%22Operator%22%3A%22equals%22%7D";

fn names(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let items = json["items"].as_array().unwrap_or_else(|| panic!("{json}"));
    items.iter().filter_map(|user| user["firstName"].as_str().map(str::to_owned)).collect()
}

/// Follows a link as a client does: its address and its headers.
fn follow(link: &Value) -> Call {
    assert_eq!(link["method"], "GET");
    let uri = link["uri"].as_str().expect("an address");
    let mut call = Call::get(&format!("/v1{uri}"));
    for header in link["headers"].as_array().expect("headers") {
        let text = |name: &str| header[name].as_str().expect("a text");
        call = call.with(text("key"), text("value"));
    }
    call
}

#[tokio::test]
async fn all_users_but_the_deleted_ones_are_listed() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let answer = caller.get(&format!("{CUSTOMER}/users")).await;
    assert_eq!(names(&answer), ["Avery", "Blair", "Casey", "Devon", "Emery"]);
    let json = answer.json();
    assert_eq!(json["totalCount"], 5);
    assert_eq!(json["links"]["self"]["uri"], format!("/customers/{}/users", Emulator::CUSTOMER_ID));
    assert!(json["continuationToken"].is_null() && json["links"]["next"].is_null());
    let user = caller.get(&format!("{CUSTOMER}/users/{}", Emulator::USER_ID)).await.json();
    assert_eq!(user, json["items"][0]);
    assert_eq!(user["attributes"]["objectType"], "CustomerUser");
    let self_ = format!("/customers/{}/users/{}", Emulator::CUSTOMER_ID, Emulator::USER_ID);
    assert_eq!(user["links"]["self"]["uri"], self_);
}

#[tokio::test]
async fn deleted_users_are_listed_on_request_and_nowhere_else() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let answer = caller.get(&format!("{CUSTOMER}/users?size=500&filter={DELETED}")).await;
    assert_eq!(names(&answer), ["Finley"]);
    let user = &answer.json()["items"][0];
    assert_eq!(
        (&user["state"], &user["softDeletionTime"]),
        (&"inactive".into(), &"2024-05-01T08:30:00Z".into())
    );
    let id = user["id"].as_str().expect("an id");
    assert_eq!(caller.get(&format!("{CUSTOMER}/users/{id}")).await.error(), (404, 60002));
    assert_eq!(caller.get(&format!("{CUSTOMER}/users/{id}/licenses")).await.error(), (404, 60002));
    let answer = caller.get(&format!("{CUSTOMER}/users?filter=nonsense")).await;
    assert_eq!(answer.error(), (400, 3000));
}

#[tokio::test]
async fn links_lead_through_all_pages_and_back() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let mut answer = caller.get(&format!("{CUSTOMER}/users?size=2")).await;
    let mut pages = vec![names(&answer)];
    while let Some(next) = answer.json()["links"].get("next") {
        let json = answer.json();
        assert_eq!(next["headers"][0]["key"], "MS-ContinuationToken");
        assert_eq!(next["headers"][0]["value"], json["continuationToken"], "the same token");
        assert!(
            next["uri"]
                .as_str()
                .is_some_and(|uri| uri.ends_with("/users?size=2&seekOperation=Next"))
        );
        assert_eq!(json["totalCount"], 5);
        answer = caller.send(&follow(next)).await;
        pages.push(names(&answer));
    }
    assert_eq!(pages, [vec!["Avery", "Blair"], vec!["Casey", "Devon"], vec!["Emery"]]);
    let back = caller.send(&follow(&answer.json()["links"]["previous"])).await;
    assert_eq!(names(&back), ["Casey", "Devon"]);
    let first = caller.send(&follow(&back.json()["links"]["previous"])).await;
    assert_eq!(names(&first), ["Avery", "Blair"]);
    assert!(first.json()["links"].get("previous").is_none());
}

#[tokio::test]
async fn a_page_is_sought_from_a_token() {
    let emulator = Emulator::builder().page_size(2).start().await.expect("it starts");
    let caller = Caller::new(&emulator);
    let path = format!("{CUSTOMER}/users");
    let token = caller.get(&path).await.json()["continuationToken"].clone();
    let token = token.as_str().expect("there is another page").to_owned();
    let tester = include_str!("../../schemathesis.toml");
    assert!(tester.contains(&token), "schemathesis.toml needs the token {token}");
    let seek = |query: &str, token: &str| {
        Call::get(&format!("{path}?{query}")).with("MS-ContinuationToken", token)
    };
    for (query, expected) in [
        ("seekOperation=Next", vec!["Casey", "Devon"]),
        ("seekoperation=next&size=3", vec!["Casey", "Devon", "Emery"]),
        ("seekOperation=Last", vec!["Emery"]),
        ("seekOperation=First", vec!["Avery", "Blair"]),
    ] {
        assert_eq!(names(&caller.send(&seek(query, &token)).await), expected, "{query}");
    }
    for call in [
        seek("seekOperation=Sideways", &token),
        seek("seekOperation=Next", "AAAAAQ=="),
        seek(&format!("seekOperation=Next&filter={DELETED}"), &token),
        seek("", &token),
        Call::get(&format!("{path}?seekOperation=Next")),
        Call::get(&format!("{path}?size=many")),
        Call::get(&format!("{path}?size=1&size=2")),
    ] {
        assert_eq!(caller.send(&call).await.error(), (400, 3000), "{call:?}");
    }
}

#[tokio::test]
async fn users_are_sorted_as_the_sdks_ask_and_a_size_of_0_is_none() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let sorted = |query: &str| {
        let path = format!("{CUSTOMER}/users?{query}");
        let caller = &caller;
        async move { names(&caller.get(&path).await) }
    };
    let up = ["Avery", "Blair", "Casey", "Devon", "Emery"];
    assert_eq!(sorted("sortField=UserPrincipalName&sortDirection=Ascending").await, up);
    assert_eq!(sorted("size=0").await, up);
    assert_eq!(sorted("sortDirection=Descending").await, up, "without a field there is no order");
    let down = ["Emery", "Devon", "Casey", "Blair", "Avery"];
    assert_eq!(sorted("sortField=firstName&sortDirection=descending").await, down);
    assert_eq!(sorted("sortField=FirstName&sortDirection=Descending&size=2").await, down[..2]);
    let first = caller
        .get(&format!("{CUSTOMER}/users?size=2&sortField=FirstName&sortDirection=Descending"))
        .await;
    let second = caller.send(&follow(&first.json()["links"]["next"])).await;
    assert_eq!(names(&second), down[2..4], "pages go on in the same order");
    for query in ["sortField=Height", "sortField=", "sortField=Id&sortDirection=Sideways"] {
        let answer = caller.get(&format!("{CUSTOMER}/users?{query}")).await;
        assert_eq!(answer.error(), (400, 3000), "{query}");
    }
}

#[tokio::test]
async fn the_documentations_ways_of_writing_a_request_are_taken() {
    let emulator = Emulator::builder().http().start().await.expect("it starts");
    let customer = CUSTOMER.trim_start_matches("/v1");
    let filter = r#"{"Field":"UserState","Value":"Inactive","Operator":"equals"}"#;
    for (target, expected) in [
        (format!("/v1.0{customer}/users"), 5),
        (format!("/v1/{customer}/users?size=0"), 5),
        (format!("/v1/{customer}/users?size=500&filter={filter}"), 1),
    ] {
        let text = crate::support::raw(&emulator, &target).await;
        let body = text.split_once("\r\n\r\n").expect("there is a body").1;
        let json: Value =
            serde_json::from_str(body.trim_start_matches('\u{feff}')).expect("it is JSON");
        assert_eq!(json["totalCount"], expected, "{target}: {text}");
    }
}
