//! Time, and what depends on it.

use std::time::Duration;

use partner_emulator::Emulator;

use crate::support::{CUSTOMER, Call, Caller, start};

#[tokio::test]
async fn a_token_ends_when_the_clock_is_put_forward() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let path = format!("{CUSTOMER}/users");
    assert_eq!(caller.get(&path).await.status, 200);
    emulator.advance(Duration::from_secs(3590));
    assert_eq!(caller.get(&path).await.status, 200);
    emulator.advance(Duration::from_secs(20));
    let answer = caller.get(&path).await;
    assert_eq!(answer.error(), (401, 400));
    assert_eq!(answer.json()["description"], "Access denied: the token has expired.");
    assert_eq!(Caller::new(&emulator).get(&path).await.status, 200, "a new one is good");
}

#[tokio::test]
async fn a_clock_that_stands_still_is_moved_by_a_call() {
    let emulator = Emulator::builder().time("2026-01-31").expect("a day").frozen(true);
    let emulator = emulator.start().await.expect("it starts");
    assert!(emulator.time().starts_with("2026-01-31T00:00:0"), "{}", emulator.time());
    let path = format!("{CUSTOMER}/users");
    let moved = Call::get(&path).with("X-Emulator-Clock", "2026-02-28T12:00:00Z");
    let caller = Caller::new(&emulator);
    let answer = caller.send(&moved).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("Date")),
        (401, "Sat, 28 Feb 2026 12:00:00 GMT")
    );
    let answer =
        Caller::new(&emulator).send(&Call::get(&path).with("X-Emulator-Clock", "+1d")).await;
    assert_eq!(answer.header("Date"), "Sun, 01 Mar 2026 12:00:00 GMT");
    assert_eq!(emulator.time(), "2026-03-01T12:00:00Z");
    let answer =
        Caller::new(&emulator).send(&Call::get(&path).with("X-Emulator-Clock", "soon")).await;
    assert_eq!(answer.error(), (400, 3000));
    emulator.freeze_clock(false);
    emulator.set_time("2030-01-01").expect("a day");
    assert!(emulator.set_time("someday").is_err());
    assert!(emulator.time().starts_with("2030-01-01T00:00:"));
}
