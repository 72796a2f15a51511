//! Answers of every kind, and those that can not be.

use serde_json::{Value, json};

use crate::shop::{BODY, INVOICES, Report, at, description, file, generate, has, list_of, text};

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
    assert!(problems.contains("an answer of another kind is no page of the list"), "{problems}");
}

/// An answer with a body.
fn body(content: &Value) -> Value {
    json!({ "description": "It.", "content": content })
}

fn json_of(schema: &Value) -> Value {
    json!({ "application/json": { "schema": schema } })
}

/// The operation and its method of the client, where the answers are these.
fn answered(responses: Value) -> String {
    let mut description = description();
    at(&mut description, INVOICES)["responses"] = responses;
    file(&description, "operations/list_invoices.rs") + &file(&description, "clients/shop.rs")
}

#[test]
fn bodies_of_every_type() {
    let invoice = json!({ "$ref": "billing/invoice.schema.json" });
    for (content, output, method) in [
        (
            json_of(&json!({ "type": "array", "items": invoice })),
            "Vec<Invoice>",
            "Response<Vec<Invoice>>",
        ),
        (
            json_of(&json!({ "type": "array", "items": { "type": "string" } })),
            "Vec<String>",
            "Response<Vec<String>>",
        ),
        (json_of(&json!({ "type": "string" })), "String", "Response<String>"),
        (
            json_of(&json!({ "type": "integer" })),
            "partner_models::Integer",
            "Response<partner_models::Integer>",
        ),
        (
            json_of(&json!({ "type": "number" })),
            "partner_models::Number",
            "Response<partner_models::Number>",
        ),
        (json_of(&json!({ "type": "boolean" })), "bool", "Response<bool>"),
        (json!({ "text/plain": { "schema": { "type": "string" } } }), "String", "Response<String>"),
        (json!({ "application/pdf": {} }), "crate::File", "Result<Download, Error>"),
        (json!({ "application/hal+json": { "schema": invoice } }), "Invoice", "Response<Invoice>"),
    ] {
        let text = answered(json!({ "200": body(&content) }));
        assert!(text.contains(&format!("type Output = {output};")), "{output}:\n{text}");
        assert!(has(&text, method), "{method}:\n{text}");
    }
    let text = answered(json!({
        "200": body(&json!({ "application/pdf": {}, "text/csv": {} })), "2XX": { "description": "None." }
    }));
    for part in [
        "type Output = Option<crate::File>;",
        "accept: \"application/pdf, text/csv, application/json;q=0.5\",",
        "Result<Option<Download>, Error>",
        "let is_empty = !matches!(status.as_u16(), 200u16);",
    ] {
        assert!(has(&text, part), "no `{part}` in\n{text}");
    }
}

#[test]
fn bodies_of_several_types_are_an_enum() {
    let invoice = json!({ "$ref": "billing/invoice.schema.json" });
    let responses = json!({
        "200": body(&json_of(&invoice)),
        "201": body(&json_of(&list_of("billing/list.schema.json"))),
        "202": { "description": "Later." }
    });
    let mut description = description();
    at(&mut description, INVOICES)["responses"] = responses;
    insta::assert_snapshot!("several", file(&description, "operations/list_invoices.rs"));
}

#[test]
fn a_question_has_a_yes_and_a_no() {
    let mut description = description();
    let path = "/paths/~1v1~1shops~1{shop-id}~1invoices";
    let mut question = at(&mut description, INVOICES).clone();
    question["operationId"] = json!("hasInvoices");
    question["x-rust-chain"] = json!("shop(shop-id).invoices.any");
    question["responses"] =
        json!({ "200": { "description": "Yes." }, "404": { "description": "No." } });
    at(&mut description, path)["head"] = question;
    let text = file(&description, "operations/has_invoices.rs");
    assert!(text.contains("type Output = bool;") && text.contains("Method::HEAD"), "{text}");
    // Without a 404 of its own it says nothing but that it was done.
    at(&mut description, path)["head"]["responses"] = json!({ "200": { "description": "Yes." } });
    let text = file(&description, "operations/has_invoices.rs");
    assert!(text.contains("type Output = crate::NoContent;"), "{text}");
}

