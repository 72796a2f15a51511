//! `openapi.json` and its schemas as one document.

mod support;

use std::fs;

use partner_codegen::bundle::{bundle, plain};
use serde_json::{Value, json};
use support::{Schemas, file};

/// A list of things, and things that know each other.
fn schemas() -> Schemas {
    Schemas::of(&[
        file(
            "common/list",
            r##""type": "object", "properties": {
                "items": { "description": "What.", "type": "array", "items": { "$dynamicRef": "#item" } },
                "owner": { "description": "Who.", "$ref": "../things/thing.schema.json" }
            }, "$defs": { "item": { "$dynamicAnchor": "item", "description": "Any." } }"##,
        ),
        file(
            "things/thing",
            r#""type": "object", "properties": {
                "next": { "description": "Which.", "$ref": "thing.schema.json" }
            }"#,
        ),
        file(
            "things/thing-list",
            r#""$ref": "../common/list.schema.json",
            "$defs": { "item": { "$dynamicAnchor": "item", "$ref": "thing.schema.json" } }"#,
        ),
    ])
}

fn with_operation(schemas: &Schemas, reference: &str) -> Result<Value, String> {
    let document = json!({
        "openapi": "3.1.1",
        "paths": { "/things": { "get": { "parameters": [{ "$ref": "#/components/parameters/Top" }],
            "responses": { "200": { "content": { "application/json": { "schema": { "$ref": reference } } } } } } } },
        "components": { "parameters": { "Top": { "name": "top", "in": "query" } } },
    });
    fs::write(schemas.folder().join("openapi.json"), document.to_string())
        .expect("the folder is ours");
    bundle(schemas.folder()).map_err(|error| error.to_string())
}

#[test]
fn every_schema_is_a_component_and_generic_ones_are_written_out() {
    let schemas = schemas();
    let document = with_operation(&schemas, "things/thing-list.schema.json").expect("it is sound");
    let operation = &document["paths"]["/things"]["get"];
    assert_eq!(operation["parameters"][0]["$ref"], "#/components/parameters/Top");
    let body = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(body, &json!({ "$ref": "#/components/schemas/ThingList" }));
    let components = document["components"]["schemas"].as_object().expect("there are schemas");
    assert_eq!(components.keys().collect::<Vec<_>>(), ["Thing", "ThingList"]);
    let properties = &components["ThingList"]["properties"];
    assert_eq!(properties["items"]["items"], json!({ "$ref": "#/components/schemas/Thing" }));
    assert_eq!(properties["owner"]["$ref"], "#/components/schemas/Thing");
    assert_eq!(components["Thing"]["properties"]["next"]["$ref"], "#/components/schemas/Thing");
    let text = document.to_string();
    for word in ["$dynamic", "$defs", "$id", ".schema.json"] {
        assert!(!text.contains(word), "{word} is left");
    }
}

#[test]
fn a_union_a_set_of_numbers_and_json_in_text() {
    let arm = r#"{ "$ref": "thing.schema.json", "properties": { "kind": { "const": "a" } }, "required": ["kind"] }"#;
    let schemas = Schemas::of(&[
        file(
            "things/thing",
            r#""type": "object", "properties": {
                "kind": { "description": "Which.", "type": "string" },
                "level": { "description": "How much.", "$ref": "level.schema.json" },
                "note": { "description": "What.", "type": "string", "contentMediaType": "application/json",
                    "contentSchema": { "$ref": "note.schema.json" } } }"#,
        ),
        file("things/note", r#""type": "object", "properties": {}"#),
        file(
            "things/level",
            r#""anyOf": [{ "enum": ["high"] }, { "type": ["string", "number"] }]"#,
        ),
        file("things/either", &format!(r#""anyOf": [{arm}, {{ "type": "object" }}]"#)),
    ]);
    let document = with_operation(&schemas, "things/either.schema.json").expect("it is sound");
    let components = &document["components"]["schemas"];
    let arm = json!({ "$ref": "#/components/schemas/Thing", "properties": { "kind": { "const": "a" } }, "required": ["kind"] });
    assert_eq!(components["Either"]["anyOf"], json!([arm, { "type": "object" }]));
    let note = &components["Thing"]["properties"]["note"];
    assert_eq!(note["contentSchema"]["$ref"], "#/components/schemas/Note");
    let plain = plain(&document);
    let components = &plain["components"]["schemas"];
    let either = &components["Either"];
    assert_eq!((&either["type"], &either["x-extensible-union"]), (&json!("object"), &json!([arm])));
    let level = &components["Level"];
    assert_eq!(level["x-extensible-enum"], json!(["high"]));
    assert!(level.get("type").is_none(), "a text or a number is any value: {level}");
    assert_eq!(
        components["Thing"]["properties"]["note"],
        json!({ "description": "What.", "type": "string" })
    );
    let text = plain.to_string();
    for word in ["anyOf", "oneOf", "contentMediaType", "contentSchema"] {
        assert!(!text.contains(word), "{word} is left in\n{text}");
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_told() {
    let error =
        with_operation(&schemas(), "things/nothing.schema.json").expect_err("it is not sound");
    assert_eq!(error, "things/nothing.schema.json#: there is no such schema");
    let schemas = schemas();
    let error = bundle(schemas.folder()).expect_err("there is no document").to_string();
    assert!(error.ends_with("there is no openapi.json"), "{error}");
}
