//! Of several members of one name the last one counts, whatever they are: the rule of the crate page, for
//! each kind of place that a member may have.

use partner_models::analytics::AnalyticsPage;
use partner_models::common::{Link, ResourceAttributes, ResourceLinks};
use partner_models::errors::ApiError;
use partner_models::licenses::{License, LicenseAssignment, ProductSku};
use partner_models::users::CustomerUser;
use partner_models::{Collection, FromJson, RawJson, Resource, ToJson};
use serde_json::Value;

/// Reads the document and checks that it is, in every respect, the one with the last members only.
#[track_caller]
fn same<T: FromJson + ToJson + PartialEq>(json: &str, last_only: &str) -> T {
    let read = |json: &str| partner_models::from_str::<T>(json).expect(json);
    let value = read(json);
    assert!(value == read(last_only), "{json} is not {last_only}");
    let written = partner_models::to_string(&value);
    let as_value = |json: &str| serde_json::from_str::<Value>(json).expect("it is JSON");
    assert_eq!(as_value(&written), as_value(last_only), "{json} was written as {written}");
    assert_eq!(as_value(json), as_value(last_only), "the test itself");
    assert!(read(&written) == value, "{json} is not read back");
    value
}

#[test]
fn an_optional_field() {
    for (members, last) in [
        (r#""name":"a","name":"b""#, r#""name":"b""#),
        (r#""name":null,"name":"b""#, r#""name":"b""#),
        (r#""name":"a","name":null"#, r#""name":null"#),
        (r#""name":null,"name":null"#, r#""name":null"#),
        (r#""name":null,"name":"a","name":null"#, r#""name":null"#),
        (r#""name":"a","name":null,"name":"b""#, r#""name":"b""#),
        (r#""n\u0061me":null,"name":"b""#, r#""name":"b""#),
        (r#""later":1,"name":null,"other":2,"name":"b""#, r#""later":1,"other":2,"name":"b""#),
        (
            r#""name":null,"later":1,"id":null,"name":"b","id":"c""#,
            r#""later":1,"name":"b","id":"c""#,
        ),
    ] {
        same::<ProductSku>(&format!("{{{members}}}"), &format!("{{{last}}}"));
    }
    let sku: ProductSku = same(r#"{"name":null,"name":"b"}"#, r#"{"name":"b"}"#);
    assert!(sku.extra.is_empty());
}

#[test]
fn fields_of_other_types() {
    same::<License>(
        r#"{"servicePlans":[{"id":"a"}],"servicePlans":[],"productSku":{"id":"a"},"productSku":{}}"#,
        r#"{"servicePlans":[],"productSku":{}}"#,
    );
    same::<Collection<RawJson>>(
        r#"{"totalCount":1,"totalCount":2.0,"items":[1],"items":null}"#,
        r#"{"totalCount":2.0,"items":null}"#,
    );
    same::<AnalyticsPage<RawJson>>(
        r#"{"@nextLink":null,"Value":null,"Value":[1],"@nextLink":"x"}"#,
        r#"{"Value":[1],"@nextLink":"x"}"#,
    );
    same::<ApiError>(r#"{"code":1,"code":"1","code":2}"#, r#"{"code":2}"#);
    same::<CustomerUser>(r#"{"state":"active","state":"odd"}"#, r#"{"state":"odd"}"#);
    same::<Link>(r#"{"uri":"a","headers":[],"uri":null}"#, r#"{"headers":[],"uri":null}"#);
}

#[test]
fn a_required_field() {
    same::<LicenseAssignment>(r#"{"skuId":"a","skuId":"b"}"#, r#"{"skuId":"b"}"#);
    let error = partner_models::from_str::<LicenseAssignment>(r#"{"skuId":null,"skuId":"b"}"#);
    let error = error.expect_err("a null is refused where it stands").to_string();
    assert!(error.starts_with("skuId: expected a ProductSkuId string, found null"), "{error}");
}

#[test]
fn a_name_in_several_spellings() {
    // The schema's own spelling is the property's; what is spelt otherwise is a member of its own.
    let attributes: ResourceAttributes =
        same(r#"{"ETag":"a","etag":"b","ETag":null,"ETag":"c"}"#, r#"{"etag":"b","ETag":"c"}"#);
    assert_eq!(attributes.etag.as_deref(), Some("b"));
    assert_eq!(attributes.extra.get("ETag"), Some(r#""c""#));
    let attributes: ResourceAttributes =
        same(r#"{"etag":"a","ETag":"b","etag":null}"#, r#"{"ETag":"b","etag":null}"#);
    assert_eq!(attributes.etag, None);
}

#[test]
fn a_member_without_a_field() {
    let sku: ProductSku =
        same(r#"{"later":1,"later":null,"other":{},"later":[2]}"#, r#"{"other":{},"later":[2]}"#);
    assert_eq!(sku.extra.get("later"), Some("[2]"));
    // All of them are kept and written, as they were sent.
    assert_eq!(sku.extra.iter().count(), 4);
}

#[test]
fn a_member_of_an_open_map() {
    for (members, last) in [
        (r#""a":{"uri":"x"},"a":{"uri":"y"}"#, r#""a":{"uri":"y"}"#),
        (r#""a":null,"a":{"uri":"y"}"#, r#""a":{"uri":"y"}"#),
        (r#""a":{"uri":"x"},"a":null"#, r#""a":null"#),
        (r#""a":null,"b":null,"a":null"#, r#""a":null,"b":null"#),
        (r#""a":{"uri":"x"},"a":null,"b":{},"a":{"uri":"y"}"#, r#""a":{"uri":"y"},"b":{}"#),
    ] {
        same::<ResourceLinks>(&format!("{{{members}}}"), &format!("{{{last}}}"));
    }
}

#[test]
fn what_a_body_says_it_is() {
    let resource: Resource = same(
        r#"{"attributes":{"objectType":"Offer"},"attributes":{"objectType":"Offer","objectType":"License"}}"#,
        r#"{"attributes":{"objectType":"License"}}"#,
    );
    assert!(matches!(resource, Resource::License(_)));
}

#[test]
fn json_that_is_kept_as_text() {
    let raw: RawJson = same(r#"{"a":1,"a":2}"#, r#"{"a":2}"#);
    assert_eq!(raw.get(), r#"{"a":1,"a":2}"#);
}
