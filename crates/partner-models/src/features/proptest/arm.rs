//! Arms of open unions: what a `$ref` is, with what the arm says that it has.

use proptest::prelude::Just;
use proptest::sample::select;
use proptest::strategy::{BoxedStrategy, Strategy};
use serde_json::{Map, Value};

/// JSON texts of an object that says what the keywords beside its `$ref` ask for; the texts as they are, if
/// there are none.
pub(super) fn texts(
    texts: BoxedStrategy<String>,
    keywords: &Map<String, Value>,
) -> BoxedStrategy<String> {
    let mut said = Vec::new();
    conditions(keywords, &mut Vec::new(), &mut said);
    let choices: Vec<BoxedStrategy<(Vec<String>, Value)>> = said
        .into_iter()
        .map(|(path, values)| {
            (Just(path), select(values)).prop_map(|(path, value)| (path, value)).boxed()
        })
        .collect();
    if choices.is_empty() {
        return texts;
    }
    (texts, choices)
        .prop_map(|(text, said)| match serde_json::from_str::<Value>(&text) {
            Ok(mut object) => {
                for (path, value) in said {
                    say(&mut object, &path, value);
                }
                object.to_string()
            }
            Err(_) => text,
        })
        .boxed()
}

/// The paths of what is asked for, and the values that may be there.
fn conditions(
    keywords: &Map<String, Value>,
    path: &mut Vec<String>,
    found: &mut Vec<(Vec<String>, Vec<Value>)>,
) {
    let properties = keywords.get("properties").and_then(Value::as_object);
    for (name, schema) in properties.into_iter().flatten() {
        path.push(name.clone());
        if let Some(value) = schema.get("const") {
            found.push((path.clone(), vec![value.clone()]));
        } else if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            found.push((path.clone(), values.clone()));
        } else if let Value::Object(inner) = schema {
            conditions(inner, path, found);
        }
        path.pop();
    }
}

/// Puts a value at a path, in an object that is made where there is none.
fn say(object: &mut Value, path: &[String], value: Value) {
    match path.split_first() {
        None => *object = value,
        Some((name, rest)) => {
            if !object.is_object() {
                *object = Value::Object(Map::new());
            }
            say(&mut object[name.as_str()], rest, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    use serde_json::json;

    use super::*;

    #[test]
    fn an_object_says_what_is_asked_for() {
        let keywords = json!({ "$ref": "line", "required": ["a", "b"], "properties": {
            "a": { "enum": ["x", "y"] },
            "b": { "properties": { "c": { "const": "z" } }, "required": ["c"] } } });
        let keywords = keywords.as_object().expect("it is an object");
        let mut runner = TestRunner::deterministic();
        let object = Just(r#"{"a":"q","b":{"d":1},"e":[]}"#.to_owned()).boxed();
        for _ in 0..8 {
            let text =
                texts(object.clone(), keywords).new_tree(&mut runner).expect("any").current();
            let object: Value = serde_json::from_str(&text).expect("it is JSON");
            assert!(object["a"] == "x" || object["a"] == "y", "{text}");
            assert_eq!(object["b"], json!({ "c": "z", "d": 1 }));
            assert_eq!(object["e"], json!([]));
        }
        let plain = texts(object, &Map::new()).new_tree(&mut runner).expect("any").current();
        assert_eq!(plain, r#"{"a":"q","b":{"d":1},"e":[]}"#);
    }
}
