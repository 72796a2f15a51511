//! Deployment and usage of licences.

use partner_emulator::Emulator;
use serde_json::{Value, json};

use crate::support::{CUSTOMER, Caller, start};

const DEPLOYMENT: &str = "/partner/v1/analytics/commercial/deployment/license";
const USAGE: &str = "/partner/v1/analytics/commercial/usage/license";

async fn rows(caller: &Caller<'_>, target: &str) -> Value {
    let answer = caller.get(target).await;
    assert_eq!(answer.status, 200, "{target}: {}", answer.text());
    answer.json()
}

#[tokio::test]
async fn figures_follow_from_the_units() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let body = rows(&caller, &format!("{CUSTOMER}/analytics/licenses/deployment")).await;
    assert_eq!(
        body["items"][0],
        json!({
            "customerName": "Contoso",
            "productName": "ENTERPRISE MOBILITY + SECURITY E3",
            "licensesDeployed": 5,
            "deploymentPercent": 20.0,
            "licensesSold": 25,
            "processedDateTime": "2024-05-01T00:00:00+00:00",
            "serviceName": "o365",
            "channel": "reseller",
            "attributes": { "objectType": "CustomerLicensesDeploymentInsights" },
        })
    );
    let body = rows(&caller, &format!("{CUSTOMER}/analytics/licenses/usage")).await;
    let first = &body["items"][0];
    assert_eq!((&first["licensesActive"], &first["licensesQualified"]), (&json!(2), &json!(25)));
    assert_eq!((&first["usagePercent"], &first["workloadName"]), (&json!(8.0), &json!("Exchange")));
    // Both customers together: 125 units of Office 365, 58 of them deployed, and one of Dynamics.
    let body = rows(&caller, "/v1/analytics/licenses/deployment").await;
    let figures = |index: usize| {
        let row = &body["items"][index];
        (
            row["serviceName"].clone(),
            row["licensesSold"].clone(),
            row["proratedDeploymentPercent"].clone(),
        )
    };
    assert_eq!(figures(0), (json!("o365"), json!(125), json!(46.4)));
    assert_eq!(figures(1), (json!("crm"), json!(1), json!(0.0)));
    let body = rows(&caller, "/v1/analytics/licenses/usage").await;
    assert_eq!(body["items"][2]["workloadName"], "Microsoft Dynamics CRM");
}

#[tokio::test]
async fn rows_are_filtered_and_paged() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let all = rows(&caller, DEPLOYMENT).await;
    assert_eq!((&all["TotalCount"], &all["@nextLink"]), (&json!(6), &Value::Null));
    assert!(all.as_object().is_some_and(|page| page.contains_key("@nextLink")), "an explicit null");
    // The documentation's filter, for a customer of ours.
    let id = Emulator::CUSTOMER_ID.to_uppercase();
    let own =
        rows(&caller, &format!("{DEPLOYMENT}?filter=customerTenantId%20eq%20%27{id}%27")).await;
    assert_eq!(own["TotalCount"], 5);
    assert!(
        own["Value"]
            .as_array()
            .is_some_and(|rows| rows.iter().all(|row| row["customerTenantId"] == id))
    );
    let crm = rows(
        &caller,
        &format!("{DEPLOYMENT}?filter=serviceCode+eq+'crm'+or+customerName+ne+'Contoso'"),
    )
    .await;
    assert_eq!(crm["TotalCount"], 2);

    let mut target = format!("{USAGE}?top=4&filter=serviceCode+eq+'o365'");
    let mut pages = Vec::new();
    loop {
        let page = rows(&caller, &target).await;
        assert_eq!(page["TotalCount"], 10);
        pages.push(page["Value"].as_array().map(Vec::len));
        let Some(next) = page["@nextLink"].as_str() else { break };
        target =
            next.strip_prefix(emulator.endpoint()).expect("an address of the emulator").to_owned();
    }
    assert_eq!(pages, [Some(4), Some(4), Some(2)]);
}

#[tokio::test]
async fn grouped_rows_have_sums_and_no_other_columns() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let body = rows(&caller, &format!("{DEPLOYMENT}?groupby=customerName,serviceCode")).await;
    assert_eq!(
        body["Value"],
        json!([
            { "serviceCode": "o365", "customerName": "Contoso", "licensesDeployed": 57, "licensesSold": 115 },
            { "serviceCode": "crm", "customerName": "Contoso", "licensesDeployed": 0, "licensesSold": 1 },
            { "serviceCode": "o365", "customerName": "Fabrikam", "licensesDeployed": 1, "licensesSold": 10 },
        ])
    );
    let other_day = rows(&caller, &format!("{DEPLOYMENT}?processedDateTime=2024-04-30")).await;
    assert_eq!(other_day, json!({ "Value": [], "@nextLink": null, "TotalCount": 0 }));
    let that_day =
        rows(&caller, &format!("{DEPLOYMENT}?processedDateTime=2024-05-01T00:00:00")).await;
    assert_eq!(that_day["TotalCount"], 6);
}

#[tokio::test]
async fn what_is_wrong_with_a_query_is_told() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    for (query, expected) in [
        ("top=0", "top: value is less than the minimum of 1."),
        ("top=10001", "top: value is greater than the maximum of 10000."),
        ("skip=-1", "skip: value is less than the minimum of 0."),
        ("filter=channel", "filter: eq or ne is wanted at its end."),
        ("groupby=licensesSold", "groupby: licensesSold is a figure."),
        ("groupby=", "groupby: a column is wanted."),
        (
            "processedDateTime=soon",
            "processedDateTime: value does not match \"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([T ].*)?$\".",
        ),
        (
            "processedDateTime=2024-13-01",
            "processedDateTime: value does not match \"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([T ].*)?$\".",
        ),
    ] {
        let answer = caller.get(&format!("{DEPLOYMENT}?{query}")).await;
        assert_eq!(answer.error(), (400, 3000), "{query}");
        assert_eq!(answer.json()["description"], expected, "{query}");
    }
}

#[tokio::test]
async fn the_paths_of_the_documentations_table_lead_there_too() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    for path in [DEPLOYMENT, USAGE] {
        let table = format!("{}/", path.trim_start_matches("/partner"));
        assert_eq!(rows(&caller, &table).await, rows(&caller, path).await);
    }
}
