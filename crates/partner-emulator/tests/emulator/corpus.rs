//! Documented requests, where the folder of documented messages is present.

use std::collections::BTreeSet;

use contract_tests::corpus::{self, Message};
use contract_tests::operations::Operations;
use contract_tests::schemas::Schemas;
use serde_json::Value;

use crate::contract;
use crate::support::{Call, Caller, start};

/// The path and the query of a printed URI.
fn target(uri: &str) -> &str {
    let uri = uri.split_whitespace().next().unwrap_or_default();
    uri.find("://").and_then(|at| Some(&uri[at + 3 + uri[at + 3..].find('/')?..])).unwrap_or(uri)
}

/// A call for a document that only the emulator has: its id in place of the documented one.
fn known(call: &Call, described: &contract::Described) -> Option<Call> {
    let id = |target: &str| Some(target.split('?').next()?.rsplit('/').next()?.to_owned());
    let is_of_seed = |name: &String| name == "customer-id" || name == "user-id";
    if described.names.iter().all(is_of_seed) {
        return None;
    }
    let target = call.target.replace(&id(&call.target)?, &id(&described.target)?);
    Some(Call { target, ..call.clone() })
}

/// The names of the members of what an answer is a list of, or else of the answer.
fn members(body: &Value) -> BTreeSet<&str> {
    let items = body.get("items").or_else(|| body.get("Value")).and_then(Value::as_array);
    let objects = items.map_or_else(|| vec![body], |items| items.iter().collect());
    objects
        .into_iter()
        .filter_map(Value::as_object)
        .flat_map(|object| object.keys().map(String::as_str))
        .collect()
}

#[tokio::test]
async fn documented_requests_get_answers_like_the_documented_ones() {
    let folder = match corpus::folder() {
        Ok(folder) => folder,
        Err(missing) => return println!("{missing}"),
    };
    let messages = corpus::messages(&folder).expect("the folder is in the format");
    let operations = Operations::load();
    let described = contract::operations(operations.document(), &Schemas::load());
    let mut seen = BTreeSet::new();
    for request in messages.iter().filter(|message| message.kind == "request") {
        let (Some(method), Some(uri)) = (&request.method, &request.uri) else { continue };
        let Some(operation) = operations.find(method, uri) else { continue };
        // A path with a placeholder in it leads nowhere.
        if uri.contains(['{', '<']) || uri.contains("CustomerTenantId") {
            continue;
        }
        let answers: Vec<&Message> = messages
            .iter()
            .filter(|other| {
                other.kind == "response"
                    && other.method == request.method
                    && other.uri == request.uri
            })
            .collect();
        let emulator = start().await;
        let call = match &request.body {
            Some(body) => Call { method: method.clone(), ..Call::post(target(uri), body.as_str()) },
            None => Call { method: method.clone(), ..Call::get(target(uri)) },
        };
        let described = described.iter().find(|of| of.id == operation.id).expect("it is described");
        let call = known(&call, described).unwrap_or(call);
        let answer = Caller::new(&emulator).send(&call).await;
        let status = u64::from(answer.status.as_u16());
        let documented: Vec<_> = answers.iter().filter_map(|answer| answer.status).collect();
        assert!(
            documented.is_empty() || documented.contains(&status),
            "{}: {status} and not {documented:?}: {}",
            request.id,
            answer.text()
        );
        // What the sample has, the answer has; what a filter leaves no row of has nothing.
        let body = if answer.body.is_empty() { Value::Null } else { answer.json() };
        let found = members(&body);
        let same = answers.iter().filter(|answer| answer.status == Some(status));
        for sample in same.filter_map(|answer| answer.body.as_deref()) {
            let sample: Value = serde_json::from_str(sample).expect("the sample is JSON");
            let missing: Vec<_> =
                members(&sample).difference(&found).copied().map(str::to_owned).collect();
            assert!(
                found.is_empty() || missing.is_empty(),
                "{}: no {missing:?} in {body}",
                request.id
            );
        }
        seen.insert(operation.id);
    }
    assert!(seen.len() >= 10, "only {seen:?}");
}
