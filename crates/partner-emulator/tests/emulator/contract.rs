//! Every operation of the complete description is served, and every answer is as it describes: with ids
//! from the seed, bodies from the examples, statuses, headers and sign-in from the description.

use partner_emulator::{Audience, Emulator};
use serde_json::Value;

use crate::described::{Description, Operation, first_below};
use crate::support::{Answer, Call, Caller};

/// An emulator of a description, or of the one of Partner Center.
async fn start(description: Option<&str>) -> Emulator {
    let builder = Emulator::builder().http();
    let builder = match description {
        Some(description) => builder.description(description),
        None => builder,
    };
    builder.start().await.expect("it starts")
}

/// Someone who may call the operation, and everybody who may not: with the status of the refusal.
fn callers<'a>(
    emulator: &'a Emulator,
    operation: &Operation<'_>,
) -> (Caller<'a>, Vec<(u16, Caller<'a>)>) {
    let mut refused = Vec::new();
    let mut taken = Caller::with_token(emulator, None);
    if !operation.is_open() {
        refused.push((401, Caller::with_token(emulator, None)));
        refused.push((401, Caller::with_token(emulator, Some("nonsense".into()))));
    }
    for (name, audience) in [("appOnly", Audience::AppOnly), ("appUser", Audience::AppUser)] {
        let caller = Caller::with_token(emulator, Some(emulator.issue_token(audience)));
        if operation.takes(name) {
            taken = caller;
        } else if !operation.is_open() {
            refused.push((403, caller));
        }
    }
    (taken, refused)
}

/// Calls an operation with each example of its body, each on an emulator of its own.
async fn succeeds(operation: &Operation<'_>, description: Option<&str>) {
    let count = operation.bodies().len().max(1);
    for index in 0..count {
        let emulator = start(description).await;
        let (caller, _) = callers(&emulator, operation);
        let call = operation.calls(&emulator).swap_remove(index);
        let answer = caller.send(&call).await;
        let what = format!("{} {}: {}", call.method, call.target, answer.status);
        assert_eq!(answer.status.as_u16(), operation.success(), "{what}");
        operation.check(&answer);
        if operation.kinds(operation.success()).contains(&"application/json") {
            // Something is in every success, so that the schemas have something to look at.
            let json = answer.json();
            let lists =
                ["items", "value"].iter().filter_map(|name| member(&json, name)?.as_array());
            assert!(lists.into_iter().all(|list| !list.is_empty()), "{what}: {json}");
        }
        if call.method == "GET" {
            let head = caller.send(&Call::new("HEAD", &call.target)).await;
            assert_eq!((head.status, head.body.len()), (answer.status, 0), "HEAD {what}");
        }
    }
}

fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value
        .as_object()?
        .iter()
        .find(|(own, _)| own.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

/// Calls an operation in every way that it does not take.
async fn refuses(operation: &Operation<'_>, description: Option<&str>) {
    let emulator = start(description).await;
    let (caller, others) = callers(&emulator, operation);
    let call = operation.calls(&emulator).swap_remove(0);
    let mut answers: Vec<(u16, String, Answer)> = Vec::new();
    for (status, other) in others {
        answers.push((status, "another sign-in".into(), other.send(&call).await));
    }
    let mut wrong: Vec<(u16, String, Call)> = wrong_parameters(operation, &call);
    wrong.extend(wrong_paths(operation, &call, &emulator.paths()));
    let methods = operation.methods();
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        if !methods.iter().any(|own| own == method) {
            wrong.push((405, method.into(), Call::new(method, &call.target)));
        }
    }
    if operation.kinds(operation.success()).contains(&"application/json") {
        wrong.push((406, "XML".into(), call.clone().with("Accept", "application/xml")));
    }
    if operation.needs_body() {
        for (name, body) in [("no body", ""), ("no JSON", "{"), ("another kind", "7")] {
            wrong.push((400, name.into(), Call { body: body.into(), ..call.clone() }));
        }
        wrong.push((400, "text".into(), call.clone().with("Content-Type", "text/plain")));
    }
    wrong.push((503, "status=503".into(), call.clone().fault("status=503")));
    wrong.push((429, "throttle=7".into(), call.clone().fault("throttle=7")));
    for (status, name, call) in wrong {
        answers.push((status, name, caller.send(&call).await));
    }
    for (status, name, answer) in answers {
        let what = format!("{} ({name}): {}", operation.id, answer.text());
        assert_eq!(answer.status.as_u16(), status, "{what}");
        operation.check(&answer);
        match status {
            405 => {
                assert!(methods.iter().all(|own| answer.header("Allow").contains(own)), "{what}");
            }
            429 => assert_eq!(answer.header("Retry-After"), "7", "{what}"),
            _ => {}
        }
    }
}

