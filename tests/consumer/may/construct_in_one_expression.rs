use partner_models::Collection;
use partner_models::licenses::{
    CapabilityStatus, License, LicenseAssignment, LicenseUpdate, ProductSku, ServicePlan,
};

fn main() -> Result<(), partner_models::Error> {
    let update = LicenseUpdate::new()
        .with_licenses_to_assign([
            LicenseAssignment::new("efccb6f7-5641-4e0e-bd10-b4976e1bf68e")
                .with_excluded_plans(["c1ec4a95-1f05-45b3-a911-aa3fa01094f5".into()]),
        ]);
    assert_eq!(
        partner_models::to_string(&update),
        r#"{"licensesToAssign":[{"excludedPlans":["c1ec4a95-1f05-45b3-a911-aa3fa01094f5"],"skuId":"efccb6f7-5641-4e0e-bd10-b4976e1bf68e"}]}"#,
    );

    let plan = ServicePlan::new()
        .with_service_name("INTUNE_A")
        .with_capability_status(CapabilityStatus::ASSIGNED);
    let licenses: Collection<License> = [License::new()
        .with_product_sku(ProductSku::new().with_name("EMS E3"))
        .with_service_plans([plan])]
    .into_iter()
    .collect();
    assert_eq!(licenses.len(), 1);
    Ok(())
}
