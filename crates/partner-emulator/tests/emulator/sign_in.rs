//! The token endpoint, and what its tokens are good for.

use std::time::Duration;

use base64::Engine;
use partner_emulator::{Audience, Credentials, Emulator, Fault};
use serde_json::{Value, json};

use crate::support::{Answer, CUSTOMER, Call, Caller, send, start};

const RESOURCE: (&str, &str) = ("resource", "https://api.partnercenter.microsoft.com");

/// Asks for a token, with these fields beside or instead of the right ones.
async fn ask(emulator: &Emulator, path: &str, fields: &[(&str, &str)]) -> Answer {
    let Credentials { tenant_id, client_id, client_secret, .. } = emulator.credentials();
    let mut all =
        vec![("client_id", client_id.as_str()), ("client_secret", client_secret.as_str())];
    all.retain(|(name, _)| !fields.iter().any(|(other, _)| other == name));
    all.extend(fields.iter().filter(|(_, value)| !value.is_empty()));
    let call = Call::form(&path.replace("{tenant}", tenant_id), &all);
    send(emulator, &call).await.expect("it is answered")
}

async fn redeem(emulator: &Emulator, token: &str) -> Answer {
    let fields = [("grant_type", "refresh_token"), ("refresh_token", token), RESOURCE];
    ask(emulator, "/{tenant}/oauth2/token", &fields).await
}

/// The status of a call with that token, and the code of the error.
async fn try_token(emulator: &Emulator, token: &Value) -> (u16, Option<i64>) {
    let token = token.as_str().map(str::to_owned);
    let answer = Caller::with_token(emulator, token).get(&format!("{CUSTOMER}/users")).await;
    (answer.status.as_u16(), answer.json()["code"].as_i64())
}

#[tokio::test]
async fn a_refresh_token_gets_an_app_user_token_and_the_next_refresh_token() {
    let emulator = start().await;
    let first = emulator.refresh_token();
    let answer = redeem(&emulator, &first).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("Cache-Control"), "no-store, no-cache");
    let body = answer.json();
    assert_eq!(
        (&body["token_type"], &body["scope"]),
        (&"Bearer".into(), &"user_impersonation".into())
    );
    assert_eq!(body["expires_in"], "3600", "a text, in this edition");
    assert_eq!(body["resource"], RESOURCE.1);
    let until: i64 = body["expires_on"].as_str().expect("a text").parse().expect("a number");
    let from: i64 = body["not_before"].as_str().expect("a text").parse().expect("a number");
    assert_eq!(until - from, 3600);
    assert_ne!(body["refresh_token"], first);
    assert_eq!(body["refresh_token"], emulator.refresh_token());
    assert_eq!(try_token(&emulator, &body["access_token"]).await, (200, None));
    assert_eq!(emulator.token_requests(), 1);
    assert!(emulator.requests()[0].target.ends_with("/oauth2/token"));
}

#[tokio::test]
async fn the_newer_edition_asks_for_a_scope_and_answers_with_numbers() {
    let emulator = start().await;
    let token = emulator.refresh_token();
    let scope = "https://api.partnercenter.microsoft.com/.default offline_access";
    let fields =
        [("grant_type", "refresh_token"), ("refresh_token", token.as_str()), ("scope", scope)];
    let body = ask(&emulator, "/common/oauth2/v2.0/token", &fields).await.json();
    assert_eq!(body["expires_in"], 3600);
    assert_eq!(body["scope"], "https://api.partnercenter.microsoft.com/user_impersonation");
    assert_eq!(try_token(&emulator, &body["access_token"]).await, (200, None));
}

#[tokio::test]
async fn an_application_by_itself_gets_a_token_that_is_good_for_nothing_here() {
    let emulator = start().await;
    let fields = [("grant_type", "client_credentials"), RESOURCE];
    let body = ask(&emulator, "/{tenant}/oauth2/token", &fields).await.json();
    assert!(body["refresh_token"].is_null());
    assert_eq!(try_token(&emulator, &body["access_token"]).await, (403, Some(2032)));
}

#[tokio::test]
async fn tokens_that_are_not_good_are_refused() {
    let emulator = start().await;
    assert_eq!(try_token(&emulator, &"made-up".into()).await, (401, Some(400)));
    let nobody = Caller::with_token(&emulator, None);
    for authorization in ["Basic YTpi", "Bearer", "secret"] {
        let call = Call::get(&format!("{CUSTOMER}/users")).with("Authorization", authorization);
        let answer = nobody.send(&call).await;
        assert_eq!(answer.error(), (401, 400), "{authorization}");
        assert!(answer.header("WWW-Authenticate").starts_with("OAuth realm="));
        assert!(!answer.text().contains("YTpi"), "a token is not repeated");
    }
    let token: Value = emulator.issue_token(Audience::AppUser).into();
    assert_eq!(try_token(&emulator, &token).await, (200, None));
    emulator.expire_access_tokens();
    assert_eq!(try_token(&emulator, &token).await, (401, Some(400)));
}

