//! Chains and paths that lead nowhere.

use serde_json::json;

use crate::shop::{INVOICES, Report, at};

#[test]
fn chains_and_paths_that_lead_nowhere() {
    let mut report = Report::default();
    for chain in [
        "list",
        "shop(shop-id)",
        "shop().list",
        "shop(shop-id.list",
        "Shop(shop-id).list",
        "shop.list",
        "shop(id).list",
        "a(shop-id).b(shop-id).list",
        "type(shop-id).list",
        "",
    ] {
        report.operation(chain, "x-rust-chain", json!(chain));
    }
    for path in [
        "v1/shops/{shop-id}",
        "/v1/shops/{shop-id",
        "/v1//{shop-id}",
        "/v1/{}/{shop-id}",
        "/v1/{x}{shop-id}",
        "/v1/x{{shop-id}",
        "/v1/a b/{shop-id}",
    ] {
        report.change(path, |description| {
            let operation = at(description, INVOICES).clone();
            description["paths"] = json!({ path: { "get": operation } });
        });
    }
    // A second operation that wants a name of the first.
    for (name, id, chain) in [
        ("the same id", "listInvoices", "shop(shop-id).invoices.again"),
        ("the same chain", "moreInvoices", "shop(shop-id).invoices.list"),
        ("a method that is a sub-client", "moreInvoices", "shop(shop-id).invoices"),
        ("sub-clients of one name", "moreInvoices", "shop_invoices(shop-id).list"),
    ] {
        report.change(name, |description| {
            let mut operation = at(description, INVOICES).clone();
            operation["operationId"] = json!(id);
            operation["x-rust-chain"] = json!(chain);
            description["paths"]["/v1/more/{shop-id}"] = json!({ "get": operation });
        });
    }
    insta::assert_snapshot!(report.0);
}

#[test]
fn a_parameter_is_a_part_of_a_path_or_stands_in_one() {
    let mut description = crate::shop::description();
    let mut operation = at(&mut description, INVOICES).clone();
    operation["x-rust-chain"] = json!("shop(shop-id).sheets.list");
    let path = "/v1/sheets(shop='{shop-id}')/$value";
    description["paths"] = json!({ path: { "get": operation } });
    let text = crate::shop::file(&description, "operations/list_invoices.rs");
    assert!(text.contains(&format!("path: \"{path}\",")), "{text}");
    // Nothing follows from such a path.
    let mut report = Report::default();
    report.change("no chain", |description| {
        let mut operation = at(description, INVOICES).clone();
        operation.as_object_mut().expect("an object").remove("x-rust-chain");
        description["paths"] = json!({ path: { "get": operation } });
    });
    insta::assert_snapshot!(report.0);
}
