//! What is generated.

use serde_json::json;

use crate::shop::{INVOICES, accepted, at, description, file, has};
use crate::support::{Schemas, schema};

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
            "envelopes.rs",
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
        "If it is absent, the service uses `false`.",
        "request.query(\"deleted\", &self.options.deleted);",
        "pub fn with_of(mut self, of: impl Into<String>) -> Self {",
        "request.header(\"MS-Owner\", &self.options.of);",
        ".field(\"of\", &self.of.as_ref().map(|_| format_args!(\"[redacted]\")))",
    ] {
        assert!(has(&text, part), "no `{part}` in\n{text}");
    }
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
        "request.body(\"application/json\", partner_models::to_vec(&self.invoice));",
        "method: http::Method::POST,",
        "sign_in: &[SignIn::AppUser, SignIn::AppOnly],",
    ] {
        assert!(has(&text, part), "no `{part}` in\n{text}");
    }
    let client = file(&description, "clients/shop.rs");
    assert!(client.contains("invoice: Invoice,"), "{client}");
}
