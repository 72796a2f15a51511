//! Every keyword of JSON Schema 2020-12 has a row in schemas/README.md, and is treated as that says.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use support::{Schemas, file};

/// How a keyword is used where it is allowed, or most likely to be tried.
enum Use {
    /// In the root of an object, beside what every file has.
    Root(&'static str),
    /// In the schema of a property, beside its description.
    Property(&'static str),
    /// A whole file with another one that it needs.
    Files(&'static str, &'static str),
}
use Use::{Files, Property, Root};

/// A parameter declared and used, and bound by another file.
const GENERIC: &str = r##""type": "object", "$defs": { "item": { "$dynamicAnchor": "item" } },
    "properties": { "items": { "description": "What.", "type": "array", "items": { "$dynamicRef": "#item" } } }"##;
const BINDING: &str = r#""$ref": "line.schema.json",
    "$defs": { "item": { "$dynamicAnchor": "item", "type": "string" } }"#;
const OPEN_SET: &str = r#""anyOf": [{ "oneOf": [{ "const": "paid" }] }, { "type": "string" }]"#;
const ENUM: &str = r#""anyOf": [{ "enum": ["paid"] }, { "type": "string" }]"#;

/// The vocabularies of the specification, keyword by keyword.
const KEYWORDS: &[(&str, Use)] = &[
    // Core.
    ("$schema", Root(r#""type": "object""#)),
    ("$id", Root(r#""type": "object""#)),
    ("$ref", Property(r##""$ref": "#""##)),
    ("$defs", Files(GENERIC, BINDING)),
    ("$dynamicAnchor", Files(GENERIC, BINDING)),
    ("$dynamicRef", Files(GENERIC, BINDING)),
    ("$anchor", Property(r#""$anchor": "here""#)),
    ("$vocabulary", Root(r#""type": "object", "$vocabulary": {}"#)),
    ("$comment", Property(r#""$comment": "A note.""#)),
    // Applicators.
    ("properties", Property(r#""type": "object", "properties": {}"#)),
    ("additionalProperties", Property(r#""type": "object", "additionalProperties": true"#)),
    ("patternProperties", Property(r#""type": "object", "patternProperties": {}"#)),
    ("propertyNames", Property(r#""type": "object", "propertyNames": true"#)),
    ("dependentSchemas", Property(r#""type": "object", "dependentSchemas": {}"#)),
    ("items", Property(r#""type": "array", "items": true"#)),
    ("prefixItems", Property(r#""type": "array", "prefixItems": [true]"#)),
    ("contains", Property(r#""type": "array", "contains": true"#)),
    ("if", Property(r#""if": true"#)),
    ("then", Property(r#""then": true"#)),
    ("else", Property(r#""else": true"#)),
    ("allOf", Property(r#""allOf": [true]"#)),
    ("anyOf", Root(OPEN_SET)),
    ("oneOf", Root(OPEN_SET)),
    ("not", Property(r#""not": false"#)),
    // Unevaluated.
    ("unevaluatedItems", Property(r#""type": "array", "unevaluatedItems": false"#)),
    ("unevaluatedProperties", Property(r#""type": "object", "unevaluatedProperties": false"#)),
    // Validation.
    ("type", Property(r#""type": "boolean""#)),
    ("const", Root(OPEN_SET)),
    ("enum", Root(ENUM)),
    ("multipleOf", Property(r#""type": "number", "multipleOf": 5"#)),
    ("maximum", Property(r#""type": "number", "maximum": 5"#)),
    ("exclusiveMaximum", Property(r#""type": "number", "exclusiveMaximum": 5"#)),
    ("minimum", Property(r#""type": "integer", "minimum": 5"#)),
    ("exclusiveMinimum", Property(r#""type": "integer", "exclusiveMinimum": 5"#)),
    ("maxLength", Property(r#""type": "string", "maxLength": 5"#)),
    ("minLength", Property(r#""type": "string", "minLength": 5"#)),
    ("pattern", Property(r#""type": "string", "pattern": "^[a-z]+$""#)),
    ("maxItems", Property(r#""type": "array", "maxItems": 5"#)),
    ("minItems", Property(r#""type": "array", "minItems": 5"#)),
    ("uniqueItems", Property(r#""type": "array", "uniqueItems": true"#)),
    ("maxContains", Property(r#""type": "array", "maxContains": 5"#)),
    ("minContains", Property(r#""type": "array", "minContains": 5"#)),
    ("maxProperties", Property(r#""type": "object", "maxProperties": 5"#)),
    ("minProperties", Property(r#""type": "object", "minProperties": 5"#)),
    (
        "required",
        Root(
            r#""type": "object", "required": ["a"], "properties": { "a": { "description": "What." } }"#,
        ),
    ),
    ("dependentRequired", Property(r#""type": "object", "dependentRequired": {}"#)),
    // Format and content.
    ("format", Property(r#""type": "string", "format": "date-time""#)),
    ("contentEncoding", Property(r#""type": "string", "contentEncoding": "base64""#)),
    ("contentMediaType", Property(r#""type": "string", "contentMediaType": "application/json""#)),
    (
        "contentSchema",
        Property(
            r#""type": "string", "contentMediaType": "application/json", "contentSchema": true"#,
        ),
    ),
    // Meta-data.
    ("title", Property(r#""title": "Amount""#)),
    ("description", Property(r#""type": "string""#)),
    ("default", Property(r#""default": 5"#)),
    ("deprecated", Property(r#""deprecated": true"#)),
    ("readOnly", Property(r#""readOnly": true"#)),
    ("writeOnly", Property(r#""writeOnly": true"#)),
    ("examples", Property(r#""examples": [5]"#)),
];

/// The keywords of the README's table and what it says of each in our schemas.
fn table() -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/README.md");
    let readme = fs::read_to_string(path).expect("the README can be read");
    let (_, section) =
        readme.split_once("## Every keyword of 2020-12").expect("the section is there");
    let section = section.split("\n## ").next().expect("a section has a text");
    let mut table = BTreeMap::new();
    for row in section.lines().filter(|line| line.starts_with("| `")) {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let (keywords, verdict) =
            (cells.next().expect("keywords"), cells.next().expect("a verdict"));
        for keyword in keywords.split(", ") {
            let before = table.insert(keyword.trim_matches('`').to_owned(), verdict.to_owned());
            assert_eq!(before, None, "{keyword} has two rows");
        }
    }
    table
}

/// Whether the dialect takes the keyword so, and what it says or generates.
fn outcome(keyword: &str, used: &Use) -> Result<String, String> {
    let schemas = match used {
        Root(body) => Schemas::of(&[file("billing/invoice", body)]),
        Property(body) => {
            let property = format!(r#"{{ "description": "What it is.", {body} }}"#);
            let root = format!(r#""type": "object", "properties": {{ "amount": {property} }}"#);
            Schemas::of(&[file("billing/invoice", &root)])
        }
        Files(line, invoice) => {
            Schemas::of(&[file("billing/line", line), file("billing/invoice", invoice)])
        }
    };
    match schemas.generate() {
        Ok(files) => Ok(files.get("billing/invoice.rs").expect("it is generated").to_owned()),
        Err(problems) => {
            let [problem] = &problems.0[..] else { panic!("{keyword}: {problems}") };
            Err(problem.message.clone())
        }
    }
}

#[test]
fn every_keyword_has_its_row_and_is_treated_as_that_says() {
    let mut table = table();
    for (keyword, used) in KEYWORDS {
        let verdict = table.remove(*keyword).unwrap_or_else(|| panic!("no row for {keyword}"));
        let word = verdict.split([',', ':', ';', ' ']).next().unwrap_or_default();
        match (word, outcome(keyword, used)) {
            ("honoured" | "ignored", Ok(_)) => {}
            // What the words in rustdoc are is a matter of other tests; here, that there are some.
            ("documented", Ok(code)) => {
                let without =
                    outcome(keyword, &Property("\"title\": \"\"")).expect("no fault in it");
                let is_docs = |line: &&str| line.contains("///") || line.contains("#[deprecated");
                let docs = |code: &str| code.lines().filter(is_docs).count();
                let is_there = docs(&code) > docs(&without) || *keyword == "description";
                assert!(is_there, "{keyword} is not documented:\n{code}");
            }
            ("refused", Err(message)) => {
                assert!(
                    message.starts_with(&format!("`{keyword}` is not allowed on ")),
                    "{message}"
                );
            }
            (_, outcome) => {
                panic!("the README says of {keyword}: {verdict}; and it is {outcome:?}")
            }
        }
    }
    assert!(table.is_empty(), "not of 2020-12: {table:?}");
}
