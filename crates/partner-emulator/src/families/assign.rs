//! How licences are assigned to a user and taken away.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Value, json};

use super::sku::{Sku, plan_id, sku};
use crate::api::Failure;
use crate::store::Documents;
use crate::strict::Strictness;

/// Why an update can't be carried out. Nothing of it is, then.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The user has no usage location.
    NoUsageLocation,
    /// The customer has not subscribed to the SKU.
    UnknownSku(String),
    /// The SKU has no such service plan.
    UnknownPlan { sku: String, plan: String },
    /// The user has no licence of the SKU to take away.
    NotAssigned(String),
    /// The same SKU is there twice, or to be both assigned and taken away.
    Ambiguous(String),
    /// There is nothing to assign and nothing to take away.
    NoChange,
    /// SKUs of both groups are to be assigned or taken away at once.
    MixedGroups,
    /// No unit of the SKU is left.
    NoUnits(String),
}

/// What is to be assigned to whom.
pub(super) struct Update<'a> {
    customer: &'a str,
    user: &'a str,
    /// The SKUs, each with the plans that are excluded.
    assign: Vec<(&'a str, Vec<&'a str>)>,
    remove: Vec<&'a str>,
}

impl<'a> Update<'a> {
    /// Reads a body that is as described.
    pub(super) fn read(customer: &'a str, user: &'a str, body: &'a Value) -> Self {
        let list = |value: &'a Value, name: &str| {
            value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
        };
        let text = |value: &'a Value| value.as_str();
        let assign = list(body, "licensesToAssign").iter().map(|license| {
            let id = license.get("skuId").and_then(Value::as_str).unwrap_or_default();
            (id, list(license, "excludedPlans").iter().filter_map(text).collect())
        });
        let remove = list(body, "licensesToRemove").iter().filter_map(text);
        Self { customer, user, assign: assign.collect(), remove: remove.collect() }
    }

    fn user_path(&self) -> [&'a str; 5] {
        ["v1", "customers", self.customer, "users", self.user]
    }

    fn license_path(&self, sku: &'a str) -> [&'a str; 7] {
        ["v1", "customers", self.customer, "users", self.user, "licenses", sku]
    }

    /// Why it can't be carried out, if so. What is not insisted on is no reason.
    pub(super) fn check(
        &self,
        store: &Documents,
        insists: impl Fn(Strictness) -> bool,
    ) -> Result<(), Refusal> {
        let mut seen = HashSet::new();
        let mut groups = BTreeSet::new();
        for id in self.assign.iter().map(|(id, _)| id).chain(&self.remove) {
            if !seen.insert(id.to_lowercase()) && insists(Strictness::RepeatedSkus) {
                return Err(Refusal::Ambiguous((*id).to_owned()));
            }
            groups.extend(sku(store, self.customer, id).map(Sku::group));
        }
        if seen.is_empty() {
            return Err(Refusal::NoChange);
        }
        if groups.len() > 1 {
            return Err(Refusal::MixedGroups);
        }
        if insists(Strictness::MissingLicenses)
            && let Some(id) =
                self.remove.iter().find(|id| store.get(&self.license_path(id)).is_none())
        {
            return Err(Refusal::NotAssigned((*id).to_owned()));
        }
        let user = store.get(&self.user_path()).map(|user| &user.value);
        let location = user.and_then(|user| user.get("usageLocation")).and_then(Value::as_str);
        for (id, excluded) in &self.assign {
            let Some(sku) = sku(store, self.customer, id) else {
                if insists(Strictness::UnknownSkus) {
                    return Err(Refusal::UnknownSku((*id).to_owned()));
                }
                continue;
            };
            if !excluded.is_empty() && insists(Strictness::UnknownPlans) {
                let plans: HashSet<_> = sku.plans().iter().filter_map(plan_id).collect();
                if let Some(plan) =
                    excluded.iter().find(|plan| !plans.contains(&plan.to_lowercase()))
                {
                    let (sku, plan) = ((*id).to_owned(), (*plan).to_owned());
                    return Err(Refusal::UnknownPlan { sku, plan });
                }
            }
            if location.unwrap_or_default().is_empty() {
                return Err(Refusal::NoUsageLocation);
            }
            if sku.units().available() < 1 && store.get(&self.license_path(id)).is_none() {
                return Err(Refusal::NoUnits((*id).to_owned()));
            }
        }
        Ok(())
    }

    /// Carries it out, and returns the answer's body: what was sent, and warnings.
    pub(super) fn carry_out(&self, store: &mut Documents, body: &Value) -> Value {
        for id in &self.remove {
            if store.remove(&self.license_path(id)).is_some() {
                self.count(store, id, -1);
            }
        }
        let mut warnings = Vec::new();
        for (id, excluded) in &self.assign {
            let Some(sku) = sku(store, self.customer, id) else { continue };
            let excluded: HashSet<_> = excluded.iter().map(|plan| plan.to_lowercase()).collect();
            let license = sku.license(|plan| excluded.contains(plan));
            warnings.extend(sku.warning());
            // A licence that is there already only changes its plans.
            let is_new = store.get(&self.license_path(id)).is_none();
            store.put(&self.license_path(id), license);
            if is_new {
                self.count(store, id, 1);
            }
        }
        let list = |name: &str| body.get(name).cloned().unwrap_or_else(|| json!([]));
        json!({
            "licensesToAssign": list("licensesToAssign"),
            "licensesToRemove": list("licensesToRemove"),
            "licenseWarnings": warnings,
            "attributes": { "objectType": "LicenseUpdate" },
        })
    }

    fn count(&self, store: &mut Documents, id: &str, change: i64) {
        let Some(sku) = sku(store, self.customer, id) else { return };
        let document = sku.complete(sku.units().consumed + change);
        store.put(&["v1", "customers", self.customer, "subscribedskus", id], document);
    }
}

