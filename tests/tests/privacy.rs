//! What the schemas call personal is not in `Debug` output, unless it is asked for.

use contract_tests::TYPES;
use contract_tests::instances::instances;
use contract_tests::registry::{Entry, Shown};
use contract_tests::schemas::Schemas;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

/// Stands for somebody's data.
const DATA: &str = "Ada Lovelace";

/// The properties of a type that are personal, by their own word or by that of their type.
fn personal_properties<'a>(schemas: &'a Schemas, entry: &Entry) -> Vec<(&'a str, &'a Value)> {
    let (mut file, mut schema) = (entry.schema.to_owned(), schemas.get(entry.schema));
    // A list has the properties of its envelope.
    if let Some(envelope) = schema.and_then(|schema| schema["$ref"].as_str())
        && let Some((target, of)) = schemas.resolve(&file, envelope)
    {
        (file, schema) = (target, Some(of));
    }
    let Some(properties) = schema.and_then(|schema| schema["properties"].as_object()) else {
        return vec![];
    };
    let is_personal = |schema: &Value| {
        let target = schema["$ref"].as_str().and_then(|to| schemas.resolve(&file, to));
        schema["x-personal"] == true || target.is_some_and(|(_, of)| of["x-personal"] == true)
    };
    let names = properties.iter().map(|(name, schema)| (name.as_str(), schema));
    names.filter(|(_, schema)| is_personal(schema)).collect()
}

/// An object of a type with nothing but what is required.
fn required(schemas: &Schemas, entry: &Entry) -> Map<String, Value> {
    let mut runner = TestRunner::deterministic();
    let tree = instances(schemas, entry.schema).new_tree(&mut runner).expect("it allows something");
    let schema = schemas.get(entry.schema).expect("every type has a schema");
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let mut object = tree.current().as_object().cloned().unwrap_or_default();
    object.retain(|name, _| required.contains(&json!(name)));
    object
}

fn check(entry: &Entry, json: &Value) {
    let Shown { plain, revealed } = (entry.shown)(json.to_string().as_bytes())
        .unwrap_or_else(|error| panic!("{entry:?}: {error}: {json}"));
    assert!(!plain.contains(DATA), "{entry:?}: {plain}");
    assert!(plain.contains("[redacted]"), "{entry:?}: {plain}");
    assert!(revealed.contains(DATA), "{entry:?}: {revealed}");
}

#[test]
fn personal_data_is_shown_on_purpose_only() {
    let schemas = Schemas::load();
    let mut list = Vec::new();
    for entry in TYPES {
        if schemas.get(entry.schema).is_some_and(|schema| schema["x-personal"] == true) {
            check(entry, &json!(DATA));
            list.push(entry.name.to_owned());
        }
        for (name, schema) in personal_properties(&schemas, entry) {
            let value = if schema["type"] == "array" { json!([DATA]) } else { json!(DATA) };
            let mut object = required(&schemas, entry);
            object.insert(name.to_owned(), value);
            check(entry, &Value::Object(object));
            list.push(format!("{}.{name}", entry.name));
        }
    }
    // To be reviewed: is everything here that tells of a person or lets somebody in?
    insta::assert_snapshot!(list.join("\n"));
}

#[test]
fn what_no_schema_describes_is_not_shown_either() {
    let schemas = Schemas::load();
    let mut objects = 0;
    for entry in TYPES {
        let schema = schemas.get(entry.schema).expect("every type has a schema");
        if schema["properties"].is_null() {
            continue;
        }
        let mut object = required(&schemas, entry);
        object.insert("aPropertyOfTomorrow".into(), json!({ "holder": DATA }));
        let json = Value::Object(object).to_string();
        let Shown { plain, revealed } =
            (entry.shown)(json.as_bytes()).unwrap_or_else(|error| panic!("{entry:?}: {error}"));
        assert!(!plain.contains(DATA) && !plain.contains("aPropertyOfTomorrow"), "{plain}");
        assert!(revealed.contains(DATA), "{revealed}");
        objects += 1;
    }
    assert!(objects > 10, "only {objects} objects");
}
