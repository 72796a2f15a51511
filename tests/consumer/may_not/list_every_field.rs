// A new optional property would break this.
use partner_models::common::KeyValuePair;

fn main() {
    let KeyValuePair { key: _, value: _, extra: _ } = KeyValuePair::new();
}
