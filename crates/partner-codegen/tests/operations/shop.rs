//! A sound description, to be changed; and what is said about the changes.

use std::fmt::Write as _;

use partner_codegen::Output;
use serde_json::{Value, json};

use crate::support::{Schemas, schema};

/// A sound description of one operation on a shop's invoices.
pub(crate) fn description() -> Value {
    json!({
        "openapi": "3.1.1",
        "info": { "title": "Shop", "version": "1.0.0" },
        "x-every-operation": { "parameters": [{ "$ref": "#/components/parameters/Locale" }] },
        "paths": {
            "/v1/shops/{shop-id}/invoices": {
                "get": {
                    "operationId": "listInvoices",
                    "x-rust-chain": "shop(shop-id).invoices.list",
                    "summary": "List the invoices of a shop",
                    "description": "All of them.",
                    "externalDocs": { "url": "https://example.invalid" },
                    "parameters": [
                        { "$ref": "#/components/parameters/ShopId" },
                        { "$ref": "#/components/parameters/Size" }
                    ],
                    "responses": {
                        "200": { "$ref": "#/components/responses/Invoices" },
                        "default": { "description": "An error." }
                    },
                    "security": [{ "appUser": [] }]
                }
            }
        },
        "components": {
            "securitySchemes": { "appUser": { "type": "oauth2" }, "appOnly": { "type": "oauth2" } },
            "parameters": {
                "ShopId": {
                    "name": "shop-id",
                    "in": "path",
                    "description": "The shop.",
                    "required": true,
                    "schema": { "$ref": "billing/ids.schema.json#/$defs/shop-id" }
                },
                "Size": {
                    "name": "size",
                    "in": "query",
                    "description": "How many there may be.",
                    "schema": { "type": "integer", "maximum": 500 }
                },
                "Locale": {
                    "name": "X-Locale",
                    "in": "header",
                    "description": "The language.",
                    "schema": { "type": "string", "default": "en-US" }
                }
            },
            "responses": {
                "Invoices": {
                    "description": "The invoices.",
                    "content": {
                        "application/json": { "schema": { "$ref": "billing/invoices.schema.json" } }
                    }
                }
            }
        }
    })
}

pub(crate) fn generate(openapi: &str) -> Result<Output, String> {
    let schemas = Schemas::of(&[
        (
            "billing/list",
            schema(
                "billing/list",
                r##""type": "object", "properties": { "items": { "description": "Them.", "type": "array",
            "items": { "$dynamicRef": "#item" } } },
            "$defs": { "item": { "$dynamicAnchor": "item", "description": "One." } }"##,
            ),
        ),
        (
            "billing/pages",
            schema(
                "billing/pages",
                r##""type": "object", "x-next-page": "next", "properties": {
            "next": { "description": "Where.", "type": "string" },
            "items": { "description": "Them.", "type": "array", "items": { "$dynamicRef": "#item" } } },
            "$defs": { "item": { "$dynamicAnchor": "item", "description": "One." } }"##,
            ),
        ),
        ("billing/invoice", schema("billing/invoice", r#""type": "object", "properties": {}"#)),
        (
            "billing/bill",
            schema(
                "billing/bill",
                r#""type": "object", "properties": { "attributes": {
            "description": "About it.", "$ref": "attributes.schema.json" } }"#,
            ),
        ),
        (
            "billing/attributes",
            schema(
                "billing/attributes",
                r#""type": "object", "properties": { "etag": { "description": "E.", "type": "string" } }"#,
            ),
        ),
        (
            "billing/invoices",
            schema(
                "billing/invoices",
                r#""$ref": "list.schema.json",
            "$defs": { "item": { "$dynamicAnchor": "item", "$ref": "invoice.schema.json" } }"#,
            ),
        ),
        (
            "billing/ids",
            r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://example.invalid/billing/ids.schema.json",
  "description": "Identifiers.",
  "$defs": { "shop-id": { "description": "A shop.", "type": "string",
    "externalDocs": { "url": "https://example.invalid" } } }
}"#
            .to_owned(),
        ),
    ]);
    schemas.write("openapi.json", openapi.as_bytes());
    partner_codegen::generate_all(schemas.folder()).map_err(|problems| problems.to_string())
}

pub(crate) fn text(description: &Value) -> String {
    serde_json::to_string_pretty(description).expect("JSON can be written")
}

pub(crate) fn accepted(description: &Value) -> Output {
    generate(&text(description)).unwrap_or_else(|problems| panic!("{problems}"))
}

pub(crate) fn file(description: &Value, path: &str) -> String {
    accepted(description).client.get(path).unwrap_or_else(|| panic!("no {path}")).to_owned()
}

pub(crate) const INVOICES: &str = "/paths/~1v1~1shops~1{shop-id}~1invoices/get";

/// The value at a pointer of the sound description, to be changed.
pub(crate) fn at<'a>(description: &'a mut Value, pointer: &str) -> &'a mut Value {
    description.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing at {pointer}"))
}

pub(crate) const BODY: &str = "/components/responses/Invoices/content/application~1json/schema";

/// A list of invoices, described in place.
pub(crate) fn list_of(envelope: &str) -> Value {
    json!({
        "$ref": envelope,
        "$defs": { "item": { "$dynamicAnchor": "item", "$ref": "billing/invoice.schema.json" } }
    })
}

#[derive(Default)]
pub(crate) struct Report(pub(crate) String);

impl Report {
    /// The sound description with one change.
    pub(crate) fn change(&mut self, name: &str, change: impl FnOnce(&mut Value)) {
        let mut description = description();
        change(&mut description);
        self.case(name, &text(&description));
    }

    pub(crate) fn operation(&mut self, name: &str, key: &str, value: Value) {
        self.change(name, |description| at(description, INVOICES)[key] = value);
    }

    pub(crate) fn parameter(&mut self, name: &str, component: &str, key: &str, value: Value) {
        let pointer = format!("/components/parameters/{component}");
        self.change(name, |description| at(description, &pointer)[key] = value);
    }

    pub(crate) fn case(&mut self, name: &str, openapi: &str) {
        let problems = generate(openapi).err().unwrap_or_else(|| panic!("{name}: accepted"));
        writeln!(self.0, "==== {name}\n\n{problems}\n").expect("a string takes any text");
    }
}

pub(crate) fn remove(value: &mut Value, key: &str) {
    value.as_object_mut().expect("an object").remove(key).expect("it was there");
}

/// Whether a text has a part, however its lines are broken.
pub(crate) fn has(text: &str, part: &str) -> bool {
    let bare = |text: &str| {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        text.replace(",)", ")").replace(",}", "}")
    };
    bare(text).contains(bare(part).trim_end_matches(','))
}
