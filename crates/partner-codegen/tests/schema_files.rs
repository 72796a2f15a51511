//! What the models carry of their schemas: the files as they are, and which type each belongs to.

mod support;

use std::fs;

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

#[test]
fn the_copies_are_the_files() {
    let text = schema("billing/invoice", "\"type\": \"object\"");
    for source in [text.clone(), text.replace('\n', "\r\n")] {
        let files = accepted(&[("billing/invoice", source)]);
        assert_eq!(files.get("billing/invoice.schema.json"), Some(text.as_str()));
    }
}

#[test]
fn a_changed_copy_is_a_change_and_one_without_a_schema_is_stale() {
    let files = accepted(&[file("billing/invoice", r#""type": "object""#)]);
    let folder = tempfile::tempdir().expect("a folder can be made");
    for change in files.compare(folder.path()).expect("the folder can be read") {
        change.apply(folder.path()).expect("the file can be written");
    }
    assert_eq!(files.compare(folder.path()).expect("the folder can be read"), []);
    let copy = folder.path().join("billing/invoice.schema.json");
    fs::write(&copy, "{}").expect("the file can be written");
    fs::write(copy.with_file_name("old.schema.json"), "{}").expect("the file can be written");
    let changes = files.compare(folder.path()).expect("the folder can be read");
    let verbs: Vec<_> = changes.iter().map(|change| (change.verb(), change.path.clone())).collect();
    assert_eq!(
        verbs,
        [
            ("changed", "billing/invoice.schema.json".into()),
            ("removed", "billing/old.schema.json".into()),
        ]
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
