//! Every operation of `openapi.json` is served, and every answer is of the shape that it describes.

use contract_tests::operations::Operations;
use contract_tests::schemas::Schemas;
use partner_emulator::{Audience, Emulator};
use serde_json::Value;

use crate::support::{Answer, Call, Caller, start};

/// The operations: the method, the path with known ids, and an example of the body where there is one.
fn operations(document: &Value, schemas: &Schemas) -> Vec<(String, String, Option<Value>)> {
    let mut found = Vec::new();
    for (template, item) in document["paths"].as_object().expect("there are paths") {
        let path = template
            .replace("{customer-id}", Emulator::CUSTOMER_ID)
            .replace("{user-id}", Emulator::USER_ID);
        assert!(!path.contains('{'), "{template}: a parameter that this test does not know");
        for (method, operation) in item.as_object().expect("a path has operations") {
            found.push((
                method.to_uppercase(),
                path.clone(),
                example(&operation["requestBody"], schemas),
            ));
        }
    }
    found
}

/// The example that a described body has, or that its schema has.
fn example(body: &Value, schemas: &Schemas) -> Option<Value> {
    let media = body.pointer("/content/application~1json")?;
    let own = media["examples"].as_object().and_then(|examples| examples.values().next());
    if let Some(example) = own.map(|example| &example["value"]).or(media.get("example")) {
        return Some(example.clone());
    }
    let schema = schemas.get(media["schema"]["$ref"].as_str()?)?;
    let example = schema["examples"].get(0);
    Some(example.unwrap_or_else(|| panic!("{}: no example", media["schema"])).clone())
}

fn call(method: &str, path: &str, body: Option<&Value>) -> Call {
    match body {
        Some(body) => Call { method: method.into(), ..Call::post(path, body.to_string()) },
        None => Call::new(method, path),
    }
}

/// What the description says of an answer to that call, and how the answer differs.
fn check(operations: &Operations, schemas: &Schemas, method: &str, path: &str, answer: &Answer) {
    let operation = operations.find(method, path).unwrap_or_else(|| panic!("{method} {path}"));
    let status = answer.status.as_u16();
    let schema = operation.response_schema(Some(status.into()));
    let schema = schema.unwrap_or_else(|| panic!("{method} {path}: {status} is not described"));
    let errors: Vec<_> = schemas
        .validator(&schema)
        .iter_errors(&answer.json())
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{method} {path}, {status}, {schema}: {errors:#?}");
    for name in ["MS-RequestId", "MS-CorrelationId", "MS-CV", "MS-ServerId", "Date"] {
        assert!(!answer.header(name).is_empty(), "{method} {path}, {status}: {name}");
    }
    let mark = answer.body.starts_with(b"\xef\xbb\xbf");
    assert_eq!(mark, answer.status.is_success(), "{method} {path}, {status}: the byte-order mark");
}

#[tokio::test]
async fn every_operation_is_served_and_answers_as_described() {
    let (emulator, operations_of, schemas) = (start().await, Operations::load(), Schemas::load());
    let caller = Caller::new(&emulator);
    let all = operations(operations_of.document(), &schemas);
    assert!(all.len() >= 11, "only {} operations", all.len());
    for (method, path, body) in all {
        let answer = caller.send(&call(&method, &path, body.as_ref())).await;
        let expected = if method == "POST" { 201 } else { 200 };
        assert_eq!(answer.status, expected, "{method} {path}: {}", answer.text());
        check(&operations_of, &schemas, &method, &path, &answer);
        // Something is in every success, so that the schemas have something to look at.
        let json = answer.json();
        let items = json.get("items").or_else(|| json.get("Value"));
        assert!(items.is_none_or(|items| items[0].is_object()), "{method} {path}: {json}");
    }
}

#[tokio::test]
async fn every_refusal_is_as_described() {
    let (emulator, operations_of, schemas) = (start().await, Operations::load(), Schemas::load());
    let caller = Caller::new(&emulator);
    let app_only = emulator.issue_token(Audience::AppOnly);
    for (method, path, body) in operations(operations_of.document(), &schemas) {
        let call = call(&method, &path, body.as_ref());
        let nobody = Caller::with_token(&emulator, None);
        let application = Caller::with_token(&emulator, Some(app_only.clone()));
        let unknown = path.replace(Emulator::CUSTOMER_ID, "00000000-0000-0000-0000-000000000000");
        let other_method = Call::new(if method == "GET" { "DELETE" } else { "GET" }, &path);
        let mut answers = vec![
            (401, 400, nobody.send(&call).await),
            (403, 2032, application.send(&call).await),
            (405, 3000, caller.send(&other_method).await),
            (406, 3000, caller.send(&call.clone().with("Accept", "application/xml")).await),
            (400, 3000, caller.send(&call.clone().with("X-Locale", "English")).await),
            (400, 3000, caller.send(&call.clone().with("MS-RequestId", "1")).await),
            (400, 3000, caller.send(&call.clone().with("MS-Contract-Version", "v2")).await),
            (503, 800_003, caller.send(&call.clone().fault("status=503")).await),
        ];
        if unknown != path {
            let call = Call { target: unknown, ..call.clone() };
            answers.push((404, 60003, caller.send(&call).await));
        }
        if path.contains(Emulator::USER_ID) {
            let target = path.replace(Emulator::USER_ID, "nobody@contoso.com");
            answers.push((404, 60002, caller.send(&Call { target, ..call.clone() }).await));
        }
        for (status, code, answer) in answers {
            assert_eq!(answer.error(), (status, code), "{method} {path}: {}", answer.text());
            check(&operations_of, &schemas, &method, &path, &answer);
        }
        let throttled = caller.send(&call.clone().fault("throttle=7")).await;
        assert_eq!((throttled.status.as_u16(), throttled.header("Retry-After")), (429, "7"));
        assert_eq!(throttled.json()["statusCode"], 429);
        check(&operations_of, &schemas, &method, &path, &throttled);
    }
}
