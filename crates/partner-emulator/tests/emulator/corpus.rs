//! Documented requests, where the folder of documented messages is present.

use std::collections::BTreeSet;

use contract_tests::corpus::{self, Message};
use serde_json::Value;

use crate::described::{Description, Operation, first_below};
use crate::support::{Call, Caller, start};

/// Where the seed has all that the samples show. Elsewhere an answer has what its schema requires, and what
/// the examples of the schema show.
const SEEDED: [&str; 4] = [
    "/v1/customers/{customer-id}/users",
    "/v1/customers/{customer-id}/subscribedskus",
    "/v1/analytics",
    "/partner/v1",
];

/// The path and the query of a printed URI.
fn target(uri: &str) -> &str {
    let uri = uri.trim_start_matches("{baseURL}");
    let uri = uri.split_whitespace().next().unwrap_or_default();
    uri.find("://").and_then(|at| Some(&uri[at + 3 + uri[at + 3..].find('/')?..])).unwrap_or(uri)
}

/// The documented request, with ids that the emulator has in the place of those that it doesn't, and
/// without placeholders.
fn known(operation: &Operation<'_>, uri: &str, emulator: &partner_emulator::Emulator) -> String {
    let own = operation.target(emulator);
    let (own, _) = own.split_once('?').unwrap_or((&own, ""));
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let own: Vec<_> = own.split('/').filter(|part| !part.is_empty()).collect();
    let mut known = String::new();
    for (index, part) in path.split('/').filter(|part| !part.is_empty()).enumerate() {
        let is_there = emulator.document(&format!("{known}/{part}")).is_some();
        let is_parameter = operation.parts().nth(index).is_some_and(|part| part.starts_with('{'));
        known = format!("{known}/{}", if is_parameter && !is_there { own[index] } else { part });
    }
    let is_value = |pair: &&str| !pair.contains(['{', '<']);
    let query: Vec<_> = query.split('&').filter(is_value).collect();
    if query.concat().is_empty() { known } else { format!("{known}?{}", query.join("&")) }
}

/// The documented body, with the id of a document of that list where it names one that is not there.
fn known_body(body: &str, list: &str, emulator: &partner_emulator::Emulator) -> String {
    let body = body.replace("{{YourCallbackUrl}}", "https://partner.example.com/callback");
    let Ok(mut value) = serde_json::from_str::<Value>(&body) else { return body };
    let is_there = |id: &str| emulator.document(&format!("{list}/{id}")).is_some();
    match value.get("id").and_then(Value::as_str) {
        Some(id) if !is_there(id) => {}
        _ => return body,
    }
    let Some(id) = first_below(&emulator.paths(), list) else { return body };
    value["id"] = id.into();
    value.to_string()
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
    let description = Description::whole();
    let (mut seen, mut faults) = (BTreeSet::new(), Vec::new());
    for request in messages.iter().filter(|message| message.kind == "request") {
        let (Some(method), Some(uri)) = (&request.method, &request.uri) else { continue };
        let uri = target(uri);
        let path = uri.split('?').next().unwrap_or_default();
        let Some(operation) = description.find(&method.to_uppercase(), path) else { continue };
        if operation.needs_body() && request.body.is_none() {
            continue; // What was printed is no JSON.
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
        let target = known(&operation, uri, &emulator);
        let body = request.body.as_ref().map(|body| known_body(body, &target, &emulator));
        let call = match &body {
            Some(body) => Call { method: method.clone(), ..Call::post(&target, body.as_str()) },
            None => Call { method: method.clone(), ..Call::get(&target) },
        };
        let answer = Caller::new(&emulator).send(&call).await;
        operation.check(&answer);
        let status = u64::from(answer.status.as_u16());
        let documented: Vec<_> = answers.iter().filter_map(|answer| answer.status).collect();
        if !(documented.is_empty() && answer.status.is_success() || documented.contains(&status)) {
            let text = answer.text();
            faults
                .push(format!("{}: {status} and not {documented:?}: {target}: {text}", request.id));
        }
        seen.insert(operation.id.to_owned());
        if answer.body.is_empty() || !SEEDED.iter().any(|path| operation.template.starts_with(path))
        {
            continue;
        }
        // What the sample has, the answer has; what a filter leaves no row of has nothing.
        let body = answer.json();
        let found = members(&body);
        // Two pages about one operation show different bodies: an answer is that of its own page.
        let page = |id: &str| id.split("--").next().unwrap_or_default().to_owned();
        let same = answers.iter().filter(|answer| {
            answer.status == Some(status) && page(&answer.id) == page(&request.id)
        });
        for sample in same.filter_map(|answer| answer.body.as_deref()) {
            let sample: Value = serde_json::from_str(sample).expect("the sample is JSON");
            let missing: Vec<_> =
                members(&sample).difference(&found).copied().map(str::to_owned).collect();
            if !found.is_empty() && !missing.is_empty() {
                faults.push(format!("{}: no {missing:?} in {body}", request.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(seen.len() >= 10, "only {seen:?}");
}
