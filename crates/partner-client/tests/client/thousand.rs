//! A thousand calls at once, one in twenty of them hit by a fault.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures::future::join_all;
use partner_client::{Category, Error, PartnerClient};
use partner_emulator::{Emulator, Fault, Scope};

use crate::support::{CUSTOMER, USER, client_with};

const CALLS: usize = 1000;
const FAULTS: [Fault; 10] = [
    Fault::Delay(Duration::from_millis(50)),
    Fault::SlowBody(Duration::from_millis(5)),
    Fault::Drop,
    Fault::DropAfter,
    Fault::DropMid,
    Fault::Truncate,
    Fault::Html,
    Fault::ErrorInSuccess,
    Fault::Status(503),
    Fault::Throttle(0),
];

/// A call ends with the right answer or an error.
async fn call(client: &PartnerClient, index: usize) -> Result<(), Error> {
    let customer = client.customer(CUSTOMER);
    match index % 3 {
        0 => {
            let licenses = customer.user(USER).licenses().list(None).await?.into_model();
            assert_eq!((licenses.len(), licenses[0].service_plans().len()), (1, 5));
        }
        1 => {
            let skus = customer.subscribed_skus().list(None).await?.into_model();
            assert!(skus.len() > 1 && skus.iter().all(|sku| sku.product_sku.is_some()));
        }
        _ => {
            let user = customer.user(Emulator::USER_PRINCIPAL_NAME).get(None).await?;
            assert_eq!(user.into_model().id.as_deref(), Some(USER));
        }
    }
    Ok(())
}

/// How the calls end, by category.
async fn run(emulator: &Emulator, retries: u32) -> BTreeMap<String, usize> {
    let client = client_with(emulator, Duration::from_secs(30), retries);
    emulator.inject_randomly(Scope::Api, &FAULTS, 0.05, 20_170_609);
    let calls = (0..CALLS).map(|index| {
        let client = client.clone();
        tokio::spawn(async move { call(&client, index).await })
    });
    let mut ends = BTreeMap::new();
    for end in join_all(calls).await {
        let end = match end.expect("no panic: every answer is right") {
            Ok(()) => "answered".to_owned(),
            Err(error) => {
                // Only a gateway's page, and what did not arrive, has no id.
                let is_page = error.status().is_none_or(|status| u16::from(status) == 502);
                assert!(error.operation().is_some(), "{error:?}");
                assert!(error.sent().request_id.is_some(), "{error:?}");
                assert!(is_page || error.ids().request_id.is_some(), "{error:?}");
                format!("{:?}", error.category())
            }
        };
        *ends.entry(end).or_default() += 1;
    }
    ends
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_end_with_the_right_answer_or_an_error() {
    let emulator = Emulator::builder().refresh_token_uses(1).start().await.expect("it starts");
    let ends = run(&emulator, 4).await;
    println!("{CALLS} calls with retries: {ends:?}");
    assert_eq!(emulator.token_requests(), 1, "nothing expired");
    let hit = emulator.requests().iter().filter(|record| record.fault.is_some()).count();
    assert!((25..150).contains(&hit), "{hit} faults");
    // What a retry can't mend is what came with status 200.
    let last = [Category::Unreadable, Category::ErrorInSuccess].map(|one| format!("{one:?}"));
    assert!(ends.keys().all(|end| end == "answered" || last.contains(end)), "{ends:?}");
    assert!(ends["answered"] > 950 && ends.len() == 3, "{ends:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_without_retries_show_each_fault_once() {
    let emulator = Emulator::builder().refresh_token_uses(1).start().await.expect("it starts");
    let ends = run(&emulator, 0).await;
    println!("{CALLS} calls without retries: {ends:?}");
    let requests: Vec<_> =
        emulator.requests().into_iter().filter(|record| record.method == "GET").collect();
    let harmful = |fault: &Fault| !matches!(fault, Fault::Delay(_) | Fault::SlowBody(_));
    let hit = requests.iter().filter(|record| record.fault.as_ref().is_some_and(harmful)).count();
    assert_eq!(ends["answered"], CALLS - hit, "{ends:?}");
    assert_eq!(emulator.token_requests(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_token_endpoint_is_asked_once_per_expiry() {
    let life = Duration::from_secs(2);
    let emulator = Emulator::builder()
        .token_lifetime(life)
        .refresh_token_uses(1)
        .start()
        .await
        .expect("it starts");
    let client = client_with(&emulator, Duration::from_secs(30), 4);
    for round in 1..=3 {
        let (before, begin) = (emulator.token_requests(), Instant::now());
        let calls = (0..100).map(|index| call(&client, index));
        for end in join_all(calls).await {
            end.unwrap_or_else(|error| panic!("round {round}: {error}"));
        }
        // A busy machine may take so long over a hundred calls that the token expires meanwhile.
        let lives = begin.elapsed().as_secs_f64() / (life.as_secs_f64() * 0.9);
        let asked = emulator.token_requests() - before;
        assert!(
            asked >= 1 && f64::from(u32::try_from(asked).expect("few")) <= 1.0 + lives,
            "round {round}: {asked} requests"
        );
        tokio::time::sleep(life).await;
    }
}
