//! A contributor sees everything that is wrong at once, and nothing is generated.

mod support;

use support::{Schemas, file, schema};

#[test]
fn problems_of_several_files_are_reported_together() {
    let schemas = Schemas::of(&[
        ("billing/broken", "{ \"title\": }".to_owned()),
        file(
            "billing/invoice",
            r#""type": "object",
  "properties": {
    "amount": { "type": "number", "maxLength": 3 },
    "paid": { "description": "Whether it is paid.", "type": "bolean" }
  }"#,
        ),
        file(
            "billing/line",
            r#""type": "object",
  "properties": {
    "amount": { "type": "number", "maxLength": 3 },
    "colour": { "description": "The colour.", "type": "string", "enum": ["red"] }
  }"#,
        ),
        ("users/user", schema("users/person", r#""type": "object""#)),
        file("users/sound", r#""type": "object""#),
    ]);
    let problems = schemas.generate().expect_err("four files are at fault");
    insta::assert_snapshot!(problems);
}

#[test]
fn references_and_names_are_checked_although_keywords_are_refused() {
    let schemas = Schemas::of(&[
        file("billing/invoice", r#""type": "array", "items": { "$ref": "nowhere.schema.json" }"#),
        file("billing/line", r#""type": "array", "enum": []"#),
        file("users/line", r#""type": "object", "nullable": true"#),
    ]);
    let problems = schemas.generate().expect_err("every file is at fault").0;
    let found: Vec<_> =
        problems.iter().map(|problem| (problem.file.as_str(), problem.message.as_str())).collect();
    assert_eq!(
        found,
        [
            ("billing/invoice.schema.json", "no schema file is at `nowhere.schema.json`"),
            ("billing/line.schema.json", "`enum` is not allowed on an array"),
            (
                "users/line.schema.json",
                "two schemas want the Rust name `Line`: this and billing/line.schema.json:3"
            ),
            ("users/line.schema.json", "`nullable` is not allowed on an object"),
        ]
    );
}

#[test]
fn what_comes_of_another_problem_is_not_said() {
    let schemas = Schemas::of(&[
        ("billing/broken", "{ \"title\": }".to_owned()),
        file("billing/invoice", r#""type": "array", "items": { "$ref": "broken.schema.json" }"#),
        file(
            "users/user",
            r#""anyOf": [{ "$ref": "https://example.invalid/billing/broken.schema.json" }, { "type": "null" }]"#,
        ),
    ]);
    let problems = schemas.generate().expect_err("one file is at fault").0;
    let files: Vec<_> = problems.iter().map(|problem| problem.file.as_str()).collect();
    assert_eq!(files, ["billing/broken.schema.json"]);
}

#[test]
fn problems_of_names_and_references_are_reported_together() {
    let schemas = Schemas::of(&[
        file("billing/invoice", r#""type": "array", "items": { "$ref": "nowhere.schema.json" }"#),
        file("billing/type", r#""type": "object""#),
        file("users/invoice", r##""type": "array", "items": { "$dynamicRef": "#item" }"##),
    ]);
    let problems = schemas.generate().expect_err("every file is at fault").0;
    let messages: Vec<_> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`type` can't be the name of a module of the models",
            "two schemas want the Rust name `Invoice`: this and billing/invoice.schema.json:3",
            "no schema file is at `nowhere.schema.json`",
            "`item` is no type parameter of this file",
        ]
    );
}

#[test]
fn nothing_is_written_beside_the_schemas() {
    let schemas = Schemas::of(&[
        file("billing/invoice", r#""type": "object""#),
        file("billing/line", r#""type": "strnig""#),
    ]);
    let before = schemas.paths();
    schemas.generate().expect_err("one file is at fault");
    assert_eq!(schemas.paths(), before);
}
