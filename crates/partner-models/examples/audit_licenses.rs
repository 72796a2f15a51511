//! Which plans of a user's licences are assigned, and what the audit could not make sense of.
//!
//! Reads the body of `GET /v1/customers/{customer-id}/users/{user-id}/licenses` from a file:
//! `cargo run --example audit_licenses -- licenses.json`

use std::{env, fs};

use partner_models::Collection;
use partner_models::licenses::{self, CapabilityStatus, License};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = env::args().nth(1).ok_or("usage: audit_licenses FILE")?;
    let list: Collection<License> = partner_models::from_slice(&fs::read(path)?)?;
    for license in &list {
        let sku = license.product_sku.as_ref();
        println!("{}", sku.and_then(|sku| sku.name.as_deref()).unwrap_or("(a SKU without a name)"));
        for plan in license.service_plans() {
            let name = plan.display_name.as_deref().unwrap_or("(a plan without a name)");
            match &plan.capability_status {
                Some(CapabilityStatus::Assigned(_)) => println!("  {name}"),
                Some(CapabilityStatus::Unknown(text)) => println!("  {name}: a new status, {text}"),
                Some(status) => println!("  {name}: {status}"),
                None => println!("  {name}: no status"),
            }
        }
        for (property, _) in license.extra.iter() {
            println!("  has a property that this audit does not know: {property}");
        }
    }
    for (sku, count) in licenses::count_by_sku(&list) {
        println!("{count} x {sku}");
    }
    Ok(())
}
