// A service plan is no product SKU, though both are GUIDs.
use partner_models::licenses::{ProductSkuId, ServicePlanId};

fn is_assigned(_: &ProductSkuId) -> bool {
    false
}

fn main() {
    is_assigned(&ServicePlanId::from("c1ec4a95-1f05-45b3-a911-aa3fa01094f5"));
}
