//! The state in a file: saved as a whole, gone on with, refused where it is torn.

use std::fs;
use std::path::Path;
use std::time::Duration;

use partner_emulator::{Emulator, Seed};
use serde_json::{Value, json};

use crate::support::{Answer, CUSTOMER, Call, Caller};

async fn start(file: &Path) -> Emulator {
    Emulator::builder().http().state(file).start().await.expect("it starts")
}

async fn assign(caller: &Caller<'_>, sku: &str) -> Answer {
    let path = format!("{CUSTOMER}/users/{}/licenseupdates", Emulator::UNLICENSED_USER_ID);
    caller.post(&path, &json!({ "licensesToAssign": [{ "skuId": sku }] })).await
}

/// A token for a refresh token, as a client that was there before asks for it.
async fn redeem(emulator: &Emulator, refresh: &str) -> Value {
    let credentials = emulator.credentials();
    let call = Call::form(
        &format!("/{}/oauth2/token", credentials.tenant_id),
        &[
            ("grant_type", "refresh_token"),
            ("resource", "https://api.partnercenter.microsoft.com"),
            ("client_id", &credentials.client_id),
            ("client_secret", &credentials.client_secret),
            ("refresh_token", refresh),
        ],
    );
    crate::support::send(emulator, &call).await.expect("it is answered").json()
}

#[tokio::test]
async fn a_restart_goes_on_with_documents_tokens_and_the_clock() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("state.json");
    let emulator = start(&file).await;
    let token = redeem(&emulator, "emulator-refresh-token").await;
    let access = token["access_token"].as_str().expect("a token").to_owned();
    let caller = Caller::with_token(&emulator, Some(access.clone()));
    assert_eq!(assign(&caller, Emulator::SKU_ID).await.status, 201);
    emulator.set_time("2030-01-01T00:00:00Z").expect("a time");
    emulator.freeze_clock(true);
    let fresh = redeem(&emulator, token["refresh_token"].as_str().expect("it")).await;
    let (paths, time) = (emulator.paths(), emulator.time());
    emulator.stop().await.expect("the state is saved");

    let emulator = start(&file).await;
    assert_eq!((emulator.paths(), emulator.time()), (paths, time));
    let old = Caller::with_token(&emulator, Some(access));
    let path = format!("{CUSTOMER}/users/{}/licenses", Emulator::UNLICENSED_USER_ID);
    assert_eq!(old.get(&path).await.error(), (401, 400), "its hour is over");
    let refresh = fresh["refresh_token"].as_str().expect("it");
    let new =
        redeem(&emulator, refresh).await["access_token"].as_str().expect("a token").to_owned();
    let new = Caller::with_token(&emulator, Some(new));
    assert_eq!(new.get(&path).await.json()["totalCount"], 1);
    let kept = fresh["access_token"].as_str().expect("it").to_owned();
    assert_eq!(Caller::with_token(&emulator, Some(kept)).get(&path).await.status, 200);

    emulator.reset();
    assert_eq!(new.get(&path).await.json()["totalCount"], 0, "back at the seed, and signed in");
    assert!(!emulator.time().starts_with("2030"), "{}", emulator.time());
}

#[tokio::test]
async fn versions_outlive_a_restart() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("state.json");
    let start = || async {
        let description = include_str!("description.json");
        let builder = Emulator::builder().http().description(description).state(&file);
        builder.start().await.expect("it starts")
    };
    let emulator = start().await;
    let made =
        Caller::new(&emulator).post(&format!("{CUSTOMER}/boats"), &json!({ "name": "Anna" })).await;
    let boat = made.json();
    emulator.stop().await.expect("the state is saved");
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let path = format!("{CUSTOMER}/boats/{}", boat["id"].as_str().expect("an id"));
    assert_eq!(caller.get(&path).await.json(), boat);
    let change = Call { method: "PATCH".into(), ..Call::post(&path, r#"{"length": 7}"#) };
    let change = change.with("If-Match", boat["attributes"]["etag"].as_str().expect("an etag"));
    assert_eq!(caller.send(&change).await.status, 200);
    assert_eq!(caller.send(&change).await.status, 412);
}

#[tokio::test]
async fn the_state_is_saved_after_a_change_and_on_command() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("state.json");
    let emulator = start(&file).await;
    emulator.command("save").expect("it is saved");
    let before = fs::read_to_string(&file).expect("it is there");
    assert_eq!(assign(&Caller::new(&emulator), Emulator::SKU_ID).await.status, 201);
    let mut after = before.clone();
    for _ in 0..200 {
        after = fs::read_to_string(&file).expect("it is there, at any time");
        if after != before {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let documents = |text: &str| {
        let state: Value = serde_json::from_str(text).expect("it is whole");
        state["documents"].as_array().expect("documents").len()
    };
    assert_eq!(documents(&after), documents(&before) + 1);
    let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(left.len(), 1, "nothing is left behind: {left:?}");
}

#[tokio::test]
async fn what_is_no_state_is_refused_and_stays() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("state.json");
    start(&file).await.stop().await.expect("the state is saved");
    let whole = fs::read_to_string(&file).expect("it is there");
    let key = whole.find("\"key\": \"").expect("a key") + 8;
    let no_key = format!("{}{}", &whole[..key], &whole[key + 4..]);
    for (text, expected) in [
        (String::new(), "the file is torn: "),
        (whole[..whole.len() / 2].to_owned(), "the file is torn: "),
        (whole[..whole.len() - 2].to_owned(), "the file is torn: "),
        ("[]".to_owned(), "the file is no state: "),
        (
            whole.replace("partner-emulator/1", "partner-emulator/9"),
            "the format partner-emulator/9 is not ",
        ),
        (whole.replacen("\"/v1/", "\"v1/", 1), "documents: v1/"),
        (no_key, "tokens.key: it is no key"),
    ] {
        fs::write(&file, &text).expect("the folder is ours");
        let error = Emulator::builder().http().state(&file).start().await.expect_err("it is none");
        let error = error.to_string();
        let start = format!("the state: {}: {expected}", file.display());
        assert!(error.starts_with(&start), "{error}\nand not {start}");
        assert_eq!(fs::read_to_string(&file).expect("it is there"), text, "it is not written over");
    }
}

#[tokio::test]
async fn without_a_file_and_where_it_can_not_be_written_that_is_told() {
    let emulator = Emulator::builder().http().start().await.expect("it starts");
    let error = emulator.save().expect_err("there is no file").to_string();
    assert_eq!(error, "the state: no file: start the emulator with one (`--state FILE`)");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("no-such-folder").join("state.json");
    let emulator = start(&file).await;
    let error = emulator.stop().await.expect_err("it can't be saved").to_string();
    assert!(error.starts_with(&format!("the state: {}: ", file.display())), "{error}");
}

#[tokio::test]
async fn a_state_counts_for_more_than_a_seed_which_is_what_a_reset_goes_back_to() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("state.json");
    start(&file).await.stop().await.expect("the state is saved");
    let seed =
        Seed::from_json(r#"{"customers": [{"id": "A", "name": "Tailspin"}]}"#).expect("a seed");
    let builder = Emulator::builder().http().state(&file).seed(seed);
    let emulator = builder.start().await.expect("it starts");
    assert!(
        emulator.document(CUSTOMER).is_some() && emulator.document("/v1/customers/a").is_none()
    );
    emulator.reset();
    assert!(
        emulator.document(CUSTOMER).is_none() && emulator.document("/v1/customers/a").is_some()
    );
}
