//! Licences: groups, assignment, units.

use partner_emulator::Emulator;
use serde_json::{Value, json};

use crate::support::{Answer, CUSTOMER, Call, Caller, start};

const MINECRAFT: &str = "984df360-9a74-4647-8cf8-696749f6247a";
const AAD_PREMIUM: &str = "078d2b04-f1bd-4111-bbd4-b4b1b354cef4";
const AX_TASK: &str = "54b84594-9c77-4499-8d65-5e0d5f410e78";
const INTUNE: &str = "c1ec4a95-1f05-45b3-a911-aa3fa01094f5";

fn path(user: &str, what: &str) -> String {
    format!("{CUSTOMER}/users/{user}/{what}")
}

/// The part numbers of what a list holds.
fn skus(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let items = json["items"].as_array().unwrap_or_else(|| panic!("{json}"));
    assert_eq!(json["totalCount"], items.len());
    let sku = |item: &Value| item["productSku"]["skuPartNumber"].as_str().map(str::to_owned);
    items.iter().filter_map(sku).collect()
}

async fn update(caller: &Caller<'_>, user: &str, body: Value) -> Answer {
    caller.post(&path(user, "licenseupdates"), &body).await
}

fn assign(sku: &str) -> Value {
    json!({ "licensesToAssign": [{ "skuId": sku }] })
}

fn remove(sku: &str) -> Value {
    json!({ "licensesToRemove": [sku] })
}

/// The available and the consumed units of a SKU.
fn units(emulator: &Emulator, sku: &str) -> (i64, i64) {
    let sku = emulator.subscribed_sku(Emulator::CUSTOMER_ID, sku).expect("there is one");
    assert_eq!(sku.inconsistencies(), []);
    let value =
        |units: Option<&partner_models::Integer>| units.and_then(partner_models::Integer::as_i64);
    let found = value(sku.available_units.as_ref()).zip(value(sku.consumed_units.as_ref()));
    found.expect("both are there")
}

#[tokio::test]
async fn groups_are_a_repeated_key_and_the_first_is_meant_without() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    for (what, first, second) in [
        (path(Emulator::USER_ID, "licenses"), vec!["EMS"], vec!["CFQ7TTC0K5DR/0002"]),
        (
            format!("{CUSTOMER}/subscribedskus"),
            vec!["EMS", "AAD_PREMIUM", "AX_TASK_USER", "POWER_BI_PRO"],
            vec!["CFQ7TTC0K5DR/0002"],
        ),
    ] {
        let both = [first.clone(), second.clone()].concat();
        for (query, expected) in [
            ("", &first),
            ("?licenseGroupIds=Group1", &first),
            ("?licenseGroupIds=group2", &second),
            ("?licenseGroupIds=Group1&licenseGroupIds=Group2", &both),
            ("?LicenseGroupIds=Group2&licensegroupids=Group1&licenseGroupIds=Group1", &both),
        ] {
            let answer = caller.get(&format!("{what}{query}")).await;
            assert_eq!(skus(&answer), *expected, "{what}{query}");
        }
        for query in ["Group3", "", "Group1,Group2", "Group1&licenseGroupIds=x"] {
            let answer = caller.get(&format!("{what}?licenseGroupIds={query}")).await;
            assert_eq!(answer.error(), (400, 3000), "{query}");
            assert_eq!(
                answer.json()["description"],
                "licenseGroupIds: there are Group1 and Group2."
            );
        }
    }
}

