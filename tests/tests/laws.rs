//! What holds for every value, tried with values made up at random.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use contract_tests::TYPES;
use contract_tests::compare::differences;
use contract_tests::instances::{any_json, instances};
use contract_tests::registry::Entry;
use contract_tests::schemas::Schemas;
use partner_models::common::ResourceAttributes;
use partner_models::licenses::{CapabilityStatus, License, ProductSku, ServicePlan, TargetType};
use partner_models::{Collection, Integer};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;

/// Runs a law for every type, with JSON that its schema allows.
fn for_every_type(law: impl Fn(&Entry, &Value) -> Result<(), TestCaseError>) {
    let schemas = Schemas::load();
    for entry in TYPES {
        let mut runner = TestRunner::new(ProptestConfig {
            cases: 64,
            failure_persistence: None,
            ..Default::default()
        });
        runner
            .run(&instances(&schemas, entry.schema), |json| law(entry, &json))
            .unwrap_or_else(|error| panic!("{entry:?}: {error}"));
    }
}

#[test]
fn json_that_a_schema_allows_is_read_and_written_unchanged() {
    for_every_type(|entry, json| {
        let json = json.to_string();
        let written = (entry.round_trip)(json.as_bytes())
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(differences(&json, &written), Vec::<String>::new());
        Ok(())
    });
}

#[test]
fn the_same_by_way_of_a_serde_json_value() {
    for_every_type(|entry, json| {
        let written = (entry.round_trip_by_value)(json.clone())
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&written, json);
        Ok(())
    });
}

#[test]
fn what_is_made_up_here_is_what_the_validator_allows() {
    let schemas = Schemas::load();
    for entry in TYPES {
        let validator = schemas.validator(entry.schema);
        let mut runner = TestRunner::new(ProptestConfig {
            cases: 32,
            failure_persistence: None,
            ..Default::default()
        });
        runner
            .run(&instances(&schemas, entry.schema), |json| {
                let errors: Vec<_> =
                    validator.iter_errors(&json).map(|error| error.to_string()).collect();
                prop_assert_eq!(errors, Vec::<String>::new());
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{entry:?}: {error}"));
    }
}

/// Collections of licences that a consumer could build.
fn collections() -> impl Strategy<Value = Collection<License>> {
    let text = || proptest::option::of(".{0,20}");
    let plan = (".{0,40}", text(), text(), text()).prop_map(|(id, name, status, later)| {
        let mut plan = ServicePlan::new().with_id(id.as_str());
        plan.display_name = name.map(Into::into);
        plan.capability_status = status.map(CapabilityStatus::from);
        if let Some(later) = later {
            plan.extra.insert("later", &later).expect("a string can be written");
        }
        plan
    });
    let sku = (".{0,40}", text()).prop_map(|(id, target)| {
        let mut sku = ProductSku::new().with_id(id.as_str());
        sku.target_type = target.map(TargetType::from);
        sku
    });
    let plans = proptest::option::of(proptest::collection::vec(plan, 0..4));
    let license = (plans, proptest::option::of(sku), text()).prop_map(|(plans, sku, etag)| {
        let mut license = License::new();
        license.service_plans = plans;
        license.product_sku = sku;
        license.attributes = etag.map(|etag| ResourceAttributes::new().with_etag(etag));
        license
    });
    (proptest::option::of(any::<u64>()), proptest::collection::vec(license, 0..4)).prop_map(
        |(count, licenses)| {
            let mut collection: Collection<License> = licenses.into_iter().collect();
            collection.total_count = count.map(Integer::from);
            collection
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_value_is_read_back_as_it_was_written(licenses in collections()) {
        let json = partner_models::to_vec(&licenses);
        prop_assert_eq!(&json, &partner_models::with_serde::to_vec(&licenses).expect("it is written"));
        let read: Collection<License> = partner_models::from_slice(&json).expect("it is read");
        prop_assert_eq!(read, licenses);
    }

    #[test]
    fn any_extra_property_survives_and_can_be_read(name in ".{0,12}", value in any_json()) {
        let known = ["id", "name", "skuPartNumber", "targetType", "licenseGroupId"];
        prop_assume!(!known.contains(&name.as_str()));
        let json = serde_json::json!({ "id": "a", name.clone(): value.clone() }).to_string();
        let sku: ProductSku = partner_models::from_str(&json).expect("it is read");
        prop_assert_eq!(sku.extra.parse::<Value>(&name).expect("it is JSON"), Some(value));
        let written = partner_models::to_string(&sku);
        prop_assert_eq!(differences(&json, &written), Vec::<String>::new());
    }

    #[test]
    fn any_enum_text_survives_and_known_text_is_never_unknown(
        text in ".{0,20}|[uU][sS][eE][rR]|[tT]enan[tT]",
        other in "[uU][sS][eE][rR]|[tT]enan[tT]|[aA]b|[\u{df}\u{e4}\u{c4}]",
    ) {
        let target = TargetType::from(text.as_str());
        prop_assert_eq!(target.as_str(), text.as_str());
        let known = TargetType::KNOWN.iter().find(|known| known.eq_ignore_ascii_case(&text));
        prop_assert_eq!(known.is_none(), matches!(target, TargetType::Unknown(_)));
        prop_assert_eq!(target.canonical(), known.map_or(&*text, |known| known.as_str()));
        // Equality, order and hash are those of the text without regard to ASCII case.
        let json = format!("{}", serde_json::json!({ "targetType": text }));
        let sku: ProductSku = partner_models::from_str(&json).expect("it is read");
        prop_assert_eq!(&sku.target_type, &Some(target.clone()));
        prop_assert_eq!(partner_models::to_string(&sku), json);
        let upper = TargetType::from(text.to_ascii_uppercase());
        let hash = |value: &TargetType| BuildHasherDefault::<DefaultHasher>::default().hash_one(value);
        prop_assert!(target == upper && target.cmp(&upper).is_eq() && hash(&target) == hash(&upper));
        let (a, b) = (TargetType::from(other.as_str()), target);
        prop_assert_eq!(a == b, other.eq_ignore_ascii_case(&text));
        prop_assert_eq!(a.cmp(&b), other.to_ascii_lowercase().cmp(&text.to_ascii_lowercase()));
        prop_assert_eq!(a == *text, a == b);
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
    }

    #[test]
    fn editing_extras_is_editing_a_map(edits in proptest::collection::vec((0..4_usize, proptest::option::of(any_json())), 0..12)) {
        let mut sku = ProductSku::new();
        let mut model = serde_json::Map::new();
        for (name, value) in edits {
            let name = ["a", "b\"", "", "name"][name];
            if let Some(value) = value {
                sku.extra.insert(name, &value).expect("it can be written");
                model.insert(name.to_owned(), value);
            } else {
                prop_assert_eq!(sku.extra.remove(name), model.remove(name).is_some());
            }
        }
        let read: serde_json::Map<String, Value> = sku
            .extra
            .iter()
            .map(|(name, value)| (name.into_owned(), serde_json::from_str(value).expect("it is JSON")))
            .collect();
        let written = partner_models::to_string(&sku);
        prop_assert_eq!(&written, &partner_models::with_serde::to_string(&sku).expect("it is written"));
        prop_assert_eq!(sku.extra.is_empty(), model.is_empty());
        prop_assert_eq!(read, model);
    }
}
