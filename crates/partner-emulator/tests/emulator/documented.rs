//! The documented request, header by header over a real TLS socket, gets the documented answer.

use crate::support::{Call, assert_same, send};
use partner_emulator::{Audience, Emulator};

#[tokio::test]
async fn the_documented_request_gets_the_documented_answer() {
    let emulator = Emulator::start().await.expect("it starts");
    let token = emulator.issue_token(Audience::AppUser);
    let target = "/v1/customers/0c39d6d5-c70d-4c55-bc02-f620844f3fd1/users/\
                  482e2152-4b49-48ec-b715-823365ce3d4c/licenses";
    let call = Call::new("GET", target)
        .with("Authorization", &format!("Bearer {token}"))
        .with("Accept", "application/json")
        .with("MS-RequestId", "68e50b00-e1ff-422a-a293-158617463d41")
        .with("MS-CorrelationId", "813f15b3-eb18-4709-b2f3-668d62babf91")
        .with("X-Locale", "en-US");
    let answer = send(&emulator, &call).await.expect("it is answered");

    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("Content-Type"), "application/json; charset=utf-8");
    assert_eq!(answer.header("MS-RequestId"), "68e50b00-e1ff-422a-a293-158617463d41");
    assert_eq!(answer.header("MS-CorrelationId"), "813f15b3-eb18-4709-b2f3-668d62babf91");
    assert_eq!(answer.header("MS-CV").len(), "WYkHYMfWTUajFosK.0".len());
    assert_eq!(answer.header("MS-ServerId"), "020021921");
    assert!(answer.header("Date").ends_with(" GMT"));
    assert_eq!(answer.header("Content-Length"), answer.body.len().to_string());
    assert_eq!(answer.body.slice(..3), "\u{feff}");
    assert_same(contract_tests::SAMPLE, answer.text());
}
