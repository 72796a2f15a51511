//! What a person would want to see change in a review.

use contract_tests::SAMPLE;
use partner_models::Collection;
use partner_models::licenses::License;

#[test]
fn the_sample_as_types() {
    let licenses: Collection<License> =
        partner_models::from_str(SAMPLE).expect("the sample is read");
    insta::assert_debug_snapshot!(licenses);
}

#[test]
fn a_generated_file() {
    let files = partner_codegen::generate(&contract_tests::schemas::folder())
        .expect("the schemas are sound");
    insta::assert_snapshot!(files.get("licenses/license.rs").expect("it is generated"));
}
