//! JSON that is not what it should be: the error says what, and where.

use contract_tests::SAMPLE;
use partner_models::licenses::{License, LicenseUpdate, ProductSku};
use partner_models::{Collection, Error, ErrorKind, Integer};

fn error(json: &[u8]) -> Error {
    partner_models::from_slice::<Collection<License>>(json).expect_err("this is no collection")
}

#[test]
fn error_texts() {
    let deep = format!(r#"{{"items":[{{"later":{}}}]}}"#, "[".repeat(100_000));
    let cases: &[(&str, &[u8])] = &[
        ("nothing", b""),
        ("truncated", br#"{"items":[{"productSku":{"id":"a""#),
        ("truncated string", br#"{"items":[{"productSku":{"id":"a"#),
        ("no JSON", b"<html>Bad gateway</html>"),
        ("more than one value", b"{} {}"),
        ("comma at the end", b"{\n  \"items\": [\n    {},\n  ]\n}"),
        ("an array for an object", b"[]"),
        ("an object for an array", br#"{"items":{"a":{}}}"#),
        ("an object for a string", br#"{"items":[{},{"productSku":{"id":{}}}]}"#),
        ("a number for an id", br#"{"items":[{"productSku":{"id":7}}]}"#),
        (
            "a number for an enum",
            br#"{"items":[{"servicePlans":[{"id":"a"},{"id":"b","capabilityStatus":1}]}]}"#,
        ),
        ("null for an item", br#"{"items":[null]}"#),
        ("a string for a count", br#"{"totalCount":"secret, expected","items":[]}"#),
        ("a fraction for a count", br#"{"items":[],"totalCount":1.5}"#),
        ("an object for a count", br#"{"items":[],"totalCount":{"a":1}}"#),
        ("a lone surrogate", br#"{"items":[{"productSku":{"id":"\ud800"}}]}"#),
        ("a control character", b"{\"items\":[{\"productSku\":{\"id\":\"a\nb\"}}]}"),
        ("invalid UTF-8", b"{\"items\":[{\"productSku\":{\"id\":\"a\xff\"}}]}"),
        ("a number without digits", br#"{"totalCount":-}"#),
        ("nested too deep where nothing is known", deep.as_bytes()),
    ];
    let texts: String =
        cases.iter().map(|(name, json)| format!("{name}\n    {}\n", error(json))).collect();
    insta::assert_snapshot!(texts);
}

#[test]
fn what_a_request_cannot_be_without_is_missed() {
    let error =
        |json| partner_models::from_str::<LicenseUpdate>(json).expect_err("a SKU is missing");
    assert_eq!(
        error("{\"licensesToAssign\":[\n  {\"excludedPlans\":[]}\n]}").to_string(),
        "licensesToAssign[0]: missing field `skuId` at line 2 column 22"
    );
    assert_eq!(
        error(r#"{"licensesToAssign":[{"skuId":null}]}"#).to_string(),
        "licensesToAssign[0].skuId: expected a ProductSkuId string, found null at line 1 column 34"
    );
}

#[test]
fn deep_nesting_is_an_error_wherever_it_is() {
    let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for depth in [128, 100_000] {
        let error = error(format!(r#"{{"later":{}}}"#, nested(depth)).as_bytes());
        assert_eq!(error.kind(), ErrorKind::Data);
        assert!(error.to_string().starts_with("later: recursion limit exceeded"), "{error}");
    }
    let json = format!(r#"{{"later":{}}}"#, nested(126));
    let licenses: Collection<License> =
        partner_models::from_str(&json).expect("so deep is not too deep");
    assert_eq!(partner_models::to_string(&licenses), json);
}

#[test]
fn no_prefix_and_no_broken_byte_of_the_sample_panics() {
    for end in 0..SAMPLE.len() {
        if !SAMPLE[end..].trim().is_empty() {
            let error = error(&SAMPLE.as_bytes()[..end]);
            assert_eq!(error.kind(), ErrorKind::UnexpectedEnd, "cut at {end}: {error}");
        }
    }
    for at in 0..SAMPLE.len() {
        for byte in [b'"', b'{', b']', b',', 0, 0xff] {
            let mut json = SAMPLE.as_bytes().to_vec();
            json[at] = byte;
            let _ = partner_models::from_slice::<Collection<License>>(&json);
        }
    }
}

#[test]
fn errors_do_not_repeat_the_data() {
    let error =
        partner_models::from_str::<Collection<License>>(r#"{"items": "alice@contoso.com"}"#)
            .expect_err("a string is no list");
    assert!(!error.to_string().contains("alice"), "{error}");
    assert!(!format!("{error:?}").contains("alice"), "{error:?}");
}

#[test]
fn debug_does_not_show_what_no_schema_describes() {
    let sku: ProductSku = partner_models::from_str(r#"{"id":"a","owner":"alice@contoso.com"}"#)
        .expect("the SKU is read");
    let debug = format!("{sku:?}");
    assert!(debug.contains("owner") && !debug.contains("alice"), "{debug}");
}

#[test]
fn a_number_out_of_range_is_kept_and_refused_where_it_is_converted() {
    let count: Integer = partner_models::from_str("1e400").expect("it is a whole number");
    let error = u64::try_from(&count).expect_err("it fits no u64");
    assert_eq!(error.to_string(), "the number does not fit u64");
}
