//! The feature `uuid`: identifiers that the schemas call GUIDs can be had as such.

use partner_models::licenses::{License, ProductSkuId};
use partner_models::{Collection, schema};
use uuid::Uuid;

#[test]
fn an_id_of_the_sample_is_a_guid_and_stays_as_it_is() {
    let json = contract_tests::SAMPLE;
    let licenses: Collection<License> = partner_models::from_str(json).expect("it is read");
    let id = licenses[0].product_sku.as_ref().and_then(|sku| sku.id.as_ref()).expect("it has one");
    let uuid = id.as_uuid().expect("it is a GUID");
    assert_eq!(uuid.to_string(), id.as_str());
    assert_eq!(&ProductSkuId::from(uuid), id);
}

#[test]
fn every_identifier_that_the_schemas_call_a_guid_has_the_view() {
    let named: usize = schema::FILES
        .iter()
        .map(|file| serde_json::from_str(file.text).expect("a schema is JSON"))
        .map(|schema: serde_json::Value| {
            let is_guid = |schema: &serde_json::Value| schema["format"] == "uuid";
            let defs = schema["$defs"].as_object();
            let defs = defs.into_iter().flat_map(|defs| defs.values()).filter(|def| is_guid(def));
            defs.count() + usize::from(is_guid(&schema))
        })
        .sum();
    let views = include_str!("../../crates/partner-models/src/generated/schema_files.rs");
    assert_eq!(views.lines().filter(|line| line.starts_with("guid!(")).count(), named);
    assert!(named > 4);
}

const TEXT: &str = "efccb6f7-5641-4e0e-bd10-b4976e1bf68e";

#[test]
fn a_guid_is_seen_in_any_spelling() {
    let uuid = Uuid::try_parse(TEXT).expect("it is a GUID");
    for text in [TEXT.to_owned(), TEXT.to_uppercase(), format!("{{{TEXT}}}")] {
        let id = ProductSkuId::from(text.as_str());
        assert_eq!(id.as_uuid(), Some(uuid));
        assert_eq!(id.as_str(), text);
    }
    for text in ["", "CFQ7TTC0K5DR/0002", "efccb6f7-5641-4e0e-bd10-b4976e1bf68", "ü"] {
        assert_eq!(ProductSkuId::from(text).as_uuid(), None, "{text}");
    }
}

#[test]
fn a_guid_becomes_an_id_in_lower_case() {
    let uuid = Uuid::try_parse(&TEXT.to_uppercase()).expect("it is a GUID");
    assert_eq!(ProductSkuId::from(uuid).as_str(), TEXT);
}
