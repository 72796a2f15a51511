// The service refuses an assignment without a SKU.
use partner_models::licenses::LicenseAssignment;

fn main() {
    let _ = LicenseAssignment::new();
}
