//! Bodies that say themselves what they are are read as that, and lose nothing by it.

use contract_tests::TYPES;
use contract_tests::compare::differences;
use contract_tests::instances::{any_json, instances};
use contract_tests::schemas::Schemas;
use partner_models::{Collection, ErrorKind, Resource, stream};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

/// The body with that object type, in `attributes` where there are some.
fn named(mut body: Value, object_type: &str) -> Value {
    let attributes = &mut body["attributes"];
    if !attributes.is_object() {
        *attributes = json!({});
    }
    attributes["objectType"] = object_type.into();
    body
}

#[test]
fn every_resource_is_told_and_unchanged() {
    let schemas = Schemas::load();
    let names: Vec<_> =
        Resource::OBJECT_TYPES.iter().filter(|name| **name != "Collection").collect();
    assert!(!names.is_empty());
    for name in names {
        let entry = TYPES
            .iter()
            .find(|entry| schemas.get(entry.schema).is_some_and(|it| it["x-object-type"] == **name))
            .expect("a type of that name");
        let mut runner = TestRunner::new(ProptestConfig {
            cases: 32,
            failure_persistence: None,
            ..Default::default()
        });
        let law = |body: Value| {
            let body = named(body, name);
            for body in [body.clone(), named(json!({ "items": [body, {}] }), "Collection")] {
                let json = body.to_string();
                let read: Resource = partner_models::from_str(&json)
                    .map_err(|error| TestCaseError::fail(error.to_string()))?;
                prop_assert!(!matches!(read, Resource::Unknown(_)));
                prop_assert_eq!(read.object_type(), body["attributes"]["objectType"].as_str());
                let written = partner_models::to_string(&read);
                prop_assert_eq!(differences(&json, &written), Vec::<String>::new());
                let by_value: Resource = serde_json::from_value(body.clone()).expect("it is read");
                prop_assert_eq!(serde_json::to_value(&by_value).expect("it is written"), body);
                prop_assert_eq!(by_value, read);
            }
            Ok(())
        };
        runner
            .run(&instances(&schemas, entry.schema), law)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_not_known_is_kept(body in any_json(), object_type in ".{0,8}") {
        let named = if body.is_object() { named(body.clone(), &object_type) } else { body.clone() };
        for body in [body, named] {
            let json = body.to_string();
            let read: Resource = partner_models::from_str(&json).expect("nothing is refused");
            prop_assert!(matches!(read, Resource::Unknown(_)));
            prop_assert_eq!(read.object_type(), body["attributes"]["objectType"].as_str());
            prop_assert_eq!(partner_models::to_string(&read), json);
        }
    }
}

#[test]
fn a_stream_of_all_sorts() {
    let body = br#"{"items":[
        {"attributes":{"objectType":"License"},"servicePlans":[]},
        {"attributes":{"objectType":"License"},"servicePlans":[{"id":{}}]},
        {"attributes":{"objectType":"AuditRecord"}}
    ]}"#;
    let (mut seen, mut errors) = (Vec::new(), Vec::new());
    for item in stream::items::<Resource, _>(&body[..]) {
        match item {
            Ok(resource) => seen.push(resource.object_type().map(str::to_owned)),
            Err(error) => errors.push(error),
        }
    }
    assert_eq!(seen, [Some("License".to_owned()), Some("AuditRecord".to_owned())]);
    let [error] = &errors[..] else { panic!("{errors:?}") };
    assert_eq!((error.kind(), error.line()), (ErrorKind::Data, 3));
    assert_eq!(error.path(), "items[1].servicePlans[0].id");
    let whole = partner_models::from_slice::<Collection<Resource>>(body);
    assert_eq!(whole.expect_err("the second does not fit"), errors[0]);
}

#[test]
fn debug_does_not_show_what_is_not_known() {
    let resource: Resource =
        partner_models::from_str(r#"{"mail":"alice@contoso.com"}"#).expect("it is kept");
    assert!(!format!("{resource:?}").contains("alice"), "{resource:?}");
}
