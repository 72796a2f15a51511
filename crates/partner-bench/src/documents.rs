//! What is read and written.

use partner_models::{Collection, licenses::License};
use serde_json::{Value, json};

/// A document and what candidates need to know of it.
pub struct Document {
    pub name: &'static str,
    pub json: Vec<u8>,
    /// How often a run goes over it, so that runs take about as long for each.
    pub repeat: usize,
}

/// The documented answer.
const SAMPLE: &str = include_str!("../../../tests/fixtures/user-licenses.json");

const SKUS: usize = 50;

/// A document by its name.
type Named = (&'static str, fn() -> Vec<u8>);

const DOCUMENTS: [Named; 7] = [
    ("the documented sample", || SAMPLE.into()),
    ("100 licences", || compact(&known())),
    ("10,000 licences", || compact(&licenses(10_000, &|_, _| {}))),
    ("100, unknown members", || compact(&unknown_members())),
    ("100, unknown values and nulls", || compact(&unknown_values())),
    ("100, pretty-printed", || serde_json::to_vec_pretty(&known()).expect("it is written")),
    ("100, non-ASCII names", || compact(&non_ascii())),
];

pub fn documents() -> Vec<Document> {
    DOCUMENTS.iter().map(|&(name, json)| document(name, json())).collect()
}

/// The document of that name, without making the others.
pub fn named(name: &str) -> Option<Document> {
    let (name, json) = DOCUMENTS.iter().find(|(it, _)| *it == name)?;
    Some(document(name, json()))
}

fn document(name: &'static str, json: Vec<u8>) -> Document {
    let repeat = (300_000 / json.len()).max(1);
    Document { name, json, repeat }
}

fn known() -> Collection<License> {
    licenses(100, &|_, _| {})
}

fn unknown_members() -> Collection<License> {
    licenses(100, &|number, license| {
        license["assignedByGroup"] =
            json!({ "id": guid(number * 7), "displayName": "Sales", "direct": false });
        license["productSku"]["family"] = json!(["EMS", "M365"]);
        license["servicePlans"][0]["provisioningStatus"] = json!("PendingInput");
        license["servicePlans"][1]["appliesTo"] = json!("Company");
    })
}

fn unknown_values() -> Collection<License> {
    licenses(100, &|_, license| {
        license["servicePlans"][0]["capabilityStatus"] = json!("LockedOut");
        license["servicePlans"][1]["targetType"] = Value::Null;
        license["productSku"]["targetType"] = Value::Null;
        license["attributes"]["etag"] = Value::Null;
    })
}

fn non_ascii() -> Collection<License> {
    licenses(100, &|number, license| {
        license["productSku"]["name"] =
            json!(format!("Société Générale – 企業モビリティ {number}"));
        license["servicePlans"][0]["displayName"] = json!("Защита информации Azure Premium P1");
    })
}

/// A collection of licences like the documented one, of some 50 SKUs. Members are in the
/// order in which the service sends them, which is that of the schemas.
fn licenses(count: usize, change: &dyn Fn(usize, &mut Value)) -> Collection<License> {
    let sample: Value = serde_json::from_str(SAMPLE).expect("it is JSON");
    let license = &sample["items"][0];
    let plans = license["servicePlans"].as_array().map(Vec::as_slice).unwrap_or_default();
    let items: Vec<Value> = (0..count)
        .map(|number| {
            let sku = number * 31 % SKUS;
            let mut license = license.clone();
            license["servicePlans"] = (0..=sku % 9 + 1)
                .map(|at| {
                    let mut plan = plans[(at + sku) % plans.len()].clone();
                    plan["id"] = json!(guid(sku * 100 + at));
                    plan["serviceName"] = json!(format!("SERVICE_{sku}_{at}"));
                    plan
                })
                .collect();
            license["productSku"]["id"] = json!(guid(sku * 100 + 99));
            license["productSku"]["skuPartNumber"] = json!(format!("SKU_{sku}"));
            license["productSku"]["name"] = json!(format!("Enterprise Mobility + Security E{sku}"));
            change(number, &mut license);
            license
        })
        .collect();
    let collection = json!({
        "totalCount": items.len(),
        "items": items,
        "attributes": { "objectType": "Collection" },
    });
    serde_json::from_value(collection).expect("these are licences")
}

fn compact(licenses: &Collection<License>) -> Vec<u8> {
    serde_json::to_vec(licenses).expect("it is written")
}

fn guid(number: usize) -> String {
    let mixed = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        mixed >> 32,
        mixed >> 16 & 0xffff,
        mixed >> 8 & 0xfff,
        mixed & 0xfff,
        mixed >> 7 & 0xffff_ffff_ffff
    )
}
