//! Envelopes: how a list goes on, and what can not say so.

use std::fmt::Write as _;

use partner_codegen::{Diagnostics, Output};
use serde_json::{Value, json};

use crate::shop::has;
use crate::support::{Schemas, schema};

/// What is generated of one envelope with these properties, for an operation with these parameters.
fn generate(next: &str, properties: &str, parameters: &Value) -> Result<Output, Diagnostics> {
    let body = format!(
        r##""type": "object", "x-next-page": {next}, "properties": {{ {properties}
        "items": {{ "description": "Them.", "type": "array", "items": {{ "$dynamicRef": "#item" }} }} }},
        "$defs": {{ "item": {{ "$dynamicAnchor": "item", "description": "One." }} }}"##
    );
    let links =
        r#""type": "object", "properties": { "next": { "description": "N.", "type": "string" } }"#;
    let schemas = Schemas::of(&[
        ("billing/page", schema("billing/page", &body)),
        ("billing/resource-links", schema("billing/resource-links", links)),
        ("billing/invoice", schema("billing/invoice", r#""type": "object", "properties": {}"#)),
    ]);
    let of = json!({ "$ref": "billing/page.schema.json",
        "$defs": { "item": { "$dynamicAnchor": "item", "$ref": "billing/invoice.schema.json" } } });
    let openapi = json!({
        "openapi": "3.1.1", "info": { "title": "Shop", "version": "1.0.0" },
        "components": { "securitySchemes": { "appUser": { "type": "oauth2" } } },
        "paths": { "/v1/invoices": { "get": {
            "operationId": "listInvoices", "summary": "List", "description": "All.",
            "externalDocs": { "url": "https://example.invalid" }, "security": [{ "appUser": [] }],
            "parameters": parameters,
            "responses": { "200": { "description": "D.", "content": { "application/json": { "schema": of } } } }
        } } }
    });
    schemas.write("openapi.json", format!("{openapi:#}").as_bytes());
    partner_codegen::generate_all(schemas.folder())
}

const COUNT: &str = r#""count": { "description": "C.", "type": "integer" },"#;
const TEXT: &str = r#""next": { "description": "N.", "type": "string" },"#;

fn query(name: &str) -> Value {
    json!([{ "name": name, "in": "query", "description": "S.", "schema": { "type": "integer" } }])
}

#[test]
fn every_way_of_paging_is_one_pager() {
    let address = TEXT.replace("\"string\"", "\"string\", \"format\": \"uri-reference\"");
    let links = r#""links": { "description": "L.", "$ref": "resource-links.schema.json" },"#;
    for (next, properties, part) in [
        (r#""next""#, TEXT, "token: self.next.as_deref()"),
        (r#""next""#, &*address, "address: self.next.as_deref()"),
        (r#""links""#, links, "links: self.links.as_ref()"),
        (r#"{ "query": "skip" }"#, "", "const OFFSET: Option<&'static str> = Some(\"skip\");"),
    ] {
        let output = generate(next, &format!("{properties}{COUNT}"), &query("skip"));
        let Output { client, models, .. } = output.unwrap_or_else(|problems| panic!("{problems}"));
        let model = models.get("billing/page.rs").expect("it is there");
        assert!(model.contains("crate::stream::Envelope for Page<T>"), "{model}");
        let envelopes = client.get("envelopes.rs").expect("it is there");
        assert!(has(envelopes, part), "no `{part}` in\n{envelopes}");
        assert!(envelopes.contains("announced(self.count.as_ref(), &self.extra)"), "{envelopes}");
        let clients = client.get("clients/invoices.rs").expect("it is there");
        assert!(clients.contains("Result<Pager<Page<Invoice>>, Error>"), "{clients}");
    }
}

#[test]
fn next_pages_that_can_not_be() {
    let mut report = String::new();
    let number = r#""next": { "description": "N.", "type": "integer" },"#;
    let object = r#""next": { "description": "N.", "$ref": "invoice.schema.json" },"#;
    for (name, next, properties, parameters) in [
        ("a property that is not there", r#""more""#, TEXT, json!([])),
        ("a number", r#""next""#, number, json!([])),
        ("an object that is no links", r#""next""#, object, json!([])),
        ("a truth", "true", TEXT, json!([])),
        ("another word", r#"{ "header": "X-Next" }"#, TEXT, json!([])),
        ("no name of a parameter", r#"{ "query": " " }"#, TEXT, json!([])),
        ("a parameter that the operation has not", r#"{ "query": "offset" }"#, "", query("skip")),
        (
            "a parameter that nobody can set",
            r#"{ "query": "offset" }"#,
            "",
            json!([{ "name": "offset", "in": "query", "description": "S.", "required": true,
                "schema": { "const": "0" } }]),
        ),
    ] {
        let problems = generate(next, properties, &parameters).err();
        let problems = problems.unwrap_or_else(|| panic!("{name}: accepted"));
        writeln!(report, "==== {name}\n\n{problems}\n").expect("a string takes any text");
    }
    let alone = schema(
        "billing/invoice",
        r#""type": "object", "x-next-page": "next", "properties": { "next": { "description": "N.", "type": "string" } }"#,
    );
    let schemas = Schemas::of(&[("billing/invoice", alone)]);
    let openapi =
        json!({ "openapi": "3.1.1", "info": { "title": "Shop", "version": "1.0.0" }, "paths": {} });
    schemas.write("openapi.json", format!("{openapi:#}").as_bytes());
    let problems = partner_codegen::generate_all(schemas.folder()).expect_err("it is no list");
    writeln!(report, "==== an object that is no envelope\n\n{problems}\n")
        .expect("a string takes any text");
    insta::assert_snapshot!(report);
}
