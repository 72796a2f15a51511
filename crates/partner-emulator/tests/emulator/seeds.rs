//! Seeds of one's own, and what is wrong with some.

use partner_emulator::{Emulator, Seed};
use serde_json::{Value, json};

use crate::support::Caller;

fn seed(customers: &Value) -> Result<Seed, String> {
    Seed::from_json(&json!({ "customers": customers }).to_string())
        .map_err(|error| error.to_string())
}

/// What keeps an emulator from starting with it.
async fn told(seed: &Value) -> String {
    match Seed::from_json(&seed.to_string()) {
        Err(error) => error.to_string(),
        Ok(seed) => {
            let started = Emulator::builder().http().seed(seed).start().await;
            started.map_or_else(|error| error.to_string(), |_| "nothing is wrong".into())
        }
    }
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

#[tokio::test]
async fn what_is_wrong_with_a_seed_is_told_with_its_place() {
    let sku = |consumed: i64| json!({ "activeUnits": 1, "consumedUnits": consumed, "productSku": { "id": "S" } });
    let user = |id: &str, skus: &[&str]| {
        let licenses: Vec<_> = skus.iter().map(|sku| json!({ "skuId": sku })).collect();
        json!({ "user": { "id": id }, "licenses": licenses })
    };
    let customer = |skus: Value, users: Value| json!({ "customers": [{ "id": "A", "name": "N", "subscribedSkus": skus, "users": users }] });
    let documents = |path: &str, value: Value| json!({ "documents": { path: value } });
    for (seed, expected) in [
        (
            json!({ "customers": [{ "id": "A", "name": "N" }, { "id": "a", "name": "N" }] }),
            "the seed: customers[1]: a is given twice",
        ),
        (
            customer(json!([{}]), json!([])),
            "the seed: customers[0].subscribedSkus[0]: it has no productSku.id",
        ),
        (
            customer(json!([sku(0), sku(0)]), json!([])),
            "the seed: customers[0].subscribedSkus[1]: S is given twice",
        ),
        (
            customer(json!([sku(0)]), json!([user("U", &["S"])])),
            "the seed: /v1/customers/A: the SKU S has 1 units, 0 of them consumed and 1 assigned to users here",
        ),
        (
            customer(json!([]), json!([{ "user": {} }])),
            "the seed: customers[0].users[0].user: it has no id",
        ),
        (
            customer(json!([]), json!([user("U", &[]), user("u", &[])])),
            "the seed: customers[0].users[1].user: u is given twice",
        ),
        (
            customer(json!([]), json!([user("U", &["S"])])),
            "the seed: customers[0].users[0].licenses[0].skuId: S is not subscribed",
        ),
        (
            customer(
                json!([sku(1)]),
                json!([{ "user": { "id": "U" }, "licenses": [{ "skuId": "S", "excludedPlans": ["P"] }] }]),
            ),
            "the seed: customers[0].users[0].licenses[0].excludedPlans: the SKU has no plan p",
        ),
        (
            documents(
                "/v1/customers/A/users",
                json!([{ "id": "U" }, { "id": "V", "usageLocation": 7 }]),
            ),
            r#"the seed: documents["/v1/customers/A/users"][1].usageLocation: value is not of type "string""#,
        ),
        (documents("/v1/customers/A/users/U", json!([])), "nothing is wrong"),
        (
            documents("/v1/customers/A/users/U", json!({ "id": "U", "links": { "self": 7 } })),
            "nothing is wrong",
        ),
        (
            documents("/v1/nowhere/A", json!({})),
            r#"the seed: documents["/v1/nowhere/A"]: no operation's path leads there"#,
        ),
        (
            documents("v1/customers", json!([])),
            r#"the seed: documents["v1/customers"]: a path begins with / and has no empty part"#,
        ),
        (
            documents("/v1/customers", json!([{ "id": "A" }, { "id": "a" }])),
            r#"the seed: documents["/v1/customers"][1]: a is given twice"#,
        ),
        (
            documents("/v1/customers/A/users/U/licenses", json!([{ "productSku": { "id": "S" } }])),
            "nothing is wrong",
        ),
    ] {
        assert_eq!(told(&seed).await, expected, "{seed}");
    }
    // All that is active may have expired since.
    let more = told(&customer(json!([sku(2)]), json!([]))).await;
    assert_eq!(more, "nothing is wrong", "consumed may exceed active");
    let error = seed(&json!([{ "id": 7, "name": "N" }])).expect_err("it is not a seed");
    assert!(error.starts_with("the seed: "), "{error}");
    let error =
        seed(&json!([{ "id": "A", "name": "N", "usres": [] }])).expect_err("it is not a seed");
    assert!(error.contains("unknown field `usres`"), "{error}");
}

#[tokio::test]
async fn seeds_of_several_families_are_one() {
    let customers = json!({ "customers": [{ "id": "A", "name": "Tailspin" }] });
    let users = json!({ "documents": { "/v1/customers/A/users": [
        { "ID": "U", "UserPrincipalName": "u@x.example", "UsageLocation": "US" },
        { "id": "V" },
    ] } });
    let licenses = json!({ "documents": {
        "/v1/customers/A/subscribedskus": [{ "activeUnits": 1, "consumedUnits": 3, "productSku": { "id": "S" } }],
        "/v1/customers/A/users/V/licenses": [{ "productSku": { "id": "S" }, "servicePlans": [] }],
    } });
    let mut all = Seed::default();
    for seed in [customers, users, licenses] {
        all = all.and(Seed::from_json(&seed.to_string()).expect("it is a seed"));
    }
    let emulator = Emulator::builder().seed(all).start().await.expect("it starts");
    let caller = Caller::new(&emulator);
    let user = caller.get("/v1/customers/A/users/U@x.example").await.json();
    assert_eq!((&user["id"], &user["usageLocation"]), (&json!("U"), &json!("US")), "{user}");
    let sku = caller.get("/v1/customers/A/subscribedskus").await.json()["items"][0].clone();
    assert_eq!((&sku["totalUnits"], &sku["availableUnits"]), (&json!(1), &json!(-2)));
    let licenses = caller.get("/v1/customers/A/users/v/licenses").await.json();
    assert_eq!(licenses["totalCount"], 1);
}
