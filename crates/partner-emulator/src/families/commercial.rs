//! The newer analytics: rows with filters and grouping, in an envelope of their own.

use partner_models::analytics::{
    AnalyticsPage, CommercialLicenseDeployment, CommercialLicenseUsage,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::analytics::{DAY, Service, active, company};
use super::filter::{Filter, Row, column};
use super::sku::{Sku, customers, skus};
use crate::api::{Call, Failure, Reply};

/// The largest page, and the default.
const MOST: usize = 10_000;

/// A table before it is filtered: what its columns are and which of them are figures.
struct Table {
    path: &'static str,
    columns: &'static [&'static str],
    figures: [&'static str; 2],
    rows: Vec<Row>,
}

pub(super) fn deployment(call: &Call<'_>) -> Result<Reply, Failure> {
    let store = call.world.store();
    let rows = customers(&store).flat_map(|customer| {
        skus(&store, customer.0).map(move |sku| {
            let mut row = start(customer, sku);
            row.push(("licensesDeployed", sku.units().consumed.to_string()));
            row.push(("licensesSold", sku.units().total().to_string()));
            row
        })
    });
    let table = Table {
        path: "/partner/v1/analytics/commercial/deployment/license",
        columns: &[
            "processedDateTime",
            "serviceCode",
            "serviceName",
            "channel",
            "customerTenantId",
            "customerName",
            "productId",
            "productName",
            "licensesDeployed",
            "licensesSold",
        ],
        figures: ["licensesDeployed", "licensesSold"],
        rows: rows.collect(),
    };
    table.page::<CommercialLicenseDeployment>(call)
}

pub(super) fn usage(call: &Call<'_>) -> Result<Reply, Failure> {
    let store = call.world.store();
    let rows = customers(&store).flat_map(|customer| {
        skus(&store, customer.0).flat_map(move |sku| {
            Service::of(sku).workloads.iter().map(move |(code, name)| {
                let mut row = start(customer, sku);
                row.push(("workloadCode", (*code).to_owned()));
                row.push(("workloadName", (*name).to_owned()));
                row.push(("licensesActive", active(sku).to_string()));
                row.push(("licensesQualified", sku.units().total().to_string()));
                row
            })
        })
    });
    let table = Table {
        path: "/partner/v1/analytics/commercial/usage/license",
        columns: &[
            "processedDateTime",
            "workloadCode",
            "workloadName",
            "serviceCode",
            "serviceName",
            "channel",
            "customerTenantId",
            "customerName",
            "productId",
            "productName",
            "licensesActive",
            "licensesQualified",
        ],
        figures: ["licensesActive", "licensesQualified"],
        rows: rows.collect(),
    };
    table.page::<CommercialLicenseUsage>(call)
}

/// The columns that both tables have.
fn start((id, customer): (&str, &Value), sku: Sku<'_>) -> Row {
    let service = Service::of(sku);
    vec![
        ("processedDateTime", format!("{DAY}T00:00:00")),
        ("serviceCode", service.code.to_owned()),
        ("serviceName", service.name.to_owned()),
        ("channel", "reseller".to_owned()),
        ("customerTenantId", id.to_uppercase()),
        ("customerName", company(customer).to_owned()),
        ("productId", sku.id().to_uppercase()),
        ("productName", sku.name().to_uppercase()),
    ]
}

impl Table {
    /// What a call asks for of the table.
    fn page<T: DeserializeOwned + Serialize>(mut self, call: &Call<'_>) -> Result<Reply, Failure> {
        let query = &call.query;
        let top = query.number("top", 1)?.unwrap_or(MOST);
        if top > MOST {
            return Err(Failure::invalid("top: at most 10000."));
        }
        let skip = query.number("skip", 0)?.unwrap_or(0);
        if let Some(day) = query.one("processedDateTime")? {
            // There are figures of one day only.
            if !day.starts_with(DAY) {
                self.rows.clear();
            }
        }
        if let Some(filter) = query.one("filter")? {
            let filter = Filter::read(filter, self.columns);
            let filter = filter.map_err(|error| Failure::invalid(format!("filter: {error}.")))?;
            self.rows.retain(|row| filter.admits(row));
        }
        if let Some(names) = query.one("groupby")? {
            self.group(names).map_err(|error| Failure::invalid(format!("groupby: {error}.")))?;
        }
        let total = self.rows.len();
        let rows = self.rows.iter().skip(skip).take(top).map(|row| self.read(row));
        let rows = rows.collect::<Result<Vec<T>, _>>();
        let rows =
            rows.map_err(|_| Failure::unexpected(axum::http::StatusCode::INTERNAL_SERVER_ERROR))?;
        let mut page = AnalyticsPage::new().with_value(rows).with_total_count(total as u64);
        let end = skip.saturating_add(top);
        if end < total {
            page = page.with_next_link(self.next_link(call, end, top)?);
        } else {
            // An explicit null: it can be written, as every `()` can.
            let _ = page.extra.insert("@nextLink", &());
        }
        Reply::ok(&page)
    }

    /// Adds the figures up by these columns; no other columns are left.
    fn group(&mut self, names: &str) -> Result<(), String> {
        let names: Vec<_> = names
            .split([',', ' '])
            .filter(|name| !name.is_empty())
            .map(|name| column(name, self.columns))
            .collect::<Result<_, _>>()?;
        if names.is_empty() {
            return Err("a column is wanted".into());
        }
        if let Some(figure) = names.iter().find(|name| self.figures.contains(name)) {
            return Err(format!("{figure} is a figure"));
        }
        let mut groups: Vec<(Row, [i64; 2])> = Vec::new();
        for row in &self.rows {
            let key: Row = row.iter().filter(|(name, _)| names.contains(name)).cloned().collect();
            let figures = self.figures.map(|figure| {
                let value = row.iter().find(|(name, _)| *name == figure);
                value.and_then(|(_, value)| value.parse().ok()).unwrap_or(0_i64)
            });
            match groups.iter_mut().find(|(known, _)| *known == key) {
                Some((_, sums)) => {
                    for (sum, figure) in sums.iter_mut().zip(figures) {
                        *sum += figure;
                    }
                }
                None => groups.push((key, figures)),
            }
        }
        let figures = self.figures;
        let rows = groups.into_iter().map(|(mut row, sums)| {
            row.extend(figures.into_iter().zip(sums.map(|sum| sum.to_string())));
            row
        });
        self.rows = rows.collect();
        Ok(())
    }

    /// A row as its type.
    fn read<T: DeserializeOwned>(&self, row: &Row) -> serde_json::Result<T> {
        let members = row.iter().map(|(name, value)| {
            let number = self.figures.contains(name).then(|| value.parse::<i64>().ok()).flatten();
            let value = number.map_or_else(|| Value::from(value.as_str()), Value::from);
            ((*name).to_owned(), value)
        });
        serde_json::from_value(Value::Object(members.collect::<Map<_, _>>()))
    }

    fn next_link(&self, call: &Call<'_>, skip: usize, top: usize) -> Result<String, Failure> {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for name in ["filter", "groupby", "processedDateTime"] {
            if let Some(value) = call.query.one(name)? {
                query.append_pair(name, value);
            }
        }
        query.append_pair("top", &top.to_string()).append_pair("skip", &skip.to_string());
        Ok(format!("{}{}?{}", call.world.endpoint, self.path, query.finish()))
    }
}
