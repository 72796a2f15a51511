//! Licences as a table, JSON or CSV.

use std::error::Error;
use std::io::{self, Write};

use partner_models::Collection;
use partner_models::licenses::{CapabilityStatus, License};

use crate::arguments::Arguments;
use crate::text::{cell, json, word};

const COLUMNS: [&str; 4] = ["Licence", "Part number", "Service plan", "Status"];

pub(crate) fn print(
    licenses: &Collection<License>,
    arguments: &Arguments,
) -> Result<(), Box<dyn Error>> {
    let written = if arguments.json {
        writeln!(io::stdout(), "{}", json(&partner_models::to_string(licenses)))
    } else if arguments.csv {
        csv(licenses)
    } else {
        table(licenses)
    };
    match written {
        // Whoever read this has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

/// A row for each service plan; one for a licence without any.
fn rows(licenses: &Collection<License>) -> Vec<[&str; 4]> {
    let mut rows = Vec::new();
    for license in licenses {
        let sku = license.product_sku.as_ref();
        let name = sku.and_then(|sku| sku.name.as_deref()).unwrap_or_default();
        let number = sku.and_then(|sku| sku.sku_part_number.as_deref()).unwrap_or_default();
        if license.service_plans().is_empty() {
            rows.push([name, number, "", ""]);
        }
        for plan in license.service_plans() {
            let status = plan.capability_status.as_ref().map(CapabilityStatus::as_str);
            let plan = plan.display_name.as_deref().unwrap_or_default();
            rows.push([name, number, plan, status.unwrap_or_default()]);
        }
    }
    rows
}

fn csv(licenses: &Collection<License>) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(io::stdout());
    writer.write_record(COLUMNS)?;
    for row in rows(licenses) {
        writer.write_record(row.map(cell))?;
    }
    writer.flush()
}

fn table(licenses: &Collection<License>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let rows: Vec<_> = rows(licenses).into_iter().map(|row| row.map(word)).collect();
    let columns = COLUMNS.map(str::to_owned);
    let all = || std::iter::once(&columns).chain(&rows);
    let width =
        |column: usize| all().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<_> = (0..COLUMNS.len()).map(width).collect();
    for (index, row) in all().enumerate() {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
        if index == 0 {
            let lines = widths.iter().map(|width| "─".repeat(*width));
            writeln!(out, "{}", lines.collect::<Vec<_>>().join("  "))?;
        }
    }
    let plans: usize = licenses.iter().map(|license| license.service_plans().len()).sum();
    writeln!(out, "\n{} licences, {plans} service plans", licenses.len())
}
