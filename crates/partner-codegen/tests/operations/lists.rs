//! Lists, and where their envelopes say that they go on.

use serde_json::json;

use crate::shop::{BODY, Report, at, description, file, list_of};

#[test]
fn a_list_is_paged_where_its_envelope_says_so() {
    let mut description = description();
    let whole = "paging::whole(answer, headers)";
    assert!(file(&description, "operations/list_invoices.rs").contains(whole));
    assert!(file(&description, "clients/shop.rs").contains("pub async fn list("));
    *at(&mut description, BODY) = list_of("billing/pages.schema.json");
    let operation = file(&description, "operations/list_invoices.rs");
    assert!(!operation.contains(whole), "{operation}");
    assert!(operation.contains("type Output = Pages<Invoice>;"), "{operation}");
    assert!(
        operation.contains("use partner_models::billing::{Invoice, Pages, ShopId};"),
        "{operation}"
    );
    let client = file(&description, "clients/shop.rs");
    assert!(client.contains("Result<Pager<Pages<Invoice>>, Error>"), "{client}");
}

#[test]
fn a_list_in_place_is_whole_where_its_envelope_names_no_next_page() {
    let mut description = description();
    *at(&mut description, BODY) = list_of("billing/list.schema.json");
    let operation = file(&description, "operations/list_invoices.rs");
    assert!(operation.contains("type Output = List<Invoice>;"), "{operation}");
    assert!(operation.contains("paging::whole(answer, headers)"), "{operation}");
    let client = file(&description, "clients/shop.rs");
    assert!(client.contains("Result<Response<List<Invoice>>, Error>"), "{client}");
}

#[test]
fn lists_in_place_that_say_too_little() {
    let mut report = Report::default();
    let list = list_of("billing/list.schema.json");
    for (name, pointer, value) in [
        ("a binding of what is no list", "/$ref", json!("billing/invoice.schema.json")),
        ("no binding", "/$defs", json!({})),
        ("another anchor", "/$defs/item/$dynamicAnchor", json!("row")),
        ("items that are not there", "/$defs/item/$ref", json!("billing/receipt.schema.json")),
        ("items that are open", "/$defs/item/$ref", json!("billing/list.schema.json")),
        ("items in place", "/$defs/item", json!({ "$dynamicAnchor": "item", "type": "string" })),
        ("items of nothing", "/$defs/item", json!({ "$dynamicAnchor": "item" })),
    ] {
        report.change(name, |description| {
            let mut list = list.clone();
            *at(&mut list, pointer) = value;
            *at(description, BODY) = list;
        });
    }
    insta::assert_snapshot!(report.0);
}
