//! Operations by family: files beside the schemas, what `openapi.json` says once for all of them, and the
//! standard documents that come of it.

mod support;

use std::fs;

use partner_codegen::Output;
use serde_json::{Value, json};
use support::{Schemas, file};

/// What all operations share: in it nothing of a family but its tag.
fn shared() -> Value {
    json!({
        "openapi": "3.1.1",
        "info": { "title": "Shop", "version": "1.0.0" },
        "tags": [{ "name": "billing" }, { "name": "stock" }],
        "security": [{ "appUser": [] }],
        "x-every-operation": {
            "parameters": [
                { "$ref": "#/components/parameters/ShopId" },
                { "$ref": "#/components/parameters/Locale" }
            ],
            "headers": { "X-Id": { "$ref": "#/components/headers/Id" } },
            "responses": { "404": { "$ref": "#/components/responses/NotFound" }, "default": { "description": "An error." } }
        },
        "x-every-write": { "responses": { "409": { "description": "A conflict." } } },
        "components": {
            "securitySchemes": { "appUser": { "type": "oauth2" }, "appOnly": { "type": "oauth2" } },
            "headers": { "Id": { "description": "It.", "schema": { "type": "string" } } },
            "responses": { "NotFound": { "description": "No such thing." } },
            "parameters": {
                "ShopId": { "name": "shop-id", "in": "path", "description": "The shop.", "required": true, "schema": { "type": "string" } },
                "Locale": { "name": "X-Locale", "in": "header", "description": "The language.", "schema": { "type": "string" } }
            }
        }
    })
}

fn operation(id: &str, status: &str) -> Value {
    json!({
        "operationId": id,
        "summary": "Do it",
        "description": "It is done.",
        "externalDocs": { "url": "https://example.invalid" },
        "responses": { status: { "description": "It.", "content": {
            "application/json": { "schema": { "$ref": "invoice.schema.json" } }
        } } }
    })
}

/// The operations of the family `billing`.
fn billing() -> Value {
    let mut list = operation("listInvoices", "200");
    list["responses"]["200"]["content"]["application/json"]["schema"] = json!({
        "$ref": "../common/pages.schema.json",
        "$defs": { "item": { "$dynamicAnchor": "item", "$ref": "invoice.schema.json" } }
    });
    let mut create = operation("createInvoice", "201");
    create["responses"]["404"] = json!({ "description": "Its own." });
    create["security"] = json!([{ "appOnly": [] }]);
    create["x-clouds"] = json!(["china"]);
    json!({
        "x-clouds": ["global", "usGovernment"],
        "paths": {
            "/v1/shops/{shop-id}/invoices": {
                "parameters": [{ "$ref": "#/components/parameters/Size" }],
                "get": list,
                "post": create
            },
            "/v1/invoices/{invoice-id}": {
                "parameters": [{ "$ref": "#/components/parameters/InvoiceId" }],
                "get": operation("getInvoice", "200")
            }
        },
        "components": { "parameters": {
            "Size": { "name": "size", "in": "query", "description": "How many.", "schema": { "type": "integer" } },
            "InvoiceId": { "name": "invoice-id", "in": "path", "description": "The invoice.", "required": true,
                "schema": { "$ref": "ids.schema.json#/$defs/invoice-id" } }
        } }
    })
}

fn schemas(shared: &Value, families: &[(&str, &Value)]) -> Schemas {
    let ids = r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.invalid/billing/ids.schema.json", "description": "Identifiers.", "$defs": {
            "invoice-id": { "description": "An invoice.", "type": "string", "format": "uuid",
                "externalDocs": { "url": "https://example.invalid" } },
            "state": { "description": "A state.", "externalDocs": { "url": "https://example.invalid" },
                "anyOf": [{ "enum": ["paid", "open"] }, { "type": "string" }] } } }"#;
    let schemas = Schemas::of(&[
        file(
            "common/pages",
            r##""type": "object", "x-next-page": "next", "properties": {
                "next": { "description": "Where.", "type": ["string", "null"] },
                "items": { "description": "Them.", "type": "array", "items": { "$dynamicRef": "#item" } } },
                "$defs": { "item": { "$dynamicAnchor": "item", "description": "One." } }"##,
        ),
        file(
            "billing/invoice",
            r#""type": "object", "properties": {
                "id": { "description": "Which.", "$ref": "ids.schema.json#/$defs/invoice-id" },
                "state": { "description": "How.", "$ref": "ids.schema.json#/$defs/state" } }"#,
        ),
    ]);
    schemas.write("billing/ids.schema.json", ids.as_bytes());
    schemas.write("openapi.json", text(shared).as_bytes());
    for (path, operations) in families {
        schemas.write(path, text(operations).as_bytes());
    }
    schemas
}

fn text(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("JSON can be written")
}

fn generated(shared: &Value, families: &[(&str, &Value)]) -> Result<Output, String> {
    partner_codegen::generate_all(schemas(shared, families).folder())
        .map_err(|problems| problems.to_string())
}

const BILLING: &str = "billing/operations.json";

