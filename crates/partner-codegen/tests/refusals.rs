//! What is said about schemas that are refused: every message there is, with the place it points at.
//!
//! The snapshots are the texts as a contributor sees them. Read them as one who does not know the code.

mod support;

use std::fmt::Write as _;

use support::{Schemas, file, refused, schema};

/// The messages of several cases, one below the other.
#[derive(Default)]
struct Report(String);

impl Report {
    fn case(&mut self, name: &str, files: &[(&str, impl AsRef<[u8]>)]) {
        let text = refused(files);
        writeln!(self.0, "==== {name}\n\n{text}\n").expect("a string takes any text");
    }

    /// A file with one property, the schema of which is at fault.
    fn property(&mut self, name: &str, schema: &str) {
        let body =
            format!("\"type\": \"object\",\n  \"properties\": {{\n    \"amount\": {schema}\n  }}");
        self.case(name, &[file("billing/invoice", &body)]);
    }

    /// A file, the root of which is at fault.
    fn root(&mut self, name: &str, body: &str) {
        self.case(name, &[file("billing/invoice", body)]);
    }
}

const SOUND: &str = r#""type": "object", "properties": {}"#;

#[test]
fn a_folder_that_is_not_there() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let problems = partner_codegen::generate(&folder.path().join("schemas"))
        .expect_err("there is no such folder")
        .to_string();
    // The rest of the message is the system's, and each system has its own.
    assert!(problems.starts_with("error: the schema folder cannot be read: "), "{problems}");
    assert!(problems.contains("check that it is there, readable and UTF-8"), "{problems}");
}