#[tokio::test]
async fn an_access_token_lives_as_long_as_it_was_told_to() {
    let emulator =
        Emulator::builder().token_lifetime(Duration::ZERO).start().await.expect("it starts");
    let body = redeem(&emulator, &emulator.refresh_token()).await.json();
    assert_eq!(body["expires_in"], "0");
    assert_eq!(try_token(&emulator, &body["access_token"]).await, (401, Some(400)));
    let builder = Emulator::builder().token_lifetime(Duration::ZERO).access_token("for ever");
    let emulator = builder.start().await.expect("it starts");
    assert_eq!(try_token(&emulator, &"for ever".into()).await, (200, None));
}

#[tokio::test]
async fn refresh_tokens_die_when_they_are_used_up_or_revoked() {
    let emulator = Emulator::builder().refresh_token_uses(1).start().await.expect("it starts");
    let first = emulator.refresh_token();
    assert_eq!(redeem(&emulator, &first).await.status, 200);
    let refused = redeem(&emulator, &first).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["error"]), (400, &"invalid_grant".into()));
    assert_eq!(redeem(&emulator, &emulator.refresh_token()).await.status, 200);
    emulator.revoke_refresh_tokens();
    assert_eq!(redeem(&emulator, &emulator.refresh_token()).await.json()["error"], "invalid_grant");

    let lasting =
        Emulator::builder().rotate_refresh_tokens(false).start().await.expect("it starts");
    let first = lasting.refresh_token();
    assert_eq!(redeem(&lasting, &first).await.json()["refresh_token"], first);
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_told_the_way_oauth_tells_it() {
    let emulator = start().await;
    let good =
        [("grant_type", "refresh_token"), ("refresh_token", "emulator-refresh-token"), RESOURCE];
    let with = |name: &'static str, value: &'static str| {
        let mut fields = good.to_vec();
        fields.retain(|(other, _)| *other != name);
        fields.push((name, value));
        fields
    };
    let path = "/{tenant}/oauth2/token";
    for (path, fields, status, error, code) in [
        (path, with("grant_type", ""), 400, "invalid_request", 900_144),
        (path, with("grant_type", "password"), 400, "unsupported_grant_type", 70003),
        (path, with("client_id", "me"), 400, "unauthorized_client", 700_016),
        (path, with("client_secret", "guess"), 401, "invalid_client", 7_000_215),
        (path, with("client_secret", ""), 401, "invalid_client", 7_000_218),
        (path, with("refresh_token", ""), 400, "invalid_request", 900_144),
        (path, with("refresh_token", "old"), 400, "invalid_grant", 70000),
        (path, with("resource", "https://graph.windows.net"), 400, "invalid_resource", 500_011),
        (path, [good.as_slice(), &[RESOURCE]].concat(), 400, "invalid_request", 90014),
        ("/fabrikam.com/oauth2/token", good.to_vec(), 400, "invalid_request", 90002),
        ("/{tenant}/oauth2/v2.0/token", good.to_vec(), 400, "invalid_request", 900_144),
        ("/{tenant}/oauth2/v2.0/token", with("scope", "openid"), 400, "invalid_scope", 70011),
        (
            "/{tenant}/oauth2/v2.0/token",
            with("scope", "https://a/.default"),
            400,
            "invalid_scope",
            70011,
        ),
    ] {
        let answer = ask(&emulator, path, &fields).await;
        let body = answer.json();
        let found =
            (answer.status.as_u16(), body["error"].as_str(), body["error_codes"][0].as_i64());
        assert_eq!(found, (status, Some(error), Some(code)), "{path} {fields:?}");
        let text = body["error_description"].as_str().expect("a text");
        assert!(text.starts_with(&format!("AADSTS{code}: ")), "{text}");
        assert!(
            !text.contains("guess") && !text.contains("old'"),
            "secrets are not repeated: {text}"
        );
    }
    let path = format!("/{}/oauth2/token", emulator.credentials().tenant_id);
    let get = send(&emulator, &Call::new("GET", &path)).await.expect("it is answered");
    assert_eq!((get.status.as_u16(), get.header("Allow")), (405, "POST"));
    let json = send(&emulator, &Call::post(&path, "{}")).await.expect("it is answered");
    assert_eq!(json.json()["error"], "invalid_request");
    assert_eq!(emulator.refresh_token(), "emulator-refresh-token", "none of them rotates it");
}

/// The claims of a token.
fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).expect("a token has three parts");
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).expect("base 64");
    serde_json::from_slice(&bytes).expect("JSON")
}

