//! What documentation has and the schemas have not.

mod support;

use std::fs;
use std::path::Path;

use partner_codegen::compile::compile;
use partner_codegen::coverage::{Coverage, coverage};
use partner_codegen::model::Model;
use serde_json::{Value, json};
use support::{Schemas, file};
use tempfile::TempDir;

#[test]
fn what_is_missing_and_what_differs() {
    let schemas = Schemas::of(&[file(
        "billing/invoice",
        r#""type": "object", "properties": {
            "invoiceId": { "description": "What.", "type": "string" },
            "extraOne": { "description": "What.", "type": "string" }
        }"#,
    )]);
    let model = compile(schemas.folder()).unwrap_or_else(|problems| panic!("{problems}")).model;
    let corpus = tempfile::tempdir().expect("a temporary folder can be made");
    let write = |name: &str, text: &str| {
        fs::write(corpus.path().join(name), text).expect("the folder is ours");
    };
    write(
        "resources.json",
        r#"[
            {"page": "invoice-resources", "resource": "Invoice", "kind": "resource", "rows": [
                {"property": "InvoiceID"}, {"property": "dueOn"}]},
            {"page": "order-resources", "resource": "Order", "kind": "resource", "rows": [
                {"property": "id"}]}
        ]"#,
    );
    write(
        "operations.json",
        r#"[
            {"page": "get-invoices", "title": "Get invoices", "method": "GET", "path": "/v1/invoices"},
            {"page": "get-orders", "title": "Get orders", "method": "GET", "path": "/v1/orders"}
        ]"#,
    );
    let openapi = r#"{"paths": {"/v1/invoices": {"get": {"operationId": "listInvoices"}}}}"#;
    let coverage = coverage(corpus.path(), &model, openapi).expect("the facts are sound");
    insta::assert_snapshot!(coverage);

    write("operations.json", "{");
    let error = error_of(&corpus, &model, openapi);
    assert!(error.contains("operations.json"), "{error}");
}

fn error_of(
    corpus: &tempfile::TempDir,
    model: &partner_codegen::model::Model,
    openapi: &str,
) -> String {
    coverage(corpus.path(), model, openapi).expect_err("the facts are broken")
}

fn folder(files: &[(&str, String)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a path in a folder")).expect("the folder is ours");
        fs::write(path, text).expect("the folder is ours");
    }
    folder
}

fn model() -> Model {
    let property =
        |name: &str| format!(r#""{name}": {{ "description": "What.", "type": "string" }}"#);
    let object = |names: &[&str]| {
        let properties: Vec<_> = names.iter().map(|name| property(name)).collect();
        format!(r#""type": "object", "properties": {{ {} }}"#, properties.join(", "))
    };
    let (_, license) =
        file("licenses/license", &object(&["productSku", "servicePlans", "assignedOn"]));
    let (_, usage) = file("licenses/usage-row", &object(&["serviceCode", "channel", "active"]));
    let (_, state) = file(
        "licenses/order-status",
        r#""anyOf": [{ "enum": ["pending", "lost"] }, { "type": "string" }]"#,
    );
    let usage = usage.replace(
        r#""url": "https://example.invalid""#,
        r#""url": "https://example.invalid/docs/get-usage#rest-response""#,
    );
    let schemas = folder(&[
        ("licenses/license.schema.json", license),
        ("licenses/usage-row.schema.json", usage),
        ("licenses/order-status.schema.json", state),
    ]);
    compile(schemas.path()).unwrap_or_else(|problems| panic!("{problems}")).model
}

fn table(kind: &str, page: &str, resource: &str, members: &[&str]) -> Value {
    let (rows, member) = if kind == "enum" { ("values", "value") } else { ("rows", "property") };
    let listed: Vec<_> = members.iter().map(|name| json!({ member: name })).collect();
    json!({ "kind": kind, "page": page, "resource": resource, rows: listed })
}

fn operation(method: &str, path: &str, page: &str) -> Value {
    json!({ "method": method, "path": path, "page": page })
}

fn openapi() -> String {
    json!({ "paths": {
        "/v1/customers/{customer-id}/licenses": { "get": {} },
        "/partner/v1/usage": {
            "get": { "externalDocs": { "url": "https://example.invalid/docs/get-usage" } }
        },
        "/v1/secret": { "summary": "not a method", "head": {} }
    } })
    .to_string()
}

fn corpus() -> TempDir {
    let resources = json!([
        table("resource", "license-resources", "License", &["productSKU", "servicePlans", "owner"]),
        table("body-table", "assign", "Request body", &["a"]),
        table("resource", "get-usage", "REST response", &["serviceCode", "channel", "channel"]),
        table("resource", "get-other", "REST response", &["serviceCode"]),
        table("enum", "order-resources", "Order Status", &["pending", "done"]),
        table("resource", "cart-resources", "RenewsTo", &["termDuration"]),
        table("resource", "order-resources", "RenewsTo", &["termDuration"]),
    ]);
    let operations = json!([
        operation("GET", "/v1/customers/{customer_id}/Licenses/?size=2", "list"),
        operation("get", "/v1/customers/CustomerTenantId/licenses", "sample"),
        operation("GET", "/v1/customers/04af2aea-d413-42db-824e-f328001484d1/licenses", "other"),
        operation("POST", "/v1/customers/{customer-id}/licenses", "create"),
        operation("GET", "/v1/usage", "get-usage"),
    ]);
    folder(&[
        ("resources.json", resources.to_string()),
        ("operations.json", operations.to_string()),
    ])
}

fn found(corpus: &Path) -> Result<Coverage, String> {
    coverage(corpus, &model(), &openapi())
}

#[test]
fn traps_of_the_documentation() {
    let found = found(corpus().path()).unwrap_or_else(|error| panic!("{error}"));
    insta::assert_snapshot!(found);
}

#[test]
fn faults_say_where() {
    let corpus = corpus();
    let mut said = String::new();
    for text in ["", "{}", "[{}]", r#"[{ "kind": "resource", "rows": [{}] }]"#] {
        fs::write(corpus.path().join("resources.json"), text).expect("the folder is ours");
        let error = found(corpus.path()).expect_err("the facts are wrong");
        said.push_str(&error.replace(&corpus.path().display().to_string(), "corpus"));
        said.push('\n');
    }
    insta::assert_snapshot!(said);
    fs::remove_file(corpus.path().join("resources.json")).expect("the folder is ours");
    let error = found(corpus.path()).expect_err("the facts are gone");
    assert!(error.contains("resources.json: "), "{error}");
    let error = coverage(self::corpus().path(), &model(), "{}").expect_err("no operations");
    assert_eq!(error, "openapi.json: there are no `paths`");
}

/// A comparison that compared nothing is no success.
#[test]
fn facts_of_nothing_are_a_fault() {
    let body = json!([table("body-table", "assign", "Request body", &["a"])]).to_string();
    for (file, text) in
        [("resources.json", "[]"), ("resources.json", &body), ("operations.json", "[]")]
    {
        let corpus = corpus();
        fs::write(corpus.path().join(file), text).expect("the folder is ours");
        let error = error_of(&corpus, &model(), &openapi());
        assert!(error.contains(file) && error.contains("to compare with"), "{error}");
    }
}
