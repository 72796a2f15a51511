//! What documentation has and the schemas have not.

mod support;

use std::fs;
use std::path::Path;

use partner_codegen::compile::compile;
use partner_codegen::coverage::{Coverage, LeftOut, coverage, page};
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
    let coverage =
        coverage(corpus.path(), &model, openapi, &LeftOut::default()).expect("the facts are sound");
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
    coverage(corpus.path(), model, openapi, &LeftOut::default()).expect_err("the facts are broken")
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
    coverage(corpus, &model(), &openapi(), &LeftOut::default())
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
    let error = coverage(self::corpus().path(), &model(), "{}", &LeftOut::default())
        .expect_err("no operations");
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

/// Two operations whose bodies are described, one of them otherwise than its page says.
fn with_bodies() -> (TempDir, String) {
    let body = |method: &str, names: &[&str], answer: Value| {
        json!({ "method": method, "path": "/v1/licenses", "page": "licenses", "request_body": { "named_types": names },
            "response": { "type": answer } })
    };
    let corpus = corpus();
    let operations = json!([
        body("GET", &[], json!({ "name": "License resources", "collection": true })),
        body("PUT", &["License"], json!({ "name": "Order status", "collection": false })),
        body("POST", &["Order"], json!({ "name": "Order", "collection": false })),
    ]);
    fs::write(corpus.path().join("operations.json"), operations.to_string()).expect("it is ours");
    let of = |schema: Value| json!({ "content": { "application/json": { "schema": schema } } });
    let license = || json!({ "$ref": "licenses/license.schema.json" });
    let list = json!({ "$ref": "common/collection.schema.json", "$defs": { "item": license() } });
    let about = |answer: Value| {
        json!({ "tags": ["licenses"], "externalDocs": { "url": "https://example.invalid/licenses" },
            "x-status": "current", "x-reviewed": "2026-11-25", "responses": { "200": of(answer) } })
    };
    let mut put = about(license());
    put["requestBody"] = of(license());
    let get = about(list);
    let document = json!({ "paths": { "/v1/licenses": { "get": get, "put": put } } });
    (corpus, document.to_string())
}

#[test]
fn bodies_are_held_against_their_pages() {
    let (corpus, document) = with_bodies();
    let none = LeftOut::default();
    let found = coverage(corpus.path(), &model(), &document, &none).expect("the facts are sound");
    let counts = (
        found.requests.documented,
        found.requests.here,
        found.answers.documented,
        found.answers.here,
    );
    assert_eq!(counts, (2, 1, 3, 1));
    let other = ("PUT /v1/licenses answer", "Order status", "License");
    let (name, documented, here) = &found.other_bodies[0];
    assert_eq!((name.as_str(), documented.as_str(), here.as_str()), other);
    assert_eq!(found.other_bodies.len(), 1);
    assert_eq!(found.never_looked_at().count(), 0);
    // A single resource is no list of it.
    let mut single: Value = serde_json::from_str(&document).expect("JSON");
    single["paths"]["/v1/licenses"]["get"]["responses"]["200"]["content"]["application/json"]["schema"] =
        json!({ "$ref": "licenses/license.schema.json" });
    let single = single.to_string();
    let found = coverage(corpus.path(), &model(), &single, &none).expect("the facts are sound");
    assert_eq!((found.answers.here, found.other_bodies.len()), (0, 2));
    let never = document.replace("x-reviewed", "x-other");
    let found = coverage(corpus.path(), &model(), &never, &none).expect("the facts are sound");
    assert_eq!(found.never_looked_at().count(), 2);
}

#[test]
fn what_is_left_out_on_purpose_does_not_count() {
    let (corpus, document) = with_bodies();
    let left_out = LeftOut::read(
        r#"{
        "operations": { "POST /v1/licenses": "It never came." },
        "resources": { "cart-resources: RenewsTo": "A misprint." },
        "properties": { "License.owner": "A misprint." },
        "bodies": { "PUT /v1/licenses answer": "The page is wrong." }
    }"#,
    );
    let left_out = left_out.expect("it is of its form");
    let before = coverage(corpus.path(), &model(), &document, &LeftOut::default()).expect("sound");
    let after = coverage(corpus.path(), &model(), &document, &left_out).expect("all apply");
    assert_eq!((before.operations, after.operations), (3, 2));
    assert_eq!(before.properties - after.properties, 1, "RenewsTo is on another page too");
    assert_eq!((after.answers.documented, after.answers.here), (1, 1));
    assert!(after.other_bodies.is_empty() && after.missing_operations.is_empty());
    insta::assert_snapshot!(page(&after, &left_out));
}

#[test]
fn what_is_left_out_must_apply() {
    let (corpus, document) = with_bodies();
    let error = |text: &str| {
        let left_out = LeftOut::read(text)?;
        coverage(corpus.path(), &model(), &document, &left_out).map(|_| ())
    };
    let mut said = String::new();
    for text in [
        "[]",
        r#"{ "operation": {} }"#,
        r#"{ "operations": [] }"#,
        r#"{ "operations": { "POST /v1/licenses": " " } }"#,
        r#"{ "operations": { "POST /v1/boats": "r", "GET /v1/licenses": "r" },
             "resources": { "cart-resources: License": "r", "license-resources: License": "r" },
             "properties": { "License.servicePlans": "r" }, "bodies": { "GET /v1/licenses answer": "r" } }"#,
    ] {
        said.push_str(&error(text).expect_err(text));
        said.push('\n');
    }
    insta::assert_snapshot!(said);
}
