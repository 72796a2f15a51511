//! What the models carry of their schemas: their text, and which type each belongs to.

mod support;

use std::path::Path;

use support::{Schemas, accepted, file, schema};

#[test]
fn every_kind_of_type_has_its_line() {
    let files = accepted(&[
        (
            "billing/ids",
            r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://example.invalid/billing/ids.schema.json",
  "description": "Identifiers.",
  "$defs": {
    "invoice-id": {
      "description": "Identifies an invoice.",
      "externalDocs": { "url": "https://example.invalid" },
      "type": "string",
      "format": "uuid"
    },
    "note": {
      "description": "Says \"#1\".",
      "externalDocs": { "url": "https://example.invalid" },
      "type": "string"
    }
  }
}"##
            .to_owned(),
        ),
        file("code", r#""type": ["number", "string"]"#),
        file(
            "billing/page",
            r##""type": "object", "properties": { "rows": { "description": "Rows.",
            "type": "array", "items": { "$dynamicRef": "#row" } } },
            "$defs": { "row": { "$dynamicAnchor": "row", "description": "A row." } }"##,
        ),
        file(
            "billing/invoice-page",
            r#""$ref": "page.schema.json", "$defs": { "row": { "$dynamicAnchor": "row",
            "$ref": "ids.schema.json#/$defs/invoice-id" } }"#,
        ),
        file(
            "billing/invoice",
            r#""type": "object", "properties": { "a/b": { "description": "An inner one.",
            "type": "object", "properties": { "c": { "description": "C.", "type": "string" } } } }"#,
        ),
    ]);
    insta::assert_snapshot!(files.get("schema_files.rs").expect("it is generated"));
}

/// The text of a schema travels in Rust: no file stands in the tree a second time, and the ends of lines
/// of a checkout change nothing.
#[test]
fn no_schema_is_copied() {
    let text = schema("billing/invoice", "\"type\": \"object\"");
    let files = accepted(&[("billing/invoice", text.clone())]);
    let rust = |path: &Path| path.extension().is_some_and(|extension| extension == "rs");
    assert!(files.iter().all(|(path, _)| rust(path)));
    let other = accepted(&[("billing/invoice", text.replace('\n', "\r\n"))]);
    assert_eq!(files.get("schema_files.rs"), other.get("schema_files.rs"));
}

/// White space goes where it says nothing, and nowhere else.
#[test]
fn strings_keep_their_white_space() {
    let files = accepted(&[file(
        "note",
        r#""type": "object", "$comment": "a  \\\" , : \t b\\", "examples": [ { "x" : "  \"  " } ]"#,
    )]);
    let text = files.get("schema_files.rs").expect("it is generated");
    assert!(
        text.contains(r#""$comment":"a  \\\" , : \t b\\","examples":[{"x":"  \"  "}]"#),
        "{text}"
    );
}

#[test]
fn examples_become_doctests() {
    let files = accepted(&[file(
        "billing/invoice",
        r##""type": "object", "required": ["id"], "properties": {
    "id": { "description": "Its id.", "type": "string", "examples": ["a", "b"] },
    "note": { "description": "Says something.", "type": "string", "examples": ["\"#1"] }
  },
  "examples": [
    {
      "id": "a"
    },
    { "id": "a", "later": [1.50] }
  ]"##,
    )]);
    insta::assert_snapshot!(
        files
            .get("billing/invoice.rs")
            .map(|text| {
                let end = text.find("\nimpl").expect("there is an impl");
                text[..end].to_owned()
            })
            .expect("it is generated")
    );
}

#[test]
fn schemas_of_other_people_have_neither() {
    let schemas = Schemas::of(&[file(
        "invoice",
        r#""type": "object", "examples": [{ "id": "a" }], "properties": {
        "id": { "description": "Its id.", "type": "string", "examples": ["a"] } }"#,
    )]);
    let outcome = partner_codegen::standalone::generate(schemas.folder()).expect("it can be read");
    assert_eq!(outcome.files.len(), 1);
    let (_, text) = outcome.files.iter().next().expect("there is one");
    // Only the name that other formats know odd JSON by says whose generator it was.
    let names = text.replace("\"$partner_models::Json\"", "");
    assert!(text.contains("pub struct Invoice") && !names.contains("partner_models"), "{text}");
    assert!(!text.contains("features::"), "{text}");
}
