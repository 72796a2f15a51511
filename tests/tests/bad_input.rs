//! JSON that is not what it should be: the error says what, and where.

use contract_tests::SAMPLE;
use partner_models::analytics::AnalyticsPage;
use partner_models::common::{ResourceLinks, SeekBasedCollection};
use partner_models::licenses::{License, LicenseUpdate, ProductSku, SubscribedSku};
use partner_models::{Collection, Error, ErrorKind, Integer, RawJson, Resource, with_serde};
use serde::Deserialize;

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
    assert!(debug.ends_with("extra: Extra(1 member) }"), "{debug}");
    assert!(!debug.contains("owner") && !debug.contains("alice"), "{debug}");
    let offer = r#"{"attributes":{"objectType":"alice@contoso.com"},"bob@contoso.com":1}"#;
    let resource: Resource = partner_models::from_str(offer).expect("it is read");
    assert!(!format!("{resource:?}").contains("contoso"), "{resource:?}");
    let links = r#"{"alice@contoso.com":{"uri":"https://bob@contoso.com"}}"#;
    let links: ResourceLinks = partner_models::from_str(links).expect("it is read");
    assert!(!format!("{links:?}").contains("contoso"), "{links:?}");
    assert!(format!("{:?}", partner_models::reveal(&links)).contains("alice@contoso.com"));
}

#[test]
fn a_number_out_of_range_is_kept_and_refused_where_it_is_converted() {
    let count: Integer = partner_models::from_str("1e400").expect("it is a whole number");
    let error = u64::try_from(&count).expect_err("it fits no u64");
    assert_eq!(error.to_string(), "the number does not fit u64");
}

