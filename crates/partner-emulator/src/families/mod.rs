//! The operations that have rules of their own. All others are the kernel's.

mod analytics;
mod assign;
mod commercial;
mod filter;
mod licenses;
mod sku;
mod users;
mod webhooks;

use serde_json::Value;

use crate::api::{Call, Failure, Reply};
use crate::store::Documents;

pub(crate) use sku::{Sku, customers, plan_id, sku};
pub(crate) use webhooks::changed;

/// A document with what follows from the rest of it, as the service would have made it.
pub(crate) fn complete(path: &[String], value: Value) -> Value {
    let parts: Vec<_> = path.iter().map(String::as_str).collect();
    match parts.as_slice() {
        ["v1", "customers", customer, "users", id] => users::complete(&value, customer, id),
        ["v1", "customers", _, "subscribedskus", _] => licenses::complete_sku(&value),
        _ => value,
    }
}

/// What contradicts itself in documents that were read from a file, and where.
pub(crate) fn contradiction(store: &Documents) -> Option<String> {
    customers(store).find_map(|(customer, _)| {
        let what = licenses::contradiction(store, customer)?;
        Some(format!("/v1/customers/{customer}: {what}"))
    })
}

/// The path that an operation is described with, where the documentation has it with another one,
/// too: its table has `/v1/analytics/commercial`, its sample request `/partner/v1/analytics/commercial`.
pub(crate) fn documented_otherwise(mut path: Vec<String>) -> Vec<String> {
    let is = |index: usize, text: &str| {
        path.get(index).is_some_and(|part: &String| part.eq_ignore_ascii_case(text))
    };
    if is(0, "v1") && is(1, "analytics") && is(2, "commercial") {
        path.insert(0, "partner".into());
    }
    path
}

/// Carries a call out.
pub(crate) type Handler = fn(&Call<'_>) -> Result<Reply, Failure>;

/// Whether an example of what the operation reads is there at the start.
pub(crate) fn begins_with_example(operation: &str) -> bool {
    handler(operation).is_none() || operation == "getWebhookRegistration"
}

/// Who carries an operation out, where it has rules of its own.
pub(crate) fn handler(operation: &str) -> Option<Handler> {
    Some(match operation {
        "listCustomerUsers" => users::list,
        "getCustomerUser" => users::one,
        "listUserLicenses" => licenses::of_user,
        "updateUserLicenses" => licenses::update,
        "listSubscribedSkus" => licenses::subscribed_skus,
        "listCustomerLicenseDeployment" => analytics::customer_deployment,
        "listCustomerLicenseUsage" => analytics::customer_usage,
        "listPartnerLicenseDeployment" => analytics::partner_deployment,
        "listPartnerLicenseUsage" => analytics::partner_usage,
        "listCommercialLicenseDeployment" => commercial::deployment,
        "listCommercialLicenseUsage" => commercial::usage,
        "listWebhookEvents" => webhooks::events,
        "getWebhookRegistration" => webhooks::get,
        "createWebhookRegistration" => webhooks::create,
        "updateWebhookRegistration" => webhooks::replace,
        "createWebhookValidationEvent" => webhooks::test,
        _ => return None,
    })
}
