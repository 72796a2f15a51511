//! The client, generated from a description; and what is said about descriptions that are refused.
//!
//! The snapshots are the texts as a contributor sees them. Read them as one who does not know the code.

mod support;

use std::fmt::Write as _;

use partner_codegen::Output;
use serde_json::{Value, json};
use support::{Schemas, schema};

/// A sound description of one operation on a shop's invoices.
fn description() -> Value {
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

fn generate(openapi: &str) -> Result<Output, String> {
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

fn text(description: &Value) -> String {
    serde_json::to_string_pretty(description).expect("JSON can be written")
}

fn accepted(description: &Value) -> Output {
    generate(&text(description)).unwrap_or_else(|problems| panic!("{problems}"))
}

fn file(description: &Value, path: &str) -> String {
    accepted(description).client.get(path).unwrap_or_else(|| panic!("no {path}")).to_owned()
}

const INVOICES: &str = "/paths/~1v1~1shops~1{shop-id}~1invoices/get";

/// The value at a pointer of the sound description, to be changed.
fn at<'a>(description: &'a mut Value, pointer: &str) -> &'a mut Value {
    description.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing at {pointer}"))
}

#[test]
fn an_operation_and_its_sub_clients() {
    let description = description();
    let files: Vec<_> =
        accepted(&description).client.iter().map(|(path, _)| path.display().to_string()).collect();
    assert_eq!(
        files,
        [
            "call_options.rs",
            "clients/entry.rs",
            "clients/mod.rs",
            "clients/shop.rs",
            "mod.rs",
            "operations/list_invoices.rs",
            "operations/mod.rs",
        ]
    );
    insta::assert_snapshot!("operation", file(&description, "operations/list_invoices.rs"));
    insta::assert_snapshot!("client", file(&description, "clients/shop.rs"));
    insta::assert_snapshot!("call_options", file(&description, "call_options.rs"));
}

