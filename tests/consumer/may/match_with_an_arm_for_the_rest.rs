use partner_models::licenses::{CapabilityStatus, License};

fn main() {
    let License { service_plans, product_sku, .. } = License::new();
    assert!(service_plans.is_none() && product_sku.is_none());

    let text = match CapabilityStatus::from("Suspended") {
        CapabilityStatus::Assigned(_) => "assigned".to_owned(),
        CapabilityStatus::Unknown(text) => text.to_string(),
        _ => "something else".to_owned(),
    };
    assert_eq!(text, "Suspended");
}
