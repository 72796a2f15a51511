//! Hosts besides that of the API, and those that can not be.

use serde_json::{Value, json};

use crate::shop::{INVOICES, Report, at, description, file, has};

fn server(url: &str, scope: &str) -> Value {
    json!({ "url": url, "x-scope": scope })
}

#[test]
fn a_host_of_an_operation_has_its_own_scope() {
    let mut description = description();
    let mut first =
        server("https://graph.example.invalid", "https://graph.example.invalid/.default");
    first["x-clouds"] = json!(["global"]);
    let mut second = server("https://graph.gov.invalid", "api://7/.default");
    second["x-clouds"] = json!(["usGovernment"]);
    at(&mut description, INVOICES)["servers"] = json!([first, second]);
    let text = file(&description, "operations/list_invoices.rs");
    for part in [
        "url: \"https://graph.example.invalid\",",
        "scope: \"https://graph.example.invalid/.default\",",
        "clouds: &[CloudName::Global],",
        "scope: \"api://7/.default\",",
    ] {
        assert!(has(&text, part), "no `{part}` in\n{text}");
    }
    at(&mut description, INVOICES)["servers"] =
        json!([server("https://a.invalid", "https://a.invalid/x")]);
    assert!(file(&description, "operations/list_invoices.rs").contains("clouds: CloudName::ALL,"));
}

#[test]
fn hosts_that_can_not_be() {
    let mut report = Report::default();
    let scope = "https://a.invalid/.default";
    for url in [
        "http://a.invalid",
        "https://a.invalid/v1",
        "https://a.invalid/",
        "https://A.invalid",
        "https://user@a.invalid",
        "https://a.invalid:443",
        "https://{region}.invalid",
        "https://localhost",
        "//a.invalid",
        "",
    ] {
        report.operation(url, "servers", json!([server(url, scope)]));
    }
    report.operation("none", "servers", json!([]));
    report.operation("no scope", "servers", json!([{ "url": "https://a.invalid" }]));
    report.operation(
        "a scope of the API",
        "servers",
        json!([server("https://a.invalid", "user_impersonation")]),
    );
    report.operation(
        "two scopes",
        "servers",
        json!([server("https://a.invalid", "https://a.invalid/a https://a.invalid/b")]),
    );
    report.operation(
        "two of one cloud",
        "servers",
        json!([server("https://a.invalid", scope), server("https://b.invalid", scope)]),
    );
    let mut variables = server("https://a.invalid", scope);
    variables["variables"] = json!({});
    report.operation("variables", "servers", json!([variables]));
    let mut mars = server("https://a.invalid", scope);
    mars["x-clouds"] = json!(["mars"]);
    report.operation("a cloud that is none", "servers", json!([mars]));
    insta::assert_snapshot!(report.0);
}
