//! What a licence auditor asks of the licensing types: part of the module `licenses`.

// Generated code, beside which this stands, is free of lints.
#![warn(clippy::all, clippy::pedantic)]

use std::collections::BTreeMap;
use std::fmt;

use super::{CapabilityStatus, License, ProductSkuId, ServicePlan, SubscribedSku};
use crate::Integer;

impl ServicePlan {
    /// Whether the plan is assigned to the user whose licence it is part of. The service spells the
    /// status in more than one case; all of them count.
    #[must_use]
    pub fn is_assigned(&self) -> bool {
        self.capability_status.as_ref().is_some_and(|status| *status == CapabilityStatus::ASSIGNED)
    }
}

impl License {
    /// The service plan of that technical name, such as `INTUNE_A`, whatever its ASCII case.
    #[must_use]
    pub fn service_plan(&self, service_name: &str) -> Option<&ServicePlan> {
        self.service_plans().iter().find(|plan| {
            plan.service_name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(service_name))
        })
    }

    /// The service plans that are assigned to the user.
    pub fn assigned_plans(&self) -> impl Iterator<Item = &ServicePlan> {
        self.service_plans().iter().filter(|plan| plan.is_assigned())
    }
}

impl SubscribedSku {
    /// What the numbers of units contradict. The documentation says that the total is what is active
    /// and in warning, and that the available units are the total less the consumed ones; the service
    /// does not always keep to it, which is for an auditor to know and no reason to refuse an answer.
    /// A rule of which a number is missing, or too large to count with, is not checked.
    ///
    /// ```
    /// use partner_models::licenses::SubscribedSku;
    ///
    /// let sku = SubscribedSku::new()
    ///     .with_total_units(25)
    ///     .with_consumed_units(20)
    ///     .with_available_units(7);
    /// let found: Vec<_> = sku.inconsistencies().iter().map(ToString::to_string).collect();
    /// assert_eq!(found, ["availableUnits is 7, and totalUnits - consumedUnits is 5"]);
    /// ```
    #[must_use]
    pub fn inconsistencies(&self) -> Vec<Inconsistency> {
        let value = |units: &Option<Integer>| units.as_ref().and_then(Integer::as_i64);
        let rule = |found: Option<i64>, computed: Option<i64>, what| {
            let (found, expected) = (found?, computed?);
            (found != expected).then_some(Inconsistency { rule: what, found, expected })
        };
        let total = value(&self.total_units);
        let available = || total?.checked_sub(value(&self.consumed_units)?);
        let sum = || value(&self.active_units)?.checked_add(value(&self.warning_units)?);
        [
            rule(value(&self.available_units), available(), UnitRule::Available),
            rule(total, sum(), UnitRule::Total),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Numbers of a [`SubscribedSku`] that contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inconsistency {
    /// The rule that they break.
    pub rule: UnitRule,
    /// What the service says.
    pub found: i64,
    /// What the other numbers make of it.
    pub expected: i64,
}

/// What the documentation says of the numbers of a [`SubscribedSku`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnitRule {
    /// `availableUnits` is `totalUnits` less `consumedUnits`.
    Available,
    /// `totalUnits` is `activeUnits` and `warningUnits` together.
    Total,
}

impl fmt::Display for Inconsistency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (property, formula) = match self.rule {
            UnitRule::Available => ("availableUnits", "totalUnits - consumedUnits"),
            UnitRule::Total => ("totalUnits", "activeUnits + warningUnits"),
        };
        write!(f, "{property} is {}, and {formula} is {}", self.found, self.expected)
    }
}

/// How many of these licences there are of each product SKU. Give it the licences of every user of a
/// customer to compare with what the customer has subscribed to.
///
/// ```
/// use partner_models::licenses::{License, ProductSku, count_by_sku};
/// use partner_models::Collection;
///
/// let license = |sku: &str| License::new().with_product_sku(ProductSku::new().with_id(sku));
/// let users: [Collection<License>; 2] = [
///     [license("E3"), license("EMS")].into_iter().collect(),
///     [license("E3")].into_iter().collect(),
/// ];
/// let counts = count_by_sku(users.iter().flatten());
/// let counts: Vec<_> = counts.iter().map(|(sku, count)| (sku.as_str(), *count)).collect();
/// assert_eq!(counts, [("E3", 2), ("EMS", 1)]);
/// ```
///
/// A licence without the id of a product SKU counts for none.
pub fn count_by_sku<'a>(
    licenses: impl IntoIterator<Item = &'a License>,
) -> BTreeMap<&'a ProductSkuId, usize> {
    let mut counts = BTreeMap::new();
    let ids = licenses.into_iter().filter_map(|license| license.product_sku.as_ref()?.id.as_ref());
    for id in ids {
        *counts.entry(id).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assigned_is_assigned_in_any_case() {
        let plan = |status: &str| ServicePlan::new().with_capability_status(status);
        for status in ["Assigned", "assigned", "ASSIGNED"] {
            assert!(plan(status).is_assigned(), "{status}");
        }
        for status in ["Enabled", "", "NotAssigned"] {
            assert!(!plan(status).is_assigned(), "{status}");
        }
        assert!(!ServicePlan::new().is_assigned());
    }

    #[test]
    fn plans_are_found_by_name() {
        let plans = vec![
            ServicePlan::new()
                .with_id("1")
                .with_service_name("INTUNE_A")
                .with_capability_status("Assigned"),
            ServicePlan::new(),
        ];
        let license = License::new().with_service_plans(plans);
        assert_eq!(license.service_plan("intune_a").and_then(|plan| plan.id.as_deref()), Some("1"));
        assert_eq!(license.service_plan("MFA_PREMIUM"), None);
        assert_eq!(license.assigned_plans().count(), 1);
        assert_eq!(License::new().service_plan(""), None);
    }

    #[test]
    fn both_rules_are_checked_and_only_where_all_numbers_are_there() {
        let sku = SubscribedSku::new()
            .with_total_units(25)
            .with_active_units(20)
            .with_warning_units(3)
            .with_consumed_units(5)
            .with_available_units(20);
        let [found] = sku.inconsistencies()[..] else { panic!("one rule is broken") };
        assert_eq!((found.rule, found.found, found.expected), (UnitRule::Total, 25, 23));
        let mut partial = sku.clone();
        partial.warning_units = None;
        assert_eq!(partial.inconsistencies(), []);
        let huge = sku.with_warning_units(i64::MAX).with_available_units(u64::MAX);
        assert_eq!(huge.inconsistencies(), []);
    }
}
