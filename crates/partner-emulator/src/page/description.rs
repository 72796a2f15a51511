//! The description of the API as the reference shows it: of this server, and with examples that are there.

use serde_json::{Map, Value, json};

use crate::contract::{Contract, Operation, Segment};
use crate::store::Documents;

/// The description that is served, with what is different here.
pub(super) fn description(contract: &Contract, store: &Documents) -> Value {
    let mut document = contract.schemas.document().clone();
    let here = json!([{ "url": "/", "description": "This emulator." }]);
    let parameters = document.pointer("/components/parameters").cloned().unwrap_or_default();
    for operation in &contract.operations {
        let method = operation.method.to_lowercase();
        let item =
            document.pointer_mut("/paths").and_then(|paths| paths.get_mut(&operation.template));
        let Some(item) = item.and_then(Value::as_object_mut) else { continue };
        item.remove("servers");
        let Some(described) = item.get_mut(&method).and_then(Value::as_object_mut) else {
            continue;
        };
        described.remove("servers");
        fill(contract, described, &parameters, &examples(operation, store));
    }
    document["servers"] = here;
    // The reference warns of a dialect that is named, and does with the default the same.
    if let Some(members) = document.as_object_mut() {
        members.remove("jsonSchemaDialect");
    }
    // The reference has a token already: it need not sign in.
    let schemes = document.pointer_mut("/components/securitySchemes");
    for scheme in schemes.and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
        let text = scheme.get("description").cloned().unwrap_or_default();
        *scheme = json!({ "type": "http", "scheme": "bearer", "description": text });
    }
    document
}

/// A value for each parameter of the path, so that it leads to a document, as far as there are any.
fn examples(operation: &Operation, store: &Documents) -> Vec<(String, String)> {
    let mut path: Vec<String> = Vec::new();
    let mut examples = Vec::new();
    for segment in &operation.segments {
        match segment {
            Segment::Text(text) => path.push(text.clone()),
            Segment::Parameter(name) => {
                let mut children = store.children(&path);
                let first = children.next().map(|(name, ..)| name.to_owned());
                let Some(first) = first else { break };
                examples.push((name.clone(), first.clone()));
                path.push(first);
            }
        }
    }
    examples
}

/// Gives the parameters of an operation their examples: those of the path the ones that lead somewhere,
/// others that are required the ones of their schemas. What it shares with others becomes its own.
fn fill(
    contract: &Contract,
    described: &mut Map<String, Value>,
    shared: &Value,
    examples: &[(String, String)],
) {
    let own = described.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in own.into_iter().flatten() {
        let reference = parameter.get("$ref").and_then(Value::as_str).unwrap_or_default();
        let name = reference.strip_prefix("#/components/parameters/");
        let mut whole = name.and_then(|name| shared.get(name)).unwrap_or(parameter).clone();
        let text = |name: &str| whole.get(name).and_then(Value::as_str);
        let there = examples.iter().find(|(name, _)| text("name") == Some(name));
        let example = match there.filter(|_| text("in") == Some("path")) {
            Some((_, example)) => Some(Value::from(example.as_str())),
            None if whole.get("required") == Some(&Value::Bool(true)) => {
                let schema = whole.get("schema").map(|schema| contract.schemas.follow(schema));
                schema.and_then(|schema| schema.pointer("/examples/0")).cloned()
            }
            None => None,
        };
        if let Some(example) = example {
            whole["example"] = example;
            *parameter = whole;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;

    #[test]
    fn the_reference_is_of_this_server_and_its_paths_lead_to_documents() {
        let contract = Contract::embedded().unwrap_or_else(|error| panic!("{error}"));
        let seed = Seed::documented().unwrap_or_else(|error| panic!("{error}"));
        let store = seed.load(&contract).unwrap_or_else(|error| panic!("{error}"));
        let document = description(&contract, &store);
        assert_eq!(document["servers"][0]["url"], "/");
        for scheme in document["components"]["securitySchemes"].as_object().expect("there are some")
        {
            assert_eq!(scheme.1["type"], "http", "{}", scheme.0);
        }
        for operation in &contract.operations {
            let described =
                &document["paths"][&operation.template][operation.method.to_lowercase()];
            let parameters = described["parameters"].as_array().expect("there are some");
            let examples: Vec<_> = parameters
                .iter()
                .filter(|parameter| parameter["in"] == "path")
                .map(|parameter| parameter["example"].as_str().expect("an example"))
                .collect();
            let wanted = operation.segments.iter();
            let wanted = wanted.filter(|segment| matches!(segment, Segment::Parameter(_)));
            assert_eq!(examples.len(), wanted.count(), "{}", operation.template);
        }
        assert!(
            contract.operations.iter().any(|operation| operation.template.contains("{user-id}"))
        );
    }
}