#[test]
fn an_address_leads_to_an_operation() {
    let header = json!({ "Location": { "description": "Where.", "schema": { "type": "string" } } });
    let text = answered(json!({ "202": {
        "description": "Later.", "headers": header,
        "links": { "status": { "operationId": "listInvoices", "description": "Ask there." } }
    } }));
    let follow = "Result<crate::Follow<crate::operations::ListInvoices>, Error>";
    assert!(text.contains("pub fn status(") && has(&text, follow), "{text}");
}

#[test]
fn answers_that_can_not_be() {
    let mut report = Report::default();
    let invoice = json!({ "$ref": "billing/invoice.schema.json" });
    let mut answers = |name: &str, responses: Value| report.operation(name, "responses", responses);
    for (name, content) in [
        ("content that says nothing", json!({})),
        ("a media type that is none", json!({ "*/*": {} })),
        ("a media type with parameters", json!({ "application/json; charset=utf-8": {} })),
        ("JSON without a schema", json!({ "application/json": {} })),
        (
            "JSON beside a file",
            json!({ "application/json": { "schema": invoice }, "text/csv": {} }),
        ),
        ("a file with a schema", json!({ "application/pdf": { "schema": { "type": "string" } } })),
        ("text that is no string", json!({ "text/plain": { "schema": { "type": "integer" } } })),
        ("a list of nothing", json_of(&json!({ "type": "array" }))),
        ("items of what is no list", json_of(&json!({ "type": "string", "items": invoice }))),
        (
            "a type beside a reference",
            json_of(&json!({ "$ref": "billing/invoice.schema.json", "type": "object" })),
        ),
        ("bindings of nothing", json_of(&json!({ "type": "string", "$defs": {} }))),
        ("two types", json_of(&json!({ "type": ["string", "null"] }))),
    ] {
        answers(name, json!({ "200": body(&content) }));
    }
    answers(
        "a page beside nothing",
        json!({ "200": body(&json_of(&list_of("billing/pages.schema.json"))), "204": { "description": "None." } }),
    );
    answers(
        "a file beside JSON of another status",
        json!({ "200": body(&json!({ "text/csv": {} })), "202": body(&json_of(&invoice)) }),
    );
    answers(
        "any status of several types",
        json!({ "200": body(&json_of(&invoice)), "2XX": body(&json_of(&json!({ "type": "string" }))) }),
    );
    let head = |responses: Value| {
        move |description: &mut Value| {
            let mut operation = at(description, INVOICES).clone();
            operation["responses"] = responses;
            description["paths"] = json!({ "/v1/shops/{shop-id}/invoices": { "head": operation } });
        }
    };
    report.change("a body to HEAD", head(json!({ "200": body(&json_of(&invoice)) })));
    insta::assert_snapshot!(report.0);
}

#[test]
fn links_that_lead_nowhere() {
    let mut report = Report::default();
    let header = json!({ "location": { "description": "Where.", "schema": { "type": "string" } } });
    let answer =
        |links: Value| json!({ "description": "Later.", "headers": header, "links": links });
    let mut answers = |name: &str, responses: Value| report.operation(name, "responses", responses);
    let link = json!({ "operationId": "listInvoices" });
    answers(
        "no header",
        json!({ "202": { "description": "Later.", "links": { "status": link } } }),
    );
    for (name, links) in [
        ("no operation", json!({ "status": {} })),
        ("an operation that is not there", json!({ "status": { "operationId": "getNothing" } })),
        ("a name that is none", json!({ "type": link })),
        ("a name that is taken", json!({ "new": link })),
        (
            "parameters",
            json!({ "status": { "operationId": "listInvoices", "parameters": { "a": "$response.body#/a" } } }),
        ),
        ("an address of the document", json!({ "status": { "operationRef": "#/paths" } })),
    ] {
        answers(name, json!({ "202": answer(links) }));
    }
    answers(
        "two of one name",
        json!({
            "202": answer(json!({ "status": link })),
            "201": answer(json!({ "status": { "operationId": "other" } }))
        }),
    );
    report.change("no GET", |description| {
        let mut operation = at(description, INVOICES).clone();
        operation["responses"] = json!({ "202": answer(json!({ "status": link })) });
        description["paths"] = json!({ "/v1/shops/{shop-id}/invoices": { "post": operation } });
    });
    insta::assert_snapshot!(report.0);
}
