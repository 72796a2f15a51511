//! The same document for generators that know less of JSON Schema.

use serde_json::{Map, Value, json};

/// A complete document in plain words: an open set of values is a string, with the values that are known in
/// `x-extensible-enum`; an open union of objects is an object, with those that are known in `x-extensible-union`;
/// JSON in a string is a string; a schema's string may be an identifier of any form; and a choice between a schema and
/// null is the schema, because the service leaves out what is null. The title of a schema is its name here,
/// because generators name classes after titles.
#[must_use]
pub fn plain(document: &Value) -> Value {
    let mut plain = document.clone();
    let schemas = plain.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (name, schema) in schemas.into_iter().flatten() {
        *schema = simple(schema.take());
        if let Some(title) = schema.get_mut("title") {
            *title = json!(name);
        }
    }
    plain
}

fn simple(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(simple).collect(),
        Value::Object(object) => simple_object(object),
        other => other,
    }
}

fn simple_object(mut object: Map<String, Value>) -> Value {
    if object.get("format").is_some_and(|format| format == "uuid") {
        object.remove("format");
    }
    if let Some(Value::Array(choices)) = object.remove("anyOf") {
        let is_null = |choice: &Value| choice["type"] == "null";
        if let Some(values) = choices.iter().find_map(known_values) {
            // Where a value may be a number as well, it is any value.
            if !choices.iter().any(|choice| choice["type"].is_array()) {
                object.insert("type".into(), "string".into());
            }
            object.insert("x-extensible-enum".into(), values);
        } else if let Some(arms) = known_objects(&choices) {
            // A generator that reads whatever fits first would read all as the first.
            object.insert("type".into(), "object".into());
            object.insert("x-extensible-union".into(), arms);
        } else if let [choice] = choices.iter().filter(|it| !is_null(it)).collect::<Vec<_>>()[..] {
            for (name, value) in choice.as_object().into_iter().flatten() {
                object.entry(name.clone()).or_insert_with(|| value.clone());
            }
        } else {
            object.insert("anyOf".into(), choices.into());
        }
    }
    for keyword in ["contentMediaType", "contentSchema"] {
        object.remove(keyword);
    }
    if let Some(types) = object.get("type").and_then(Value::as_array) {
        let types: Vec<_> = types.iter().filter(|ty| *ty != "null").cloned().collect();
        match types.as_slice() {
            [ty] => object.insert("type".into(), ty.clone()),
            // A number or a text: any value.
            _ => object.remove("type"),
        };
    }
    let members = object.into_iter().map(|(name, value)| {
        let value = match name.as_str() {
            "examples" => without_null(value),
            // What stands there is no schema.
            "default" | "x-extensible-enum" | "x-extensible-union" => value,
            _ => simple(value),
        };
        (name, value)
    });
    Value::Object(members.collect())
}

/// Examples as the plain schema allows them: it has no word for null.
fn without_null(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(without_null).collect(),
        Value::Object(members) => {
            let members = members.into_iter().filter(|(_, value)| !value.is_null());
            members.map(|(name, value)| (name, without_null(value))).collect()
        }
        other => other,
    }
}

/// The arms of an open union.
fn known_objects(choices: &[Value]) -> Option<Value> {
    let (last, arms) = choices.split_last()?;
    let is_union = *last == json!({ "type": "object" }) && !arms.is_empty();
    is_union.then(|| arms.into())
}

/// The values of the half of an open set that names them.
fn known_values(choice: &Value) -> Option<Value> {
    let listed = choice["enum"].as_array().cloned();
    let described = || {
        let all = choice["oneOf"].as_array()?;
        all.iter().map(|one| one.get("const").cloned()).collect::<Option<Vec<_>>>()
    };
    listed.or_else(described).map(|values| json!(values))
}
