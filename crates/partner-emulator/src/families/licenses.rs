//! Licences of users, and what a customer has licences for.

use partner_models::licenses::{License, LicenseUpdate, SubscribedSku};
use partner_models::{Collection, ResourceAttributes};
use serde::Serialize;

use super::replay::Key;
use crate::api::query::Query;
use crate::api::{Call, Failure, Reply};

pub(super) fn of_user(call: &Call<'_>) -> Result<Reply, Failure> {
    let groups = groups(&call.query)?;
    let store = call.app.store();
    let customer =
        store.customer(call.parameter("customer-id")).ok_or_else(Failure::no_customer)?;
    let user = customer.user(call.parameter("user-id")).ok_or_else(Failure::no_user)?;
    let licenses: Vec<License> = customer.licenses(user, &groups);
    Reply::ok(&collection(licenses))
}

pub(super) fn subscribed_skus(call: &Call<'_>) -> Result<Reply, Failure> {
    let groups = groups(&call.query)?;
    let store = call.app.store();
    let customer =
        store.customer(call.parameter("customer-id")).ok_or_else(Failure::no_customer)?;
    let skus: Vec<SubscribedSku> = customer.subscribed_skus(&groups);
    Reply::ok(&collection(skus))
}

/// A call with the id of an earlier one is that call once more, sent because its answer was lost: it
/// is answered as it was and not carried out again.
pub(super) fn update(call: &Call<'_>) -> Result<Reply, Failure> {
    let (customer, user) = (call.parameter("customer-id"), call.parameter("user-id"));
    let update: LicenseUpdate = serde_json::from_value(call.json.clone())
        .map_err(|error| Failure::invalid_body(format!("The body: {error}")))?;
    let key = call.header("ms-requestid")?.map(|id| Key::new(id, customer, user, call.body));
    let mut store = call.app.store();
    if let Some(done) = key.as_ref().and_then(|key| call.app.replays().get(key)) {
        return Reply::created(&done);
    }
    let found = store.customer_mut(customer).ok_or_else(Failure::no_customer)?;
    let done = found
        .update_licenses(user, &update)
        .ok_or_else(Failure::no_user)?
        .map_err(|refusal| Failure::refused(&refusal, customer))?;
    if let Some(key) = key {
        call.app.replays().put(key, done.clone());
    }
    Reply::created(&done)
}

pub(super) fn collection<T: Serialize>(items: Vec<T>) -> Collection<T> {
    Collection::new()
        .with_total_count(items.len() as u64)
        .with_items(items)
        .with_attributes(ResourceAttributes::new().with_object_type("Collection"))
}

/// The groups asked for, as bodies spell them; the first where none is named.
fn groups(query: &Query) -> Result<Vec<&'static str>, Failure> {
    let mut groups = Vec::new();
    for group in query.all("licenseGroupIds") {
        groups.push(match group.to_ascii_lowercase().as_str() {
            "group1" => "group1",
            "group2" => "group2",
            _ => return Err(Failure::invalid("licenseGroupIds: there are Group1 and Group2.")),
        });
    }
    if groups.is_empty() {
        groups.push("group1");
    }
    Ok(groups)
}