#[tokio::test]
async fn tokens_are_signed_with_a_key_that_is_told_and_say_whose_they_are() {
    let emulator = start().await;
    let tenant = &emulator.credentials().tenant_id;
    for edition in ["", "/v2.0"] {
        let path = format!("/{tenant}{edition}/.well-known/openid-configuration");
        let answer = send(&emulator, &Call::get(&path)).await.expect("it is there");
        assert!(answer.body.starts_with(b"{"), "clients refuse a byte-order mark here");
        let configuration = answer.json();
        let at = |name: &str| {
            let url = configuration[name].as_str().unwrap_or_else(|| panic!("{name}"));
            url.strip_prefix(emulator.endpoint()).expect("it is here").to_owned()
        };
        assert_eq!(at("token_endpoint"), format!("/{tenant}/oauth2{edition}/token"));
        let keys = send(&emulator, &Call::get(&at("jwks_uri"))).await.expect("it is there").json();
        let token = emulator.issue_token(Audience::AppUser);
        let mut parts = token.rsplitn(2, '.');
        let decode = |text: &str| {
            base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).expect("base 64")
        };
        let signature = decode(parts.next().expect("a signature"));
        let signed = parts.next().expect("what is signed");
        let key = &keys["keys"][0];
        let coordinate = |name: &str| decode(key[name].as_str().expect("a coordinate"));
        let point = [vec![4], coordinate("x"), coordinate("y")].concat();
        let algorithm = &ring::signature::ECDSA_P256_SHA256_FIXED;
        let key = ring::signature::UnparsedPublicKey::new(algorithm, point);
        key.verify(signed.as_bytes(), &signature).expect("the signature is good");
    }
    let user = claims(&emulator.issue_token(Audience::AppUser));
    assert_eq!((&user["idtyp"], &user["tid"]), (&json!("user"), &json!(tenant)));
    assert_eq!(user["aud"], "https://api.partnercenter.microsoft.com");
    let (from, until) = (user["iat"].as_i64().zip(user["exp"].as_i64())).expect("numbers");
    assert_eq!(until - from, 3600);
    assert_eq!(claims(&emulator.issue_token(Audience::AppOnly))["idtyp"], "app");
    assert_eq!(emulator.token_requests(), 0, "discovery is no sign-in");
}

#[tokio::test]
async fn a_client_may_have_its_secret_in_a_header() {
    let emulator = start().await;
    let credentials = emulator.credentials().clone();
    let path = format!("/{}/oauth2/token", credentials.tenant_id);
    let fields = [
        ("grant_type", "client_credentials"),
        ("resource", "https://api.partnercenter.microsoft.com"),
    ];
    for (secret, status) in [(credentials.client_secret.as_str(), 200), ("wrong", 401)] {
        let pair = format!("{}:{secret}", credentials.client_id);
        let pair = base64::engine::general_purpose::STANDARD.encode(pair);
        let call = Call::form(&path, &fields).with("Authorization", &format!("Basic {pair}"));
        let answer = send(&emulator, &call).await.expect("it is answered");
        assert_eq!(answer.status, status, "{}", answer.text());
    }
}

#[tokio::test]
async fn a_device_waits_until_its_user_has_signed_in() {
    let emulator = start().await;
    let credentials = emulator.credentials().clone();
    let at = |what: &str| format!("/{}/oauth2/v2.0/{what}", credentials.tenant_id);
    let client = ("client_id", credentials.client_id.as_str());
    let scope = ("scope", "https://api.partnercenter.microsoft.com/.default");
    let begun = send(&emulator, &Call::form(&at("devicecode"), &[client, scope])).await;
    let begun = begun.expect("it is answered").json();
    let code = begun["device_code"].as_str().expect("a code");
    let grant = ("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    let ask = Call::form(&at("token"), &[client, grant, ("device_code", code)]);
    let mut answers = Vec::new();
    for _ in 0..3 {
        answers.push(send(&emulator, &ask).await.expect("it is answered"));
    }
    assert_eq!(answers[0].json()["error"], "authorization_pending");
    assert!(answers[1].json()["refresh_token"].is_string(), "{}", answers[1].text());
    assert_eq!(answers[2].json()["error"], "invalid_grant", "a code is good once");
    let token = answers[1].json()["access_token"].as_str().expect("a token").to_owned();
    let answer = Caller::with_token(&emulator, Some(token)).get(&format!("{CUSTOMER}/users")).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn what_a_user_has_to_do_first_is_told_on_request() {
    let emulator = start().await;
    let path = format!("/{}/oauth2/token", emulator.credentials().tenant_id);
    for (code, error) in [
        (50_076, "interaction_required"),
        (50_079, "interaction_required"),
        (65_001, "invalid_grant"),
        (700_082, "invalid_grant"),
        (7_000_222, "invalid_client"),
    ] {
        emulator.inject(Fault::SignIn(code));
        let answer = send(&emulator, &Call::form(&path, &[])).await.expect("it is answered");
        assert_eq!(answer.json()["error"], error);
        assert_eq!(answer.json()["error_codes"], json!([code]));
    }
    let users = format!("{CUSTOMER}/users");
    let caller = Caller::new(&emulator);
    assert_eq!(
        caller.send(&Call::get(&users).fault("denied=900420")).await.error(),
        (401, 900_420)
    );
    assert_eq!(caller.send(&Call::get(&users).fault("aadsts=50076")).await.status, 200);
    let validate = Call::get(&users).with("ValidateMfa", "true");
    assert_eq!(caller.send(&validate).await.status, 200);
    let without = Emulator::builder().mfa(false).start().await.expect("it starts");
    let caller = Caller::new(&without);
    assert_eq!(caller.send(&validate).await.error(), (401, 900_421));
    assert_eq!(caller.get(&users).await.status, 200, "only who asks is told");
}
