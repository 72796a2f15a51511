//! What is sent, besides JSON, and what can not be.

use serde_json::{Value, json};

use crate::shop::{INVOICES, Report, at, description, file, has};

const PATH: &str = "/paths/~1v1~1shops~1{shop-id}~1invoices";

/// Adds an operation that sends a body.
fn send(description: &mut Value, content: &Value) {
    let mut operation = at(description, INVOICES).clone();
    operation["operationId"] = json!("sendInvoice");
    operation["x-rust-chain"] = json!("shop(shop-id).invoices.send");
    operation["requestBody"] =
        json!({ "description": "It.", "required": true, "content": content });
    at(description, PATH)["post"] = operation;
}

fn sent(content: &Value) -> String {
    let mut description = description();
    send(&mut description, content);
    file(&description, "operations/send_invoice.rs")
}

#[test]
fn bodies_of_every_media_type() {
    let invoice = json!({ "$ref": "billing/invoice.schema.json" });
    let list = json!({ "type": "array", "items": invoice });
    for (content, parts) in [
        (
            json!({ "application/merge-patch+json": { "schema": invoice } }),
            [
                "pub invoice: Invoice,",
                "request.body(\"application/merge-patch+json\", partner_models::to_vec(&self.invoice));",
            ],
        ),
        (
            json!({ "application/json": { "schema": list } }),
            ["pub invoices: Vec<Invoice>,", "partner_models::to_vec(&self.invoices)"],
        ),
        (
            json!({ "application/json": { "schema": { "type": "string" } } }),
            ["value: impl Into<String>", "partner_models::to_vec(&self.value)"],
        ),
        (
            json!({ "application/x-www-form-urlencoded": { "schema": invoice } }),
            ["pub invoice: Invoice,", "request.form(&partner_models::to_vec(&self.invoice));"],
        ),
        (
            json!({ "text/csv": {} }),
            ["content: impl Into<Vec<u8>>,", "request.body(\"text/csv\", self.content.clone());"],
        ),
    ] {
        let text = sent(&content);
        for part in parts {
            assert!(has(&text, part), "no `{part}` in\n{text}");
        }
    }
}

#[test]
fn parts_of_a_form_are_parameters() {
    let text = sent(&json!({ "multipart/form-data": { "schema": {
        "type": "object", "required": ["file"],
        "properties": {
            "file": { "description": "It.", "type": "string", "contentMediaType": "text/csv" },
            "shop": { "description": "Whose.", "$ref": "billing/ids.schema.json#/$defs/shop-id" },
            "copies": { "description": "How many.", "type": "integer", "x-rust-name": "number" }
        } } } }));
    for part in [
        "file: impl Into<crate::Upload>",
        "pub shop: Option<ShopId>,",
        "pub number: Option<Integer>,",
        "request.file(\"file\", [&self.file]);",
        "request.part(\"shop\", &self.options.shop);",
        "request.part(\"copies\", &self.options.number);",
    ] {
        assert!(has(&text, part), "no `{part}` in\n{text}");
    }
}

/// The operation with a parameter in place of its size.
fn with_parameter(parameter: Value) -> String {
    let mut description = description();
    *at(&mut description, "/components/parameters/Size") = parameter;
    file(&description, "operations/list_invoices.rs")
}

#[test]
fn json_and_fixed_values_in_a_query() {
    let filter =
        json!({ "application/json": { "schema": { "$ref": "billing/invoice.schema.json" } } });
    let text = with_parameter(json!({
        "name": "filter", "in": "query", "description": "Which.", "content": filter
    }));
    assert!(text.contains("pub filter: Option<Invoice>,"), "{text}");
    let write = "self.options.filter.as_ref().map(|value| partner_models::to_string(value))";
    assert!(has(&text, write), "{text}");
    let fixed = |schema: Value| {
        with_parameter(json!({
            "name": "view", "in": "query", "description": "How.", "required": true, "schema": schema
        }))
    };
    for (schema, value) in [
        (json!({ "const": "a b" }), "a b"),
        (json!({ "type": "integer", "const": 7 }), "7"),
        (json!({ "type": "boolean", "const": false }), "false"),
    ] {
        let text = fixed(schema);
        assert!(text.contains(&format!("request.query(\"view\", [\"{value}\"]);")), "{text}");
        assert!(!text.contains("pub view"), "{text}");
    }
}

#[test]
fn the_text_of_a_body_goes_into_a_header() {
    let mut description = description();
    send(
        &mut description,
        &json!({ "application/json": { "schema": { "$ref": "billing/bill.schema.json" } } }),
    );
    let header = json!({ "name": "If-Match", "in": "header", "description": "Which.",
        "x-from": "$request.body#/attributes/etag", "schema": { "type": "string" } });
    at(&mut description, PATH)["post"]["parameters"].as_array_mut().expect("a list").push(header);
    let text = file(&description, "operations/send_invoice.rs");
    assert!(text.contains("self.bill.attributes.as_ref()?.etag.as_ref()?"), "{text}");
    assert!(text.contains("Where it is not set, the body's `attributes.etag` is sent"), "{text}");
}

