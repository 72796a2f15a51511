//! Seeds of one's own, and what is wrong with some.

use partner_emulator::{Emulator, Seed};
use serde_json::{Value, json};

use crate::support::Caller;

fn seed(customers: &Value) -> Result<Seed, String> {
    Seed::from_json(&json!({ "customers": customers }).to_string())
        .map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_seed_of_ones_own_is_served() {
    let seed = seed(&json!([{
        "id": "A",
        "name": "Tailspin",
        "subscribedSkus": [{ "activeUnits": 2, "warningUnits": 1, "consumedUnits": 2, "productSku": { "id": "S" } }],
        "users": [{ "user": { "id": "U", "usageLocation": "US" }, "licenses": [{ "skuId": "s" }] }],
    }]));
    let emulator =
        Emulator::builder().seed(seed.expect("it is sound")).start().await.expect("it starts");
    let caller = Caller::new(&emulator);
    let sku = caller.get("/v1/customers/a/subscribedskus").await.json()["items"][0].clone();
    assert_eq!((&sku["totalUnits"], &sku["availableUnits"]), (&json!(3), &json!(1)));
    let licenses = caller.get("/v1/customers/a/users/u/licenses").await.json();
    assert_eq!(licenses["items"][0]["productSku"], json!({ "id": "S" }));
    assert_eq!(caller.get("/v1/customers/a/users/u").await.json()["state"], "active");
}

#[tokio::test]
async fn answers_of_any_length_are_whole() {
    let name = "n".repeat(3000);
    let users: Vec<_> = (0..500)
        .map(|index| json!({ "user": { "id": format!("U{index}"), "firstName": name } }))
        .collect();
    let seed = seed(&json!([{ "id": "A", "name": "Tailspin", "users": users }]));
    let emulator =
        Emulator::builder().seed(seed.expect("it is sound")).start().await.expect("it starts");
    let answer = Caller::new(&emulator).get("/v1/customers/a/users?size=500").await;
    assert!(answer.body.len() > 1 << 20, "{} bytes are no test", answer.body.len());
    assert_eq!(answer.json()["items"].as_array().map(Vec::len), Some(500));
}

#[test]
fn what_is_wrong_with_a_seed_is_told() {
    let sku = |consumed: i64| json!({ "activeUnits": 1, "consumedUnits": consumed, "productSku": { "id": "S" } });
    let user = |id: &str, skus: &[&str]| {
        let licenses: Vec<_> = skus.iter().map(|sku| json!({ "skuId": sku })).collect();
        json!({ "user": { "id": id }, "licenses": licenses })
    };
    let customer = |skus: Value, users: Value| json!([{ "id": "A", "name": "N", "subscribedSkus": skus, "users": users }]);
    for (customers, expected) in [
        (
            json!([{ "id": "A", "name": "N" }, { "id": "a", "name": "N" }]),
            "the seed: customer a: given twice",
        ),
        (
            customer(json!([{}]), json!([])),
            "the seed: customer A: a subscribed SKU has no productSku.id",
        ),
        (
            customer(json!([sku(0), sku(0)]), json!([])),
            "the seed: customer A: the SKU S is subscribed twice",
        ),
        (
            customer(json!([sku(0)]), json!([user("U", &["S"])])),
            "the seed: customer A: the SKU S has 1 units, 0 of them consumed and 1 assigned to users here",
        ),
        (customer(json!([]), json!([{ "user": {} }])), "the seed: customer A: a user has no id"),
        (
            customer(json!([]), json!([user("U", &[]), user("u", &[])])),
            "the seed: customer A: the user u is given twice",
        ),
        (
            customer(json!([]), json!([user("U", &["S"])])),
            "the seed: customer A: the user U has the SKU s, which is not subscribed",
        ),
    ] {
        assert_eq!(seed(&customers).expect_err("it is not sound"), expected);
    }
    // All that is active may have expired since.
    assert!(seed(&customer(json!([sku(2)]), json!([]))).is_ok(), "consumed may exceed active");
    let error = seed(&json!([{ "id": 7, "name": "N" }])).expect_err("it is not a seed");
    assert!(error.starts_with("the seed: "), "{error}");
    let error =
        seed(&json!([{ "id": "A", "name": "N", "usres": [] }])).expect_err("it is not a seed");
    assert!(error.contains("unknown field `usres`"), "{error}");
}