#[test]
fn not_json() {
    let mut report = Report::default();
    report.case("an empty file", &[("billing/invoice", "")]);
    report.case("a file of blanks", &[("billing/invoice", "  \n\n")]);
    report.case("not UTF-8", &[("billing/invoice", b"{\"title\": \"\xe9\"}")]);
    report.case("a byte-order mark", &[("billing/invoice", "\u{feff}{}")]);
    report.case("a missing quote", &[("billing/invoice", "{\n  title\": \"Invoice\"\n}")]);
    report.case("a missing comma", &[("billing/invoice", "{\n  \"a\": 1\n  \"b\": 2\n}")]);
    report.case("a missing brace", &[("billing/invoice", "{\n  \"title\": \"Invoice\"\n")]);
    report.case("a trailing comma", &[("billing/invoice", "{\n  \"title\": \"Invoice\",\n}")]);
    report.case("a comment", &[("billing/invoice", "{\n  // a note\n  \"title\": \"Invoice\"\n}")]);
    report
        .case("a single quote after an ü", &[("billing/invoice", "{ \"title\": \"ü\", 'a': 1 }")]);
    report.case("two values", &[("billing/invoice", "{}\n{}")]);
    report.case("half a surrogate pair", &[("billing/invoice", r#"{ "title": "\ud83d" }"#)]);
    report.case(
        "a name twice",
        &[("billing/invoice", "{\n  \"title\": \"Invoice\",\n  \"title\": \"Bill\"\n}")],
    );
    report.case("too deep", &[("billing/invoice", "[".repeat(600) + &"]".repeat(600))]);
    insta::assert_snapshot!(report.0);
}

#[test]
fn not_a_json_schema() {
    let mut report = Report::default();
    report.case("a list", &[("billing/invoice", "[]")]);
    report.property("an unknown type", r#"{ "description": "What.", "type": "strnig" }"#);
    report.root("`required` is no list", r#""type": "object", "required": "id""#);
    report.root("a name required twice", r#""type": "object", "required": ["id", "id"]"#);
    report.root("`properties` is a list", r#""type": "object", "properties": ["id"]"#);
    report.property("a property is a string", r#""string""#);
    report.property(
        "a negative length",
        r#"{ "description": "What.", "type": "string", "maxLength": -1 }"#,
    );
    report.property(
        "`items` is a list",
        r#"{ "description": "What.", "type": "array", "items": [{ "type": "string" }] }"#,
    );
    report.property("no types", r#"{ "description": "What.", "type": [] }"#);
    report.property(
        "a description over several lines",
        "{\n      \"description\": [\n        \"What.\"\n      ]\n    }",
    );
    insta::assert_snapshot!(report.0);
}

#[test]
fn keywords_that_are_refused() {
    let mut report = Report::default();
    let mut keyword = |member: &str, ty: &str| {
        report.property(
            member.split('"').nth(1).expect("a member has a name"),
            &format!("{{ \"description\": \"What.\", \"type\": \"{ty}\", {member} }}"),
        );
    };
    keyword(r#""enum": ["a"]"#, "string");
    keyword(r#""const": "a""#, "string");
    keyword(r#""oneOf": [{ "type": "string" }]"#, "string");
    keyword(r#""allOf": [{ "type": "string" }]"#, "string");
    keyword(r#""not": { "type": "null" }"#, "string");
    keyword(r#""if": true"#, "object");
    keyword(r#""then": true"#, "object");
    keyword(r#""else": true"#, "object");
    keyword(r#""dependentSchemas": {}"#, "object");
    keyword(r#""dependentRequired": {}"#, "object");
    keyword(r#""prefixItems": [true]"#, "array");
    keyword(r#""contains": true"#, "array");
    keyword(r#""minContains": 1"#, "array");
    keyword(r#""maxContains": 1"#, "array");
    keyword(r#""unevaluatedItems": false"#, "array");
    keyword(r#""patternProperties": {}"#, "object");
    keyword(r#""propertyNames": true"#, "object");
    keyword(r#""unevaluatedProperties": false"#, "object");
    keyword(r#""$anchor": "here""#, "object");
    keyword(r#""$id": "https://example.invalid/other""#, "object");
    keyword(r#""$schema": "https://json-schema.org/draft/2020-12/schema""#, "object");
    keyword(r#""$vocabulary": {}"#, "object");
    keyword(r#""$defs": {}"#, "object");
    keyword(r#""$dynamicAnchor": "item""#, "object");
    keyword(r#""definitions": {}"#, "object");
    keyword(r#""nullable": true"#, "string");
    keyword(r#""example": "a""#, "string");
    keyword(r#""contentEncoding": "base64""#, "string");
    keyword(r#""discriptoin": "a""#, "string");
    keyword(r#""x-unheard-of": true"#, "string");
    insta::assert_snapshot!(report.0);
}

#[test]
fn keywords_in_the_wrong_place() {
    let mut report = Report::default();
    report.property(
        "of an object, on a string",
        r#"{ "description": "What.", "type": "string", "properties": {} }"#,
    );
    report.property(
        "of a list, on an object",
        r#"{ "description": "What.", "type": "object", "minItems": 1 }"#,
    );
    report.property(
        "of a string, on a number",
        r#"{ "description": "What.", "type": "integer", "maxLength": 3 }"#,
    );
    report.property(
        "of a number, on a boolean",
        r#"{ "description": "What.", "type": "boolean", "minimum": 3 }"#,
    );
    report.property(
        "of an object, without a type",
        r#"{ "description": "What.", "properties": {} }"#,
    );
    report.property(
        "of a string, on a number or a string",
        r#"{ "description": "What.", "type": ["number", "string"], "pattern": "." }"#,
    );
    report.case(
        "beside a reference",
        &[file("billing/invoice", r##""type": "object", "properties": { "next": { "description": "What.", "$ref": "#", "type": "object" } }"##)],
    );
    report.property("beside an `anyOf`", r#"{ "description": "What.", "anyOf": [{ "type": "string" }, { "type": "null" }], "type": "string" }"#);
    report.root("`x-rust-name` on a file", r#""type": "object", "x-rust-name": "bill""#);
    report.property("over several lines", "{\n      \"description\": \"What.\",\n      \"type\": \"string\",\n      \"enum\": [\n        \"a\"\n      ]\n    }");
    insta::assert_snapshot!(report.0);
}

#[test]
fn what_a_schema_must_say() {
    let mut report = Report::default();
    let id = r#""$id": "https://example.invalid/billing/invoice.schema.json""#;
    let dialect = r#""$schema": "https://json-schema.org/draft/2020-12/schema""#;
    let described = r#""description": "A bill.""#;
    let docs = r#""externalDocs": { "url": "https://example.invalid" }"#;
    let mut root = |name: &str, members: &[&str]| {
        let text = format!("{{\n  {}\n}}", members.join(",\n  "));
        report.case(name, &[("billing/invoice", text)]);
    };
    let object = r#""type": "object""#;
    root("no `$schema`", &[id, described, docs, object]);
    root(
        "another draft",
        &[r#""$schema": "http://json-schema.org/draft-07/schema#""#, id, described, docs, object],
    );
    root("no `$id`", &[dialect, described, docs, object]);
    root(
        "the `$id` of another file",
        &[
            dialect,
            r#""$id": "https://example.invalid/billing/bill.schema.json""#,
            described,
            docs,
            object,
        ],
    );
    root("no description", &[dialect, id, docs, object]);
    root("a description of blanks", &[dialect, id, r#""description": " ""#, docs, object]);
    root("no link to the documentation", &[dialect, id, described, object]);
    root(
        "documentation without a link",
        &[dialect, id, described, r#""externalDocs": { "description": "Ask." }"#, object],
    );
    root("nothing at all", &[]);
    report.property("a property without description", r#"{ "type": "string" }"#);
    report.property("`true` has no description", "true");
    report.property("an object in a list without description", r#"{ "description": "What.", "type": "array", "items": { "type": "object", "properties": {} } }"#);
    report.root(
        "an entry of `$defs` without both",
        r#""$defs": { "invoice-id": { "type": "string" } }"#,
    );
    report.root("required and not described", "\"type\": \"object\",\n  \"required\": [\"id\", \"amuont\"],\n  \"properties\": { \"id\": { \"description\": \"What.\", \"type\": \"string\" } }");
    report.root("required of a map", r#""type": "object", "required": ["id"]"#);
    insta::assert_snapshot!(report.0);
}

#[test]
fn types_that_rust_has_not() {
    let mut report = Report::default();
    report.property("`false`", "false");
    report.property(
        "items that no value satisfies",
        r#"{ "description": "What.", "type": "array", "items": false }"#,
    );
    report.property("always null", r#"{ "description": "What.", "type": "null" }"#);
    report
        .property("several types", r#"{ "description": "What.", "type": ["string", "boolean"] }"#);
    report.property("one branch", r#"{ "description": "What.", "anyOf": [{ "type": "string" }] }"#);
    report.property(
        "two types by `anyOf`",
        r#"{ "description": "What.", "anyOf": [{ "type": "string" }, { "type": "integer" }] }"#,
    );
    report.property(
        "null first",
        r#"{ "description": "What.", "anyOf": [{ "type": "null" }, { "type": "string" }] }"#,
    );
    report.root(
        "known values that are no strings",
        r#""anyOf": [{ "enum": [1, 2] }, { "type": "string" }]"#,
    );
    report.root("no known values", r#""anyOf": [{ "enum": [] }, { "type": "string" }]"#);
    report.property(
        "an open set without a name",
        r#"{ "description": "What.", "anyOf": [{ "enum": ["a"] }, { "type": "string" }] }"#,
    );
    report.root("a type that is null at times", r#""type": ["string", "null"]"#);
    insta::assert_snapshot!(report.0);
}

#[test]
fn references_that_lead_nowhere() {
    let mut report = Report::default();
    report.property("no such file", r#"{ "description": "What.", "$ref": "amount.schema.json" }"#);
    report.property(
        "out of the folder",
        r#"{ "description": "What.", "$ref": "../../amount.schema.json" }"#,
    );
    report.property(
        "no file has the URI",
        r#"{ "description": "What.", "$ref": "https://example.invalid/amount.schema.json" }"#,
    );
    report.property("no such entry", r##"{ "description": "What.", "$ref": "#/$defs/amount" }"##);
    report.property(
        "a place that is no type",
        r##"{ "description": "What.", "$ref": "#/properties/amount" }"##,
    );
    report.case(
        "no such entry in another file",
        &[
            file(
                "billing/invoice",
                r#""type": "array", "items": { "$ref": "../common/ids.schema.json#/$defs/id" }"#,
            ),
            file("common/ids", r#""$defs": {}"#),
        ],
    );
    report.root("itself", r##""$ref": "#""##);
    report.case(
        "in a circle",
        &[
            file("billing/bill", r#""$ref": "invoice.schema.json""#),
            file("billing/invoice", r#""$ref": "bill.schema.json""#),
        ],
    );
    report.root("a list of itself", r##""type": "array", "items": { "$ref": "#" }"##);
    report.root("itself or null", r##""anyOf": [{ "$ref": "#" }, { "type": "null" }]"##);
    insta::assert_snapshot!(report.0);
}

#[test]
fn types_that_contain_themselves() {
    let mut report = Report::default();
    let next = |target: &str| {
        format!(
            "\"type\": \"object\",\n  \"required\": [\"next\"],\n  \"properties\": {{ \"next\": {{ \"description\": \"What.\", \"$ref\": \"{target}\" }} }}"
        )
    };
    report.case("each in the next", &[file("billing/invoice", &next("#"))]);
    report.case(
        "by way of another",
        &[
            file("billing/invoice", &next("line.schema.json")),
            file("billing/line", &next("invoice.schema.json")),
        ],
    );
    report.case(
        "by way of a binding",
        &[
            file("billing/page", r##""type": "object", "properties": { "value": { "description": "What.", "$dynamicRef": "#value" } }, "$defs": { "value": { "$dynamicAnchor": "value" } }"##),
            file("billing/invoice-page", "\"$ref\": \"page.schema.json\", \"$defs\": { \"value\": { \"$dynamicAnchor\": \"value\", \"$ref\": \"invoice.schema.json\" } }"),
            file("billing/invoice", &next("invoice-page.schema.json")),
        ],
    );
    insta::assert_snapshot!(report.0);
}

const ENVELOPE: &str = r##""type": "object", "properties": { "value": { "description": "What.", "$dynamicRef": "#value" } }, "$defs": { "value": { "$dynamicAnchor": "value" } }"##;

#[test]
fn type_parameters() {
    let mut report = Report::default();
    report.property("none of that name", r##"{ "description": "What.", "$dynamicRef": "#item" }"##);
    report.case(
        "of another file",
        &[
            file(
                "billing/invoice",
                r#""type": "array", "items": { "$dynamicRef": "page.schema.json#value" }"#,
            ),
            file("billing/page", ENVELOPE),
        ],
    );
    report.case(
        "a binding of another name",
        &[
            file("billing/invoice-page", "\"$ref\": \"page.schema.json\",\n  \"$defs\": { \"item\": { \"$dynamicAnchor\": \"item\", \"type\": \"string\" } }"),
            file("billing/page", ENVELOPE),
        ],
    );
    let bound = |schema: &str| {
        [
            file(
                "billing/invoice-page",
                &format!(
                    "\"$ref\": \"page.schema.json\",\n  \"$defs\": {{ \"value\": {{ \"$dynamicAnchor\": \"value\", {schema} }} }}"
                ),
            ),
            file("billing/page", ENVELOPE),
        ]
    };
    report.case(
        "a binding to an object without a name",
        &bound(r#""type": "object", "properties": {}"#),
    );
    report.case(
        "a binding to values without a name",
        &bound(r#""anyOf": [{ "enum": ["a"] }, { "type": "string" }]"#),
    );
    report.case("a binding to itself", &bound(r##""$ref": "#""##));
    report.case(
        "a binding of what has no parameters",
        &[
            file("billing/invoice-page", "\"$ref\": \"page.schema.json\",\n  \"$defs\": { \"item\": { \"$dynamicAnchor\": \"item\", \"type\": \"string\" } }"),
            file("billing/page", SOUND),
        ],
    );
    report.case(
        "a binding inside another",
        &[
            file("billing/invoice", r#""type": "object", "properties": { "lines": { "description": "What.", "$ref": "line-page.schema.json" } }"#),
            file("billing/invoice-page", "\"$ref\": \"page.schema.json\",\n  \"$defs\": { \"value\": { \"$dynamicAnchor\": \"value\", \"$ref\": \"invoice.schema.json\" } }"),
            file("billing/line-page", "\"$ref\": \"page.schema.json\",\n  \"$defs\": { \"value\": { \"$dynamicAnchor\": \"value\", \"type\": \"string\" } }"),
            file("billing/page", ENVELOPE),
        ],
    );
    let envelope = |root: &str, defs: &str| {
        let body = format!("{root},\n  \"$defs\": {{ {defs} }}");
        [file("billing/page", &body)]
    };
    let item = r#""item": { "$dynamicAnchor": "item" }"#;
    let used = r##""type": "object", "properties": { "a": { "description": "What.", "$dynamicRef": "#item" } }"##;
    report.case("declared and not used", &envelope(r#""type": "object", "properties": {}"#, item));
    report.case(
        "declared twice",
        &envelope(used, &format!(r#"{item}, "other": {{ "$dynamicAnchor": "item" }}"#)),
    );
    report.case(
        "declared with a type",
        &envelope(used, r#""item": { "$dynamicAnchor": "item", "type": "string" }"#),
    );
    report.case(
        "of what is no object",
        &envelope(r##""type": "array", "items": { "$dynamicRef": "#item" }"##, item),
    );
    report.case(
        "used beside the root",
        &envelope(
            used,
            &format!(r##"{item}, "row": {{ "description": "What.", "externalDocs": {{ "url": "https://example.invalid" }}, "type": "array", "items": {{ "$dynamicRef": "#item" }} }}"##),
        ),
    );
    report.case(
        "not used by an inline object",
        &envelope(
            r##""type": "object", "properties": { "a": { "description": "What.", "$dynamicRef": "#item" }, "b": { "description": "What.", "type": "object", "properties": {} } }"##,
            item,
        ),
    );
    insta::assert_snapshot!(report.0);
}

#[test]
fn our_own_keywords() {
    let mut report = Report::default();
    report.property(
        "a name that is no text",
        r#"{ "description": "What.", "type": "string", "x-rust-name": 3 }"#,
    );
    report.property(
        "neither true nor false",
        r#"{ "description": "What.", "type": "string", "x-personal": "yes" }"#,
    );
    report.root("personal as a whole", r#""type": "object", "x-personal": true"#);
    report.property(
        "personal inside",
        r#"{ "description": "What.", "type": "array", "items": { "type": "string", "x-personal": true } }"#,
    );
    insta::assert_snapshot!(report.0);
}

#[test]
fn object_types() {
    let mut report = Report::default();
    let resource = |object_type: &str| {
        format!(
            "\"type\": \"object\",\n  \"x-object-type\": {object_type},\n  \"properties\": {{\n    \"attributes\": {{ \"description\": \"What.\", \"type\": \"object\" }}\n  }}"
        )
    };
    report.root("no text", &resource("true"));
    report.root("a blank text", &resource("\" \""));
    report.case(
        "two resources of one object type",
        &[
            file("billing/bill", &resource("\"Invoice\"")),
            file("billing/invoice", &resource("\"Invoice\"")),
        ],
    );
    report.case(
        "two resources of one object type in another case",
        &[
            file("billing/bill", &resource("\"Invoice\"")),
            file("billing/invoice", &resource("\"INVOICE\"")),
        ],
    );
    report.root(
        "no attributes",
        "\"type\": \"object\",\n  \"x-object-type\": \"Invoice\",\n  \"properties\": {}",
    );
    report.case(
        "a name that is taken",
        &[file("billing/unknown-resource", &resource("\"UnknownResource\""))],
    );
    report.root("not an object", "\"type\": \"string\",\n  \"x-object-type\": \"Invoice\"");
    report.property(
        "not the root",
        r#"{ "description": "What.", "type": "object", "properties": {}, "x-object-type": "Amount" }"#,
    );
    insta::assert_snapshot!(report.0);
}

#[test]
fn names_of_types() {
    let mut report = Report::default();
    report.case("two files", &[file("billing/invoice", SOUND), file("orders/invoice", SOUND)]);
    report.case(
        "a file and an entry of `$defs`",
        &[
            file("billing/ids", "\"$defs\": {\n    \"invoice\": { \"description\": \"What.\", \"externalDocs\": { \"url\": \"https://example.invalid\" }, \"type\": \"string\" }\n  }"),
            file("billing/invoice", SOUND),
        ],
    );
    report.case(
        "a file and an inline object",
        &[
            file("billing/invoice", "\"type\": \"object\",\n  \"properties\": {\n    \"line\": { \"description\": \"What.\", \"type\": \"object\", \"properties\": {} }\n  }"),
            file("billing/invoice-line", SOUND),
        ],
    );
    report.case(
        "an inline object with a name that is taken",
        &[file("billing/raw", "\"type\": \"object\",\n  \"properties\": {\n    \"json\": { \"description\": \"What.\", \"type\": \"object\", \"properties\": {} }\n  }")],
    );
    for name in ["string", "option", "extra", "self", "t", "a", "2nd-invoice", "-"] {
        report.case(&format!("a file `{name}`"), &[file(&format!("billing/{name}"), SOUND)]);
    }
    insta::assert_snapshot!(report.0);
}

#[test]
fn names_of_modules() {
    let mut report = Report::default();
    for name in [
        "billing/type",
        "billing/2nd",
        "billing/self",
        "billing/in voice",
        "billing/größe",
        "Billing/invoice",
        "fn/invoice",
        "value/invoice",
        "json",
        "billing/mod",
    ] {
        report.case(&format!("a file `{name}`"), &[file(name, SOUND)]);
    }
    report.case("a file and a folder", &[file("billing", SOUND), file("billing/invoice", SOUND)]);
    report.case(
        "two files, one module",
        &[file("billing/a-bill", SOUND), file("billing/a_bill", SOUND)],
    );
    insta::assert_snapshot!(report.0);
}

#[test]
fn names_of_fields() {
    let mut report = Report::default();
    let properties =
        |members: &str| format!("\"type\": \"object\",\n  \"properties\": {{\n    {members}\n  }}");
    let string = r#"{ "description": "What.", "type": "string" }"#;
    report.root(
        "two spellings of a name",
        &properties(&format!("\"attributes\": {string},\n    \" attributes\": {string}")),
    );
    report.root(
        "two cases of a name",
        &properties(&format!("\"productSku\": {string},\n    \"ProductSku\": {string}")),
    );
    for name in ["type", "nextLink\\n", "", "next-link", "2nd", "_", "self", "r#type", "é "] {
        let name_of_field =
            format!(r#"{{ "description": "What.", "type": "string", "x-rust-name": "{name}" }}"#);
        report.root(
            &format!("`x-rust-name: {name}`"),
            &properties(&format!("\"amount\": {name_of_field}")),
        );
    }
    report.root("the `x-rust-name` of another", &properties(&format!("\"total\": {string},\n    \"amount\": {{ \"description\": \"What.\", \"type\": \"string\", \"x-rust-name\": \"total\" }}")));
    insta::assert_snapshot!(report.0);
}

#[test]
fn names_of_values() {
    let mut report = Report::default();
    for values in [
        r#""one time", "one_time""#,
        r#""paid", "paid""#,
        r#""Paid", "PAID""#,
        r#""Unknown", "v_unknown""#,
        r#""abc", "a_b_c""#,
        r#""½""#,
        r#""①""#,
        r#""", "empty""#,
    ] {
        report.root(
            values,
            &format!(
                "\"anyOf\": [\n    {{ \"enum\": [{values}] }},\n    {{ \"type\": \"string\" }}\n  ]"
            ),
        );
    }
    report.root("described", "\"anyOf\": [\n    { \"oneOf\": [\n      { \"const\": \"a\", \"description\": \"One.\" },\n      { \"const\": \"A\" }\n    ] },\n    { \"type\": \"string\" }\n  ]");
    insta::assert_snapshot!(report.0);
}

#[test]
fn names_of_files() {
    let schemas = Schemas::of(&[file("billing/invoice", SOUND)]);
    schemas.write("billing/line.json", schema("billing/line", SOUND).as_bytes());
    schemas.write("billing/openapi.json", b"{}");
    insta::assert_snapshot!(schemas.generate().expect_err("two files have no schema's name"));
}

#[test]
fn a_file_among_sound_ones_is_named() {
    let schemas = Schemas::of(&[
        ("billing/invoice", schema("billing/invoice", SOUND)),
        ("billing/broken", "{".to_owned()),
        ("users/user", schema("users/user", SOUND)),
    ]);
    let problems = schemas.generate().expect_err("one file is no JSON").0;
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].file, "billing/broken.schema.json");
    assert_eq!(problems[0].position(), (1, 1));
}
