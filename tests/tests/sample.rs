//! The documented response, and what the service might make of it, goes through the types unchanged.

use std::collections::BTreeSet;

use contract_tests::SAMPLE;
use contract_tests::compare::differences;
use partner_models::licenses::{CapabilityStatus, License, LicenseGroupId, TargetType};
use partner_models::{Collection, Error};
use serde_json::{Value, json};

fn round_trip(json: &str) -> Result<String, Error> {
    let licenses = partner_models::from_slice::<Collection<License>>(json.as_bytes())?;
    Ok(partner_models::to_string(&licenses))
}

#[track_caller]
fn assert_unchanged(json: &str) {
    let written = round_trip(json).expect("the body is read");
    assert_eq!(differences(json, &written), [""; 0]);
}

fn sample() -> Value {
    serde_json::from_str(SAMPLE).expect("the sample is JSON")
}

/// Applies a change to every object of a value.
fn each_object(value: &mut Value, change: &mut impl FnMut(&mut serde_json::Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            for value in object.values_mut() {
                each_object(value, change);
            }
            change(object);
        }
        Value::Array(array) => array.iter_mut().for_each(|value| each_object(value, change)),
        _ => {}
    }
}

fn assert_changed_sample_unchanged(mut change: impl FnMut(&mut serde_json::Map<String, Value>)) {
    let mut value = sample();
    each_object(&mut value, &mut change);
    assert_ne!(value, sample(), "the change must change something");
    assert_unchanged(&value.to_string());
}

#[test]
fn as_printed() {
    assert_unchanged(SAMPLE);
}

#[test]
fn the_fields_hold_what_the_page_shows() {
    let licenses: Collection<License> =
        partner_models::from_str(SAMPLE).expect("the sample is read");
    assert_eq!(licenses.total_count, Some(1.into()));
    assert_eq!(licenses.len(), 1);
    let license = &licenses[0];
    let sku = license.product_sku.as_ref().expect("there is a SKU");
    assert_eq!(sku.id.as_deref(), Some("efccb6f7-5641-4e0e-bd10-b4976e1bf68e"));
    assert_eq!(sku.license_group_id, Some(LicenseGroupId::GROUP1));
    assert_eq!(sku.target_type, None);
    let names: Vec<_> =
        license.service_plans().iter().filter_map(|plan| plan.service_name.as_deref()).collect();
    assert_eq!(
        names,
        ["RMS_S_PREMIUM", "INTUNE_A", "RMS_S_ENTERPRISE", "AAD_PREMIUM", "MFA_PREMIUM"]
    );
    for plan in license.service_plans() {
        assert_eq!(plan.capability_status, Some(CapabilityStatus::ASSIGNED));
        assert_eq!(plan.target_type, Some(TargetType::USER));
        assert!(plan.extra.is_empty());
    }
}

#[test]
fn with_a_byte_order_mark() {
    let json = format!("\u{feff}{SAMPLE}");
    assert_unchanged(&json);
    assert!(partner_models::from_str::<Collection<License>>(&json).is_ok());
}

#[test]
fn with_unknown_properties_at_every_level() {
    assert_changed_sample_unchanged(|object| {
        object.insert("later".into(), json!({"a": [1, 2.5, null, {"b": "\u{1F600}\"\\"}]}));
        object.insert("ser\"vice\n\u{e9}".into(), Value::Null);
        object.insert(String::new(), json!(""));
    });
}

#[test]
fn with_unknown_enum_values() {
    assert_changed_sample_unchanged(|object| {
        for name in ["capabilityStatus", "targetType", "licenseGroupId"] {
            if let Some(value) = object.get_mut(name) {
                *value = json!("o_o_b_e");
            }
        }
    });
}

#[test]
fn with_upper_case_and_other_ids() {
    let change = |to: fn(&str) -> String| {
        assert_changed_sample_unchanged(|object| {
            if let Some(Value::String(id)) = object.get_mut("id") {
                *id = to(id);
            }
        });
    };
    change(str::to_uppercase);
    change(|_| "CFQ7TTC0K5DR/0002".into());
    change(|_| String::new());
    change(|id| format!("{{{id}}}-and-longer-than-any-guid"));
}