#[test]
fn requests_that_can_not_be() {
    let mut report = Report::default();
    let invoice = json!({ "$ref": "billing/invoice.schema.json" });
    for (name, content) in [
        ("two media types", json!({ "application/json": { "schema": invoice }, "text/csv": {} })),
        ("no media type", json!({})),
        ("a media type that is none", json!({ "json": { "schema": invoice } })),
        ("bytes with a schema", json!({ "text/csv": { "schema": { "type": "string" } } })),
        (
            "a form of text",
            json!({ "application/x-www-form-urlencoded": { "schema": { "type": "string" } } }),
        ),
        (
            "a form with objects in it",
            json!({ "application/x-www-form-urlencoded": { "schema": { "$ref": "billing/bill.schema.json" } } }),
        ),
    ] {
        report.change(name, |description| send(description, &content));
    }
    let part = json!({ "description": "It.", "type": "string", "contentMediaType": "text/csv" });
    for (name, schema) in [
        ("parts of no object", json!({ "properties": {}, "required": [] })),
        ("a form that may be empty", json!({ "type": "object", "properties": { "file": part } })),
        (
            "a part that is not there",
            json!({ "type": "object", "properties": {}, "required": ["file"] }),
        ),
        (
            "a part with a quote",
            json!({ "type": "object", "properties": { "a\"b": part }, "required": ["a\"b"] }),
        ),
        (
            "a file that is a number",
            json!({ "type": "object", "required": ["file"], "properties": {
                "file": { "description": "It.", "type": "integer", "contentMediaType": "text/csv" } } }),
        ),
        (
            "a part that is an object",
            json!({ "type": "object", "required": ["it"], "properties": { "it": invoice } }),
        ),
        (
            "a part of two types",
            json!({ "type": "object", "required": ["it"], "properties": {
                "it": { "$ref": "billing/ids.schema.json#/$defs/shop-id", "type": "string" } } }),
        ),
        (
            "a part that is a parameter, too",
            json!({ "type": "object", "required": ["size"], "properties": { "size": part } }),
        ),
        (
            "a word of a part",
            json!({ "type": "object", "required": ["file"], "properties": {
                "file": { "type": "string", "contentEncoding": "base64" } } }),
        ),
    ] {
        let content = json!({ "multipart/form-data": { "schema": schema } });
        report.change(name, |description| send(description, &content));
    }
    report.operation(
        "a body of a GET",
        "requestBody",
        json!({ "required": true, "content": { "application/json": { "schema": invoice } } }),
    );
    insta::assert_snapshot!(report.0);
}

#[test]
fn values_that_can_not_be() {
    let mut report = Report::default();
    let json_of = |schema: Value| json!({ "application/json": { "schema": schema } });
    let query = |more: Value| {
        let mut parameter = json!({ "name": "view", "in": "query", "description": "How." });
        parameter
            .as_object_mut()
            .expect("an object")
            .extend(more.as_object().expect("an object").clone());
        parameter
    };
    for (name, parameter) in [
        ("a schema and content", query(json!({ "schema": { "type": "string" }, "content": {} }))),
        (
            "content of two types",
            query(json!({ "content": { "application/json": {}, "text/csv": {} } })),
        ),
        ("content that is no JSON", query(json!({ "content": { "text/csv": {} } }))),
        ("content without a schema", query(json!({ "content": { "application/json": {} } }))),
        (
            "JSON in a header",
            json!({ "name": "X-View", "in": "header", "description": "How.", "content": json_of(json!({ "type": "string" })) }),
        ),
        ("a fixed value that may be left out", query(json!({ "schema": { "const": "x" } }))),
        ("a fixed list", query(json!({ "required": true, "schema": { "const": ["x"] } }))),
        (
            "a fixed value of another type",
            query(json!({ "required": true, "schema": { "type": "integer", "const": "x" } })),
        ),
        (
            "a fixed number with decimals",
            query(json!({ "required": true, "schema": { "const": 1.5 } })),
        ),
        (
            "a fixed header that can't be",
            json!({ "name": "X-View", "in": "header", "description": "How.", "required": true, "schema": { "const": "\u{e9}" } }),
        ),
        (
            "a part of the body in a query",
            query(json!({ "x-from": "$request.body#/a", "schema": { "type": "string" } })),
        ),
    ] {
        report.change(name, |description| {
            *at(description, "/components/parameters/Size") = parameter;
        });
    }
    report.change("a fixed part of the path", |description| {
        at(description, "/components/parameters/ShopId")["schema"] = json!({ "const": "x" });
    });
    let header = |from: &str, schema: Value| json!({ "name": "If-Match", "in": "header", "description": "Which.", "x-from": from, "schema": schema });
    let text = || json!({ "type": "string" });
    for (name, header) in [
        ("a part of the answer", header("$response.body#/attributes/etag", text())),
        ("a property that is not there", header("$request.body#/attributes/version", text())),
        ("a property that is no text", header("$request.body#/attributes", text())),
        ("a number", header("$request.body#/attributes/etag", json!({ "type": "integer" }))),
        (
            "a default besides",
            header("$request.body#/attributes/etag", json!({ "type": "string", "default": "*" })),
        ),
    ] {
        report.change(name, |description| {
            send(description, &json_of(json!({ "$ref": "billing/bill.schema.json" })));
            at(description, PATH)["post"]["parameters"]
                .as_array_mut()
                .expect("a list")
                .push(header);
        });
    }
    report.change("no body to be taken from", |description| {
        *at(description, "/components/parameters/Size") = header("$request.body#/a", text());
    });
    report.parameter("a part of every body", "Locale", "x-from", json!("$request.body#/a"));
    insta::assert_snapshot!(report.0);
}
