//! Every kind of change of an operation is told, and classed.

use std::fs;

use partner_codegen::diff::{Change, Operations, compare_operations};
use serde_json::{Value, json};

fn changes(old: &Value, new: &Value) -> Vec<String> {
    let load = |value: &Value| {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let family = folder.path().join("users");
        fs::create_dir(&family).expect("the folder is ours");
        fs::write(folder.path().join("openapi.json"), value.to_string())
            .expect("the folder is ours");
        let own = json!({ "paths": { "/own": { "get": { "parameters": [{ "$ref": "../openapi.json#/components/parameters/A" }] } } } });
        fs::write(family.join("operations.json"), own.to_string()).expect("the folder is ours");
        Operations::load(folder.path()).expect("it can be read")
    };
    let told = |change: &Change| {
        format!("{}: [{}] {}: {}", change.schema, change.bump, change.type_name, change.what)
    };
    compare_operations(&load(old), &load(new)).iter().map(told).collect()
}

fn document() -> Value {
    json!({
        "components": { "parameters": { "A": { "name": "a", "in": "query", "schema": { "type": "string" } } } },
        "paths": { "/x": { "get": {
            "operationId": "listX", "x-rust-chain": "x.list", "summary": "List", "security": [{ "appUser": [] }],
            "parameters": [{ "$ref": "#/components/parameters/A" }, { "name": "b", "in": "header", "required": true }],
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "x.schema.json" } } } },
            "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "y.schema.json" } } } } }
        } } }
    })
}

#[test]
fn every_change_is_told() {
    assert_eq!(changes(&document(), &document()), [""; 0]);
    // What is put where, and what must be told of it.
    let table: &[(&str, Value, &[&str])] = &[
        (
            "/paths/~1x/get/operationId",
            json!("y"),
            &["openapi.json: [major] GET /x: `operationId` is \"y\""],
        ),
        ("/paths/~1x/get/x-rust-chain", json!("y"), &["[major] GET /x: `x-rust-chain`"]),
        ("/paths/~1x/get/security", json!([]), &["[major] GET /x: `security`"]),
        ("/paths/~1x/get/summary", json!("y"), &["[patch] GET /x: documentation"]),
        (
            "/paths/~1x/get/parameters/0",
            json!({ "name": "c", "in": "query" }),
            &[
                "[minor] GET /x: new parameter `c` in query",
                "[major] GET /x: parameter `a` in query is gone",
            ],
        ),
        (
            "/paths/~1x/get/parameters/0",
            json!({ "name": "c", "in": "query", "required": true }),
            &["new parameter `c` in query, which is required", "is gone"],
        ),
        (
            "/paths/~1x/get/parameters/1/required",
            json!(false),
            &["parameter `b` in header is optional now"],
        ),
        ("/paths/~1x/get/requestBody", Value::Null, &["[major] GET /x: request body is gone"]),
        ("/paths/~1x/get/requestBody/content", json!({}), &["[major] GET /x: request body is"]),
        (
            "/paths/~1x/get/responses",
            json!({ "204": {} }),
            &["new answer 204", "[major] GET /x: answer 200 is gone"],
        ),
        ("/paths/~1x/get/responses/200/content", json!({}), &["[major] GET /x: answer 200 is"]),
        (
            "/components/parameters/A/schema/type",
            json!("integer"),
            &[
                "openapi.json: [major] GET /x: parameter `a`",
                "users/operations.json: [major] GET /own: parameter `a`",
            ],
        ),
        ("/paths", json!({}), &["[major] GET /x: the operation is gone"]),
        (
            "/paths/~1x",
            json!({ "post": {} }),
            &["[major] GET /x: the operation is gone", "[minor] POST /x: new operation"],
        ),
    ];
    for (pointer, value, expected) in table {
        let mut new = document();
        *new.pointer_mut(pointer).expect("it is in the document") = value.clone();
        let mut told = changes(&document(), &new);
        told.sort_by_key(|line| expected.iter().position(|part| line.contains(part)));
        assert_eq!(told.len(), expected.len(), "{pointer}: {told:?}");
        for (line, part) in told.iter().zip(*expected) {
            assert!(line.contains(part), "{pointer}: {line}");
        }
    }
}
