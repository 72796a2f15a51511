//! What is said of a type, and the picture of all of them.

mod support;

use partner_codegen::explain::Atlas;
use support::{Schemas, file};

fn schemas() -> Schemas {
    let schemas = Schemas::of(&[
        file(
            "billing/invoice",
            r#""type": "object", "required": ["id"], "properties": {
                "id": { "description": "Which.", "$ref": "ids.schema.json#/$defs/invoice-id" },
                "lines": { "description": "What for.", "type": "array", "items": { "$ref": "line.schema.json" } },
                "state": { "description": "How it is.", "$ref": "state.schema.json", "deprecated": true },
                "odd [|] \"name\"": { "description": "Odd.", "x-rust-name": "odd", "$ref": "state.schema.json" },
                "payer": { "description": "Who.", "type": "object", "properties": {
                    "name": { "description": "Their name.", "type": "string" } } }
            }"#,
        ),
        file(
            "billing/line",
            r#""type": "object", "additionalProperties": { "$ref": "state.schema.json" }"#,
        ),
        file("billing/lines", r#""type": "array", "items": { "$ref": "line.schema.json" }"#),
        file(
            "billing/state",
            r#""anyOf": [{ "oneOf": [
                { "const": "paid", "description": "It is paid." },
                { "const": "over-due", "description": "It should be." }
            ] }, { "type": "string" }]"#,
        ),
        (
            "billing/ids",
            r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$id": "https://example.invalid/billing/ids.schema.json",
                "description": "Ids.", "$defs": {
                "invoice-id": { "description": "An invoice.", "type": "string",
                    "externalDocs": { "url": "https://example.invalid/invoice" } } } }"#
                .to_owned(),
        ),
        file(
            "common/page",
            r##""type": "object", "$defs": { "item": { "$dynamicAnchor": "item" } }, "properties": {
                "items": { "description": "Them.", "type": "array", "items": { "$dynamicRef": "#item" } } }"##,
        ),
        file(
            "billing/invoice-page",
            r#""$ref": "../common/page.schema.json",
                "$defs": { "item": { "$dynamicAnchor": "item", "$ref": "invoice.schema.json" } }"#,
        ),
    ]);
    schemas.write(
        "openapi.json",
        br##"{
            "paths": { "/v1/invoices": {
                "summary": "All of them.",
                "get": { "responses": { "200": { "content": { "application/json": { "schema": {
                    "$ref": "billing/invoice-page.schema.json" } } } } } },
                "post": {
                    "requestBody": { "$ref": "#/components/requestBodies/Invoice" },
                    "responses": { "201": { "$ref": "#/components/responses/Id" } } } } },
            "components": {
                "requestBodies": { "Invoice": { "content": { "application/json": { "schema": {
                    "$ref": "./billing/invoice.schema.json" } } } } },
                "responses": { "Id": { "content": { "application/json": { "schema": {
                    "$ref": "billing/ids.schema.json#/$defs/invoice-id" } } } } } }
        }"##,
    );
    schemas
}

fn atlas() -> Atlas {
    Atlas::of(schemas().folder()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn explain(wanted: &str) -> String {
    match atlas().explain(wanted) {
        Ok(explanations) => explanations.iter().map(|of| format!("{of}\n\n")).collect(),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_type_of_each_kind() {
    let all =
        ["Invoice", "Line", "Lines", "State", "InvoiceId", "Page", "InvoicePage", "InvoicePayer"];
    insta::assert_snapshot!(all.map(explain).concat());
}

#[test]
fn a_type_is_found_by_all_its_names() {
    let invoice = explain("Invoice");
    for name in [
        "billing::Invoice",
        "partner_models::billing::Invoice",
        "billing/invoice#",
        "schemas/billing/invoice.schema.json#",
        "./billing/invoice.schema.json#",
        r"schemas\billing\invoice.schema.json#",
        "https://example.invalid/billing/invoice.schema.json#",
    ] {
        assert_eq!(explain(name), invoice, "{name}");
    }
    // A file is all that it holds, unless a pointer says which.
    assert_eq!(explain("billing/invoice"), invoice + &explain("InvoicePayer"));
    assert_eq!(explain("billing/ids#/$defs/invoice-id"), explain("InvoiceId"));
}

#[test]
fn what_there_is_not() {
    let atlas = atlas();
    let said = ["Invoise", "billing/invoicepages.json", "billing/ids#/$defs/x", "Zyx", ""]
        .map(|wanted| atlas.explain(wanted).expect_err("there is no such type").to_string());
    insta::assert_snapshot!(said.join("\n\n"));
}

#[test]
fn the_picture() {
    let atlas = atlas();
    let graph = |of| atlas.graph(of).unwrap_or_else(|error| panic!("{error}"));
    insta::assert_snapshot!(format!(
        "all\n{}\nfrom Invoice\n{}\nfamily common\n{}",
        graph(None),
        graph(Some("Invoice")),
        graph(Some("common")),
    ));
    assert!(atlas.graph(Some("bills")).is_err());
}

#[test]
fn an_openapi_document_that_is_no_json() {
    let schemas = schemas();
    schemas.write("openapi.json", b"{");
    let problems = Atlas::of(schemas.folder()).expect_err("it is no JSON");
    assert!(problems.to_string().contains("openapi.json"), "{problems}");
}
