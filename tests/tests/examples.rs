//! Every example of a schema fits, is read, and is written back as it was.

use std::collections::BTreeMap;

use contract_tests::TYPES;
use contract_tests::compare::differences;
use contract_tests::registry::Entry;
use contract_tests::schemas::Schemas;
use partner_models::schema::FILES;
use serde_json::{Map, Value};

/// How many examples a schema has, and those in it.
fn count(schema: &Value) -> usize {
    match schema {
        Value::Object(keywords) => keywords
            .iter()
            .map(|(keyword, value)| match keyword.as_str() {
                "examples" => value.as_array().map_or_else(|| count(value), Vec::len),
                "const" | "default" | "enum" => 0,
                _ => count(value),
            })
            .sum(),
        Value::Array(schemas) => schemas.iter().map(count).sum(),
        _ => 0,
    }
}

fn examples(schema: &Value) -> impl Iterator<Item = &Value> {
    schema["examples"].as_array().into_iter().flatten()
}

/// The examples of a type, and those of its properties: each in an object that has nothing but it and what
/// is required, which the first example of the type has.
fn documents(schema: &Value) -> Vec<Value> {
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let required: Map<String, Value> = required
        .filter_map(|name| Some((name.to_owned(), examples(schema).next()?.get(name)?.clone())))
        .collect();
    let of_properties = schema["properties"].as_object().into_iter().flatten();
    let of_properties = of_properties.flat_map(|(name, property)| {
        examples(property).map(|example| {
            let mut object = required.clone();
            object.insert(name.clone(), example.clone());
            Value::Object(object)
        })
    });
    examples(schema).cloned().chain(of_properties).collect()
}

/// What is wrong with a document, if something is.
fn fault(entry: &Entry, validator: &jsonschema::Validator, document: &Value) -> Option<String> {
    let text = document.to_string();
    if let Some(error) = validator.iter_errors(document).next() {
        return Some(format!("{entry:?}: {text}: {error}"));
    }
    let written = match (entry.round_trip)(text.as_bytes()) {
        Ok(written) => written,
        Err(error) => return Some(format!("{entry:?}: {text}: {error}")),
    };
    let differences = differences(&text, &written);
    (!differences.is_empty()).then(|| format!("{entry:?}: {text}: {differences:?}"))
}

#[test]
fn every_example_fits_and_survives() {
    let schemas = Schemas::load();
    let mut tried: BTreeMap<&str, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for entry in TYPES {
        // The examples of an envelope are tried with each of its items.
        let place = entry.schema.split('?').next().unwrap_or_default();
        let documents = documents(schemas.get(place).expect("there is such a schema"));
        let validator = schemas.validator(entry.schema);
        faults.extend(documents.iter().filter_map(|document| fault(entry, &validator, document)));
        tried.insert(place, documents.len());
    }
    assert_eq!(faults, [""; 0]);
    for file in FILES {
        let schema = schemas.get(file.path).expect("there is such a schema");
        let of_file = tried.iter().filter(|(place, _)| place.split('#').next() == Some(file.path));
        let of_file: Vec<_> = of_file.map(|(_, tried)| tried).collect();
        // An envelope that no operation answers with is no type yet.
        if of_file.is_empty() && schema["$defs"]["item"]["$dynamicAnchor"].is_string() {
            continue;
        }
        assert_eq!(
            of_file.into_iter().sum::<usize>(),
            count(schema),
            "{}: give the examples to a type or to a property, where they are tried",
            file.path
        );
    }
}

#[test]
fn an_example_that_does_not_fit_is_a_fault() {
    let schemas = Schemas::load();
    let entry = TYPES.iter().find(|entry| entry.name == "License").expect("there is");
    let validator = schemas.validator(entry.schema);
    let fault =
        |text: &str| fault(entry, &validator, &serde_json::from_str(text).expect("it is JSON"));
    assert_eq!(fault(r#"{"servicePlans": [], "later": 1.50}"#), None);
    assert!(fault(r#"{"servicePlans": {}}"#).is_some());
    assert!(fault("[]").is_some());
}
