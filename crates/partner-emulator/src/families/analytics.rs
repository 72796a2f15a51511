//! How many licences are deployed and used, worked out from the units of the SKUs.

use partner_models::analytics::{
    CustomerLicensesDeploymentInsights, CustomerLicensesUsageInsights,
    PartnerLicensesDeploymentInsights, PartnerLicensesUsageInsights,
};
use partner_models::{Number, ResourceAttributes};

use super::licenses::collection;
use crate::api::{Call, Failure, Reply};
use crate::store::{Customer, Sku, Store};

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
    pub(super) fn of(sku: &Sku) -> &'static Self {
        if sku.name().starts_with("Dynamics") { &DYNAMICS } else { &OFFICE }
    }
}

/// How many of the deployed licences are in use: every other one.
pub(super) fn active(sku: &Sku) -> i64 {
    sku.units.consumed / 2
}

pub(super) fn customer_deployment(call: &Call<'_>) -> Result<Reply, Failure> {
    let store = call.app.store();
    let customer =
        store.customer(call.parameter("customer-id")).ok_or_else(Failure::no_customer)?;
    let rows = customer.skus.iter().map(|sku| {
        CustomerLicensesDeploymentInsights::new()
            .with_customer_name(customer.name.as_str())
            .with_product_name(sku.name().to_uppercase())
            .with_licenses_deployed(sku.units.consumed)
            .with_deployment_percent(percent(sku.units.consumed, sku.units.total()))
            .with_licenses_sold(sku.units.total())
            .with_processed_date_time(midnight())
            .with_service_name(Service::of(sku).code)
            .with_channel("reseller")
            .with_attributes(attributes("CustomerLicensesDeploymentInsights"))
    });
    Reply::ok(&collection(rows.collect()))
}

pub(super) fn customer_usage(call: &Call<'_>) -> Result<Reply, Failure> {
    let store = call.app.store();
    let customer =
        store.customer(call.parameter("customer-id")).ok_or_else(Failure::no_customer)?;
    let rows = workloads(customer).map(|(sku, service, workload)| {
        CustomerLicensesUsageInsights::new()
            .with_customer_name(customer.name.as_str())
            .with_product_name(sku.name().to_uppercase())
            .with_licenses_active(active(sku))
            .with_licenses_qualified(sku.units.total())
            .with_usage_percent(percent(active(sku), sku.units.total()))
            .with_workload_name(workload)
            .with_processed_date_time(midnight())
            .with_service_name(service.code)
            .with_channel("reseller")
            .with_attributes(attributes("CustomerLicensesUsageInsights"))
    });
    Reply::ok(&collection(rows.collect()))
}

pub(super) fn partner_deployment(call: &Call<'_>) -> Result<Reply, Failure> {
    let store = call.app.store();
    let rows = services(&store).map(|service| {
        let units = skus(&store).filter(|sku| Service::of(sku).code == service.code);
        let (deployed, sold) = sum(units.map(|sku| (sku.units.consumed, sku.units.total())));
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
    let store = call.app.store();
    let rows = services(&store).flat_map(|service| {
        let units = skus(&store).filter(|sku| Service::of(sku).code == service.code);
        let (used, qualified) = sum(units.map(|sku| (active(sku), sku.units.total())));
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

/// Every workload of every SKU.
fn workloads(customer: &Customer) -> impl Iterator<Item = (&Sku, &'static Service, &'static str)> {
    customer.skus.iter().flat_map(|sku| {
        let service = Service::of(sku);
        service.workloads.iter().map(move |(_, workload)| (sku, service, *workload))
    })
}

fn skus(store: &Store) -> impl Iterator<Item = &Sku> {
    store.customers.iter().flat_map(|customer| &customer.skus)
}

/// The services that any customer has a SKU of.
fn services(store: &Store) -> impl Iterator<Item = &'static Service> {
    let there = |service: &Service| skus(store).any(|sku| Service::of(sku).code == service.code);
    [&OFFICE, &DYNAMICS].into_iter().filter(move |service| there(service))
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
