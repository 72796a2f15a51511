//! Strategies for JSON that a schema allows.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Number, Value, json};

use crate::schemas::Schemas;

/// What stands for each dynamic anchor: the path of a schema file and a schema in it.
type Bindings = BTreeMap<String, (String, Value)>;

/// How deep instances nest: further down, what is optional is left out.
const DEPTH: u32 = 4;

/// JSON that the schema at a path allows, with unknown properties now and then.
///
/// # Panics
///
/// Where the schema uses what no schema of this repository uses.
pub fn instances(schemas: &Schemas, reference: &str) -> BoxedStrategy<Value> {
    let schema = schemas.get(reference).expect("there is such a schema");
    instance(schemas, reference, schema, &Bindings::new(), DEPTH)
}

fn instance(
    schemas: &Schemas,
    at: &str,
    schema: &Value,
    bindings: &Bindings,
    depth: u32,
) -> BoxedStrategy<Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        let (path, target) = schemas.resolve(at, reference).expect("the reference resolves");
        let mut bindings = bindings.clone();
        for def in schema["$defs"].as_object().into_iter().flat_map(Map::values) {
            if let Some(anchor) = def["$dynamicAnchor"].as_str() {
                // The outermost binding is the one that counts.
                bindings.entry(anchor.into()).or_insert_with(|| (at.into(), def.clone()));
            }
        }
        let value = instance(schemas, &path, target, &bindings, depth);
        return arm(value, &schema["properties"]);
    }
    if let Some(reference) = schema["$dynamicRef"].as_str() {
        return match bindings.get(reference.trim_start_matches('#')) {
            Some((path, bound)) => instance(schemas, path, bound, bindings, depth),
            None => any_json(),
        };
    }
    if let Some(branches) = schema["anyOf"].as_array() {
        // What leads back to the type that this is a part of ends with the branch that does not.
        let ends = |branch: &&Value| depth > 0 || branch["$ref"].is_null();
        let all_lead_on = !branches.iter().any(|branch| ends(&branch));
        let branches = branches
            .iter()
            .filter(|branch| all_lead_on || ends(branch))
            .map(|branch| instance(schemas, at, branch, bindings, depth.saturating_sub(1)));
        return proptest::strategy::Union::new(branches).boxed();
    }
    if let Some(branches) = schema["oneOf"].as_array() {
        let values = branches.iter().map(|branch| branch["const"].clone()).collect::<Vec<_>>();
        return proptest::sample::select(values).boxed();
    }
    if let Some(values) = schema["enum"].as_array() {
        return proptest::sample::select(values.clone()).boxed();
    }
    if let Some(types) = schema["type"].as_array() {
        let branches = types.iter().map(|name| {
            let mut one = schema.clone();
            one["type"] = name.clone();
            instance(schemas, at, &one, bindings, depth)
        });
        return proptest::strategy::Union::new(branches).boxed();
    }
    match schema["type"].as_str() {
        Some("object") => object(schemas, at, schema, bindings, depth),
        Some("array") => {
            // The items of a list may be such lists again.
            if depth == 0 {
                return Just(json!([])).boxed();
            }
            let items = instance(schemas, at, &schema["items"], bindings, depth - 1);
            vec(items, 0..4).prop_map(Value::Array).boxed()
        }
        Some("string") => ".{0,40}".prop_map(Value::String).boxed(),
        Some("integer") => {
            prop_oneof![any::<i64>().prop_map(Value::from), any::<u64>().prop_map(Value::from)]
                .boxed()
        }
        Some("number") => number().boxed(),
        Some("boolean") => any::<bool>().prop_map(Value::Bool).boxed(),
        Some("null") => Just(Value::Null).boxed(),
        Some(other) => panic!("{at}: no strategy for the type {other}"),
        None => any_json(),
    }
}

/// What an arm of an open union is: an object that says what is asked for beside the `$ref`.
fn arm(object: BoxedStrategy<Value>, properties: &Value) -> BoxedStrategy<Value> {
    properties.as_object().into_iter().flatten().fold(object, |object, (name, schema)| {
        let said = match (&schema["const"], &schema["enum"]) {
            (Value::Null, Value::Null) => arm(Just(json!({})).boxed(), &schema["properties"]),
            (Value::Null, values) => {
                proptest::sample::select(values.as_array().cloned().unwrap_or_default()).boxed()
            }
            (value, _) => Just(value.clone()).boxed(),
        };
        let name = name.clone();
        (object, said)
            .prop_map(move |(mut object, said)| {
                object[name.as_str()] = said;
                object
            })
            .boxed()
    })
}

fn object(
    schemas: &Schemas,
    at: &str,
    schema: &Value,
    bindings: &Bindings,
    depth: u32,
) -> BoxedStrategy<Value> {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut members: BoxedStrategy<Map<String, Value>> = Just(Map::new()).boxed();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let name = name.clone();
        // Before its strategy is made: a type that refers to itself would make ever more of them.
        if depth == 0 && !required.contains(&name.as_str()) {
            continue;
        }
        let value = instance(schemas, at, property, bindings, depth.saturating_sub(1));
        let value = if required.contains(&name.as_str()) {
            value.prop_map(Some).boxed()
        } else {
            proptest::option::weighted(0.7, value).boxed()
        };
        members = (members, value)
            .prop_map(move |(mut members, value)| {
                if let Some(value) = value {
                    members.insert(name.clone(), value);
                }
                members
            })
            .boxed();
    }
    let others = match &schema["additionalProperties"] {
        Value::Object(values) if depth > 0 => {
            let values = Value::Object(values.clone());
            instance(schemas, at, &values, bindings, depth - 1)
        }
        Value::Object(_) => return members.prop_map(Value::Object).boxed(),
        _ => any_json(),
    };
    (members, proptest::collection::btree_map("[xyz_]{1,6}|.{0,5}", others, 0..3))
        .prop_map(|(mut members, others)| {
            for (name, value) in others {
                members.entry(name).or_insert(value);
            }
            Value::Object(members)
        })
        .boxed()
}

/// Any JSON at all.
pub fn any_json() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number(),
        ".{0,10}".prop_map(Value::String),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::Array),
            proptest::collection::btree_map(".{0,5}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
    .boxed()
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter_map("JSON has finite numbers only", |value| {
            Number::from_f64(value).map(Value::Number)
        }),
    ]
}
