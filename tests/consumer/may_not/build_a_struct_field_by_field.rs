// A new optional property would break this.
use partner_models::licenses::License;

fn main() {
    let _ = License { product_sku: None, ..License::new() };
}
