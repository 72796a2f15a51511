//! Whatever a schema file says, the generator answers with files or with problems.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;
use support::Schemas;

fn config() -> ProptestConfig {
    ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() }
}

/// Generates; the problems, if any, can be shown, and the files are Rust.
fn answers(schemas: &Schemas) {
    match schemas.generate() {
        Ok(files) => {
            let code = |(path, _): &(&Path, &str)| path.extension() == Some("rs".as_ref());
            for (path, text) in files.iter().filter(code) {
                syn::parse_file(text)
                    .unwrap_or_else(|error| panic!("{}: {error}\n{text}", path.display()));
            }
        }
        Err(problems) => {
            assert!(problems.to_string().contains("nothing was written"));
            for problem in &problems.0 {
                assert!(problem.position() >= (1, 1));
            }
        }
    }
}

/// The project's own schemas: their paths without `.schema.json`, and what they say.
fn real_schemas() -> Vec<(String, String)> {
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the schemas are there") {
            let path = entry.expect("the schemas are there").path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.to_string_lossy().ends_with(".schema.json") {
                files.push(path);
            }
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    files
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&folder).expect("it is below the folder");
            let name = name.to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(path).expect("a schema is text");
            (name.trim_end_matches(".schema.json").to_owned(), text)
        })
        .collect()
}

/// Words that mean something to the generator, and some that mean nothing to anybody.
const WORDS: &[&str] = &[
    "#",
    "#/$defs/item",
    "#item",
    "",
    " ",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$ref",
    "thing.schema.json",
    "additionalProperties",
    "anyOf",
    "array",
    "boolean",
    "const",
    "default",
    "deprecated",
    "description",
    "enum",
    "examples",
    "externalDocs",
    "integer",
    "item",
    "items",
    "null",
    "number",
    "object",
    "oneOf",
    "properties",
    "r#type",
    "required",
    "self",
    "string",
    "title",
    "type",
    "url",
    "x",
    "attributes",
    "x-object-type",
    "x-rust-name",
    "½",
    "日本",
    "a\u{0}b",
    "\n",
];

fn word() -> impl Strategy<Value = String> {
    prop_oneof![4 => select(WORDS).prop_map(str::to_owned), 1 => any::<String>()]
}

/// JSON that looks like a schema from afar.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((word(), inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// What every file needs, so that a generated part gets past the first checks.
fn sound_file(body: &Value) -> String {
    let mut root = serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.invalid/thing.schema.json",
        "description": "A thing.",
        "externalDocs": { "url": "https://example.invalid" },
    });
    if let (Some(root), Value::Object(body)) = (root.as_object_mut(), body) {
        root.extend(body.clone());
    }
    root.to_string()
}

