//! Every chain leads to its operation, and the emulator's state is what was asked for.

use futures::TryStreamExt;
use partner_client::operations::{ListSubscribedSkusOptions, ListUserLicensesOptions};
use partner_client::{Category, PartnerClient};
use partner_emulator::{Audience, Emulator};
use partner_models::licenses::{LicenseAssignment, LicenseGroupQuery, LicenseUpdate};

use crate::support::{CUSTOMER, USER, client, client_with_token};

async fn start() -> (Emulator, PartnerClient) {
    let emulator = Emulator::start().await.expect("it starts");
    let client = client(&emulator);
    (emulator, client)
}

#[tokio::test]
async fn every_chain_leads_to_its_operation() {
    let (emulator, client) = start().await;
    let customer = client.customer(CUSTOMER);
    let by_name = customer.user(Emulator::USER_PRINCIPAL_NAME).get(None).await.expect("answered");
    let user = by_name.into_model();
    assert_eq!(user.id.as_deref(), Some(USER));
    assert!(!customer.subscribed_skus().list(None).await.expect("ok").is_empty());
    let figures = customer.analytics().licenses();
    assert!(!figures.deployment().list(None).await.expect("ok").into_model().is_empty());
    assert!(!figures.usage().list(None).await.expect("ok").into_model().is_empty());
    let figures = client.analytics().licenses();
    assert!(!figures.deployment().list(None).await.expect("ok").into_model().is_empty());
    assert!(!figures.usage().list(None).await.expect("ok").into_model().is_empty());
    let commercial = client.analytics().commercial();
    let rows = commercial.deployment().licenses().list(None).expect("ok");
    assert!(!rows.try_collect::<Vec<_>>().await.expect("ok").is_empty());
    let rows = commercial.usage().licenses().list(None).expect("ok");
    assert!(!rows.try_collect::<Vec<_>>().await.expect("ok").is_empty());

    let paths: Vec<_> = emulator
        .requests()
        .iter()
        .filter(|record| record.method == "GET")
        .map(|record| record.path().to_owned())
        .collect();
    assert_eq!(
        paths,
        [
            format!("/v1/customers/{CUSTOMER}/users/avery%40contoso.com"),
            format!("/v1/customers/{CUSTOMER}/subscribedskus"),
            format!("/v1/customers/{CUSTOMER}/analytics/licenses/deployment"),
            format!("/v1/customers/{CUSTOMER}/analytics/licenses/usage"),
            "/v1/analytics/licenses/deployment".to_owned(),
            "/v1/analytics/licenses/usage".to_owned(),
            "/partner/v1/analytics/commercial/deployment/license".to_owned(),
            "/partner/v1/analytics/commercial/usage/license".to_owned(),
        ]
    );
}

#[tokio::test]
async fn licence_groups_are_asked_for_by_name() {
    let (emulator, client) = start().await;
    let groups = [LicenseGroupQuery::GROUP1, LicenseGroupQuery::GROUP2];
    let options = ListUserLicensesOptions::new().with_license_group_ids(groups.clone());
    client.customer(CUSTOMER).user(USER).licenses().list(options).await.expect("answered");
    let options = ListSubscribedSkusOptions::new().with_license_group_ids(groups);
    client.customer(CUSTOMER).subscribed_skus().list(options).await.expect("answered");
    for record in emulator.requests().iter().filter(|record| record.method == "GET") {
        assert!(record.target.ends_with("?licenseGroupIds=Group1&licenseGroupIds=Group2"));
    }
    let options = ListUserLicensesOptions::new().with_license_group_ids(["Group3"]);
    let licenses = client.customer(CUSTOMER).user(USER).licenses();
    let error = licenses.list(options).await.expect_err("there is no such group");
    assert_eq!(error.category(), Category::BadRequest);
    assert!(
        error.code().is_some() && error.description().is_some() && error.ids().request_id.is_some()
    );
}

fn assign(sku: &str) -> LicenseUpdate {
    LicenseUpdate::new().with_licenses_to_assign([LicenseAssignment::new(sku)])
}

#[tokio::test]
async fn a_licence_is_assigned_and_seen_and_runs_out() {
    let (emulator, client) = start().await;
    let user = client.customer(CUSTOMER).user(Emulator::UNLICENSED_USER_ID);
    let updates = user.license_updates();
    let response = updates.create(assign(Emulator::SKU_ID), None).await.expect("carried out");
    assert_eq!(response.status(), 201);
    let licenses = user.licenses().list(None).await.expect("answered").into_model();
    let sku = licenses[0].product_sku.as_ref().and_then(|sku| sku.id.as_deref());
    assert_eq!(sku, Some(Emulator::SKU_ID));

    let error =
        updates.create(assign(Emulator::EXHAUSTED_SKU_ID), None).await.expect_err("none left");
    assert_eq!(error.category(), Category::BadRequest);
    assert_eq!(error.code().map(ToString::to_string).as_deref(), Some("60012"));
    let posts =
        emulator.requests().iter().filter(|it| it.path().ends_with("licenseupdates")).count();
    assert_eq!(posts, 2, "neither was sent twice");
}

#[tokio::test]
async fn unknown_customers_and_users_are_told_apart() {
    let (_emulator, client) = start().await;
    let nobody = "00000000-0000-0000-0000-000000000000";
    let code = async |customer: &str, user: &str| {
        let error =
            client.customer(customer).user(user).get(None).await.expect_err("there is no such");
        assert_eq!(error.category(), Category::NotFound);
        error.code().map(ToString::to_string)
    };
    let (customer, user) = (code(nobody, USER).await, code(CUSTOMER, nobody).await);
    assert!(customer.is_some() && user.is_some() && customer != user, "{customer:?} {user:?}");
}

#[tokio::test]
async fn tokens_that_are_wrong_expired_or_without_a_user_are_refused() {
    let emulator = Emulator::start().await.expect("it starts");
    let refused = async |token: String| {
        let client = client_with_token(&emulator, token);
        let licenses = client.customer(CUSTOMER).user(USER).licenses();
        licenses.list(None).await.expect_err("refused").category()
    };
    assert_eq!(refused("wrong".to_owned()).await, Category::Unauthorized);
    let expired = emulator.issue_token(Audience::AppUser);
    emulator.expire_access_tokens();
    assert_eq!(refused(expired).await, Category::Unauthorized);
    // The token says so itself, and is not sent.
    assert_eq!(refused(emulator.issue_token(Audience::AppOnly)).await, Category::Unsupported);
    assert_eq!(emulator.requests().len(), 2, "none was tried again");
}
