//! Unusual schemas that are sound, and what becomes of them.

mod support;

use std::path::Path;

use partner_codegen::Files;
use support::{Schemas, accepted, file, schema};

/// The generated file, after a check that every one of them is Rust.
fn text(files: &Files, path: &str) -> String {
    let code = |(path, _): &(&Path, &str)| path.extension() == Some("rs".as_ref());
    for (path, text) in files.iter().filter(code) {
        syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", path.display()));
    }
    files.get(path).unwrap_or_else(|| panic!("no {path} in {files:#?}")).to_owned()
}

/// What becomes of `billing/invoice` alone.
fn invoice(body: &str) -> String {
    text(&accepted(&[file("billing/invoice", body)]), "billing/invoice.rs")
}

/// What becomes of a struct with these properties.
fn properties(members: &str) -> String {
    invoice(&format!(r#""type": "object", "properties": {{ {members} }}"#))
}

#[track_caller]
fn says(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|other| other.trim() == *line), "no line `{line}` in:\n{text}");
    }
}

const STRING: &str = r#"{ "description": "What.", "type": "string" }"#;

#[test]
fn names_that_rust_has_another_use_for() {
    let fields = [
        ("@nextLink", "next_link"),
        ("type", "type_"),
        (" attributes", "attributes"),
        ("self", "self_"),
        ("crate", "crate_"),
        ("async", "async_"),
        ("map", "map"),
        ("extra", "extra"),
        ("key", "key"),
        ("name", "name"),
        ("new", "new"),
        ("Value", "value"),
        ("skuPartNumber", "sku_part_number"),
        ("größe", "größe"),
        ("3rd", "x3rd"),
        ("", "x"),
    ];
    let members: Vec<_> =
        fields.iter().map(|(property, _)| format!("\"{property}\": {STRING}")).collect();
    let text = properties(&members.join(", "));
    for (property, field) in fields {
        let shown = if property.is_empty() { "\"\"" } else { property };
        says(
            &text,
            &[&format!("pub {field}: Option<Text>,"), &format!("/// Sets `{shown}`. What.")],
        );
        assert!(text.contains(&format!("Text, {property:?})")), "{property} is not read:\n{text}");
        assert!(text.contains(&format!("optional(&mut self.{field})")), "nor {field}:\n{text}");
    }
    // JSON writes this name with an escape, which is worked out here and not while the models run.
    let quoted = properties(&format!(r#""a\"b": {STRING}"#));
    says(&quoted, &[r#"json::field!(Optional, Text, "a\"b", ",\"a\\\"b\":"),"#]);
    // The field of the property `extra` took the name of the one that holds everything else.
    says(&text, &["pub extra_: Extra,", "extra: None,", "self.extra_ = extra;"]);
}

#[test]
fn a_name_of_its_own_for_a_field() {
    let text = properties(
        r#""@odata.nextLink": { "description": "What.", "type": "string", "x-rust-name": "next" }"#,
    );
    says(&text, &["pub next: Option<Text>,", "/// Sets `@odata.nextLink`. What."]);
    says(
        &text,
        &[
            "json::field!(Optional, Text, \"@odata.nextLink\"),",
            "0 => reader.optional(&mut self.next),",
        ],
    );
}

#[test]
fn fields_that_would_take_the_names_of_helpers() {
    let text = invoice(&format!(
        r#""type": "object",
        "properties": {{ "additionalProperties": {STRING}, "spelling": {STRING} }}"#
    ));
    says(&text, &["pub spelling: Option<Text>,", "spelling_: Spelling,"]);
    let text = invoice(&format!(
        r#""type": "object", "additionalProperties": {{ "type": "integer" }},
        "properties": {{ "additional-properties": {STRING} }}"#
    ));
    says(
        &text,
        &[
            "pub additional_properties: Option<Text>,",
            "pub additional_properties_: BTreeMap<String, Integer>,",
        ],
    );
}

#[test]
fn resources_that_are_told_by_their_object_type() {
    let body = r#""type": "object", "x-object-type": "Bill/2",
        "properties": { "attributes": { "description": "What.", "type": "object" } }"#;
    let files = accepted(&[file("billing/invoice", body)]);
    let resource = text(&files, "resource.rs");
    says(
        &resource,
        &[
            "use crate::billing::Invoice;",
            "Invoice(Box<Invoice>),",
            r#"pub const OBJECT_TYPES: &'static [&'static str] = &["Bill/2"];"#,
            "pub fn as_invoice(&self) -> Option<&Invoice> {",
            "union::union!(Resource, Invoice(Invoice));",
        ],
    );
    says(&text(&files, "mod.rs"), &["mod resource;", "pub use resource::Resource;"]);
    let none = accepted(&[file("billing/invoice", r#""type": "object", "properties": {}"#)]);
    assert!(none.get("resource.rs").is_none() && !text(&none, "mod.rs").contains("resource"));
}

#[test]
fn lists_have_a_slice_where_the_name_is_free() {
    let list = r#"{ "description": "What.", "type": "array", "items": { "type": "string" } }"#;
    let text = properties(&format!(
        r#""lines": {list}, "new": {list}, "with_lines": {list}, "text": {STRING}"#
    ));
    says(&text, &["pub fn lines(&self) -> &[Text] {"]);
    assert_eq!(text.matches("pub fn new(").count(), 1, "{text}");
    assert_eq!(text.matches("pub fn with_lines(").count(), 1, "{text}");
    assert!(!text.contains("pub fn text("), "{text}");
}

#[test]
fn deprecated_things_say_so() {
    let text = invoice(
        r#""type": "object", "deprecated": true,
        "properties": { "paid": { "description": "What.", "type": "boolean", "deprecated": true } }"#,
    );
    assert_eq!(text.matches("#[deprecated]").count(), 2, "{text}");
}

#[test]
fn null_is_allowed() {
    let text = invoice(
        r##""type": "object", "required": ["number", "previous"],
        "properties": {
            "note": { "description": "What.", "type": ["string", "null"] },
            "next": { "description": "What.", "anyOf": [{ "$ref": "#" }, { "type": "null" }] },
            "number": { "description": "What.", "type": ["null", "integer"] },
            "previous": { "description": "What.", "anyOf": [{ "$ref": "#" }, { "type": "null" }] },
            "tags": { "description": "What.", "type": "array", "items": { "type": ["string", "null"] } }
        }"##,
    );
    says(
        &text,
        &[
            "pub note: Option<Text>,",
            "pub next: Option<Box<Invoice>>,",
            "pub number: Option<Integer>,",
            "pub previous: Box<Option<Invoice>>,",
            "pub tags: Option<Vec<Option<Text>>>,",
        ],
    );
}

#[test]
fn every_type_that_a_property_can_have() {
    let text = properties(
        r#""flag": { "description": "What.", "type": "boolean" },
        "count": { "description": "What.", "type": "integer" },
        "price": { "description": "What.", "type": "number" },
        "version": { "description": "What.", "type": ["string", "number"] },
        "any": { "description": "What." },
        "list": { "description": "What.", "type": "array" },
        "map": { "description": "What.", "type": "object" },
        "open": { "description": "What.", "type": "object", "additionalProperties": true },
        "maps": { "description": "What.", "type": "array", "items": { "type": "object", "additionalProperties": { "type": "number" } } }"#,
    );
    says(
        &text,
        &[
            "pub flag: Option<bool>,",
            "pub count: Option<Integer>,",
            "pub price: Option<Number>,",
            "pub version: Option<NumberOrString>,",
            "pub any: Option<RawJson>,",
            "pub list: Option<Vec<RawJson>>,",
            "pub map: Option<BTreeMap<String, RawJson>>,",
            "pub open: Option<BTreeMap<String, RawJson>>,",
            "pub maps: Option<Vec<BTreeMap<String, Number>>>,",
        ],
    );
}

#[test]
fn objects_without_a_file_of_their_own() {
    let text = invoice(
        r#""type": "object",
        "properties": {
            "owner": { "description": "Who.", "type": "object", "properties": {
                "home": { "description": "Where.", "type": "object", "properties": {} } } },
            "lines": { "description": "What.", "type": "array", "items": { "description": "What.", "type": "object", "properties": {} } },
            "taxes": { "description": "What.", "type": "object", "additionalProperties": { "description": "What.", "type": "object", "properties": {} } },
            "note": { "description": "What.", "anyOf": [{ "description": "What.", "type": "object", "properties": {} }, { "type": "null" }] }
        }"#,
    );
    says(
        &text,
        &[
            "pub owner: Option<InvoiceOwner>,",
            "pub struct InvoiceOwner {",
            "pub home: Option<InvoiceOwnerHome>,",
            "pub struct InvoiceOwnerHome {",
            "pub lines: Option<Vec<InvoiceLinesItem>>,",
            "pub struct InvoiceLinesItem {",
            "pub taxes: Option<BTreeMap<String, InvoiceTaxesValue>>,",
            "pub struct InvoiceTaxesValue {",
            "pub note: Option<InvoiceNote>,",
            "pub struct InvoiceNote {",
        ],
    );
}

#[test]
fn properties_without_a_name_of_their_own() {
    let text = invoice(
        r#""type": "object", "additionalProperties": { "description": "What.", "type": "object", "properties": {} },
        "properties": { "paid": { "description": "What.", "type": "boolean" } }"#,
    );
    says(
        &text,
        &[
            "pub paid: Option<bool>,",
            "pub additional_properties: BTreeMap<String, InvoiceAdditionalProperties>,",
            "pub struct InvoiceAdditionalProperties {",
        ],
    );
}

#[test]
fn files_that_are_no_objects() {
    let files = accepted(&[
        file("billing/amount", r#""type": "number""#),
        file("billing/anything", r#""title": "Anything""#),
        file("billing/id", r#""type": "string""#),
        file("billing/ids", r#""type": "array", "items": { "$ref": "id.schema.json" }"#),
        file(
            "billing/by-name",
            r#""type": "object", "additionalProperties": { "$ref": "id.schema.json" }"#,
        ),
        file("billing/other-name", r#""$ref": "id.schema.json""#),
        file(
            "billing/colour",
            r#""anyOf": [{ "enum": ["dark red", "3D", "self", "", "Unknown", "known"] }, { "type": "string" }]"#,
        ),
    ]);
    let is = |path: &str, lines: &[&str]| says(&text(&files, path), lines);
    is("billing/amount.rs", &["pub type Amount = Number;"]);
    is("billing/anything.rs", &["pub type Anything = RawJson;"]);
    is("billing/id.rs", &["pub struct Id(Text);"]);
    is("billing/ids.rs", &["use super::Id;", "pub type Ids = Vec<Id>;"]);
    is(
        "billing/by_name.rs",
        &["pub struct ByName {", "pub additional_properties: BTreeMap<String, Id>,"],
    );
    is("billing/other_name.rs", &["pub type OtherName = Id;"]);
    is(
        "billing/colour.rs",
        &[
            "Self::DarkRed(spelt) => spelt.or(\"dark red\"),",
            "Self::V3d(spelt) => spelt.or(\"3D\"),",
            "Self::VSelf(spelt) => spelt.or(\"self\"),",
            "Self::Empty(spelt) => spelt.or(\"\"),",
            "Self::VUnknown(spelt) => spelt.or(\"Unknown\"),",
            "pub const DARK_RED: Self = Self::DarkRed(Spelt::AS_KNOWN);",
            "pub const KNOWN_: Self = Self::Known(Spelt::AS_KNOWN);",
        ],
    );
}

#[test]
fn types_that_lead_back_to_themselves() {
    let files = accepted(&[
        file(
            "billing/node",
            r##""type": "object", "properties": {
                "next": { "description": "What.", "$ref": "#" },
                "children": { "description": "What.", "type": "array", "items": { "$ref": "node.schema.json" } },
                "by-name": { "description": "What.", "type": "object", "additionalProperties": { "$ref": "#" } }
            }"##,
        ),
        file(
            "billing/owner",
            r#""type": "object", "properties": { "house": { "description": "What.", "$ref": "house.schema.json" } }"#,
        ),
        file(
            "billing/house",
            r#""type": "object", "required": ["owner"], "properties": { "owner": { "description": "What.", "$ref": "owner.schema.json" } }"#,
        ),
    ]);
    says(
        &text(&files, "billing/node.rs"),
        &[
            "pub next: Option<Box<Node>>,",
            "pub children: Option<Vec<Node>>,",
            "pub by_name: Option<BTreeMap<String, Node>>,",
        ],
    );
    let (owner, house) = (text(&files, "billing/owner.rs"), text(&files, "billing/house.rs"));
    assert!(
        owner.contains("pub house: Option<Box<House>>") || house.contains("pub owner: Box<Owner>"),
        "neither is boxed:\n{owner}{house}"
    );
}

#[test]
fn an_envelope_and_what_it_holds() {
    let files = accepted(&[
        file(
            "common/page",
            r##""type": "object", "required": ["first"], "properties": {
                "items": { "description": "What.", "type": "array", "items": { "$dynamicRef": "#item" } },
                "first": { "description": "What.", "$dynamicRef": "#item" },
                "links": { "description": "What.", "type": "object", "additionalProperties": { "$dynamicRef": "#link" } }
            },
            "$defs": { "item": { "$dynamicAnchor": "item" }, "link": { "$dynamicAnchor": "link" } }"##,
        ),
        file("billing/invoice", r#""type": "object""#),
        file(
            "billing/invoice-page",
            r#""$ref": "../common/page.schema.json",
            "$defs": {
                "link": { "$dynamicAnchor": "link", "type": "string" },
                "item": { "$dynamicAnchor": "item", "$ref": "invoice.schema.json" }
            }"#,
        ),
        file(
            "users/answer",
            r#""type": "object", "properties": {
                "bound": { "description": "What.", "$ref": "../billing/invoice-page.schema.json" },
                "open": { "description": "What.", "$ref": "../common/page.schema.json" }
            }"#,
        ),
    ]);
    says(
        &text(&files, "common/page.rs"),
        &[
            "pub struct Page<T, U> {",
            "pub items: Option<Vec<T>>,",
            "pub first: T,",
            "pub links: Option<BTreeMap<String, U>>,",
        ],
    );
    says(
        &text(&files, "billing/invoice_page.rs"),
        &["use crate::common::Page;", "pub type InvoicePage = Page<Invoice, Text>;"],
    );
    says(
        &text(&files, "users/answer.rs"),
        &["pub bound: Option<InvoicePage>,", "pub open: Option<Page<RawJson, RawJson>>,"],
    );
}

#[test]
fn a_library_of_types() {
    let def = |body: &str| {
        format!(
            r#"{{ "description": "What.", "externalDocs": {{ "url": "https://example.invalid" }}, {body} }}"#
        )
    };
    let library = format!(
        r#"{{
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "https://example.invalid/common/ids.schema.json",
            "description": "Without a type of its own, the file needs no link either.",
            "$defs": {{ "user-id": {}, "a/b~c": {} }}
        }}"#,
        def(r#""type": "string""#),
        def(
            r##""type": "object", "properties": { "id": { "description": "What.", "$ref": "#/$defs/user-id" } }"##
        ),
    );
    let files = accepted(&[
        ("common/ids", library),
        file(
            "users/user",
            r#""type": "object", "properties": {
                "id": { "description": "What.", "$ref": "../common/ids.schema.json#/$defs/user-id" },
                "both": { "description": "What.", "$ref": "https://example.invalid/common/ids.schema.json#/$defs/a~1b~0c" }
            }"#,
        ),
    ]);
    says(
        &text(&files, "common/ids.rs"),
        &["pub struct UserId(Text);", "pub struct ABC {", "pub id: Option<UserId>,"],
    );
    says(
        &text(&files, "users/user.rs"),
        &["use crate::common::{ABC, UserId};", "pub id: Option<UserId>,", "pub both: Option<ABC>,"],
    );
    says(&text(&files, "common/mod.rs"), &["mod ids;", "pub use ids::{UserId, ABC};"]);
    says(&text(&files, "mod.rs"), &["pub mod common;", "pub mod users;"]);
}

#[test]
fn descriptions_that_are_hard_to_write_down() {
    let text = invoice(
        r#""type": "object", "properties": { "note": {
            "description": "Ends a comment: */\n\n    and \"quotes\" it \\ all {}\r\nin\ttwo ways \r.",
            "type": "string", "default": "\"", "examples": ["a\nb", 3, {}],
            "maxLength": 3, "readOnly": true, "x-personal": true } }"#,
    );
    says(
        &text,
        &[
            "/// Ends a comment: */",
            "/// and \"quotes\" it \\ all {}",
            "/// in two ways",
            "/// .",
            "/// The service sets it; in a request it is ignored.",
            "/// Personal data: `Debug` does not show it.",
            "shown.field(\"note\", &self.note.as_ref().map(Personal));",
            "/// If it is absent, the service uses `\"\\\"\"`.",
            "/// The schema requires `maxLength: 3`; reading does not check it.",
        ],
    );
}

#[test]
fn line_ends_of_another_system_change_nothing() {
    let unix = schema("billing/invoice", "\"type\": \"object\",\n  \"properties\": {\n  }");
    let windows = unix.replace('\n', "\r\n");
    assert_eq!(
        accepted(&[("billing/invoice", unix)]),
        accepted(&[("billing/invoice", windows.clone())])
    );
    let broken = windows.replace("\"object\"", "\"objekt\"");
    let problems =
        Schemas::of(&[("billing/invoice", broken)]).generate().expect_err("no such type");
    assert_eq!(problems.0[0].position(), (6, 11));
    assert!(problems.to_string().contains("6 |   \"type\": \"objekt\","), "{problems}");
}

#[test]
fn a_property_called_like_the_keyword() {
    let files = accepted(&[file(
        "billing/invoice",
        r#""type": "object",
        "properties": { "additionalProperties": { "description": "What.", "type": "boolean" } },
        "additionalProperties": { "description": "A line.", "type": "object", "properties": { "tax": { "description": "What.", "type": "number" } } }"#,
    )]);
    let invoice = files.get("billing/invoice.rs").expect("the file is generated");
    assert!(invoice.contains("pub additional_properties: Option<bool>,"), "{invoice}");
    assert!(
        invoice.contains(
            "pub additional_properties_: BTreeMap<String, InvoiceAdditionalPropertiesValue>,"
        ),
        "{invoice}"
    );
}

#[test]
fn other_files_are_nobodys_business() {
    let schemas = Schemas::of(&[file("billing/invoice", r#""type": "object""#)]);
    let alone = schemas.generate().expect("the schema is sound");
    schemas.write("README.md", b"# The schemas");
    schemas.write("openapi.json", b"{}");
    schemas.write(".git/config.schema.json", b"no JSON");
    schemas.write("billing/.invoice.schema.json", b"no JSON");
    schemas.write("empty/notes.txt", b"");
    assert_eq!(schemas.generate().expect("the schema is sound"), alone);
}

#[test]
fn no_schemas_give_an_empty_crate() {
    let files = Schemas::of(&[("", ""); 0]).generate().expect("nothing is at fault");
    assert_eq!(
        files.iter().map(|(path, _)| path.display().to_string()).collect::<Vec<_>>(),
        ["mod.rs", "schema_files.rs"]
    );
}
