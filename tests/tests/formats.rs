//! The types in other formats than JSON: what is written is what the value is, and it is read again.

use partner_models::licenses::{License, SubscribedSku};
use partner_models::{Collection, Integer, Number, RawJson, Resource, with_serde};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::{DeserializeOwned, value::MapDeserializer};

/// By what `serde_json` tells its own raw text.
const SERDE_JSON: &str = "$serde_json::private::RawValue";

/// By what ours is told that other formats can't hold.
const TOKEN: &str = "$partner_models::Json";

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
    assert!(!text.contains('$') && !text.contains("productSku"), "{text}");
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
    let text = |it: &RawJson| partner_models::to_string(it);
    let inner = ["1", "1.50", "-0", "1e400", "{", "x", r#"{\"a\":1}"#, r#"\"\\ud800\""#, r"\ud800"];
    for (token, inner) in [SERDE_JSON, TOKEN].iter().flat_map(|token| inner.map(|it| (token, it))) {
        let object = format!(r#"{{"{token}":"{inner}"}}"#);
        let twice = format!(r#"{{"{token}":{object}}}"#);
        let more = format!(r#"{{"{token}":"{inner}","b":1.50}}"#);
        for json in [object, twice, more] {
            let direct: RawJson = partner_models::from_str(&json).expect("it is read");
            let by_serde: RawJson = with_serde::from_str(&json).expect("it is read");
            assert_eq!((text(&direct), text(&by_serde)), (json.clone(), json.clone()));
            assert_eq!(with_serde::to_string(&direct).as_deref(), Ok(&*json));
            assert_eq!(text(&cbor(&direct)), json);
            assert_eq!(text(&yaml(&direct).1), json);
            let license: License =
                partner_models::from_str(&format!(r#"{{"a":{json}}}"#)).expect("read");
            assert_eq!(license.extra.get("a"), Some(&*json));
            assert_eq!(cbor(&license).extra.get("a"), Some(&*json));
        }
    }
}

#[test]
fn what_is_no_text_anywhere_else_is_read_again() {
    for json in [r#""\ud800""#, r#"["a",{"b":"x\udfff"}]"#, r#"{"\ud800":1,"b":{"c":1.50}}"#] {
        let raw: RawJson = partner_models::from_str(json).expect("it is read");
        for read in [cbor(&raw), yaml(&raw).1] {
            assert_eq!(partner_models::to_string(&read), json);
        }
    }
}

/// A map of somebody's own, which tells how long it is or not.
fn own_map(name: &'static str, text: &'static str, tells: bool) -> RawJson {
    let entries = [(name, text)].into_iter().filter(|_| true);
    let read = if tells {
        let entries = entries.collect::<Vec<_>>().into_iter();
        serde::Deserialize::deserialize(MapDeserializer::<_, serde_json::Error>::new(entries))
    } else {
        serde::Deserialize::deserialize(MapDeserializer::<_, serde_json::Error>::new(entries))
    };
    read.expect("it is an object")
}

#[test]
fn text_in_a_map_of_ones_own_is_never_taken_for_json() {
    for (name, text) in [SERDE_JSON, TOKEN]
        .iter()
        .flat_map(|name| ["no JSON at all", "1", "\"a\"", "{\"a\":1}"].map(|text| (name, text)))
    {
        let expected = serde_json::json!({ *name: text }).to_string();
        for tells in [true, false] {
            assert_eq!(own_map(name, text, tells).get(), expected);
        }
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&expected).expect("it is an object");
        let raw: RawJson = serde::Deserialize::deserialize(object).expect("it is an object");
        assert_eq!(raw.get(), expected);
        let raw: RawJson =
            serde_json::from_value(serde_json::json!({ *name: text })).expect("read");
        assert_eq!(raw.get(), expected);
    }
    // An odd number as text stays text where the name is not ours.
    assert_eq!(own_map(SERDE_JSON, "1.50", false).get(), format!(r#"{{"{SERDE_JSON}":"1.50"}}"#));
    assert_eq!(own_map(TOKEN, "1.50", false).get(), "1.50");
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>().prop_map(|it| serde_json::Value::from(it).to_string()),
        Just(format!("\"{TOKEN}\"")),
        Just(format!("\"{SERDE_JSON}\"")),
        Just(r#""\ud800""#.to_owned()),
    ]
}

fn any_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|it| it.to_string()),
        any::<i64>().prop_map(|it| it.to_string()),
        any::<u64>().prop_map(|it| it.to_string()),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?",
        any::<String>().prop_map(|it| serde_json::Value::from(it).to_string()),
        Just(r#""a\udc00""#.to_owned()),
        // Text that could be taken for what stands for something else.
        "-?[0-9]\\.[0-9]0|1e400".prop_map(|it| format!("\"{it}\"")),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|it| format!("[{}]", it.join(","))),
            prop::collection::btree_map(any_name(), inner, 0..4).prop_map(|it| {
                let member = |(name, value)| format!("{name}:{value}");
                format!("{{{}}}", it.into_iter().map(member).collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_survives_any_format(json in any_json()) {
        let raw: RawJson = partner_models::from_str(&json).expect("it is JSON");
        let (text, read) = yaml(&raw);
        prop_assert_eq!(&read, &raw, "{}", text);
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