#[tokio::test]
async fn an_assigned_licence_is_there_and_takes_a_unit() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let user = Emulator::UNLICENSED_USER_ID;
    assert_eq!(units(&emulator, Emulator::SKU_ID), (20, 5));
    let answer = update(&caller, user, assign(Emulator::SKU_ID)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(
        answer.json(),
        json!({
            "licensesToAssign": [{ "skuId": Emulator::SKU_ID }],
            "licensesToRemove": [],
            "licenseWarnings": [],
            "attributes": { "objectType": "LicenseUpdate" },
        })
    );
    assert_eq!(skus(&caller.get(&path(user, "licenses")).await), ["EMS"]);
    assert_eq!(units(&emulator, Emulator::SKU_ID), (19, 6));
    assert_eq!(update(&caller, user, assign(Emulator::SKU_ID)).await.status, 201);
    assert_eq!(units(&emulator, Emulator::SKU_ID), (19, 6), "once more takes no more");
    assert_eq!(update(&caller, user, remove(Emulator::SKU_ID)).await.status, 201);
    assert!(skus(&caller.get(&path(user, "licenses")).await).is_empty());
    assert_eq!(units(&emulator, Emulator::SKU_ID), (20, 5));
    let licenses = emulator.licenses(Emulator::CUSTOMER_ID, Emulator::USER_PRINCIPAL_NAME);
    assert_eq!(licenses.map(|licenses| licenses.len()), Some(2), "the others keep theirs");
}

#[tokio::test]
async fn the_documented_update_runs_out_of_licences() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    // The documentation's request: PascalCase, with explicit nulls.
    let body = json!({
        "LicensesToAssign": [{ "ExcludedPlans": null, "SkuId": Emulator::EXHAUSTED_SKU_ID }],
        "LicensesToRemove": null,
        "LicenseWarnings": null,
        "Attributes": { "ObjectType": "LicenseUpdate" },
    });
    let answer = update(&caller, Emulator::UNLICENSED_USER_ID, body).await;
    assert_eq!(answer.error(), (400, 60012));
    let data = answer.json()["data"][0].as_str().map(str::to_owned).expect("a text");
    assert!(
        data.starts_with("LicenseQuotaExceededException")
            && data.contains(Emulator::EXHAUSTED_SKU_ID)
    );
}

#[tokio::test]
async fn a_request_in_other_case_and_with_nulls_is_answered_as_described() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let body = json!({
        "LicensesToAssign": [{ "ExcludedPlans": null, "SkuId": Emulator::SKU_ID }],
        "LICENSESTOREMOVE": null,
        "LicenseWarnings": null,
        "Attributes": { "ObjectType": "LicenseUpdate" },
    });
    let answer = update(&caller, Emulator::UNLICENSED_USER_ID, body).await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()),
        (
            201,
            json!({
                "licensesToAssign": [{ "skuId": Emulator::SKU_ID }],
                "licensesToRemove": [],
                "licenseWarnings": [],
                "attributes": { "objectType": "LicenseUpdate" },
            })
        )
    );
}

#[tokio::test]
async fn the_last_unit_goes_to_one_of_many() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let (first, second) = (Emulator::USER_ID, Emulator::UNLICENSED_USER_ID);
    let [one, other] = [assign(AX_TASK), assign(AX_TASK)];
    let answers = tokio::join!(update(&caller, first, one), update(&caller, second, other));
    let mut statuses = [answers.0.status.as_u16(), answers.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 400]);
    assert_eq!(units(&emulator, AX_TASK), (0, 1));
}

#[tokio::test]
async fn plans_that_are_left_out_are_not_there() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let user = Emulator::UNLICENSED_USER_ID;
    let body =
        json!({ "licensesToAssign": [{ "skuId": Emulator::SKU_ID, "excludedPlans": [INTUNE] }] });
    assert_eq!(update(&caller, user, body).await.status, 201);
    let plans =
        caller.get(&path(user, "licenses")).await.json()["items"][0]["servicePlans"].clone();
    let plans: Vec<_> = plans.as_array().expect("a list").clone();
    assert_eq!(plans.len(), 4);
    assert!(
        plans.iter().all(|plan| plan["id"] != INTUNE && plan["capabilityStatus"] == "Assigned")
    );
}