#[test]
fn a_folder_without_a_description_has_no_client() {
    let schemas = Schemas::of(&[("invoice", schema("invoice", r#""type": "object""#))]);
    let output = partner_codegen::generate_all(schemas.folder());
    assert!(output.unwrap_or_else(|problems| panic!("{problems}")).client.is_empty());
}

#[test]
fn personal_headers_of_every_call_are_not_shown() {
    let mut description = description();
    at(&mut description, "/components/parameters/Locale")["x-personal"] = json!(true);
    let text = file(&description, "call_options.rs");
    let line = r#".field("locale", &self.locale.as_ref().map(|_| format_args!("[redacted]")))"#;
    assert!(text.contains(line) && !text.contains("derive(Clone, Debug"), "{text}");
}

#[test]
fn parameters_of_every_kind() {
    let mut description = description();
    *at(&mut description, "/components/parameters/Size") = json!({
        "name": "groupIds", "in": "query", "description": "Groups.", "required": true,
        "style": "form", "explode": true,
        "schema": { "type": "array", "items": { "$ref": "billing/ids.schema.json#/$defs/shop-id" } }
    });
    at(&mut description, INVOICES)["parameters"].as_array_mut().expect("a list").extend([
        json!({ "name": "deleted", "in": "query", "description": "Whether.", "deprecated": true,
            "schema": { "type": "boolean", "default": false } }),
        json!({ "name": "MS-Owner", "in": "header", "description": "Who.", "x-personal": true,
            "x-rust-name": "of", "schema": { "type": "string" } }),
    ]);
    let text = file(&description, "operations/list_invoices.rs");
    for part in [
        "pub group_ids: Vec<ShopId>,",
        "group_ids: impl IntoIterator<Item = impl Into<ShopId>>,",
        "request.query(\"groupIds\", &self.group_ids);",
        "#[deprecated]\n    pub deleted: Option<bool>,",
        "Where it is left out, the service takes `false`.",
        "request.query(\"deleted\", &self.options.deleted);",
        "pub fn with_of(mut self, of: impl Into<String>) -> Self {",
        "request.header(\"MS-Owner\", &self.options.of);",
        ".field(\"of\", &self.of.as_ref().map(|_| format_args!(\"[redacted]\")))",
    ] {
        assert!(text.contains(part), "no `{part}` in\n{text}");
    }
}

const BODY: &str = "/components/responses/Invoices/content/application~1json/schema";

/// A list of invoices, described in place.
fn list_of(envelope: &str) -> Value {
    json!({
        "$ref": envelope,
        "$defs": { "item": { "$dynamicAnchor": "item", "$ref": "billing/invoice.schema.json" } }
    })
}

#[test]
fn a_list_is_paged_where_its_envelope_says_so() {
    let mut description = description();
    let whole = "paging::whole(answer, headers)";
    assert!(file(&description, "operations/list_invoices.rs").contains(whole));
    assert!(file(&description, "clients/shop.rs").contains("pub async fn list("));
    *at(&mut description, BODY) = list_of("billing/pages.schema.json");
    let operation = file(&description, "operations/list_invoices.rs");
    assert!(!operation.contains(whole), "{operation}");
    assert!(operation.contains("type Output = Pages<Invoice>;"), "{operation}");
    assert!(
        operation.contains("use partner_models::billing::{Invoice, Pages, ShopId};"),
        "{operation}"
    );
    let client = file(&description, "clients/shop.rs");
    assert!(client.contains("Result<Pager<Pages<Invoice>>, Error>"), "{client}");
}

#[test]
fn a_list_in_place_is_whole_where_its_envelope_names_no_next_page() {
    let mut description = description();
    *at(&mut description, BODY) = list_of("billing/list.schema.json");
    let operation = file(&description, "operations/list_invoices.rs");
    assert!(operation.contains("type Output = List<Invoice>;"), "{operation}");
    assert!(operation.contains("paging::whole(answer, headers)"), "{operation}");
    let client = file(&description, "clients/shop.rs");
    assert!(client.contains("Result<Response<List<Invoice>>, Error>"), "{client}");
}

#[test]
fn lists_in_place_that_say_too_little() {
    let mut report = Report::default();
    let list = list_of("billing/list.schema.json");
    for (name, pointer, value) in [
        ("a binding of what is no list", "/$ref", json!("billing/invoice.schema.json")),
        ("no binding", "/$defs", json!({})),
        ("another anchor", "/$defs/item/$dynamicAnchor", json!("row")),
        ("items that are not there", "/$defs/item/$ref", json!("billing/receipt.schema.json")),
        ("items that are open", "/$defs/item/$ref", json!("billing/list.schema.json")),
        ("items in place", "/$defs/item", json!({ "$dynamicAnchor": "item", "type": "string" })),
        ("items of nothing", "/$defs/item", json!({ "$dynamicAnchor": "item" })),
    ] {
        report.change(name, |description| {
            let mut list = list.clone();
            *at(&mut list, pointer) = value;
            *at(description, BODY) = list;
        });
    }
    insta::assert_snapshot!(report.0);
}

#[test]
fn a_body_is_an_argument() {
    let mut description = description();
    let invoice =
        json!({ "application/json": { "schema": { "$ref": "billing/invoice.schema.json" } } });
    let mut operation = at(&mut description, INVOICES).clone();
    operation["operationId"] = json!("createInvoice");
    operation["x-rust-chain"] = json!("shop(shop-id).invoices.create");
    operation["requestBody"] =
        json!({ "description": "It.", "required": true, "content": invoice });
    operation["responses"] = json!({ "201": { "description": "It.", "content": invoice } });
    operation["security"] = json!([{ "appUser": [] }, { "appOnly": [] }]);
    at(&mut description, "/paths/~1v1~1shops~1{shop-id}~1invoices")["post"] = operation;
    let text = file(&description, "operations/create_invoice.rs");
    for part in [
        "pub invoice: Invoice,",
        "request.body(partner_models::to_vec(&self.invoice));",
        "method: http::Method::POST,",
        "sign_in: &[SignIn::AppUser, SignIn::AppOnly],",
    ] {
        assert!(text.contains(part), "no `{part}` in\n{text}");
    }
    let client = file(&description, "clients/shop.rs");
    assert!(client.contains("invoice: Invoice,"), "{client}");
}

/// The messages of several cases, one below the other.
#[derive(Default)]
struct Report(String);

impl Report {
    /// The sound description with one change.
    fn change(&mut self, name: &str, change: impl FnOnce(&mut Value)) {
        let mut description = description();
        change(&mut description);
        self.case(name, &text(&description));
    }

    fn operation(&mut self, name: &str, key: &str, value: Value) {
        self.change(name, |description| at(description, INVOICES)[key] = value);
    }

    fn parameter(&mut self, name: &str, component: &str, key: &str, value: Value) {
        let pointer = format!("/components/parameters/{component}");
        self.change(name, |description| at(description, &pointer)[key] = value);
    }

    fn case(&mut self, name: &str, openapi: &str) {
        let problems = generate(openapi).err().unwrap_or_else(|| panic!("{name}: accepted"));
        writeln!(self.0, "==== {name}\n\n{problems}\n").expect("a string takes any text");
    }
}

fn remove(value: &mut Value, key: &str) {
    value.as_object_mut().expect("an object").remove(key).expect("it was there");
}

#[test]
fn words_that_mean_nothing() {
    let mut report = Report::default();
    report.case("not JSON", "{ \"openapi\": }");
    report.change("another version", |description| description["openapi"] = json!("3.0.3"));
    report.change("no version", |description| remove(description, "openapi"));
    report.change("of the document", |description| description["webhooks"] = json!({}));
    report.change("of the components", |description| {
        description["components"]["schemas"] = json!({});
    });
    report.change("of a path", |description| {
        at(description, "/paths/~1v1~1shops~1{shop-id}~1invoices")["servers"] = json!([]);
    });
    report.operation("of an operation", "callbacks", json!({}));
    report.parameter("of a parameter", "Size", "allowReserved", json!(true));
    report.parameter("of a parameter's schema", "Size", "schema", json!({ "oneOf": [] }));
    report.operation("of a body", "requestBody", json!({ "x": 1 }));
    report.change("of a response", |description| {
        description["components"]["responses"]["Invoices"]["links"] = json!({});
    });
    insta::assert_snapshot!(report.0);
}

/// Of each kind of mistake one: what is not honoured is told.
#[test]
fn nothing_is_ignored() {
    let mut report = Report::default();
    let list = "/paths/~1v1~1shops~1{shop-id}~1invoices/get";
    for (name, pointer, key, value) in [
        ("a flag as text", "/components/parameters/Size", "x-personal", json!("true")),
        ("paging, which the envelope says", list, "x-paged", json!(true)),
        ("a word of every operation", "/x-every-operation", "tags", json!([])),
        ("a status that is none", list, "x-status", json!("gone")),
        ("a status that deprecated contradicts", list, "x-status", json!("retired")),
        ("a day that is none", list, "x-reviewed", json!("2026-02-30")),
        ("clouds as text", list, "x-clouds", json!("global")),
        ("a cloud that is none", list, "x-clouds", json!(["global", "mars"])),
        ("a cloud twice", list, "x-clouds", json!(["china", "china"])),
        ("no cloud", list, "x-clouds", json!([])),
        (
            "a success of every operation",
            "/x-every-operation",
            "responses",
            json!({ "200": { "description": "d" } }),
        ),
        ("text as a number", list, "summary", json!(7)),
        ("a list as an object", list, "parameters", json!({})),
        (
            "a word of a media type",
            "/components/responses/Invoices/content/application~1json",
            "itemSchema",
            json!({}),
        ),
        (
            "a word beside a reference",
            "/components/responses/Invoices/content/application~1json/schema",
            "nullable",
            json!(true),
        ),
        (
            "a word beside a parameter's reference",
            &format!("{list}/parameters/0"),
            "required",
            json!(true),
        ),
        (
            "a word beside a response's reference",
            &format!("{list}/responses/200"),
            "description",
            json!("d"),
        ),
        (
            "a status that is none",
            &format!("{list}/responses"),
            "banana",
            json!({ "description": "d" }),
        ),
        (
            "a status in lower case",
            &format!("{list}/responses"),
            "5xx",
            json!({ "description": "d" }),
        ),
        (
            "a status out of range",
            &format!("{list}/responses"),
            "600",
            json!({ "description": "d" }),
        ),
        ("a tag that nobody declared", list, "tags", json!(["shops"])),
        ("a word of the documentation", &format!("{list}/externalDocs"), "link", json!("x")),
        ("a word of the information", "/info", "titel", json!("x")),
        (
            "a header that leads nowhere",
            "/components/responses/Invoices",
            "headers",
            json!({ "X": { "$ref": "#/components/headers/X" } }),
        ),
        (
            "a word of a header",
            "/components/responses/Invoices",
            "headers",
            json!({ "X": { "type": "string" } }),
        ),
        (
            "an envelope of nothing",
            "/components/responses/Invoices/content/application~1json/schema",
            "$ref",
            json!("billing/list.schema.json"),
        ),
    ] {
        report.change(name, |description| at(description, pointer)[key] = value);
    }
    insta::assert_snapshot!(report.0);
}

#[test]
fn answers_without_a_body() {
    let mut description = description();
    at(&mut description, INVOICES)["responses"] = json!({ "204": { "description": "Done." } });
    let text = file(&description, "operations/list_invoices.rs");
    assert!(text.contains("type Output = crate::NoContent;"), "{text}");
    assert!(text.contains("Some(crate::NoContent)"), "{text}");
    at(&mut description, INVOICES)["responses"] = json!({
        "200": { "$ref": "#/components/responses/Invoices" },
        "202": { "description": "Later." }
    });
    let text = file(&description, "operations/list_invoices.rs");
    assert!(text.contains("type Output = Option<Invoices>;"), "{text}");
    assert!(file(&description, "clients/shop.rs").contains("Response<Option<Invoices>>"));
    *at(&mut description, BODY) = list_of("billing/pages.schema.json");
    let problems = generate(&self::text(&description)).expect_err("no pages");
    assert!(problems.contains("an answer without a body is no page"), "{problems}");
}

#[test]
fn operations_that_lack_something() {
    let mut report = Report::default();
    for key in ["operationId", "summary", "description", "externalDocs", "security", "responses"] {
        report.change(key, |description| remove(at(description, INVOICES), key));
    }
    report.operation("a blank summary", "summary", json!(" "));
    report.operation("an id that is no name", "operationId", json!("7 invoices"));
    report.operation("another sign-in", "security", json!([{ "apiKey": [] }]));
    report.operation("no sign-in at all", "security", json!([]));
    report.operation(
        "no success",
        "responses",
        json!({ "default": { "description": "An error." } }),
    );
    report.operation(
        "a response that leads nowhere",
        "responses",
        json!({ "200": { "$ref": "#/components/responses/Nothing" } }),
    );
    let content = |content| json!({ "200": { "description": "It.", "content": content } });
    report.operation("a body of XML", "responses", content(json!({ "application/xml": {} })));
    report.operation(
        "a schema in place",
        "responses",
        content(json!({ "application/json": { "schema": { "type": "object" } } })),
    );
    let body = |schema: &str| json!({ "application/json": { "schema": { "$ref": schema } } });
    report.operation(
        "a schema that is not there",
        "responses",
        content(body("billing/receipt.schema.json")),
    );
    report.operation(
        "bodies of several types",
        "responses",
        json!({
            "200": { "description": "It.", "content": body("billing/invoice.schema.json") },
            "202": { "description": "It.", "content": body("billing/invoices.schema.json") },
        }),
    );
    report.operation(
        "a body that may be left out",
        "requestBody",
        json!({ "content": body("billing/invoice.schema.json") }),
    );
    insta::assert_snapshot!(report.0);
}

#[test]
fn parameters_that_can_not_be() {
    let mut report = Report::default();
    report.parameter("a cookie", "Size", "in", json!("cookie"));
    report.parameter("a style", "Size", "style", json!("deepObject"));
    report.parameter("values in one", "Size", "explode", json!(false));
    report.change("no schema", |description| {
        remove(&mut description["components"]["parameters"]["Size"], "schema");
    });
    report.change("no name", |description| {
        remove(&mut description["components"]["parameters"]["Size"], "name");
    });
    report.parameter("a name that no header has", "Locale", "name", json!("X Locale"));
    report.parameter("a name that no field has", "Size", "x-rust-name", json!("Size"));
    report.parameter("a name that is taken", "Size", "name", json!("call"));
    report.parameter("an optional part of the path", "ShopId", "required", json!(false));
    report.change("a query of every call", |description| {
        let size = json!({ "$ref": "#/components/parameters/Size" });
        at(description, "/x-every-operation/parameters").as_array_mut().expect("a list").push(size);
    });
    report.parameter("a header that every call must have", "Locale", "required", json!(true));
    report.change("a default of what is required", |description| {
        let size = at(description, "/components/parameters/Size");
        size["required"] = json!(true);
        size["schema"]["default"] = json!(100);
    });
    report.parameter("an object", "Size", "schema", json!({ "type": "object" }));
    report.parameter(
        "a type that is no text",
        "Size",
        "schema",
        json!({ "$ref": "billing/invoice.schema.json" }),
    );
    report.parameter(
        "lists of lists",
        "Size",
        "schema",
        json!({ "type": "array", "items": { "type": "array", "items": { "type": "string" } } }),
    );
    report.parameter("a list without items", "Size", "schema", json!({ "type": "array" }));
    report.parameter(
        "a list in a path",
        "ShopId",
        "schema",
        json!({ "type": "array", "items": { "type": "string" } }),
    );
    report.change("the same twice", |description| {
        let size = json!({ "$ref": "#/components/parameters/Size" });
        at(description, INVOICES)["parameters"].as_array_mut().expect("a list").push(size);
    });
    report.change("a header of every call twice", |description| {
        let locale = json!({ "$ref": "#/components/parameters/Locale" });
        at(description, "/x-every-operation/parameters")
            .as_array_mut()
            .expect("a list")
            .push(locale);
    });
    report.change("a header of every call listed again", |description| {
        let locale = json!({ "$ref": "#/components/parameters/Locale" });
        at(description, INVOICES)["parameters"].as_array_mut().expect("a list").push(locale);
    });
    report.change("a parameter that leads nowhere", |description| {
        at(description, INVOICES)["parameters"][1] = json!({ "$ref": "#/components/parameters/X" });
    });
    report.change("one that the path has not", |description| {
        description["components"]["parameters"]["ShopId"]["name"] = json!("id");
    });
    report.change("one that only the path has", |description| {
        at(description, INVOICES)["parameters"].as_array_mut().expect("a list").remove(0);
    });
    insta::assert_snapshot!(report.0);
}

#[test]
fn chains_and_paths_that_lead_nowhere() {
    let mut report = Report::default();
    for chain in [
        "list",
        "shop(shop-id)",
        "shop().list",
        "shop(shop-id.list",
        "Shop(shop-id).list",
        "shop.list",
        "shop(id).list",
        "a(shop-id).b(shop-id).list",
        "type(shop-id).list",
        "",
    ] {
        report.operation(chain, "x-rust-chain", json!(chain));
    }
    for path in [
        "v1/shops/{shop-id}",
        "/v1/shops/{shop-id",
        "/v1//{shop-id}",
        "/v1/{}/{shop-id}",
        "/v1/x{shop-id}",
    ] {
        report.change(path, |description| {
            let operation = at(description, INVOICES).clone();
            description["paths"] = json!({ path: { "get": operation } });
        });
    }
    // A second operation that wants a name of the first.
    for (name, id, chain) in [
        ("the same id", "listInvoices", "shop(shop-id).invoices.again"),
        ("the same chain", "moreInvoices", "shop(shop-id).invoices.list"),
        ("a method that is a sub-client", "moreInvoices", "shop(shop-id).invoices"),
        ("sub-clients of one name", "moreInvoices", "shop_invoices(shop-id).list"),
    ] {
        report.change(name, |description| {
            let mut operation = at(description, INVOICES).clone();
            operation["operationId"] = json!(id);
            operation["x-rust-chain"] = json!(chain);
            description["paths"]["/v1/more/{shop-id}"] = json!({ "get": operation });
        });
    }
    insta::assert_snapshot!(report.0);
}

#[test]
fn all_problems_at_once() {
    let mut description = description();
    description["webhooks"] = json!({});
    description["components"]["parameters"]["Size"]["in"] = json!("cookie");
    let problems = generate(&text(&description)).expect_err("refused");
    assert!(problems.ends_with("2 problems; nothing was written"), "{problems}");
}
