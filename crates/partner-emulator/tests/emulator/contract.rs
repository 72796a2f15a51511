//! Every operation of `openapi.json` is served, and every answer is of the shape that it describes.

use contract_tests::operations::Operations;
use contract_tests::schemas::Schemas;
use partner_emulator::{Audience, Emulator};
use serde_json::Value;

use crate::support::{Answer, Call, Caller, start};

/// A described operation, and what to call it with.
pub(crate) struct Described {
    pub(crate) id: String,
    method: String,
    /// The methods of its path.
    methods: Vec<String>,
    /// The path with known ids, and the query that it can't be without.
    pub(crate) target: String,
    /// The names of the parameters of the path.
    pub(crate) names: Vec<String>,
    /// An example of the body, where there is one.
    body: Option<Value>,
    /// The status of its success, and whether that has a body.
    status: u16,
    has_body: bool,
}

/// The operations. Those that take something away are last, so that the others find it.
pub(crate) fn operations(document: &Value, schemas: &Schemas) -> Vec<Described> {
    let mut found = Vec::new();
    for (template, item) in document["paths"].as_object().expect("there are paths") {
        let item = item.as_object().expect("a path has operations");
        for (method, operation) in item {
            let (mut target, mut names, mut query) = (template.clone(), vec![], vec![]);
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let parameter = follow(document, parameter);
                let name = parameter["name"].as_str().expect("a name");
                let known = || known(name, &parameter["schema"], schemas);
                match parameter["in"].as_str() {
                    Some("path") => {
                        target = target.replace(&format!("{{{name}}}"), &known());
                        names.push(name.to_owned());
                    }
                    Some("query") if parameter["required"] == true => {
                        query.push(format!("{name}={}", known()));
                    }
                    _ => {}
                }
            }
            assert!(!target.contains('{'), "{template}: a parameter that is not described");
            if !query.is_empty() {
                target = format!("{target}?{}", query.join("&"));
            }
            let responses = operation["responses"].as_object().expect("there are answers");
            let (status, success) =
                responses.iter().find(|(status, _)| status.starts_with('2')).expect("a success");
            found.push(Described {
                id: operation["operationId"].as_str().expect("an id").to_owned(),
                method: method.to_uppercase(),
                methods: item.keys().map(|method| method.to_uppercase()).collect(),
                target,
                names,
                body: example(&operation["requestBody"], schemas),
                status: status.parse().expect("a status"),
                has_body: !success["content"].is_null(),
            });
        }
    }
    found.sort_by_key(|operation| operation.method == "DELETE");
    found
}

fn follow<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    target.map_or(value, |pointer| document.pointer(pointer).expect("it leads somewhere"))
}

/// A value that the emulator knows: one of its seed, or the example that it starts with.
fn known(name: &str, schema: &Value, schemas: &Schemas) -> String {
    match name {
        "customer-id" => return Emulator::CUSTOMER_ID.into(),
        "user-id" => return Emulator::USER_ID.into(),
        _ => {}
    }
    let schema = schema["$ref"].as_str().and_then(|path| schemas.get(path)).unwrap_or(schema);
    let example = &schema["examples"][0];
    let text = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
    assert!(text != "null", "{name}: its schema has no example");
    text
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

impl Described {
    fn call(&self) -> Call {
        let (method, target) = (self.method.as_str(), self.target.as_str());
        match &self.body {
            Some(body) => Call { method: method.into(), ..Call::post(target, body.to_string()) },
            None => Call::new(method, target),
        }
    }
}

/// What the description says of an answer to that call, and how the answer differs.
fn check(operations: &Operations, schemas: &Schemas, method: &str, path: &str, answer: &Answer) {
    let operation = operations.find(method, path).unwrap_or_else(|| panic!("{method} {path}"));
    let status = answer.status.as_u16();
    for name in ["MS-RequestId", "MS-CorrelationId", "MS-CV", "MS-ServerId", "Date"] {
        assert!(!answer.header(name).is_empty(), "{method} {path}, {status}: {name}");
    }
    if answer.body.is_empty() {
        return assert!(operation.has_no_body(status.into()), "{method} {path}, {status}: no body");
    }
    let schema = operation.response_schema(Some(status.into()));
    let schema = schema.unwrap_or_else(|| panic!("{method} {path}: {status} is not described"));
    let errors: Vec<_> = schemas
        .validator(&schema)
        .iter_errors(&answer.json())
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{method} {path}, {status}, {schema}: {errors:#?}");
    let mark = answer.body.starts_with(b"\xef\xbb\xbf");
    assert_eq!(mark, answer.status.is_success(), "{method} {path}, {status}: the byte-order mark");
}

#[tokio::test]
async fn every_operation_is_served_and_answers_as_described() {
    let (emulator, operations_of, schemas) = (start().await, Operations::load(), Schemas::load());
    let caller = Caller::new(&emulator);
    let all = operations(operations_of.document(), &schemas);
    assert!(all.len() >= 11, "only {} operations", all.len());
    for operation in all {
        let (method, path) = (&operation.method, &operation.target);
        let answer = caller.send(&operation.call()).await;
        assert_eq!(answer.status, operation.status, "{method} {path}: {}", answer.text());
        assert_eq!(!answer.body.is_empty(), operation.has_body, "{method} {path}");
        check(&operations_of, &schemas, method, path, &answer);
        if !operation.has_body {
            continue;
        }
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
    for operation in operations(operations_of.document(), &schemas) {
        let (call, method, path) = (operation.call(), &operation.method, &operation.target);
        let nobody = Caller::with_token(&emulator, None);
        let application = Caller::with_token(&emulator, Some(app_only.clone()));
        let unknown = path.replace(Emulator::CUSTOMER_ID, "00000000-0000-0000-0000-000000000000");
        let mut others = ["GET", "DELETE", "PATCH"].into_iter();
        let other = others.find(|other| !operation.methods.iter().any(|own| own == other));
        let other_method = Call::new(other.expect("a method that is not described"), path);
        let mut answers = vec![
            (401, 400, nobody.send(&call).await),
            (403, 2032, application.send(&call).await),
            (405, 3000, caller.send(&other_method).await),
            (400, 3000, caller.send(&call.clone().with("X-Locale", "English")).await),
            (400, 3000, caller.send(&call.clone().with("MS-RequestId", "1")).await),
            (400, 3000, caller.send(&call.clone().with("MS-Contract-Version", "v2")).await),
            (503, 800_003, caller.send(&call.clone().fault("status=503")).await),
        ];
        if operation.has_body {
            let call = call.clone().with("Accept", "application/xml");
            answers.push((406, 3000, caller.send(&call).await));
        }
        if unknown != *path {
            let call = Call { target: unknown, ..call.clone() };
            answers.push((404, 60003, caller.send(&call).await));
        }
        if path.contains(Emulator::USER_ID) {
            let target = path.replace(Emulator::USER_ID, "nobody@contoso.com");
            answers.push((404, 60002, caller.send(&Call { target, ..call.clone() }).await));
        }
        for (status, code, answer) in answers {
            assert_eq!(answer.error(), (status, code), "{method} {path}: {}", answer.text());
            check(&operations_of, &schemas, method, path, &answer);
        }
        let throttled = caller.send(&call.clone().fault("throttle=7")).await;
        assert_eq!((throttled.status.as_u16(), throttled.header("Retry-After")), (429, "7"));
        assert_eq!(throttled.json()["statusCode"], 429);
        check(&operations_of, &schemas, method, path, &throttled);
    }
}
