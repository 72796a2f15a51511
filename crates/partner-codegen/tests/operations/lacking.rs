//! Operations that lack something.

use serde_json::json;

use crate::shop::{INVOICES, Report, at, remove};

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
        "a body that may be left out",
        "requestBody",
        json!({ "content": body("billing/invoice.schema.json") }),
    );
    insta::assert_snapshot!(report.0);
}
