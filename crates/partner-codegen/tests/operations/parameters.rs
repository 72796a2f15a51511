//! Parameters that can not be.

use serde_json::json;

use crate::shop::{INVOICES, Report, at, remove};

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
