//! The feature `jsonschema`: what breaks a schema is told, all of it and where.

use contract_tests::instances::{any_json, instances};
use contract_tests::schemas::Schemas;
use contract_tests::{SAMPLE, TYPES};
use partner_models::licenses::{License, LicenseUpdate, ProductSku};
use partner_models::schema::HasSchema;
use partner_models::validation::{Invalid, Validate};
use partner_models::{Collection, ErrorKind, RawJson};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

fn texts<T: Validate>(json: &str) -> Vec<String> {
    match T::validate_json(json.as_bytes()) {
        Ok(()) => vec![],
        Err(Invalid::Schema(violations)) => violations.iter().map(ToString::to_string).collect(),
        Err(Invalid::Json(error)) => panic!("{error}"),
    }
}

#[test]
fn the_documented_answer_is_valid_with_a_mark_and_without() {
    assert_eq!(Collection::<License>::validate_json(SAMPLE.as_bytes()), Ok(()));
    assert_eq!(
        Collection::<License>::validate_json(format!("\u{feff}{SAMPLE}").as_bytes()),
        Ok(())
    );
    let licenses: Collection<License> = partner_models::from_str(SAMPLE).expect("it is read");
    assert_eq!(licenses.validate(), Ok(()));
}

#[test]
fn everything_is_told_with_its_path_and_without_the_data() {
    let json = r#"{"items": [{}, {}, {},
        {"servicePlans": [{}, {"id": 4711}], "productSku": {"id": "a", "name": ["alice@contoso.com"]}}],
        "totalCount": "secret", "links": {"a b": {"uri": {}}}}"#;
    assert_eq!(
        texts::<Collection<License>>(json),
        [
            r#"items[3].productSku.name: the value is not of type "string""#,
            r#"items[3].servicePlans[1].id: the value is not of type "string""#,
            r#"links["a b"].uri: the value is not of type "string""#,
            r#"totalCount: the value is not of type "integer""#,
        ]
    );
    let invalid = Collection::<License>::validate_json(json.as_bytes()).expect_err("see above");
    for shown in [invalid.to_string(), format!("{invalid:?}")] {
        assert!(!shown.contains("alice") && !shown.contains("secret") && !shown.contains("4711"));
    }
    assert_eq!(invalid.to_string().split("; ").count(), 4);
    assert_eq!(texts::<License>("[]"), [r#"the value is not of type "object""#]);
}

#[test]
fn what_is_shown_is_one_line_and_no_more_than_can_be_read() {
    let name = format!("a\u{1b}[2J\n\u{202e}{}", "x".repeat(100_000));
    let links: serde_json::Value = (0..1000)
        .map(|index| (format!("{name}{index}"), serde_json::json!({ "uri": 1 })))
        .collect();
    let json = serde_json::json!({ "links": links }).to_string();
    let invalid = Collection::<License>::validate_json(json.as_bytes()).expect_err("no numbers");
    let shown = invalid.to_string();
    assert!(shown.ends_with("; and 990 more"), "{shown}");
    let is_odd = |c: char| c.is_control() || c == '\u{202e}';
    assert!(shown.len() < 10_000 && !shown.contains(is_odd), "{shown}");
}

#[test]
fn what_reading_does_not_miss_is_missed_here() {
    assert_eq!(
        texts::<LicenseUpdate>(r#"{"licensesToAssign": [{"excludedPlans": []}]}"#),
        [r#"licensesToAssign[0]: "skuId" is a required property"#]
    );
}

#[test]
fn a_value_is_held_against_its_schema_as_it_would_be_sent() {
    let mut sku = ProductSku::new().with_name("E3");
    assert_eq!(sku.validate(), Ok(()));
    sku.name = None;
    sku.extra.insert("name", &7).expect("it can be written");
    let Err(Invalid::Schema(violations)) = sku.validate() else { panic!("a number is no name") };
    assert_eq!(violations[0].path(), "name");
    assert_eq!(violations[0].message(), r#"the value is not of type "string""#);
}

#[test]
fn what_is_no_json_is_an_error_of_reading() {
    for (json, kind) in [
        (&b"{\"items\": ["[..], ErrorKind::UnexpectedEnd),
        (b"<html>", ErrorKind::Syntax),
        (b"\"\xff\"", ErrorKind::Utf8),
        (b"", ErrorKind::UnexpectedEnd),
    ] {
        let Err(Invalid::Json(error)) = License::validate_json(json) else { panic!("{json:?}") };
        assert_eq!(error.kind(), kind);
    }
}

#[test]
fn it_is_the_judgement_of_a_validator_over_the_source() {
    let schemas = Schemas::load();
    for entry in TYPES.iter().filter(|entry| !entry.embedded_id.is_empty()) {
        let expected = schemas.validator(entry.schema);
        let mut runner = TestRunner::new(ProptestConfig {
            cases: 48,
            failure_persistence: None,
            ..Default::default()
        });
        let bodies = prop_oneof![instances(&schemas, entry.schema), any_json()];
        runner
            .run(&bodies, |body| {
                let valid = (entry.validate_json)(body.to_string().as_bytes()).is_ok();
                prop_assert_eq!(valid, expected.is_valid(&body));
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{entry:?}: {error}"));
    }
}

/// A type of a consumer's own.
struct Seat;

impl HasSchema for Seat {
    const SCHEMA: &'static str = r#"{"type": "object", "required": ["row"]}"#;
    const SCHEMA_ID: &'static str = "";
}

/// One whose schema refers to what is not there.
struct Lost;

impl HasSchema for Lost {
    const SCHEMA: &'static str = "";
    const SCHEMA_ID: &'static str = "https://example.invalid/lost.schema.json";
}

#[test]
fn items_may_be_of_anybodys_type() {
    assert_eq!(texts::<Collection<RawJson>>(r#"{"items": [1, {}]}"#), [""; 0]);
    assert_eq!(
        texts::<Collection<String>>(r#"{"items": ["a", 1]}"#),
        [r#"items[1]: the value is not of type "string""#]
    );
    assert_eq!(
        texts::<Collection<Seat>>(r#"{"items": [{"row": 1}, {}]}"#),
        [r#"items[1]: "row" is a required property"#]
    );
    let lost = texts::<Collection<Lost>>(r#"{"items": []}"#);
    assert!(lost[0].starts_with("the schema is of no use: "), "{lost:?}");
}
