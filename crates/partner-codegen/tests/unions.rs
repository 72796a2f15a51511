//! Open unions, open sets that hold numbers, and JSON in text: what becomes of them, and what is refused.

mod support;

use std::fmt::Write as _;
use std::fs;

use partner_codegen::compile::compile;
use partner_codegen::diff::{Bump, compare};
use partner_codegen::explain::Atlas;
use partner_codegen::generate_all;
use support::{Schemas, accepted, file, refused};

/// A line of a bill with the properties that tell.
const LINE: &str = r#""type": "object", "properties": {
    "lineType": { "description": "What.", "type": "string" },
    "provider": { "description": "What.", "type": "string" },
    "about": { "description": "What.", "$ref": "../common/about.schema.json" },
    "count": { "description": "What.", "type": "integer" }
  }"#;
const ABOUT: &str =
    r#""type": "object", "properties": { "kind": { "description": "What.", "type": "string" } }"#;
const RESOURCE: &str = r#""type": "object", "x-object-type": "Bill", "properties": {
    "attributes": { "description": "What.", "type": "object" } }"#;

/// The files that the arms refer to, and the union.
fn files(union: &str) -> Vec<(&'static str, String)> {
    vec![
        file("common/about", ABOUT),
        file("billing/bill", RESOURCE),
        file("billing/office-line", LINE),
        file("billing/usage-line", LINE),
        file("billing/line", union),
    ]
}

fn arms(arms: &str) -> Vec<(&'static str, String)> {
    files(&format!("\"anyOf\": [\n    {arms},\n    {{ \"type\": \"object\" }}\n  ]"))
}

const OFFICE: &str = r#"{ "$ref": "office-line.schema.json", "properties": { "lineType": { "const": "billing" }, "provider": { "const": "office" } }, "required": ["lineType", "provider"] }"#;
const USAGE: &str = r#"{ "$ref": "usage-line.schema.json", "description": "What was used.", "properties": { "lineType": { "type": "string", "enum": ["usage", "daily"] } }, "required": ["lineType"] }"#;

/// The text without what a formatter is free to choose.
fn squeezed(text: &str) -> String {
    let text: String = text.split_whitespace().collect();
    text.replace(",]", "]").replace(",)", ")")
}

