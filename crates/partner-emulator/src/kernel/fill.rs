//! What is there at the start where no seed has anything: an example of each document.

use serde_json::Value;

use crate::contract::{Contract, Operation, Segment, example};
use crate::families;
use crate::store::Documents;

/// Puts an example wherever an operation reads documents that no family and no seed has.
pub(crate) fn fill(contract: &Contract, documents: &mut Documents) {
    let mut reads: Vec<&Operation> = contract
        .operations
        .iter()
        .filter(|operation| {
            operation.method == "GET" && families::begins_with_example(&operation.id)
        })
        .collect();
    // What is within comes after what it is within; a list comes before what it lists.
    reads.sort_by_key(|operation| operation.segments.len());
    for operation in reads {
        let Some(schema) = &operation.success.schema else { continue };
        for path in places(documents, &operation.segments) {
            read(contract, documents, operation, schema, path);
        }
    }
}

fn read(
    contract: &Contract,
    documents: &mut Documents,
    operation: &Operation,
    schema: &Value,
    path: Place,
) {
    let schemas = &contract.schemas;
    let whole = || {
        let example = operation.success.example.clone();
        example.unwrap_or_else(|| crate::contract::example(schemas, schema))
    };
    match (path, schemas.items(schema)) {
        // A list: one of its items.
        (Place::Whole(path), Some((_, item))) => {
            if documents.has_list(&path) {
                return;
            }
            let value = example(schemas, item);
            if !value.is_object() {
                return;
            }
            let mut path = path;
            path.push(id_of(contract, &path, &value));
            documents.put(&path, value);
        }
        // The one document of its path.
        (Place::Whole(path), None) => {
            if documents.get(&path).is_none() {
                documents.put(&path, whole());
            }
        }
        // One of many, where there is no list of them.
        (Place::Within(path), None) => {
            if documents.has_list(&path) {
                return;
            }
            let value = whole();
            let mut path = path;
            path.push(id_of(contract, &path, &value));
            documents.put(&path, value);
        }
        (Place::Within(_), Some(_)) => {}
    }
}

/// A place for a document.
enum Place {
    /// There.
    Whole(Vec<String>),
    /// In the list that is there.
    Within(Vec<String>),
}

/// The paths that a template stands for, with the documents that there are.
fn places(documents: &Documents, segments: &[Segment]) -> Vec<Place> {
    let (is_one_of_many, segments) = match segments.split_last() {
        Some((Segment::Parameter(_), rest)) => (true, rest),
        _ => (false, segments),
    };
    let mut paths = vec![Vec::new()];
    for segment in segments {
        let mut longer = Vec::new();
        for path in &paths {
            let mut add = |part: &str| {
                let mut path: Vec<String> = path.clone();
                path.push(part.to_owned());
                longer.push(path);
            };
            match segment {
                Segment::Text(text) => add(text),
                // The first is enough: examples are to be found, not to be everywhere.
                Segment::Parameter(_) => {
                    if let Some((name, _)) = documents.list(path).next() {
                        add(name);
                    }
                }
            }
        }
        paths = longer;
    }
    let place = |path| if is_one_of_many { Place::Within(path) } else { Place::Whole(path) };
    paths.into_iter().map(place).collect()
}

fn id_of(contract: &Contract, list: &[String], value: &Value) -> String {
    contract.id_of(list, value).unwrap_or_else(|| "1".into())
}