/// A schema that is sound as far as each keyword goes, whatever they make together.
fn schema() -> impl Strategy<Value = Value> {
    let named = |mut schema: Value, name: Option<String>| {
        schema["description"] = "What.".into();
        if let Some(name) = name {
            schema["x-rust-name"] = name.into();
        }
        schema
    };
    let leaf = prop_oneof![
        select(&["string", "integer", "number", "boolean", "object", "array"][..])
            .prop_map(|ty| serde_json::json!({ "type": ty })),
        select(&["string", "integer", "object", "array"][..])
            .prop_map(|ty| serde_json::json!({ "type": [ty, "null"] })),
        Just(serde_json::json!({})),
        Just(serde_json::json!({ "$ref": "#" })),
        Just(serde_json::json!({ "$dynamicRef": "#item" })),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let property = (word(), inner.clone(), proptest::option::weighted(0.1, word()))
            .prop_map(move |(name, schema, rust_name)| (name, named(schema, rust_name)));
        let properties = proptest::collection::vec(property, 0..5);
        prop_oneof![
            inner.clone().prop_map(|items| serde_json::json!({ "type": "array", "items": items })),
            inner.clone().prop_map(|values| {
                serde_json::json!({ "type": "object", "additionalProperties": values })
            }),
            inner
                .clone()
                .prop_map(|schema| serde_json::json!({ "anyOf": [schema, { "type": "null" }] })),
            (properties, proptest::option::of(inner), any::<bool>()).prop_map(
                |(properties, additional, required)| {
                    let required: Vec<_> = properties
                        .first()
                        .filter(|_| required)
                        .map(|(name, _)| name.clone())
                        .into_iter()
                        .collect();
                    let properties: serde_json::Map<_, _> = properties.into_iter().collect();
                    let mut schema = serde_json::json!({
                        "description": "What.", "type": "object", "properties": properties, "required": required
                    });
                    if let Some(additional) = additional {
                        schema["additionalProperties"] = additional;
                    }
                    schema
                }
            ),
        ]
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes(bytes: Vec<u8>) {
        answers(&Schemas::of(&[("thing", bytes)]));
    }

    #[test]
    fn any_json(value in json()) {
        answers(&Schemas::of(&[("thing", value.to_string())]));
        answers(&Schemas::of(&[("thing", sound_file(&value))]));
    }

    #[test]
    fn schemas_of_every_form(body in schema(), binds in any::<bool>()) {
        let mut body = body;
        if binds {
            body["$defs"] = serde_json::json!({ "item": { "$dynamicAnchor": "item" } });
        }
        answers(&Schemas::of(&[("thing", sound_file(&body))]));
    }

    #[test]
    fn any_file_name(name in "[a-z][a-z@ .#'_-]{0,7}(/[a-zA-Z0-9ü ._-]{1,8})?") {
        let text = sound_file(&serde_json::json!({ "type": "object" }))
            .replace("thing.schema.json", &format!("{name}.schema.json"));
        answers(&Schemas::of(&[(name.as_str(), text)]));
    }

    #[test]
    fn any_values(values: Vec<String>) {
        let body = serde_json::json!({ "anyOf": [{ "enum": values }, { "type": "string" }] });
        answers(&Schemas::of(&[("thing", sound_file(&body))]));
    }
}

/// A change that a slip of the hand makes.
#[derive(Debug, Clone)]
enum Slip {
    /// Cuts some characters out.
    Cut(Index, usize),
    /// Writes something in between.
    Insert(Index, String),
    /// Replaces one quoted word by another.
    Swap(Index, String),
}

fn slip() -> impl Strategy<Value = Slip> {
    prop_oneof![
        (any::<Index>(), 1..20_usize).prop_map(|(at, length)| Slip::Cut(at, length)),
        (any::<Index>(), select(&["{", "}", "[", "]", ",", ":", "\"", "null", "ü", "\\u0000"][..]))
            .prop_map(|(at, text)| Slip::Insert(at, text.to_owned())),
        (any::<Index>(), word()).prop_map(|(at, word)| Slip::Swap(at, word)),
        (any::<Index>(), word()).prop_map(|(at, word)| Slip::Swap(at, word)),
    ]
}

fn slipped(text: &str, slip: &Slip) -> String {
    match slip {
        Slip::Cut(at, length) => {
            let characters: Vec<_> = text.chars().collect();
            let at = at.index(characters.len() + 1);
            let end = characters.len().min(at + length);
            characters[..at].iter().chain(&characters[end..]).collect()
        }
        Slip::Insert(at, insert) => {
            let characters: Vec<_> = text.chars().collect();
            let at = at.index(characters.len() + 1);
            let (before, after) = characters.split_at(at);
            before.iter().copied().chain(insert.chars()).chain(after.iter().copied()).collect()
        }
        Slip::Swap(at, word) => {
            let mut parts: Vec<_> = text.split('"').map(str::to_owned).collect();
            let words = parts.len() / 2;
            if words > 0 {
                let word = Value::from(word.as_str()).to_string();
                word[1..word.len() - 1].clone_into(&mut parts[at.index(words) * 2 + 1]);
            }
            parts.join("\"")
        }
    }
}

#[test]
fn the_real_schemas_after_some_slips() {
    let real = real_schemas();
    let slips = proptest::collection::vec((any::<Index>(), slip()), 1..4);
    proptest::test_runner::TestRunner::new(config())
        .run(&slips, |slips| {
            let mut files = real.clone();
            for (file, slip) in &slips {
                let (_, text) = &mut files[file.index(real.len())];
                *text = slipped(text, slip);
            }
            let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text)).collect();
            answers(&Schemas::of(&files));
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}