#[tokio::test]
async fn plans_for_the_tenant_are_left_out_with_a_warning() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let user = Emulator::UNLICENSED_USER_ID;
    let warnings =
        update(&caller, user, assign(AAD_PREMIUM)).await.json()["licenseWarnings"].clone();
    assert_eq!(
        warnings,
        json!([{
            "code": "PlanLeftOut",
            "message": "Plans of Azure Active Directory Premium P1 that are meant for the tenant were left out.",
            "servicePlans": ["EXCHANGE_S_FOUNDATION"],
        }])
    );
    let plans =
        caller.get(&path(user, "licenses")).await.json()["items"][0]["servicePlans"].clone();
    assert_eq!(plans.as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn an_update_is_carried_out_as_a_whole_or_not_at_all() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let (user, nowhere) = (Emulator::USER_ID, "7b1e4a90-52c3-4f8d-a6e7-0d9c8b3f2a14");
    let before = emulator.licenses(Emulator::CUSTOMER_ID, user);
    let unknown = "11111111-1111-1111-1111-111111111111";
    for (who, body, code, description) in [
        (
            user,
            json!({ "licensesToRemove": [Emulator::SKU_ID], "licensesToAssign": [{ "skuId": Emulator::EXHAUSTED_SKU_ID }] }),
            60012,
            "There is no licence of this product left to assign.".to_owned(),
        ),
        (
            user,
            json!({ "licensesToRemove": [MINECRAFT], "licensesToAssign": [{ "skuId": unknown }] }),
            3000,
            format!("licensesToAssign: the customer has not subscribed to the SKU {unknown}."),
        ),
        (
            user,
            json!({ "licensesToAssign": [{ "skuId": AX_TASK, "excludedPlans": [INTUNE] }] }),
            3000,
            format!("excludedPlans: the SKU {AX_TASK} has no service plan {INTUNE}."),
        ),
        (
            user,
            remove(AX_TASK),
            3000,
            format!("licensesToRemove: the user has no licence of the SKU {AX_TASK}."),
        ),
        (
            user,
            json!({ "licensesToRemove": [MINECRAFT], "licensesToAssign": [{ "skuId": MINECRAFT }] }),
            3000,
            format!("The SKU {MINECRAFT} is in the request more than once."),
        ),
        (
            user,
            json!({ "licensesToRemove": [MINECRAFT], "licensesToAssign": [{ "skuId": AX_TASK }] }),
            3000,
            "Licences of Group1 and of Group2 can't be changed in one request.".to_owned(),
        ),
        (
            user,
            json!({ "licensesToRemove": [], "LicensesToAssign": null }),
            3000,
            "The update has no licence to assign and none to take away.".to_owned(),
        ),
        (
            nowhere,
            assign(Emulator::SKU_ID),
            3000,
            "The user has no usage location, without which no licence can be assigned.".to_owned(),
        ),
    ] {
        let answer = update(&caller, who, body).await;
        assert_eq!(answer.error(), (400, code), "{description}");
        assert_eq!(answer.json()["description"], description);
    }
    assert_eq!(emulator.licenses(Emulator::CUSTOMER_ID, user), before);
    assert_eq!(units(&emulator, MINECRAFT), (23, 49));
}

#[tokio::test]
async fn a_call_sent_again_is_answered_again_and_carried_out_once() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let call =
        Call::post(&path(Emulator::USER_ID, "licenseupdates"), remove(MINECRAFT).to_string())
            .with("MS-RequestId", "a37d3009-665d-4e12-b76e-1aa10cf80140");
    caller.try_send(&call.clone().fault("drop-after")).await.expect_err("the answer is lost");
    assert_eq!(units(&emulator, MINECRAFT), (24, 48), "and the update is not");
    let again = caller.send(&call).await;
    assert_eq!(again.status, 201, "{}", again.text());
    assert_eq!(again.json()["licensesToRemove"], json!([MINECRAFT]));
    assert_eq!(units(&emulator, MINECRAFT), (24, 48));
    let anew = call.clone().with("MS-RequestId", "f4f3b748-8b22-4d07-a5a1-dceb32824192");
    assert_eq!(caller.send(&anew).await.error(), (400, 3000), "another id is another call");
}
