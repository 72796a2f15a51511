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

/// Of a made-up schema, so that a change of a real one does not change it too.
#[test]
fn a_generated_file() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(
        folder.path().join("invoice.schema.json"),
        r#"{
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "https://example.invalid/invoice.schema.json",
            "description": "What a customer owes.",
            "externalDocs": { "url": "https://example.invalid/invoice" },
            "type": "object",
            "required": ["number"],
            "properties": {
                "number": { "description": "What it is called.", "type": "string", "examples": ["G-1"] },
                "lines": { "description": "What it is for.", "type": "array", "items": { "type": "number" } }
            }
        }"#,
    )
    .expect("the schema can be written");
    let files = partner_codegen::generate(folder.path()).expect("the schema is sound");
    insta::assert_snapshot!(files.get("invoice.rs").expect("it is generated"));
}
