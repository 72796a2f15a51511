//! Traffic that is recorded, without secrets, and served again.

use std::fs;
use std::path::Path;

use partner_emulator::{Audience, Emulator};
use serde_json::{Value, json};

use crate::support::{Answer, CUSTOMER, Call, Caller, send};

/// All that was recorded, as one text.
fn recorded(folder: &Path) -> String {
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path()).collect();
    files.sort();
    files.iter().map(|file| fs::read_to_string(file).expect("text")).collect()
}

/// What somebody does: lists, follows a link, looks at a user, assigns a licence, runs into errors.
async fn walk(caller: &Caller<'_>) -> Vec<Answer> {
    let list = caller.get(&format!("{CUSTOMER}/users?size=2")).await;
    let json = list.json();
    let next = &json["links"]["next"];
    let token = next["headers"][0]["value"].as_str().expect("a token").to_owned();
    let uri = format!("/v1{}", next["uri"].as_str().expect("a link"));
    let second = caller.send(&Call::get(&uri).with("MS-ContinuationToken", &token)).await;
    let id = second.json()["items"][0]["id"].as_str().expect("an id").to_owned();
    let user = format!("{CUSTOMER}/users/{id}");
    let update = json!({ "licensesToAssign": [{ "skuId": Emulator::SKU_ID }] });
    vec![
        list,
        second,
        caller.get(&user).await,
        caller.get(&format!("{user}/licenses")).await,
        caller.post(&format!("{user}/licenseupdates"), &update).await,
        caller.get(&format!("{user}/licenses?licenseGroupIds=Group1")).await,
        caller.get(&format!("{CUSTOMER}/users/nobody@contoso.com")).await,
        caller.get(&format!("{CUSTOMER}/users?filter=x&sortField=Id")).await,
    ]
}

const SECRETS: [&str; 9] = [
    "Avery",
    "Casey",
    "contoso.com",
    "Contoso",
    Emulator::USER_ID,
    "Example\"",
    "filter=x",
    "top-secret",
    "Bearer",
];

#[tokio::test]
async fn what_is_recorded_has_no_secret_and_is_served_again() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let kept = folder.path().join("kept");
    let emulator = Emulator::builder().http().access_token("top-secret").record(&kept);
    let emulator = emulator.start().await.expect("it starts");
    let caller = Caller::with_token(&emulator, Some("top-secret".into()));
    let answers = walk(&caller).await;
    caller.get("/v1/customers/avery@contoso.com/nothing/here").await;
    caller.get(&format!("{CUSTOMER}/analytics/licenses/deployment")).await;
    emulator.stop().await.expect("it stops");
    let text = recorded(&kept);
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    assert!(text.contains(Emulator::SKU_ID) && text.contains(Emulator::CUSTOMER_ID), "{text}");
    assert!(text.contains("listUserLicenses"));

    let again = Emulator::builder().http().fixtures(&kept).start().await.expect("it starts");
    let caller = Caller::new(&again);
    let same = walk(&caller).await;
    let status =
        |answers: &[Answer]| answers.iter().map(|one| one.status.as_u16()).collect::<Vec<_>>();
    let shape =
        |answers: &[Answer]| answers.iter().map(|one| keys(&one.json())).collect::<Vec<_>>();
    assert_eq!(status(&same)[..6], status(&answers)[..6]);
    assert_eq!(shape(&same)[..6], shape(&answers)[..6]);
    let user = &same[2].json();
    assert!(
        user["userPrincipalName"].as_str().is_some_and(|name| name.ends_with("@example.com")),
        "{user}"
    );
    assert_eq!(user["id"], same[1].json()["items"][0]["id"], "ids lead to what they are of");
    assert!(again.requests().iter().all(|call| call.status.is_some()));
    let other = caller.get(&format!("{CUSTOMER}/subscribedskus")).await;
    assert_eq!(
        other.json()["items"][0]["productSku"]["id"],
        Emulator::SKU_ID,
        "the rest is the emulator's"
    );
}

/// The names within a value, and the kinds of what they are of.
fn keys(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), keys(value))).collect()
        }
        Value::Array(items) => items.iter().map(keys).collect(),
        Value::String(_) => "text".into(),
        other => other.clone(),
    }
}

#[tokio::test]
async fn calls_are_passed_on_to_another_server_and_recorded() {
    let upstream = Emulator::start().await.expect("it starts");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let roots = upstream.root_certificate_pem().map(str::to_owned);
    let between =
        Emulator::builder().http().upstream(upstream.endpoint(), None, roots).record(folder.path());
    let between = between.start().await.expect("it starts");
    let token = upstream.issue_token(Audience::AppUser);
    let caller = Caller::with_token(&between, Some(token.clone()));
    let answers = walk(&caller).await;
    let statuses: Vec<_> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    assert_eq!(statuses, [200, 200, 200, 200, 201, 200, 404, 400]);
    assert!(answers[0].body.starts_with(b"\xef\xbb\xbf{"), "one mark, and that is the other's");
    let calls = upstream.requests();
    assert_eq!(calls.len(), answers.len());
    assert_eq!(calls[0].header("host"), upstream.endpoint().strip_prefix("https://"));
    assert_eq!(calls[0].request_id, answers[0].header("MS-RequestId"), "the other's identifiers");
    let denied = Caller::new(&between).get(&format!("{CUSTOMER}/users")).await;
    assert_eq!(denied.status, 401, "the token is another's");
    let credentials = upstream.credentials();
    let sign_in = Call::form(
        &format!("/{}/oauth2/token", credentials.tenant_id),
        &[
            ("grant_type", "client_credentials"),
            ("resource", "https://api.partnercenter.microsoft.com"),
            ("client_id", &credentials.client_id),
            ("client_secret", &credentials.client_secret),
        ],
    );
    let answer = send(&between, &sign_in).await.expect("it is answered");
    assert_eq!((answer.status.as_u16(), upstream.token_requests()), (200, 1), "{}", answer.text());
    let text = recorded(folder.path());
    assert!(
        !text.contains(&token)
            && !text.contains("access_token")
            && text.contains("getCustomerUser")
    );
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    upstream.stop().await.expect("it stops");
    assert_eq!(caller.get(&format!("{CUSTOMER}/users")).await.status, 502);
}

#[tokio::test]
async fn what_is_no_folder_of_recorded_calls_is_told() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("00001.json");
    let error = |builder: partner_emulator::Builder| async {
        builder.http().start().await.expect_err("it does not start").to_string()
    };
    let told = error(Emulator::builder().fixtures(folder.path())).await;
    assert!(told.ends_with("there is no recorded call (*.json)"), "{told}");
    fs::write(&file, r#"{"request": {"method": "GET", "path": "/v1"}, "response": {"status": 7}}"#)
        .expect("it");
    let told = error(Emulator::builder().fixtures(folder.path())).await;
    assert!(told.ends_with("response.status: 7 is no status"), "{told}");
    fs::write(&file, "{").expect("it is ours");
    let told = error(Emulator::builder().fixtures(folder.path())).await;
    assert!(told.contains("00001.json: "), "{told}");
    let told = error(Emulator::builder().record(folder.path())).await;
    assert!(told.ends_with("the folder to record into is not empty"), "{told}");
    for (url, expected) in [
        ("here", "https:// or http:// is wanted"),
        ("/here", "the address has no host"),
        ("ftp://host", "https:// or http:// is wanted"),
        ("https://host/path", "the address has no path"),
    ] {
        let told = error(Emulator::builder().upstream(url, None, None)).await;
        assert!(told.contains(expected), "{told}");
    }
}