fn accepted() -> Output {
    generated(&shared(), &[(BILLING, &billing())]).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn a_family_has_its_folder_and_a_chain_its_file() {
    let output = accepted();
    let files: Vec<_> = output.client.iter().map(|(path, _)| path.display().to_string()).collect();
    assert_eq!(
        files,
        [
            "billing/create_invoice.rs",
            "billing/get_invoice.rs",
            "billing/list_invoices.rs",
            "billing/mod.rs",
            "call_options.rs",
            "clients/entry.rs",
            "clients/invoice.rs",
            "clients/mod.rs",
            "clients/shop.rs",
            "envelopes.rs",
            "mod.rs",
            "operations/mod.rs",
        ]
    );
    let has = |file: &str, parts: &[&str]| {
        let text = output.client.get(file).expect("it is there");
        for part in parts {
            assert!(text.contains(part), "{file}: no `{part}` in\n{text}");
        }
    };
    // Of every operation, of the path and of the family; what the operation itself says counts.
    has(
        "billing/list_invoices.rs",
        &[
            "from schemas/billing/operations.json.",
            "request.path(&self.shop_id);",
            "request.query(\"size\", &self.options.size);",
            "type Output = Pages<Invoice>;",
            "sign_in: &[SignIn::AppUser],",
            "clouds: &[CloudName::Global, CloudName::UsGovernment],",
        ],
    );
    has(
        "billing/create_invoice.rs",
        &["sign_in: &[SignIn::AppOnly],", "clouds: &[CloudName::China],"],
    );
    has("billing/get_invoice.rs", &["pub invoice_id: InvoiceId,"]);
    has(
        "clients/shop.rs",
        &["pub struct ShopClient", "pub struct ShopInvoicesClient", "pub fn list("],
    );
    has("clients/invoice.rs", &["pub async fn get("]);
    has("call_options.rs", &["pub locale: Option<String>,"]);
}

#[test]
fn the_complete_document_says_everything_at_each_operation() {
    let output = accepted();
    let text = output.openapi.get("partner-center.json").expect("it is there");
    let document: Value = serde_json::from_str(text).expect("it is JSON");
    let path = &document["paths"]["/v1/shops/{shop-id}/invoices"];
    let parameters = |method: &str| {
        let all = path[method]["parameters"].as_array().expect("a list");
        all.iter().map(|one| one["$ref"].as_str().expect("a reference")).collect::<Vec<_>>()
    };
    let expected =
        ["ShopId", "Size", "Locale"].map(|name| format!("#/components/parameters/{name}"));
    assert_eq!(parameters("get"), expected);
    assert_eq!(parameters("post"), expected);
    let statuses = |method: &str| {
        path[method]["responses"]
            .as_object()
            .expect("there are")
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(statuses("get"), ["200", "404", "default"]);
    assert_eq!(statuses("post"), ["201", "404", "409", "default"]);
    assert_eq!(path["post"]["responses"]["404"]["description"], "Its own.");
    for (method, status) in [("get", "200"), ("get", "default"), ("post", "409"), ("post", "404")] {
        let header = &path[method]["responses"][status]["headers"]["X-Id"];
        assert_eq!(header["$ref"], "#/components/headers/Id", "{method} {status}");
    }
    let list = &path["get"]["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(list, &json!({ "$ref": "#/components/schemas/InvoicePages" }));
    let items = &document["components"]["schemas"]["InvoicePages"]["properties"]["items"]["items"];
    assert_eq!(items["$ref"], "#/components/schemas/Invoice");
    let not_found = &document["components"]["responses"]["NotFound"];
    assert_eq!(not_found["headers"]["X-Id"]["$ref"], "#/components/headers/Id");
    assert_eq!(path["get"]["tags"], json!(["billing"]));
    assert_eq!(path["get"]["security"], json!([{ "appUser": [] }]));
    assert_eq!(path["post"]["security"], json!([{ "appOnly": [] }]));
    assert_eq!(path["get"]["x-clouds"], json!(["global", "usGovernment"]));
    assert_eq!(path["post"]["x-clouds"], json!(["china"]));
    let other = document["paths"]["/v1/invoices/{invoice-id}"]["get"]["parameters"].to_string();
    assert!(!other.contains("ShopId"), "the path does not name the shop: {other}");
    for word in ["x-every", "x-rust", ".json", "$dynamic", "$defs", "operations.json"] {
        assert!(!text.contains(word), "{word} is left in\n{text}");
    }
}

#[test]
fn the_plain_document_is_of_simple_words() {
    let output = accepted();
    let text = output.openapi.get("partner-center.plain.json").expect("it is there");
    let document: Value = serde_json::from_str(text).expect("it is JSON");
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["State"]["type"], "string");
    assert_eq!(schemas["State"]["x-extensible-enum"], json!(["paid", "open"]));
    assert_eq!(schemas["InvoiceId"].get("format"), None);
    for word in ["anyOf", "oneOf", "\"null\"", "$dynamic"] {
        assert!(!text.contains(word), "{word} is left in\n{text}");
    }
}

/// It needs no tag in `openapi.json`.
#[test]
fn a_family_says_itself_what_it_is_about() {
    let mut untagged = shared();
    untagged["tags"] = json!([]);
    let mut described = billing();
    described["description"] = json!("Bills.");
    described["externalDocs"] = json!({ "url": "https://example.invalid" });
    let generated = generated(&untagged, &[(BILLING, &described)]);
    let generated = generated.unwrap_or_else(|problems| panic!("{problems}"));
    let text = generated.openapi.get("partner-center.json").expect("the document");
    let document: Value = serde_json::from_str(text).expect("JSON");
    let tag = json!({ "name": "billing", "description": "Bills.", "externalDocs": { "url": "https://example.invalid" } });
    assert_eq!(document["tags"], json!([tag]));
}

/// Mistakes that only several files can have, each shown in the file that has it.
#[test]
fn families_that_can_not_be() {
    let mut report = String::new();
    let mut case = |name: &str, shared: &Value, families: &[(&str, &Value)]| {
        let problems =
            generated(shared, families).err().unwrap_or_else(|| panic!("{name}: accepted"));
        report += &format!("==== {name}\n\n{problems}\n\n");
    };
    let sound = billing();
    let change = |pointer: &str, value: Value| {
        let mut billing = billing();
        *billing.pointer_mut(pointer).expect("it is there") = value;
        billing
    };
    let one = |path: &str, id: &str| json!({ "paths": { path: { "get": operation(id, "200") } } });
    let mut untagged = shared();
    untagged["tags"] = json!([]);
    case("a family without a tag", &untagged, &[(BILLING, &sound)]);
    let mut described = billing();
    described["description"] = json!("Bills.");
    case("a tag in two places", &shared(), &[(BILLING, &described)]);
    let mut other = one("/v1/invoices/{id}", "getAgain");
    other["components"] = json!({ "parameters": { "Id": {
        "name": "id", "in": "path", "description": "It.", "required": true, "schema": { "type": "string" } } } });
    other["paths"]["/v1/invoices/{id}"]["parameters"] =
        json!([{ "$ref": "#/components/parameters/Id" }]);
    other["paths"]["/v1/invoices/{id}"]["get"]["x-rust-chain"] = json!("again(id).get");
    other["paths"]["/v1/invoices/{id}"]["get"]["responses"]["200"]["content"]["application/json"]
        ["schema"]["$ref"] = json!("../billing/invoice.schema.json");
    case(
        "one request of two families",
        &shared(),
        &[(BILLING, &sound), ("stock/operations.json", &other)],
    );
    let twice = json!({ "components": { "parameters": { "Size": billing()["components"]["parameters"]["Size"] } } });
    case(
        "one component of two families",
        &shared(),
        &[(BILLING, &sound), ("stock/operations.json", &twice)],
    );
    case(
        "a family in a folder of another",
        &shared(),
        &[("stock/old/operations.json", &json!({}))],
    );
    case(
        "what belongs into openapi.json",
        &shared(),
        &[(BILLING, &json!({ "servers": [], "tags": [] }))],
    );
    case("clouds that are none", &shared(), &[(BILLING, &change("/x-clouds", json!(["moon"])))]);
    let shared_size = "/paths/~1v1~1shops~1{shop-id}~1invoices/parameters/0/$ref";
    case(
        "a reference that leads nowhere",
        &shared(),
        &[(BILLING, &change(shared_size, json!("../openapi.json#/components/parameters/Size")))],
    );
    case(
        "a schema from the wrong folder",
        &shared(),
        &[(
            BILLING,
            &change(
                "/paths/~1v1~1invoices~1{invoice-id}/get/responses/200/content/application~1json/schema/$ref",
                json!("billing/invoice.schema.json"),
            ),
        )],
    );
    case(
        "a path that no chain follows from",
        &shared(),
        &[(BILLING, &one("/v1/{shop-id}/invoices", "listThem"))],
    );
    let alone = schemas(&shared(), &[(BILLING, &sound)]);
    std::fs::remove_file(alone.folder().join("openapi.json")).expect("it is there");
    let problems = partner_codegen::generate_all(alone.folder()).expect_err("nothing shared");
    report += &format!("==== a family without openapi.json\n\n{problems}\n");
    insta::assert_snapshot!(report);
}

/// A file by hand is part of its family, whatever else is edited; one that is part of none is refused.
#[test]
fn what_is_by_hand_is_found() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let schemas = schemas(&shared(), &[(BILLING, &billing())]);
    let generate = || partner_codegen::generate_beside(schemas.folder(), folder.path());
    let module = || {
        let output = generate().unwrap_or_else(|problems| panic!("{problems}"));
        output.models.get("billing/mod.rs").expect("it is generated").to_owned()
    };
    assert!(!module().contains("by_hand"));
    fs::write(folder.path().join("billing.rs"), "").expect("it can be written");
    let text = module();
    assert!(text.contains("#[path = \"../../families/billing.rs\"]\nmod by_hand;"), "{text}");
    assert!(text.contains("pub use by_hand::*;"), "{text}");
    fs::write(folder.path().join("biling.rs"), "").expect("it can be written");
    let problems = generate().expect_err("there is no such family").to_string();
    assert!(problems.contains("part of no family"), "{problems}");
}
