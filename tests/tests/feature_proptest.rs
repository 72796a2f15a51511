//! The feature `proptest`: what it makes up is valid, and reads and writes like anything else.

use std::cell::RefCell;

use contract_tests::TYPES;
use contract_tests::compare::differences;
use contract_tests::schemas::Schemas;
use partner_models::licenses::{License, ServicePlan, TargetType};
use partner_models::schema::HasSchema;
use partner_models::users::CustomerUser;
use partner_models::{Collection, Integer, Number, NumberOrString, RawJson, strategy};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..Default::default() })
}

#[test]
fn every_value_is_valid_and_comes_back_as_it_was() {
    let schemas = Schemas::load();
    for entry in TYPES {
        let validator = schemas.validator(entry.schema);
        // That the value itself comes back is a part of the strategy: see `Entry`.
        runner(48)
            .run(&(entry.arbitrary)(), |json| {
                let value: Value = serde_json::from_str(&json).expect("it is JSON");
                if !entry.embedded_id.is_empty() {
                    let errors: Vec<_> =
                        validator.iter_errors(&value).map(|error| error.to_string()).collect();
                    prop_assert_eq!(errors, Vec::<String>::new(), "{}", json);
                }
                let written = (entry.round_trip)(json.as_bytes());
                prop_assert_eq!(differences(&json, &written?), Vec::<String>::new());
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{entry:?}: {error}"));
    }
}

/// Whether a condition holds for some values and not for others.
fn varies<T: Arbitrary>(what: &str, holds: impl Fn(&T) -> bool) {
    let seen = RefCell::new((0_u32, 0_u32));
    runner(256)
        .run(&any::<T>(), |value| {
            let (yes, no) = &mut *seen.borrow_mut();
            *if holds(&value) { yes } else { no } += 1;
            Ok(())
        })
        .expect("nothing is asserted");
    let (yes, no) = seen.into_inner();
    assert!(yes > 4 && no > 4, "{what}: {yes} times and {no} times not");
}

#[test]
fn values_are_as_varied_as_the_service() {
    varies("a property is there", |plan: &ServicePlan| plan.display_name.is_some());
    varies("there are unknown properties", |plan: &ServicePlan| !plan.extra.is_empty());
    varies("an explicit null", |user: &CustomerUser| {
        user.extra.get("softDeletionTime") == Some("null")
    });
    varies("a value of an enum is unknown", |target: &TargetType| {
        matches!(target, TargetType::Unknown(_))
    });
    varies("an id is a GUID", |plan: &ServicePlan| {
        plan.id.as_ref().is_some_and(|id| id.len() == 36 && id.matches('-').count() == 4)
    });
    varies("a list has items", |licenses: &Collection<License>| !licenses.is_empty());
    varies("a whole number fits", |count: &Integer| count.as_i64().is_some());
    varies("a number has more digits than an f64", |number: &Number| number.text().len() > 20);
    varies("it is a string", |code: &NumberOrString| matches!(code, NumberOrString::String(_)));
    varies("it is an object", |raw: &RawJson| raw.get().starts_with('{'));
}

#[test]
fn a_collection_holds_whatever_is_arbitrary() {
    varies("a flag is set", |flags: &Collection<bool>| flags.iter().any(|flag| *flag));
}

#[test]
fn bodies_are_valid_by_the_schema_of_the_whole() {
    let schemas = Schemas::load();
    let validator =
        schemas.validator("common/collection.schema.json?item=licenses/license.schema.json");
    runner(64)
        .run(&strategy::json::<Collection<License>>(), |body| {
            prop_assert!(validator.is_valid(&serde_json::from_str(&body).expect("it is JSON")));
            let read: Result<Collection<License>, _> = partner_models::from_str(&body);
            prop_assert!(read.is_ok(), "{read:?}");
            Ok(())
        })
        .expect("the law holds");
}

macro_rules! bounded {
    ($($name:ident: $schema:literal,)+) => {$(
        #[test]
        fn $name() {
            struct Bounded;

            impl HasSchema for Bounded {
                const SCHEMA: &'static str = $schema;
                const SCHEMA_ID: &'static str = "";
            }

            let schema: Value = serde_json::from_str($schema).expect("it is JSON");
            let validator = jsonschema::options()
                .should_validate_formats(true)
                .build(&schema)
                .expect("it is a schema");
            runner(128)
                .run(&strategy::json::<Bounded>(), |json| {
                    let value = serde_json::from_str(&json).expect("it is JSON");
                    prop_assert!(validator.is_valid(&value), "{}", json);
                    Ok(())
                })
                .unwrap_or_else(|error| panic!("{error}"));
        }
    )+};
}

bounded! {
    lengths_are_kept: r#"{"type": "string", "minLength": 3, "maxLength": 5, "examples": ["no"]}"#,
    patterns_are_kept: r#"{"type": "string", "pattern": "^[A-Z]{2}[0-9]{1,3}$", "maxLength": 4}"#,
    ranges_are_kept: r#"{"type": "integer", "minimum": -2, "exclusiveMaximum": 3}"#,
    half_open_ranges_are_kept: r#"{"type": "integer", "exclusiveMinimum": 9}"#,
    ranges_of_decimals_are_kept: r#"{"type": "number", "exclusiveMinimum": 0, "maximum": 0.5}"#,
    steps_are_kept: r#"{"type": "integer", "multipleOf": 7, "maximum": 100}"#,
    steps_of_decimals_are_kept: r#"{"type": "number", "multipleOf": 0.25, "minimum": 1}"#,
    items_are_counted: r#"{"type": "array", "items": {"type": "boolean"}, "minItems": 2, "maxItems": 4}"#,
    items_differ: r#"{"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 9},
        "minItems": 2, "uniqueItems": true}"#,
    properties_are_counted: r#"{"type": "object", "minProperties": 2, "maxProperties": 3,
        "required": ["a"], "properties": {"a": {"type": "null"}, "b": {}, "c": {}}}"#,
    no_property_is_added: r#"{"type": "object", "properties": {"a": {}}, "additionalProperties": false}"#,
    other_properties_have_their_schema: r#"{"type": "object", "additionalProperties": {"type": "integer"}}"#,
    names_of_properties_are_theirs: r#"{"type": "object", "properties": {"": {"type": "null"}}}"#,
    what_is_required_is_there: r#"{"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "string"}}}"#,
    choices_are_kept: r#"{"anyOf": [{"enum": ["a", 1]}, {"const": null}, {"type": ["boolean", "null"]}]}"#,
}
