//! Licences of users, and what a customer has licences for.

use std::collections::HashMap;

use axum::http::StatusCode;
use serde_json::Value;

use super::assign::{Update, failure};
use super::sku::{Sku, group, sku, skus};
use super::users;
use crate::api::{Call, Failure, Reply, list};
use crate::replay::Key;
use crate::store::Documents;
use crate::strict::Strictness;

pub(super) fn of_user(call: &Call<'_>) -> Result<Reply, Failure> {
    let groups = groups(call)?;
    let store = call.world.store();
    users::find(&store, call)?;
    let licenses = store.list(call.path).map(|(_, document)| &document.value);
    let licenses = licenses.filter(|license| groups.contains(&group(license)));
    list(call, licenses.collect())
}

pub(super) fn subscribed_skus(call: &Call<'_>) -> Result<Reply, Failure> {
    let groups = groups(call)?;
    let store = call.world.store();
    users::customer(&store, call)?;
    let skus = store.list(call.path).map(|(_, document)| &document.value);
    list(call, skus.filter(|sku| groups.contains(&group(sku))).collect())
}

/// A call with the id of an earlier one is that call once more, sent because its answer was lost: it
/// is answered as it was and not carried out again.
pub(super) fn update(call: &Call<'_>) -> Result<Reply, Failure> {
    let (customer, user) = (call.parameter("customer-id"), call.parameter("user-id"));
    let update = Update::read(customer, user, &call.json);
    let key = call.header("ms-requestid")?.map(|id| Key::new(id, customer, user, call.body));
    let mut store = call.world.store();
    if let Some(done) = key.as_ref().and_then(|key| call.world.replays().get(key)) {
        return Ok(Reply::written(StatusCode::CREATED, &done));
    }
    users::find(&store, call)?;
    update
        .check(&store, |strictness| call.world.insists(strictness))
        .map_err(|refusal| failure(&refusal, customer))?;
    let done = Reply::json(StatusCode::CREATED, &update.carry_out(&mut store, &call.json))?;
    if let Some(key) = key {
        call.world.replays().put(key, done.body.as_slice().into());
    }
    Ok(done)
}

/// The groups asked for, as bodies spell them; the first where none is named.
fn groups(call: &Call<'_>) -> Result<Vec<&'static str>, Failure> {
    let mut groups = Vec::new();
    for group in call.query.all("licenseGroupIds") {
        groups.push(match group.to_ascii_lowercase().as_str() {
            "group1" => "group1",
            "group2" => "group2",
            _ if call.world.insists(Strictness::LicenseGroups) => {
                return Err(Failure::invalid("licenseGroupIds: there are Group1 and Group2."));
            }
            _ => "",
        });
    }
    if groups.is_empty() {
        groups.push("group1");
    }
    Ok(groups)
}

/// What contradicts itself in the licences of a customer: `None` if nothing does.
pub(crate) fn contradiction(store: &Documents, customer: &str) -> Option<String> {
    let mut assigned: HashMap<String, i64> = HashMap::new();
    for (user, _) in store.list(&["v1", "customers", customer, "users"]) {
        for (id, _) in store.list(&["v1", "customers", customer, "users", user, "licenses"]) {
            if sku(store, customer, id).is_none() {
                return Some(format!("the user {user} has the SKU {id}, which is not subscribed"));
            }
            *assigned.entry(id.to_lowercase()).or_default() += 1;
        }
    }
    skus(store, customer).find_map(|sku| {
        let (units, id) = (sku.units(), sku.id());
        let assigned = assigned.get(&id.to_lowercase()).copied().unwrap_or_default();
        (units.consumed < assigned).then(|| {
            let (total, consumed) = (units.total(), units.consumed);
            format!("the SKU {id} has {total} units, {consumed} of them consumed and {assigned} assigned to users here")
        })
    })
}

/// A subscribed SKU with the units that follow from the others.
pub(crate) fn complete_sku(value: &Value) -> Value {
    let sku = Sku(value);
    sku.complete(sku.units().consumed)
}
