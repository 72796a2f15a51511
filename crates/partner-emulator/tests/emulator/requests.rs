//! What holds for every request: paths, headers, methods, and the log of them.

use partner_emulator::Emulator;

use crate::support::{CUSTOMER, Call, Caller, start};

#[tokio::test]
async fn ids_are_echoed_as_they_were_sent_and_made_where_there_are_none() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let path = format!("{CUSTOMER}/users");
    let sent = Call::get(&path)
        .with("MS-RequestId", "68E50B00-E1FF-422A-A293-158617463D41")
        .with("MS-CorrelationId", "813f15b3-eb18-4709-b2f3-668d62babf91");
    let answer = caller.send(&sent).await;
    assert_eq!(answer.header("MS-RequestId"), "68E50B00-E1FF-422A-A293-158617463D41");
    assert_eq!(answer.header("MS-CorrelationId"), "813f15b3-eb18-4709-b2f3-668d62babf91");
    let (first, second) = (caller.get(&path).await, caller.get(&path).await);
    assert_eq!(first.header("MS-RequestId").len(), 36);
    assert_ne!(first.header("MS-RequestId"), second.header("MS-RequestId"));
}

#[tokio::test]
async fn paths_are_known_in_any_case_and_ids_are_decoded() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    for path in [
        format!("{CUSTOMER}/users/avery@contoso.com"),
        format!("{CUSTOMER}/users/AVERY%40Contoso.com/"),
        format!(
            "/v1/Customers/{}/Users/{}",
            Emulator::CUSTOMER_ID.to_uppercase(),
            Emulator::USER_ID
        ),
    ] {
        let answer = caller.get(&path).await;
        assert_eq!(answer.json()["id"], Emulator::USER_ID, "{path}");
    }
    let plus = caller.get(&format!("{CUSTOMER}/users/emery%2Btest%40contoso.com")).await;
    assert_eq!(plus.json()["userPrincipalName"], "emery+test@contoso.com");
    assert_eq!(caller.get(&format!("{CUSTOMER}/users/%FF")).await.error(), (400, 3000));
    assert_eq!(caller.get("/v1/nothing").await.error(), (404, 1000));
    assert_eq!(caller.get("/v2").await.error(), (404, 1000));
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_one() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let answer = caller.send(&Call::new("PATCH", &format!("{CUSTOMER}/users"))).await;
    assert_eq!(answer.status, 405);
    assert!(answer.header("Allow").contains("GET"), "{}", answer.header("Allow"));
    let updates = format!("{CUSTOMER}/users/{}/licenseupdates", Emulator::USER_ID);
    assert_eq!(caller.get(&updates).await.header("Allow"), "POST");
}

#[tokio::test]
async fn a_body_is_refused_where_it_can_not_be_read() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let path = format!("{CUSTOMER}/users/{}/licenseupdates", Emulator::USER_ID);
    for (body, expected) in [
        ("", "The body: EOF while parsing a value at line 1 column 0"),
        (
            r#"{"licensesToAssign": [{"skuId": 7}]}"#,
            r#"The body: licensesToAssign[0].skuId: value is not of type "string""#,
        ),
    ] {
        let answer = caller.send(&Call::post(&path, body)).await;
        assert_eq!(answer.error(), (400, 800_002), "{body}");
        assert_eq!(answer.json()["description"], expected, "{body}");
    }
    let text = Call::new("POST", &path).with("Content-Type", "text/plain");
    let answer = caller.send(&Call { body: "{}".into(), ..text }).await;
    assert_eq!(answer.json()["description"], "Content-Type: the body must be application/json.");
    let huge = caller.send(&Call::post(&path, " ".repeat((8 << 20) + 1))).await;
    assert_eq!(huge.error(), (400, 800_002));
}

#[tokio::test]
async fn calls_are_logged_without_their_tokens() {
    let emulator = start().await;
    let path = format!("{CUSTOMER}/users?size=1");
    let caller = Caller::with_token(&emulator, Some("top-secret".into()));
    let call = Call::get(&path).with("MS-CorrelationId", "813f15b3-eb18-4709-b2f3-668d62babf91");
    caller.send(&call).await;
    let calls = emulator.requests();
    let [call] = calls.as_slice() else { panic!("{calls:?}") };
    assert_eq!(
        (call.method.as_str(), call.path(), call.status),
        ("GET", &path[..path.len() - 7], Some(401))
    );
    assert_eq!(call.target, path);
    assert_eq!(call.header("Authorization"), Some("Bearer"));
    assert_eq!(call.correlation_id, "813f15b3-eb18-4709-b2f3-668d62babf91");
    assert!(!format!("{call:?}").contains("top-secret"));
    emulator.clear_requests();
    assert_eq!(emulator.requests(), []);
}

#[tokio::test]
async fn one_connection_serves_http_without_tls_too_and_ends_when_the_emulator_stops() {
    let emulator = Emulator::builder().http().start().await.expect("it starts");
    assert!(emulator.endpoint().starts_with("http://localhost:"));
    assert_eq!(emulator.root_certificate_pem(), None);
    let answer = Caller::new(&emulator).get(&format!("{CUSTOMER}/users")).await;
    assert_eq!(answer.status, 200);
    let address = emulator.address();
    emulator.stop().await.expect("there is no state to save");
    let again = Emulator::builder().port(address.port()).start().await;
    assert_eq!(again.expect("the port is free again").address(), address);
}

#[tokio::test]
async fn a_port_that_is_taken_is_told() {
    let emulator = start().await;
    let port = emulator.address().port();
    let error = Emulator::builder().port(port).start().await.expect_err("it is taken");
    let error = error.to_string();
    assert!(error.starts_with(&format!("can't listen on 127.0.0.1:{port}: ")), "{error}");
}