/// Queries and headers that are not as described.
fn wrong_parameters(operation: &Operation<'_>, call: &Call) -> Vec<(u16, String, Call)> {
    let with = |query: &str| {
        let separator = if call.target.contains('?') { '&' } else { '?' };
        Call { target: format!("{}{separator}{query}", call.target), ..call.clone() }
    };
    let mut wrong = vec![(400, "an unknown parameter".into(), with("no-such-parameter=1"))];
    for parameter in operation.parameters() {
        let (name, schema) = (parameter.name, parameter.schema);
        let value = match schema["type"].as_str() {
            Some("integer" | "number") => Some("many"),
            Some("boolean") => Some("perhaps"),
            _ if schema["enum"].is_array() => Some("no-such-value"),
            _ if schema["format"] == "uuid" => Some("1"),
            _ if schema["pattern"].is_string() => Some("!"),
            _ => None,
        };
        match (parameter.place, value) {
            ("header", Some(value)) => {
                wrong.push((400, name.into(), call.clone().with(name, value)));
            }
            ("query", Some(value)) => {
                wrong.push((400, name.into(), with(&format!("{name}={value}"))));
            }
            _ => {}
        }
        if parameter.place == "query" {
            if parameter.required {
                let target = call.target.split('?').next().unwrap_or_default().to_owned();
                wrong.push((400, format!("no {name}"), Call { target, ..call.clone() }));
            } else if schema["type"] != "array" {
                wrong.push((400, format!("{name} twice"), with(&format!("{name}=1&{name}=1"))));
            }
            if let Some(least) = schema["minimum"].as_i64() {
                wrong.push((
                    400,
                    format!("{name} too small"),
                    with(&format!("{name}={}", least - 1)),
                ));
            }
        }
    }
    wrong
}

/// Paths through documents that are not there, in the place of each that is.
fn wrong_paths(
    operation: &Operation<'_>,
    call: &Call,
    paths: &[String],
) -> Vec<(u16, String, Call)> {
    let (path, query) = call.target.split_once('?').unwrap_or((&call.target, ""));
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let mut wrong = Vec::new();
    for (index, template) in operation.parts().enumerate().filter(|(_, part)| part.starts_with('{'))
    {
        let list = format!("/{}", parts[..index].join("/"));
        if first_below(paths, &list).is_none() {
            continue;
        }
        let mut parts = parts.clone();
        parts[index] = "00000000-0000-0000-0000-000000000000";
        let target = format!("/{}?{query}", parts.join("/"));
        wrong.push((404, format!("no such {template}"), Call { target, ..call.clone() }));
    }
    wrong
}

#[tokio::test]
async fn every_operation_answers_as_described() {
    let description = Description::whole();
    let operations = description.operations();
    assert!(operations.len() >= 11, "only {} operations", operations.len());
    for operation in operations {
        succeeds(&operation, None).await;
    }
}

#[tokio::test]
async fn every_refusal_is_as_described() {
    for operation in Description::whole().operations() {
        refuses(&operation, None).await;
    }
}

#[tokio::test]
async fn a_description_that_nobody_has_heard_of_is_held_to_the_same() {
    let text = include_str!("description.json");
    let description = Description::of(text);
    let operations = description.operations();
    assert!(operations.len() >= 10, "only {} operations", operations.len());
    for operation in operations {
        succeeds(&operation, Some(text)).await;
        refuses(&operation, Some(text)).await;
    }
}