#[test]
fn numbers_of_another_kind() {
    let error =
        |json: &str| partner_models::from_str::<SubscribedSku>(json).expect_err(json).to_string();
    for (value, found) in [
        (r#""secret, expected""#, "a string"),
        ("1.5", "a number with a fraction"),
        (r#"{"a":1}"#, "an object"),
        ("1e-1", "a number with a fraction"),
    ] {
        let told = error(&format!(r#"{{"totalUnits":{value}}}"#));
        let expected = format!("totalUnits: expected an integer, found {found} at line 1 column ");
        assert!(told.starts_with(&expected), "{told}");
    }
}

#[test]
fn what_nobody_asked_for_refuses_nothing() {
    fn kept<T>(json: &str, items: usize)
    where
        T: partner_models::FromJson + partner_models::ToJson + serde::de::DeserializeOwned,
    {
        let direct: T = partner_models::from_str(json).expect(json);
        let by_serde: T = with_serde::from_str(json).expect(json);
        let written = partner_models::to_string(&direct);
        assert_eq!(written, partner_models::to_string(&by_serde), "{json}");
        let value = |text: &str| partner_models::from_str::<RawJson>(text).expect("it is JSON");
        assert_eq!(value(&written), value(json), "{written} is {json}");
        assert_eq!(written.matches(r#"{"id":"a"}"#).count(), items);
    }
    for odd in [r#""04""#, "{}", "[1]", "true", "1.5", r#""\ud800""#, "1e999999999999999999999"] {
        for name in ["totalCount", "TotalCount", "links", "Links", "attributes", "ATTRIBUTES"] {
            if matches!((odd, name), ("{}", "links" | "Links" | "attributes" | "ATTRIBUTES")) {
                continue; // that is what they are
            }
            let list = format!(r#"{{"{name}":{odd},"items":[{{"id":"a"}}]}}"#);
            kept::<Collection<ProductSku>>(&list, 1);
            kept::<SeekBasedCollection<ProductSku>>(&list, 1);
            kept::<AnalyticsPage<ProductSku>>(&list.replace("items", "Value"), 1);
            kept::<License>(&format!(r#"{{"{name}":{odd},"productSku":{{"id":"a"}}}}"#), 1);
        }
    }
    // What was asked for must still be what it is said to be, and errors behind it are found.
    let error = error(br#"{"totalCount":"04","items":[{"productSku":{"id":7}}]}"#);
    assert_eq!(error.path(), "items[0].productSku.id");
}

#[test]
fn json_is_never_called_no_json() {
    for (json, path) in [
        (r#"{"items":[{"productSku":{"name":1E400}}]}"#, "items[0].productSku.name"),
        (
            r#"{"items":[{"productSku":{"name":-1e999999999999999999999}}]}"#,
            "items[0].productSku.name",
        ),
        (r#"{"items":[{"productSku":{"name":"\ud800"}}]}"#, "items[0].productSku.name"),
        (r#"{"items":[{"productSku":{"name":"\ud800\u0041"}}]}"#, "items[0].productSku.name"),
    ] {
        let error = error(json.as_bytes());
        assert_eq!((error.kind(), error.path()), (ErrorKind::Data, path), "{error}");
    }
    let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(200), "]".repeat(200));
    let error = partner_models::from_str::<License>(&deep).expect_err("it nests too deep");
    assert_eq!(error.kind(), ErrorKind::Data, "{error}");
}

#[test]
fn errors_of_a_users_own_types_do_not_repeat_their_values() {
    const SECRET: &str = "alice@contoso.com";

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "it is never read")]
    struct Seat {
        kind: Option<Kind>,
        number: Option<u8>,
        id: Option<std::net::IpAddr>,
        own: Option<Own>,
    }

    #[derive(Debug, Deserialize)]
    enum Kind {
        Window,
    }

    #[derive(Debug)]
    struct Own;

    impl<'de> Deserialize<'de> for Own {
        fn deserialize<D: serde::Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
            let text = String::deserialize(json)?;
            Err(serde::de::Error::custom(format!("expected a seat, found {text}")))
        }
    }

    for (json, message) in [
        (format!(r#"{{"kind":"{SECRET}"}}"#), "an unknown variant, expected `Window`"),
        (format!(r#"{{"{SECRET}":1}}"#), "expected one of `kind`, `number`, `id`, `own`"),
        (format!(r#"{{"number":"{SECRET}"}}"#), "expected u8, found a string"),
        (format!(r#"{{"id":"{SECRET}"}}"#), "the type refuses the value"),
        (format!(r#"{{"own":"{SECRET}"}}"#), "the type refuses the value"),
        (format!(r#"{{"own":"a an invalid type: {SECRET}"}}"#), "the type refuses the value"),
    ] {
        let raw: RawJson = partner_models::from_str(&json).expect("it is JSON");
        let license: License =
            partner_models::from_str(&format!(r#"{{"seat":{json}}}"#)).expect("it is read");
        for error in [
            with_serde::from_str::<Seat>(&json).expect_err(&json),
            raw.parse::<Seat>().expect_err(&json),
            license.extra.parse::<Seat>("seat").expect_err(&json),
        ] {
            let shown = format!("{error} {error:?}");
            let without_path = shown.replace(&format!("unknown field `{SECRET}`"), "");
            assert!(!without_path.contains(SECRET), "{shown}");
            assert!(shown.contains(message), "{shown}");
        }
    }
}

/// Errors of a type of somebody's own that look like serde's, or like ours.
#[test]
fn words_that_only_look_like_serdes_are_not_told() {
    const SECRET: &str = "alice@contoso.com";

    /// Refuses every text in its own words.
    #[derive(Debug)]
    struct Own;

    impl<'de> Deserialize<'de> for Own {
        fn deserialize<D: serde::Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
            Err(serde::de::Error::custom(String::deserialize(json)?))
        }
    }

    for (said, told) in [
        ("expected {}, found a string", "the type refuses the value"),
        ("expected a {} object, found a string", "the type refuses the value"),
        ("expected a string, found {}", "the type refuses the value"),
        ("invalid type: string, expected {}", "expected something else, found a string"),
        ("invalid type: string, expected a {} string", "expected a string, found a string"),
        ("invalid type: string, expected struct {}", "expected an object, found a string"),
        ("invalid value: {}, expected u8", "expected u8, found something else"),
        ("invalid length {}", "the type refuses the value"),
        ("invalid length {}, expected 1", "the type refuses the value"),
        ("invalid length 3, expected {}", "invalid length 3"),
        ("invalid length 3, expected a tuple of size {}", "invalid length 3"),
        (
            "invalid length 3, expected a tuple of size 2",
            "invalid length 3, expected a tuple of size 2",
        ),
        ("missing field {}", "the type refuses the value"),
        ("missing field `a` of {}", "the type refuses the value"),
        ("missing field `a`", "missing field `a`"),
        ("duplicate field `a` {} `b`", "the type refuses the value"),
        ("unknown variant `{}`", "the type refuses the value"),
        (
            "unknown variant `{}`, there are no variants",
            "an unknown variant, there are no variants",
        ),
        ("unknown variant `a`, expected {}", "the type refuses the value"),
        ("unknown variant `a`, expected one of `b`, {}", "the type refuses the value"),
        (
            "unknown variant `a`, expected `{}`, expected `b` or `c`",
            "an unknown variant, expected `b` or `c`",
        ),
        ("unknown field `a`, expected {}", "the type refuses the value"),
        ("unknown field `a`, {}", "the type refuses the value"),
        (
            "unknown field `a`, expected one of `b`, `c`, `d`",
            "unknown field `a`, expected one of `b`, `c`, `d`",
        ),
    ] {
        let said = said.replace("{}", SECRET);
        let json = serde_json::Value::from(said.clone()).to_string();
        let raw: RawJson = partner_models::from_str(&json).expect("it is JSON");
        for error in [
            with_serde::from_str::<Own>(&json).expect_err(&json),
            raw.parse::<Own>().expect_err(&json),
        ] {
            let shown = error.to_string();
            assert!(!shown.contains(SECRET), "{said}: {shown}");
            assert_eq!(shown.split(" at line").next(), Some(told), "{said}");
        }
    }
}
