//! A first schema, with and without samples.

mod support;

use partner_codegen::scaffold::{Request, Scaffold, scaffold};
use support::{Schemas, file};

const NONE: Request<'_> = Request {
    family: "billing",
    resource: "Invoice",
    page: None,
    samples: &[],
    rows: &[],
    object_type: None,
};

fn schemas() -> Schemas {
    let text = |name: &str| format!(r#""{name}": {{ "description": "What.", "type": "string" }}"#);
    let object = |names: [&str; 2]| {
        format!(r#""type": "object", "properties": {{ {} }}"#, names.map(text).join(", "))
    };
    Schemas::of(&[
        file("common/resource-attributes", &object(["etag", "objectType"])),
        file("common/link", &object(["uri", "method"])),
        file("billing/payer", &object(["name", "town"])),
        file("orders/order-payer", &object(["name", "town"])),
    ])
}

/// The schema of samples, shown with its notes. That it passes codegen is seen by running codegen.
fn made(request: Request<'_>, samples: &[&str]) -> String {
    let schemas = schemas();
    let scaffold = attempt(&schemas, request, samples).unwrap_or_else(|error| panic!("{error}"));
    schemas.write(&scaffold.path, scaffold.text.as_bytes());
    schemas.generate().unwrap_or_else(|problems| panic!("{problems}"));
    let notes: String = scaffold.notes.iter().map(|note| format!("- {note}\n")).collect();
    format!("{}\n{}\n{notes}", scaffold.path, scaffold.text)
}

fn attempt(schemas: &Schemas, request: Request<'_>, samples: &[&str]) -> Result<Scaffold, String> {
    let named = samples.iter().enumerate();
    let samples: Vec<_> =
        named.map(|(at, text)| (format!("{at}.json"), (*text).to_owned())).collect();
    let request = Request { samples: &samples, ..request };
    scaffold(schemas.folder(), &request).map_err(|error| error.to_string())
}

#[test]
fn without_a_sample() {
    let page = Some("https://example.invalid/owner");
    insta::assert_snapshot!(made(
        Request {
            family: "more/owners",
            resource: "LicenseOwnerID",
            page,
            samples: &[],
            rows: &[],
            object_type: None
        },
        &[]
    ));
}

#[test]
fn from_samples() {
    let samples = [
        r#"{
            "id": "4a5c1f0e-9b5e-4b30-8a3b-5a3c1f0e9b5e", "text": "plain", "when": "2024-02-29T10:00:00.5Z",
            "count": 3, "amount": 1, "paid": true, "nothing": null, "maybe": null, "either": 1,
            "payer": { "name": "N" }, "attributes": { "objectType": "Invoice" }, "links": { "uri": "u" },
            "other": { "name": "N", "deep": [{ "a": 1 }, { "b": "2" }] }, "payers": [{ "town": "T" }],
            "userId": "1", "userID": "2", "empty": [], "emptyObject": {}, "mixed": 1, "type": "t"
        }"#,
        "\u{feff}{ \"id\": \"no guid\", \"amount\": 1.5, \"when\": \"2024-02-29T10:00:00+01:00\",
            \"maybe\": \"text\", \"either\": \"text\", \"payer\": null, \"mixed\": true, \"later\": [1, 2.5] }",
    ];
    insta::assert_snapshot!(made(NONE, &samples));
}

#[test]
fn from_a_request_in_capitals() {
    let sample = r#"{ "Id": "1", "ETag": "t", "SKU": "s", "Payer": { "Name": "N" },
        "Lines": [{ "UnitPrice": 1.0 }] }"#;
    insta::assert_snapshot!(made(NONE, &[sample]));
}

#[test]
fn a_collection_stands_for_its_items() {
    let items = r#"[{ "id": "1" }, { "id": null, "name": "n" }]"#;
    let of_items = made(NONE, &[items]);

    for collection in [
        format!(r#"{{ "totalCount": 2, "items": {items} }}"#),
        format!(r#"{{ "items": {items}, "attributes": {{ "objectType": "Collection" }} }}"#),
    ] {
        assert_eq!(made(NONE, &[&collection]), of_items);
    }
    // A resource may have `items` of its own.
    assert!(made(NONE, &[r#"{ "items": ["a"] }"#]).contains(r#""items": {"#));
}

#[test]
fn no_value_of_a_sample_gets_out() {
    let made = made(NONE, &[r#"{ "name": "Secret", "sub": { "list": ["Secret", 4711] } }"#]);
    assert!(!made.contains("Secret") && !made.contains("4711"), "{made}");
}

#[test]
fn what_can_not_be_done() {
    let schemas = schemas();
    let mut said = String::new();
    let mut refuse = |request: Request<'_>, samples: &[&str]| {
        let error = attempt(&schemas, request, samples).expect_err("it is refused");
        said.push_str(&format!("{error}\n\n"));
    };
    refuse(Request { family: "Billing", ..NONE }, &[]);
    refuse(Request { family: "../billing", ..NONE }, &[]);
    refuse(Request { family: "", ..NONE }, &[]);
    refuse(Request { resource: "", ..NONE }, &[]);
    refuse(Request { resource: "3D", ..NONE }, &[]);
    refuse(Request { resource: "Rechnungsgebühr", ..NONE }, &[]);
    refuse(Request { resource: "Payer", ..NONE }, &[]);
    refuse(Request { family: "more", resource: "Payer", ..NONE }, &[]);
    refuse(NONE, &["{\n  \"a\": 1,\n}"]);
    refuse(NONE, &[r#"{ "a": 1, "a": 2 }"#]);
    refuse(NONE, &["[1]"]);
    refuse(NONE, &[r#"{"items": [], "totalCount": 0}"#]);
    insta::assert_snapshot!(said);

    let before = schemas.paths();
    schemas.write("billing/broken.schema.json", b"{");
    let error = attempt(&schemas, NONE, &[]).expect_err("a schema is broken");
    assert!(error.contains("billing/broken.schema.json"), "{error}");
    // Nothing is ever written by this.
    let mut after = schemas.paths();
    after.retain(|path| path != "billing/broken.schema.json");
    assert_eq!(after, before);
}

#[test]
fn twins_money_and_the_resource_itself_are_seen() {
    let request = Request { resource: "Category", ..NONE };
    let text = made(
        request,
        &[
            r#"{ "Id": "1", "Note": null, "ListPrice": 1000, "TotalCount": 3, "Children": [{ "Id": "2", "Children": [] }] }"#,
            r#"{ "id": "3", "note": "n", "listPrice": 7, "parentCategory": { "id": "4" }, "owner": { "id": "5" } }"#,
        ],
    );
    let schema: serde_json::Value =
        serde_json::Deserializer::from_str(&text[text.find('{').expect("a schema")..])
            .into_iter()
            .next()
            .expect("a schema")
            .expect("it is JSON");
    let properties = schema["properties"].as_object().expect("an object");
    let mut names: Vec<_> = properties.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["children", "id", "listPrice", "note", "owner", "parentCategory", "totalCount"]
    );
    // What either spelling showed counts.
    assert_eq!(properties["note"]["type"], serde_json::json!(["string", "null"]));
    assert_eq!(properties["listPrice"]["type"], "number");
    assert_eq!(properties["totalCount"]["type"], "integer");
    assert_eq!(properties["children"]["items"]["$ref"], "category.schema.json");
    assert_eq!(properties["parentCategory"]["$ref"], "category.schema.json");
    assert_eq!(properties["owner"]["type"], "object");
}
