//! Words that mean nothing: none is ignored.

use serde_json::json;

use crate::shop::{Report, at, description, generate, remove, text};

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
        description["components"]["responses"]["Invoices"]["callbacks"] = json!({});
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
fn all_problems_at_once() {
    let mut description = description();
    description["webhooks"] = json!({});
    description["components"]["parameters"]["Size"]["in"] = json!("cookie");
    let problems = generate(&text(&description)).expect_err("refused");
    assert!(problems.ends_with("2 problems; nothing was written"), "{problems}");
}
