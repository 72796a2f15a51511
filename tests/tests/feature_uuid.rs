//! The feature `uuid`: identifiers that the schemas call GUIDs can be had as such.

use partner_models::analytics::CommercialProductId;
use partner_models::common::CustomerId;
use partner_models::licenses::{License, ProductSkuId, ServicePlanId};
use partner_models::users::UserId;
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
    let named: usize =
        schema::FILES.iter().map(|file| file.text.matches(r#""format": "uuid""#).count()).sum();
    let guid = Uuid::from_u128(0x5d2b_1a1e_7c3f_4a55_9d0e_3f0a_8c6e_1b20);
    let seen = [
        CommercialProductId::from(guid).as_uuid(),
        CustomerId::from(guid).as_uuid(),
        ProductSkuId::from(guid).as_uuid(),
        ServicePlanId::from(guid).as_uuid(),
        UserId::from(guid).as_uuid(),
    ];
    assert_eq!(seen, [Some(guid); 5]);
    assert_eq!(named, seen.len(), "name the new one above");
}