/// The refusal as the service tells it.
pub(super) fn failure(refusal: &Refusal, customer: &str) -> Failure {
    let text = match refusal {
        Refusal::NoUnits(sku) => return Failure::no_licence(customer, sku),
        Refusal::NoUsageLocation => {
            "The user has no usage location, without which no licence can be assigned.".to_owned()
        }
        Refusal::UnknownSku(sku) => {
            format!("licensesToAssign: the customer has not subscribed to the SKU {sku}.")
        }
        Refusal::UnknownPlan { sku, plan } => {
            format!("excludedPlans: the SKU {sku} has no service plan {plan}.")
        }
        Refusal::NotAssigned(sku) => {
            format!("licensesToRemove: the user has no licence of the SKU {sku}.")
        }
        Refusal::NoChange => {
            "The update has no licence to assign and none to take away.".to_owned()
        }
        Refusal::MixedGroups => {
            "Licences of Group1 and of Group2 can't be changed in one request.".to_owned()
        }
        Refusal::Ambiguous(sku) => format!("The SKU {sku} is in the request more than once."),
    };
    Failure::invalid(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(index: usize) -> String {
        format!("00000000-0000-4000-8000-{index:012}")
    }

    /// How many documents are looked at for an update of so many SKUs, of as many.
    fn looks(skus: usize) -> u64 {
        let mut store = Documents::default();
        store.put(&["v1", "customers", "C", "users", "U"], json!({ "usageLocation": "US" }));
        for index in 0..skus {
            let sku = json!({ "activeUnits": 1, "productSku": { "id": id(index) } });
            store.put(&["v1", "customers", "C", "subscribedskus", &id(index)], sku);
        }
        let all: Vec<_> = (0..skus).map(|index| json!({ "skuId": id(index) })).collect();
        let body = json!({ "licensesToAssign": all });
        let before = store.looks();
        let update = Update::read("c", "u", &body);
        assert_eq!(update.check(&store, |_| true), Ok(()));
        update.carry_out(&mut store, &body);
        let there = store.list(&["v1", "customers", "C", "users", "U", "licenses"]).count();
        assert_eq!(there, skus);
        store.looks() - before
    }

    #[test]
    fn an_update_of_many_skus_looks_at_each_a_few_times() {
        // Counted, not timed: ten times as many take ten times as much, as 30,000 would.
        let (few, many) = (looks(300), looks(3_000));
        assert!(many <= few * 10 + 100, "{few} for 300, {many} for 3,000");
        assert!(many < 60 * 3_000, "{many}");
    }
}
