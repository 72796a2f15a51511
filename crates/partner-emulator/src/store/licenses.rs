//! Licences: what a user has, and how they are assigned and taken away.

use std::collections::{BTreeSet, HashSet};

use partner_models::ResourceAttributes;
use partner_models::licenses::{
    CapabilityStatus, License, LicenseUpdate, LicenseWarning, ProductSkuId, ServicePlan,
    ServicePlanId, SubscribedSku, TargetType,
};

use super::{Customer, Sku, User};

/// Why an update can't be carried out. Nothing of it is, then.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
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

impl Sku {
    /// The SKU as the service lists it, with its units as they are now.
    pub(crate) fn to_subscribed_sku(&self) -> SubscribedSku {
        let units = self.units;
        self.subscribed
            .clone()
            .with_active_units(units.active)
            .with_warning_units(units.warning)
            .with_suspended_units(units.suspended)
            .with_consumed_units(units.consumed)
            .with_total_units(units.total())
            .with_available_units(self.available())
            .with_attributes(ResourceAttributes::new().with_object_type("SubscribedSku"))
    }

    /// A licence of the SKU without the plans that are left out.
    fn to_license(&self, excluded: &[ServicePlanId]) -> License {
        let plans =
            self.plans().iter().filter(|plan| !is_for_tenant(plan) && !contains(excluded, plan));
        let plans: Vec<_> = plans
            .map(|plan| plan.clone().with_capability_status(CapabilityStatus::ASSIGNED))
            .collect();
        let license = License::new()
            .with_service_plans(plans)
            .with_attributes(ResourceAttributes::new().with_object_type("License"));
        match self.product() {
            Some(product) => {
                let mut product = product.clone();
                product.target_type = None;
                license.with_product_sku(product)
            }
            None => license,
        }
    }

    /// What the service wants known when the SKU is assigned: plans for the tenant as a whole can't
    /// be assigned to a user.
    fn warning(&self) -> Option<LicenseWarning> {
        let plans = self.plans().iter().filter(|plan| is_for_tenant(plan));
        let names: Vec<_> = plans.filter_map(|plan| plan.service_name.clone()).collect();
        (!names.is_empty()).then(|| {
            LicenseWarning::new()
                .with_code("PlanLeftOut")
                .with_message(format!(
                    "Plans of {} that are meant for the tenant were left out.",
                    self.name()
                ))
                .with_service_plans(names)
        })
    }
}

impl Customer {
    /// The licences of a user in these groups, as bodies spell them.
    pub(crate) fn licenses(&self, user: &User, groups: &[&str]) -> Vec<License> {
        let skus = user.licenses.values().filter_map(|license| {
            let sku = self.sku(license.sku_id.as_str())?;
            groups.contains(&sku.group()).then(|| sku.to_license(license.excluded_plans()))
        });
        skus.collect()
    }

    /// The SKUs of these groups.
    pub(crate) fn subscribed_skus(&self, groups: &[&str]) -> Vec<SubscribedSku> {
        let skus = self.skus.iter().filter(|sku| groups.contains(&sku.group()));
        skus.map(Sku::to_subscribed_sku).collect()
    }

    /// Carries an update out as a whole or not at all; `None` where there is no such user.
    pub(crate) fn update_licenses(
        &mut self,
        user: &str,
        update: &LicenseUpdate,
    ) -> Option<Result<LicenseUpdate, Refusal>> {
        let check = self.check(self.user(user)?, update);
        Some(check.map(|()| self.carry_out(user, update)))
    }

    fn check(&self, user: &User, update: &LicenseUpdate) -> Result<(), Refusal> {
        let mut seen = HashSet::new();
        let mut groups = BTreeSet::new();
        let assigned = update.licenses_to_assign().iter().map(|license| &license.sku_id);
        for id in assigned.chain(update.licenses_to_remove()) {
            if !seen.insert(id.as_str().to_lowercase()) {
                return Err(Refusal::Ambiguous(id.as_str().to_owned()));
            }
            groups.extend(self.sku(id.as_str()).map(Sku::group));
        }
        if seen.is_empty() {
            return Err(Refusal::NoChange);
        }
        if groups.len() > 1 {
            return Err(Refusal::MixedGroups);
        }
        for id in update.licenses_to_remove() {
            if !user.licenses.has(id) {
                return Err(Refusal::NotAssigned(id.as_str().to_owned()));
            }
        }
        for license in update.licenses_to_assign() {
            let id = license.sku_id.as_str();
            let sku = self.sku(id).ok_or_else(|| Refusal::UnknownSku(id.to_owned()))?;
            for plan in license.excluded_plans() {
                if !sku.plans().iter().any(|known| is(known, plan)) {
                    let (sku, plan) = (id.to_owned(), plan.as_str().to_owned());
                    return Err(Refusal::UnknownPlan { sku, plan });
                }
            }
            if user.account.usage_location.as_deref().unwrap_or_default().is_empty() {
                return Err(Refusal::NoUsageLocation);
            }
            if sku.available() < 1 && !user.licenses.has(&license.sku_id) {
                return Err(Refusal::NoUnits(id.to_owned()));
            }
        }
        Ok(())
    }

    fn carry_out(&mut self, user: &str, update: &LicenseUpdate) -> LicenseUpdate {
        let mut warnings = Vec::new();
        let mut changes = Vec::new();
        if let Some(user) = self.user_mut(user) {
            let removed = update.licenses_to_remove().iter().filter(|id| user.licenses.remove(id));
            changes.extend(removed.map(|id| (id, -1)));
            for license in update.licenses_to_assign() {
                // A licence that is there already only changes its plans.
                let is_new = user.licenses.put(license.clone());
                changes.extend(is_new.then_some((&license.sku_id, 1)));
            }
        }
        for (id, change) in changes {
            self.count(id, change);
        }
        for license in update.licenses_to_assign() {
            warnings.extend(self.sku(license.sku_id.as_str()).and_then(Sku::warning));
        }
        LicenseUpdate::new()
            .with_licenses_to_assign(update.licenses_to_assign())
            .with_licenses_to_remove(update.licenses_to_remove())
            .with_license_warnings(warnings)
            .with_attributes(ResourceAttributes::new().with_object_type("LicenseUpdate"))
    }

    fn count(&mut self, sku: &ProductSkuId, change: i64) {
        if let Some(sku) = self.sku_mut(sku.as_str()) {
            sku.units.consumed += change;
        }
    }
}

fn is(plan: &ServicePlan, id: &ServicePlanId) -> bool {
    plan.id.as_ref().is_some_and(|own| own.as_str().eq_ignore_ascii_case(id.as_str()))
}

fn contains(ids: &[ServicePlanId], plan: &ServicePlan) -> bool {
    ids.iter().any(|id| is(plan, id))
}

fn is_for_tenant(plan: &ServicePlan) -> bool {
    plan.target_type == Some(TargetType::TENANT)
}
