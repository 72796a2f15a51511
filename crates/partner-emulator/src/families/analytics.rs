//! How many licences are deployed and used, worked out from the units of the SKUs.

use partner_models::analytics::{
    CustomerLicensesDeploymentInsights, CustomerLicensesUsageInsights,
    PartnerLicensesDeploymentInsights, PartnerLicensesUsageInsights,
};
use partner_models::{Number, ResourceAttributes};

use partner_models::Collection;
use serde::Serialize;
use serde_json::Value;

use super::sku::{Sku, customers, skus};
use super::users;
use crate::api::{Call, Failure, Reply};
use crate::store::Documents;

/// The day of all figures.
pub(super) const DAY: &str = "2024-05-01";

/// A service that SKUs are of, and its workloads.
pub(super) struct Service {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// The code and the name of each.
    pub(super) workloads: &'static [(&'static str, &'static str)],
}

const DYNAMICS: Service = Service {
    code: "crm",
    name: "Microsoft Dynamics",
    workloads: &[("CRM", "Microsoft Dynamics CRM")],
};
const OFFICE: Service = Service {
    code: "o365",
    name: "Microsoft Office 365",
    workloads: &[("EXO", "Exchange"), ("SPO", "SharePoint")],
};

impl Service {
    pub(super) fn of(sku: Sku<'_>) -> &'static Self {
        if sku.name().starts_with("Dynamics") { &DYNAMICS } else { &OFFICE }
    }
}

/// How many of the deployed licences are in use: every other one.
pub(super) fn active(sku: Sku<'_>) -> i64 {
    sku.units().consumed / 2
}

pub(super) fn customer_deployment(call: &Call<'_>) -> Result<Reply, Failure> {
    let store = call.world.store();
    let name = company(users::customer(&store, call)?);
    let rows = skus(&store, call.parameter("customer-id")).map(|sku| {
        CustomerLicensesDeploymentInsights::new()
            .with_customer_name(name)
            .with_product_name(sku.name().to_uppercase())
            .with_licenses_deployed(sku.units().consumed)
            .with_deployment_percent(percent(sku.units().consumed, sku.units().total()))
            .with_licenses_sold(sku.units().total())
            .with_processed_date_time(midnight())
            .with_service_name(Service::of(sku).code)
            .with_channel("reseller")
            .with_attributes(attributes("CustomerLicensesDeploymentInsights"))
    });
    Reply::ok(&collection(rows.collect()))
}

pub(super) fn customer_usage(call: &Call<'_>) -> Result<Reply, Failure> {
    let store = call.world.store();
    let name = company(users::customer(&store, call)?);
    let rows = workloads(&store, call.parameter("customer-id")).map(|(sku, service, workload)| {
        CustomerLicensesUsageInsights::new()
            .with_customer_name(name)
            .with_product_name(sku.name().to_uppercase())
            .with_licenses_active(active(sku))
            .with_licenses_qualified(sku.units().total())
            .with_usage_percent(percent(active(sku), sku.units().total()))
            .with_workload_name(workload)
            .with_processed_date_time(midnight())
            .with_service_name(service.code)
            .with_channel("reseller")
            .with_attributes(attributes("CustomerLicensesUsageInsights"))
    });
    Reply::ok(&collection(rows.collect()))
}

pub(super) fn partner_deployment(call: &Call<'_>) -> Result<Reply, Failure> {
    let store = call.world.store();
    let rows = services(&store).map(|service| {
        let units = all(&store).filter(|sku| Service::of(*sku).code == service.code);
        let (deployed, sold) = sum(units.map(|sku| (sku.units().consumed, sku.units().total())));
        PartnerLicensesDeploymentInsights::new()
            .with_licenses_sold(sold)
            .with_prorated_deployment_percent(percent(deployed, sold))
            .with_processed_date_time(midnight())
            .with_service_name(service.code)
            .with_channel("reseller")
            .with_attributes(attributes("PartnerLicensesDeploymentInsights"))
    });
    Reply::ok(&collection(rows.collect()))
}

pub(super) fn partner_usage(call: &Call<'_>) -> Result<Reply, Failure> {
    let store = call.world.store();
    let rows = services(&store).flat_map(|service| {
        let units = all(&store).filter(|sku| Service::of(*sku).code == service.code);
        let (used, qualified) = sum(units.map(|sku| (active(sku), sku.units().total())));
        service.workloads.iter().map(move |(_, workload)| {
            PartnerLicensesUsageInsights::new()
                .with_prorated_licenses_usage_percent(percent(used, qualified))
                .with_workload_name(*workload)
                .with_processed_date_time(midnight())
                .with_service_name(service.code)
                .with_channel("reseller")
                .with_attributes(attributes("PartnerLicensesUsageInsights"))
        })
    });
    Reply::ok(&collection(rows.collect()))
}

/// Every workload of every SKU of a customer.
fn workloads<'a>(
    store: &'a Documents,
    customer: &str,
) -> impl Iterator<Item = (Sku<'a>, &'static Service, &'static str)> + use<'a> {
    skus(store, customer).flat_map(|sku| {
        let service = Service::of(sku);
        service.workloads.iter().map(move |(_, workload)| (sku, service, *workload))
    })
}

/// The SKUs of all customers.
fn all(store: &Documents) -> impl Iterator<Item = Sku<'_>> {
    customers(store).flat_map(|(customer, _)| skus(store, customer))
}

/// The services that any customer has a SKU of.
fn services(store: &Documents) -> impl Iterator<Item = &'static Service> {
    let there = |service: &Service| all(store).any(|sku| Service::of(sku).code == service.code);
    [&OFFICE, &DYNAMICS].into_iter().filter(move |service| there(service))
}

/// The name of a customer.
pub(super) fn company(customer: &Value) -> &str {
    let profile = customer.get("companyProfile").and_then(|profile| profile.get("companyName"));
    profile.and_then(Value::as_str).unwrap_or_default()
}

fn collection<T: Serialize>(items: Vec<T>) -> Collection<T> {
    Collection::new()
        .with_total_count(items.len() as u64)
        .with_items(items)
        .with_attributes(ResourceAttributes::new().with_object_type("Collection"))
}

fn sum(units: impl Iterator<Item = (i64, i64)>) -> (i64, i64) {
    units.fold((0, 0), |(part, whole), (more, of)| (part + more, whole + of))
}

/// A share in per cent, with a decimal point even where it is whole, as the service writes it.
fn percent(part: i64, whole: i64) -> Number {
    let tenths = if whole == 0 { 0 } else { part * 1000 / whole };
    let text = format!("{}.{}", tenths / 10, tenths % 10);
    text.parse().unwrap_or_else(|_| Number::from(0_i64))
}

fn midnight() -> String {
    format!("{DAY}T00:00:00+00:00")
}

fn attributes(kind: &str) -> ResourceAttributes {
    ResourceAttributes::new().with_object_type(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_written_with_a_decimal_point() {
        let text = |part, whole| percent(part, whole).to_string();
        assert_eq!(
            [text(0, 5), text(3, 24), text(5, 5), text(0, 0)],
            ["0.0", "12.5", "100.0", "0.0"]
        );
    }
}