#[test]
fn with_explicit_nulls() {
    assert_changed_sample_unchanged(|object| {
        for value in object.values_mut().filter(|value| !value.is_array() && !value.is_object()) {
            *value = Value::Null;
        }
    });
    let mut names = BTreeSet::new();
    each_object(&mut sample(), &mut |object| names.extend(object.keys().cloned()));
    for name in names {
        assert_changed_sample_unchanged(|object| {
            if let Some(value) = object.get_mut(&name) {
                *value = Value::Null;
            }
        });
        assert_changed_sample_unchanged(|object| drop(object.remove(&name)));
    }
    assert_unchanged(r#"{"totalCount":null,"items":null,"attributes":null}"#);
    assert_unchanged(r#"{"items":[{"servicePlans":null,"productSku":null,"attributes":null}]}"#);
}

#[test]
fn absent_and_empty_are_told_apart() {
    assert_unchanged("{}");
    assert_unchanged(r#"{"items":[]}"#);
    assert_unchanged(r#"{"items":[{}]}"#);
    assert_unchanged(r#"{"items":[{"servicePlans":[],"attributes":{}}]}"#);
}

#[test]
fn numbers_keep_their_digits() {
    for number in
        ["0", "-0", "1.0", "1e2", "18446744073709551615", "1e400", "100000000000000000000"]
    {
        assert_unchanged(&format!(r#"{{"totalCount":{number},"later":{number}}}"#));
    }
    assert_unchanged(r#"{"later":1234567890.12345678901200}"#);
}

#[test]
fn the_total_count_is_data() {
    let licenses: Collection<License> =
        partner_models::from_str(r#"{"totalCount":18446744073709551615,"items":[]}"#)
            .expect("the body is read");
    assert_eq!(
        licenses.total_count.as_ref().and_then(partner_models::Integer::as_u64),
        Some(u64::MAX)
    );
    assert_eq!(licenses.len(), 0);
}

#[test]
fn the_last_of_two_properties_of_one_name_counts() {
    let written = |json| round_trip(json).expect("the body is read");
    assert_eq!(written(r#"{"totalCount":1,"totalCount":2}"#), r#"{"totalCount":2}"#);
    assert_eq!(written(r#"{"totalCount":null,"totalCount":2}"#), r#"{"totalCount":2}"#);
    assert_eq!(written(r#"{"totalCount":1,"totalCount":null}"#), r#"{"totalCount":null}"#);
}

#[test]
fn what_was_not_touched_is_sent_back() {
    let mut licenses: Collection<License> = partner_models::from_str(
        r#"{"items":[{"productSku":{"id":"a","name":null,"later":[1]}}]}"#,
    )
    .expect("the body is read");
    for license in &mut licenses {
        if let Some(sku) = &mut license.product_sku {
            sku.name = Some("E3".into());
        }
    }
    assert_eq!(
        partner_models::to_string(&licenses),
        r#"{"items":[{"productSku":{"id":"a","name":"E3","later":[1]}}]}"#
    );
}

#[test]
fn other_serde_formats_read_and_write_the_types() {
    // serde's own buffered form, which `flatten` and `untagged` read from.
    #[derive(serde::Deserialize, serde::Serialize, PartialEq, Debug)]
    #[serde(untagged)]
    enum Body {
        Licenses(Box<Collection<License>>),
        Text(String),
    }
    let mut value = sample();
    each_object(&mut value, &mut |object| {
        object.insert("later".into(), json!({"a": [1, 2.5, null, true, "x"]}));
    });
    let body: Body = serde_json::from_value(value.clone()).expect("the body is read");
    assert!(matches!(&body, Body::Licenses(licenses) if licenses.len() == 1));
    assert_eq!(serde_json::to_value(&body).expect("the body is written"), value);
}
