//! The types in other formats than JSON: what is written is what the value is, and it is read again.

use partner_models::licenses::{License, SubscribedSku};
use partner_models::{Collection, Integer, Number, RawJson, Resource, with_serde};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::{DeserializeOwned, IntoDeserializer, value::MapDeserializer};

/// By what `serde_json` tells its own raw text.
const TOKEN: &str = "$serde_json::private::RawValue";

fn cbor<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("it is written as CBOR");
    ciborium::from_reader(bytes.as_slice()).expect("it is read from CBOR")
}

fn yaml<T: Serialize + DeserializeOwned>(value: &T) -> (String, T) {
    let text = serde_yaml_ng::to_string(value).expect("it is written as YAML");
    let read = serde_yaml_ng::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    (text, read)
}

const LICENSE: &str = r#"{"servicePlans":[{"id":"c1","displayName":null}],"productSku":null,"later":{"a":[1,-2.5,"x",true,null,{}]}}"#;

#[test]
fn null_text_lists_and_plain_numbers_are_written_as_such() {
    let license: License = partner_models::from_str(LICENSE).expect("it is read");
    let (text, read) = yaml(&license);
    insta::assert_snapshot!(text, @r"
    servicePlans:
    - id: c1
      displayName: null
    productSku: null
    later:
      a:
      - 1
      - -2.5
      - x
      - true
      - null
      - {}
    ");
    assert_eq!(read, license);
    assert_eq!(cbor(&license), license);
    insta::assert_json_snapshot!(license, @r#"
    {
      "servicePlans": [
        {
          "id": "c1",
          "displayName": null
        }
      ],
      "productSku": null,
      "later": {
        "a": [
          1,
          -2.5,
          "x",
          true,
          null,
          {}
        ]
      }
    }
    "#);
}

#[test]
fn toml_leaves_out_what_is_null() {
    let license: License =
        partner_models::from_str(&LICENSE.replace("null,{}", "{}")).expect("read");
    let text = toml::to_string(&license).expect("it is written as TOML");
    assert!(!text.contains(TOKEN) && !text.contains("productSku"), "{text}");
    let read: License = toml::from_str(&text).expect("it is read from TOML");
    assert_eq!(read.service_plans()[0].id, license.service_plans()[0].id);
    assert_eq!(read.extra.get("later"), Some(r#"{"a":[1,-2.5,"x",true,{}]}"#));
}

#[test]
fn digits_survive_where_the_format_has_no_such_number() {
    let json =
        r#"{"availableUnits":3.0,"activeUnits":12345678901234567890123,"price":1.50,"wait":1e400}"#;
    let sku: SubscribedSku = partner_models::from_str(json).expect("it is read");
    for read in [cbor(&sku), yaml(&sku).1] {
        assert_eq!(partner_models::to_string(&read).len(), json.len());
        assert_eq!(read, sku);
        assert_eq!(read.extra.get("price"), Some("1.50"));
    }
}

#[test]
fn an_object_that_looks_like_raw_text_is_an_object() {
    let json = format!(r#"{{"{TOKEN}":"1"}}"#);
    let text = |it: &RawJson| partner_models::to_string(it);
    for inner in ["1", "{", "x", r#"{\"a\":1}"#] {
        let json = format!(r#"{{"{TOKEN}":"{inner}"}}"#);
        let direct: RawJson = partner_models::from_str(&json).expect("it is read");
        let by_serde: RawJson = with_serde::from_str(&json).expect("it is read");
        assert_eq!((text(&direct), text(&by_serde)), (json.clone(), json.clone()));
        assert_eq!(with_serde::to_string(&direct).as_deref(), Ok(&*json));
        assert_eq!(cbor(&direct), direct, "{json}");
        assert_eq!(yaml(&direct).1, direct, "{json}");
        let license: License =
            partner_models::from_str(&format!(r#"{{"a":{json}}}"#)).expect("read");
        assert_eq!(license.extra.get("a"), Some(&*json));
    }
    // What a map of one's own holds is never taken for text that was checked.
    let entries = [(TOKEN, "no JSON at all")];
    let map = MapDeserializer::<_, serde_json::Error>::new(entries.into_iter());
    let raw: RawJson = serde::Deserialize::deserialize(map).expect("it is an object");
    assert_eq!(text(&raw), format!(r#"{{"{TOKEN}":"no JSON at all"}}"#));
    let map = MapDeserializer::<_, serde_json::Error>::new([(TOKEN, "1")].into_iter());
    let raw: RawJson = serde::Deserialize::deserialize(map.into_deserializer()).expect("an object");
    assert_eq!(text(&raw), json);
}

fn any_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|it| it.to_string()),
        any::<i64>().prop_map(|it| it.to_string()),
        any::<u64>().prop_map(|it| it.to_string()),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?",
        any::<String>().prop_map(|it| serde_json::Value::from(it).to_string()),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|it| format!("[{}]", it.join(","))),
            prop::collection::btree_map(any::<String>(), inner, 0..4).prop_map(|it| {
                let member = |(name, value)| format!("{}:{value}", serde_json::Value::from(name));
                format!("{{{}}}", it.into_iter().map(member).collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_survives_any_format(json in any_json()) {
        let raw: RawJson = partner_models::from_str(&json).expect("it is JSON");
        prop_assert_eq!(&cbor(&raw), &raw);
        let license: License = partner_models::from_str(&format!(r#"{{"a":{json}}}"#)).expect("read");
        prop_assert_eq!(&cbor(&license), &license);
        let resource: Resource = partner_models::from_str(&json).expect("it is read");
        prop_assert_eq!(&cbor(&resource), &resource);
    }

    #[test]
    fn any_number_survives_any_format(text in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?") {
        let number: Number = partner_models::from_str(&text).expect("it is a number");
        for read in [cbor(&number), yaml(&number).1] {
            prop_assert_eq!(read.text(), &*text);
        }
        if let Ok(integer) = partner_models::from_str::<Integer>(&text) {
            let list = Collection::from_iter([integer.clone()]);
            prop_assert_eq!(cbor(&list), list);
            let read = cbor(&integer);
            prop_assert_eq!(read.text(), &*text);
        }
    }
}