#[test]
fn a_union_of_resources() {
    let files = accepted(&arms(r#"{ "$ref": "bill.schema.json" }"#));
    let text = squeezed(files.get("billing/line.rs").expect("it is generated"));
    for line in [
        r#"TAGS: &'static [&'static [&'static str]] = &[&["attributes", "objectType"]];"#,
        r#"&[union::Arm::of::<Bill>(&[(0, &["Bill"])])];"#,
        "pub fn object_type(&self) -> Option<&str> {",
    ] {
        assert!(text.contains(&squeezed(line)), "{line}\n{text}");
    }
}

#[test]
fn a_union_of_a_pair_of_properties() {
    let files = accepted(&arms(&format!("{OFFICE}, {USAGE}")));
    insta::assert_snapshot!(files.get("billing/line.rs").expect("it is generated"));
}

#[test]
fn two_arms_of_one_type_are_one_variant() {
    let deeper = r#"{ "$ref": "office-line.schema.json", "properties": { "about": { "properties": { "kind": { "const": "office" } }, "required": ["kind"] }, "lineType": { "const": "other" } }, "required": ["about", "lineType"] }"#;
    let files = accepted(&arms(&format!("{OFFICE}, {deeper}")));
    let text = files.get("billing/line.rs").expect("it is generated");
    for line in [
        r#"&[&["lineType"], &["provider"], &["about", "kind"]]"#,
        r#"union::Arm::of::<OfficeLine>(&[(0, &["billing"]), (1, &["office"])]),"#,
        r#"union::Arm::of::<OfficeLine>(&[(2, &["office"]), (0, &["other"])])"#,
        "union::union!(Line, OfficeLine(OfficeLine));",
        // It says the one or the other, so the object is asked.
        "Self::OfficeLine(object) => object.line_type.as_deref(),",
    ] {
        assert!(squeezed(text).contains(&squeezed(line)), "{line}\n{text}");
    }
    assert_eq!(text.matches("OfficeLine(Box<OfficeLine>)").count(), 1);
}

#[test]
fn names_that_can_not_be_methods() {
    let line = r#""type": "object", "properties": { "type": { "description": "What.", "type": "string" },
        "clone": { "description": "What.", "type": "string" },
        "asA": { "description": "What.", "type": "string" } }"#;
    let arm = r#"{ "$ref": "alpha.schema.json", "properties": { "type": { "const": "a" }, "clone": { "const": "b" }, "asA": { "const": "c" } }, "required": ["type", "clone", "asA"] }"#;
    let union = format!(r#""anyOf": [{arm}, {{ "type": "object" }}]"#);
    let files = accepted(&[file("billing/alpha", line), file("billing/line", &union)]);
    let text = files.get("billing/line.rs").expect("it is generated");
    for method in ["type_", "clone_", "as_a_", "as_alpha"] {
        assert!(text.contains(&format!("pub fn {method}(&self)")), "{method}\n{text}");
    }
}

#[test]
fn unions_that_can_not_be() {
    let mut report = String::new();
    let mut case = |name: &str, files: &[(&str, String)]| {
        writeln!(report, "==== {name}\n\n{}\n", refused(files)).expect("a string takes any text");
    };
    let property = |schema: &str| {
        format!(
            r#"{{ "$ref": "usage-line.schema.json", "properties": {{ "lineType": {schema} }}, "required": ["lineType"] }}"#
        )
    };
    case("an arm that says nothing", &arms(r#"{ "$ref": "usage-line.schema.json" }"#));
    case(
        "two arms of one object",
        &arms(&format!("{OFFICE},\n    {}", property(r#"{ "const": "BILLING" }"#))),
    );
    case(
        "a property that is misspelt",
        &arms(
            r#"{ "$ref": "usage-line.schema.json", "properties": { "linetype": { "const": "usage" } }, "required": ["linetype"] }"#,
        ),
    );
    case(
        "a property that is misspelt further down",
        &arms(
            r#"{ "$ref": "usage-line.schema.json", "properties": { "about": { "properties": { "kinds": { "const": "usage" } }, "required": ["kinds"] } }, "required": ["about"] }"#,
        ),
    );
    case("a number", &arms(&property(r#"{ "const": 1 }"#)));
    case("no texts", &arms(&property(r#"{ "enum": [] }"#)));
    case("a type", &arms(&property(r#"{ "type": "string" }"#)));
    case(
        "a property that may be absent",
        &arms(
            r#"{ "$ref": "usage-line.schema.json", "properties": { "lineType": { "const": "usage" } } }"#,
        ),
    );
    case(
        "a property that is nothing",
        &arms(
            r#"{ "$ref": "usage-line.schema.json", "properties": { "lineType": { "const": "usage" } }, "required": ["lineType", "count"] }"#,
        ),
    );
    case("no properties", &arms(r#"{ "$ref": "usage-line.schema.json", "properties": {} }"#));
    case("another keyword", &arms(r#"{ "$ref": "usage-line.schema.json", "minProperties": 1 }"#));
    case("an arm that leads nowhere", &arms(r#"{ "$ref": "no-line.schema.json" }"#));
    case("an arm that is no `$ref`", &arms(r#"{ "type": "object", "properties": {} }"#));
    case("itself", &arms(r##"{ "$ref": "#" }"##));
    case("an arm that is text", &{
        let mut files = arms(r#"{ "$ref": "words.schema.json" }"#);
        files.push(file("billing/words", r#""type": "string""#));
        files
    });
    case("closed", &files(&format!("\"anyOf\": [{OFFICE}, {USAGE}]")));
    case("one of", &files(&format!("\"oneOf\": [{OFFICE}, {{ \"type\": \"object\" }}]")));
    case(
        "a discriminator",
        &files(&format!(
            "\"anyOf\": [\n    {OFFICE},\n    {{ \"type\": \"object\" }}\n  ],\n  \"discriminator\": {{ \"propertyName\": \"lineType\" }}"
        )),
    );
    let in_place = format!(
        "\"type\": \"object\",\n  \"properties\": {{\n    \"line\": {{ \"description\": \"What.\", \"anyOf\": [{OFFICE}, {{ \"type\": \"object\" }}] }}\n  }}"
    );
    case("without a name", &files(&in_place));
    insta::assert_snapshot!(report);
}

#[test]
fn text_that_can_not_hold_json() {
    let mut report = String::new();
    let mut case = |name: &str, body: &str| {
        let root = format!(
            "\"type\": \"object\",\n  \"properties\": {{\n    \"before\": {{ \"description\": \"What.\", {body} }}\n  }}"
        );
        let text = refused(&[file("billing/audit", &root)]);
        writeln!(report, "==== {name}\n\n{text}\n").expect("a string takes any text");
    };
    case("another media type", r#""type": "string", "contentMediaType": "text/plain""#);
    case("no media type", r#""type": "string", "contentSchema": true"#);
    case("no string", r#""type": "object", "contentMediaType": "application/json""#);
    case(
        "encoded",
        r#""type": "string", "contentEncoding": "base64", "contentMediaType": "application/json""#,
    );
    case(
        "an object without a name",
        r#""type": "string", "contentMediaType": "application/json", "contentSchema": { "description": "What.", "type": "object", "properties": {} }"#,
    );
    case(
        "nothing at all",
        r#""type": "string", "contentMediaType": "application/json", "contentSchema": false"#,
    );
    case(
        "a date",
        r#""type": "string", "contentMediaType": "application/json", "format": "date-time""#,
    );
    insta::assert_snapshot!(report);
}

#[test]
fn text_that_holds_json() {
    let files = accepted(&[
        file("billing/bill", r#""type": "object", "properties": {}"#),
        file(
            "billing/audit",
            r#""type": "object", "properties": {
            "any": { "description": "What.", "type": "string", "contentMediaType": "application/json" },
            "bill": { "description": "What.", "type": ["string", "null"], "contentMediaType": "application/json", "contentSchema": { "$ref": "bill.schema.json" } },
            "bills": { "description": "What.", "type": "array", "items": { "type": "string", "contentMediaType": "application/json", "contentSchema": { "type": "array", "items": { "$ref": "bill.schema.json" } } } },
            "raw": { "description": "What.", "type": "string", "contentMediaType": "application/json", "contentSchema": true } }"#,
        ),
        file("billing/note", r#""type": "string", "contentMediaType": "application/json""#),
    ]);
    let text = files.get("billing/audit.rs").expect("it is generated");
    for line in [
        "use crate::Resource;",
        "pub any: Option<JsonText<Resource>>,",
        "pub bill: Option<JsonText<Bill>>,",
        "pub bills: Option<Vec<JsonText<Vec<Bill>>>>,",
        "pub raw: Option<JsonText<RawJson>>,",
        "pub fn with_bill(mut self, bill: impl Into<JsonText<Bill>>) -> Self {",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let note = files.get("billing/note.rs").expect("it is generated");
    assert!(note.contains("pub type Note = JsonText<Resource>;"), "{note}");
    assert!(files.get("resource.rs").is_some(), "there is a `Resource` to name");
}

#[test]
fn an_open_set_that_holds_numbers() {
    for numbers in [r#"["string", "number"]"#, r#"["integer", "string"]"#] {
        let body = format!(
            r#""anyOf": [{{ "oneOf": [{{ "const": "critical", "description": "Now." }}, {{ "const": "Number" }}] }}, {{ "type": {numbers} }}]"#
        );
        let schemas = Schemas::of(&[file("support/severity", &body)]);
        let files = schemas.generate().expect("it is sound");
        insta::assert_snapshot!(
            "an_open_set_that_holds_numbers",
            files.get("support/severity.rs").expect("it is generated")
        );
    }
}

#[test]
fn what_is_told_of_a_union() {
    let schemas = Schemas::of(&arms(&format!("{OFFICE}, {USAGE}")));
    let atlas = Atlas::of(schemas.folder()).expect("it is sound");
    let told = atlas.explain("Line").expect("there is one");
    insta::assert_snapshot!(format!(
        "{}\n\n{}",
        told[0],
        atlas.explain("OfficeLine").expect("one")[0]
    ));
}

#[test]
fn changes_of_unions_and_what_goes_with_them() {
    let bill = r#"{ "$ref": "bill.schema.json", "properties": { "attributes": { "properties": { "objectType": { "const": "Bill" } }, "required": ["objectType"] } }, "required": ["attributes"] }"#;
    let set = |last: &str| {
        vec![file(
            "a/level",
            &format!(r#""anyOf": [{{ "enum": ["high"] }}, {{ "type": {last} }}]"#),
        )]
    };
    let text = |of: &str| {
        let body = format!(
            r#""type": "object", "properties": {{ "note": {{ "description": "What.", "type": "string"{of} }} }}"#
        );
        vec![file("a/thing", &body)]
    };
    let json = r#", "contentMediaType": "application/json", "contentSchema": true"#;
    let other = USAGE.replace("daily", "hourly");
    let one = |arm: &str| arms(arm);
    let cases = [
        ("an arm is new", one(OFFICE), arms(&format!("{OFFICE}, {USAGE}")), Bump::Minor),
        ("an arm is gone", arms(&format!("{OFFICE}, {USAGE}")), one(OFFICE), Bump::Major),
        ("other texts", one(USAGE), one(&other), Bump::Major),
        ("told by something else", one(USAGE), one(bill), Bump::Major),
        ("numbers as well", set(r#""string""#), set(r#"["string", "number"]"#), Bump::Major),
        ("no numbers any more", set(r#"["string", "number"]"#), set(r#""string""#), Bump::Major),
        ("text that holds JSON", text(""), text(json), Bump::Major),
        (
            "another case",
            vec![file("a/state", r#""anyOf": [{ "enum": ["open"] }, { "type": "string" }]"#)],
            vec![file("a/state", r#""anyOf": [{ "enum": ["Open"] }, { "type": "string" }]"#)],
            Bump::Major,
        ),
    ];
    let mut said = String::new();
    for (name, old, new, bump) in cases {
        let model = |files: &[(&str, String)]| {
            compile(Schemas::of(files).folder())
                .unwrap_or_else(|problems| panic!("{problems}"))
                .model
        };
        let report = compare(&model(&old), &model(&new));
        assert_eq!(report.bump(), Some(bump), "{name}\n{report}");
        writeln!(said, "==== {name}\n\n{report}\n").expect("a string takes any text");
    }
    insta::assert_snapshot!(said);
}

#[test]
fn a_parameter_is_no_number_among_texts() {
    let schemas = Schemas::of(&[
        file("a/level", r#""anyOf": [{ "enum": ["high"] }, { "type": ["string", "number"] }]"#),
        file("a/thing", r#""type": "object", "properties": {}"#),
    ]);
    let shared = r#"{ "openapi": "3.1.1", "info": { "title": "A", "version": "1" }, "tags": [{ "name": "a" }],
        "security": [{ "appUser": [] }], "components": { "securitySchemes": { "appUser": { "type": "oauth2" } } } }"#;
    let operations = r#"{ "paths": { "/v1/things": { "get": { "operationId": "getThing", "summary": "Get it",
        "description": "It.", "externalDocs": { "url": "https://example.invalid" },
        "parameters": [{ "name": "level", "in": "query", "description": "How.", "schema": { "$ref": "level.schema.json" } }],
        "responses": { "200": { "description": "It.", "content": { "application/json": { "schema": { "$ref": "thing.schema.json" } } } } } } } } }"#;
    fs::write(schemas.folder().join("openapi.json"), shared).expect("the folder is ours");
    schemas.write("a/operations.json", operations.as_bytes());
    let problems = generate_all(schemas.folder()).expect_err("a number is no text").to_string();
    assert!(problems.contains("`Level` is not text, and a parameter is"), "{problems}");
}
