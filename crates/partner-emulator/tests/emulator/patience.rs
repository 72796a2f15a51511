//! Callers who say nothing, or do not come to an end.

use std::time::Duration;

use partner_emulator::{Audience, Emulator};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{CUSTOMER, Caller, start};

const SOON: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(20);

#[tokio::test]
async fn connections_that_say_nothing_keep_nobody_out() {
    let emulator = start().await;
    let mut silent = Vec::new();
    for _ in 0..400 {
        silent.push(TcpStream::connect(emulator.address()).await.expect("the emulator listens"));
    }
    let (caller, path) = (Caller::new(&emulator), format!("{CUSTOMER}/users"));
    let answer = caller.get(&path);
    let answer = tokio::time::timeout(LONG, answer).await.expect("it is answered");
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_handshake_that_does_not_come_is_not_waited_for() {
    let emulator = Emulator::builder().patience(SOON).start().await.expect("it starts");
    let mut silent = TcpStream::connect(emulator.address()).await.expect("the emulator listens");
    let ended = tokio::time::timeout(LONG, silent.read(&mut [0; 1])).await;
    assert!(matches!(ended.expect("it has ended"), Ok(0) | Err(_)));
}

#[tokio::test]
async fn a_body_that_does_not_come_to_its_end_is_refused() {
    let emulator = Emulator::builder().http().patience(SOON).start().await.expect("it starts");
    let token = emulator.issue_token(Audience::AppUser);
    let mut stream = TcpStream::connect(emulator.address()).await.expect("the emulator listens");
    let path = format!("{CUSTOMER}/users/{}/licenseupdates", Emulator::USER_ID);
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    );
    stream.write_all(head.as_bytes()).await.expect("it is sent");
    let mut answer = String::new();
    let read = stream.read_to_string(&mut answer);
    tokio::time::timeout(LONG, read).await.expect("it ends").expect("it is text");
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
}

#[tokio::test]
async fn a_head_that_does_not_come_to_its_end_is_not_waited_for() {
    let emulator = Emulator::builder().http().patience(SOON).start().await.expect("it starts");
    let mut stream = TcpStream::connect(emulator.address()).await.expect("the emulator listens");
    stream.write_all(b"GET / HTTP/1.1\r\nHost: ").await.expect("it is sent");
    let ended = tokio::time::timeout(LONG, stream.read_to_end(&mut Vec::new())).await;
    assert!(ended.is_ok(), "it has not ended");
}
