//! Modules of anybody's schemas: whatever `jsonschema` calls valid is read and written back as it was.
//!
//! The modules are compiled here, all in one scratch crate, from the registry's copies of serde and
//! `serde_json` that this workspace is built with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use contract_tests::instances::any_json;
use partner_codegen::standalone::{self, Verdict};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

const KEYWORDS: &str = include_str!("../fixtures/keywords.json");

/// How many schemas are made up, and how many instances are tried on each.
const MADE_UP: usize = 40;
const INSTANCES: usize = 60;

/// A schema and the texts of instances that it allows.
struct Case {
    name: String,
    schema: Value,
    valid: Vec<String>,
}

#[test]
fn what_a_schema_allows_is_read_and_written_unchanged() {
    let mut cases = keyword_cases();
    cases.extend(made_up_cases());
    assert!(cases.iter().map(|case| case.valid.len()).sum::<usize>() > 500, "too few instances");

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("standalone");
    let schemas = folder.join("schemas");
    let _ = fs::remove_dir_all(&schemas);
    let _ = fs::remove_dir_all(folder.join("src"));
    fs::create_dir_all(&schemas).expect("the folder can be made");
    for case in &cases {
        let path = schemas.join(format!("{}.json", case.name));
        fs::write(path, format!("{:#}", case.schema)).expect("the schema can be written");
    }
    let outcome = standalone::generate(&schemas).expect("the folder can be read");
    assert_eq!(outcome.refused().collect::<Vec<_>>(), [], "nothing here is beyond a type");
    for change in outcome.files.compare(&folder.join("src")).expect("the folder can be read") {
        change.apply(&folder.join("src")).expect("the module can be written");
    }
    let arms: BTreeMap<_, _> = outcome
        .report
        .iter()
        .map(|(path, verdict)| match verdict {
            Verdict::Generated { module, root } => (path.trim_end_matches(".json"), (module, root)),
            Verdict::Refused(_) => unreachable!("none is refused"),
        })
        .collect();
    let faults = run(&folder, &program(&cases, &arms));
    assert_eq!(faults, "", "these instances are valid and were not read or not kept");
}

/// The hand-made suite: a case per keyword, its labels checked against the validator.
fn keyword_cases() -> Vec<Case> {
    let suite: Vec<Value> = serde_json::from_str(KEYWORDS).expect("the suite is JSON");
    let cases = suite.iter().enumerate().map(|(index, case)| {
        let schema = case["schema"].clone();
        let validator = jsonschema::draft202012::new(&schema).expect("the schema is one");
        let instances = |label: &str| case[label].as_array().cloned().unwrap_or_default();
        for (label, expected) in [("valid", true), ("invalid", false)] {
            for instance in instances(label) {
                assert_eq!(
                    validator.is_valid(&instance),
                    expected,
                    "{}: {instance}",
                    case["about"]
                );
            }
        }
        let valid = instances("valid").iter().map(Value::to_string).collect();
        Case { name: format!("keyword-{index}"), schema, valid }
    });
    cases.collect()
}

/// Schemas made up at random, always the same ones, with what of random JSON they allow.
fn made_up_cases() -> Vec<Case> {
    let mut runner = TestRunner::deterministic();
    let mut sample = |strategy: &BoxedStrategy<Value>| {
        strategy.new_tree(&mut runner).expect("the strategy rejects nothing").current()
    };
    let schemas = schema();
    let cases = (0..MADE_UP).map(|index| {
        let schema = sample(&schemas);
        let validator = jsonschema::draft202012::new(&schema).expect("the schema is one");
        let instances = instance_of(&schema);
        let mut valid: Vec<_> = (0..INSTANCES)
            .map(|_| sample(&instances))
            .filter(|instance| validator.is_valid(instance))
            .map(|instance| instance.to_string())
            .collect();
        valid.dedup();
        Case { name: format!("made-up-{index}"), schema, valid }
    });
    cases.collect()
}

/// A schema of the commoner keywords, nested a little.
fn schema() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        4 => proptest::sample::select(vec![
            json!({"type": "string"}),
            json!({"type": "integer"}),
            json!({"type": "number"}),
            json!({"type": "boolean"}),
            json!({"type": ["string", "null"]}),
            json!({"type": ["number", "string"]}),
            json!({"type": ["integer", "boolean", "null"]}),
        ]),
        1 => proptest::sample::select(vec![
            json!({}),
            json!(true),
            json!({"enum": ["a", 1, null]}),
            json!({"const": 1.5}),
            json!({"$ref": "#"}),
            json!({"minimum": 2}),
            json!({"not": {"type": "string"}}),
        ]),
    ];
    let nested = leaf.prop_recursive(3, 16, 4, |inner| {
        let properties =
            proptest::collection::btree_map("[a-c]|type|@x", inner.clone(), 0..4);
        let required = proptest::sample::subsequence(vec!["a", "b", "type", "z"], 0..2);
        let object = (properties, required, proptest::option::of(inner.clone())).prop_map(
            |(properties, required, additional)| {
                let mut schema =
                    json!({"type": "object", "properties": properties, "required": required});
                if let Some(additional) = additional {
                    schema["additionalProperties"] = additional;
                }
                schema
            },
        );
        prop_oneof![
            4 => object,
            2 => inner.clone().prop_map(|items| json!({"type": "array", "items": items})),
            1 => inner.clone().prop_map(|values| json!({"type": "object", "additionalProperties": values})),
            1 => inner.clone().prop_map(|inner| json!({"anyOf": [inner, {"type": "null"}]})),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| json!({"oneOf": [a, b]})),
            1 => (inner.clone(), inner).prop_map(|(a, b)| json!({"type": "object", "allOf": [a, b]})),
        ]
    });
    // `$ref: "#"` must not be the whole schema, which would then say nothing at all.
    nested
        .prop_map(
            |schema| if schema.get("$ref").is_some() { json!({"items": schema}) } else { schema },
        )
        .boxed()
}

/// JSON that a schema may well allow; the validator has the last word.
fn instance_of(schema: &Value) -> BoxedStrategy<Value> {
    fn guess(schema: &Value, root: &Value, depth: u32) -> BoxedStrategy<Value> {
        if depth == 0 {
            return any_json();
        }
        if schema["$ref"] == "#" {
            return guess(root, root, depth - 1);
        }
        for keyword in ["anyOf", "oneOf", "allOf"] {
            if let Some(branches) = schema[keyword].as_array() {
                let branches = branches.iter().map(|branch| guess(branch, root, depth - 1));
                return proptest::strategy::Union::new(branches).boxed();
            }
        }
        let types: Vec<_> = match &schema["type"] {
            Value::String(name) => vec![name.as_str()],
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            _ => return any_json(),
        };
        let guesses = types.into_iter().map(|name| match name {
            "object" => {
                let mut members = Just(serde_json::Map::new()).boxed();
                for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                    let value = proptest::option::weighted(0.8, guess(property, root, depth - 1));
                    let name = name.clone();
                    members = (members, value)
                        .prop_map(move |(mut members, value)| {
                            members.extend(value.map(|value| (name.clone(), value)));
                            members
                        })
                        .boxed();
                }
                let others = guess(&schema["additionalProperties"], root, depth - 1);
                (members, proptest::option::weighted(0.5, ("[abz]", others)))
                    .prop_map(|(mut members, other)| {
                        if let Some((name, value)) = other {
                            members.entry(name).or_insert(value);
                        }
                        Value::Object(members)
                    })
                    .boxed()
            }
            "array" => {
                let items = guess(&schema["items"], root, depth - 1);
                proptest::collection::vec(items, 0..3).prop_map(Value::Array).boxed()
            }
            "string" => "[a-c]{0,2}".prop_map(Value::String).boxed(),
            "integer" => prop_oneof![(-3_i64..4).prop_map(Value::from), Just(json!(2.0))].boxed(),
            "number" => prop_oneof![Just(json!(1.5)), any::<i64>().prop_map(Value::from)].boxed(),
            "boolean" => any::<bool>().prop_map(Value::Bool).boxed(),
            _ => Just(Value::Null).boxed(),
        });
        proptest::strategy::Union::new(guesses).boxed()
    }
    guess(schema, schema, 5)
}

/// A program that reads and writes every instance, and prints those that do not come out the same.
fn program(cases: &[Case], arms: &BTreeMap<&str, (&String, &String)>) -> String {
    let mut modules = String::new();
    let mut calls = String::new();
    for case in cases {
        let (module, root) = arms[case.name.as_str()];
        modules.push_str(&format!("mod {module};\n"));
        for instance in &case.valid {
            let (name, schema) = (&case.name, case.schema.to_string());
            calls.push_str(&format!(
                "    check::<{module}::{root}>({name:?}, {schema:?}, {instance:?});\n"
            ));
        }
    }
    format!(
        "{modules}
fn check<T: serde::de::DeserializeOwned + serde::Serialize>(name: &str, schema: &str, json: &str) {{
    let written = serde_json::from_str::<T>(json).and_then(|value| serde_json::to_string(&value));
    let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
    match written {{
        Err(error) => println!(\"{{name}} {{schema}}: {{json}}: {{error}}\"),
        Ok(written) if value(&written) != value(json) => println!(\"{{name}} {{schema}}: {{json}} became {{written}}\"),
        Ok(_) => {{}}
    }}
}}

fn main() {{
{calls}}}
"
    )
}

/// Compiles and runs a program in a crate of its own, and gives what it prints.
fn run(folder: &Path, program: &str) -> String {
    let write = |path: &str, text: &str| {
        fs::write(folder.join(path), text).expect("the scratch crate can be written");
    };
    write("src/main.rs", program);
    write(
        "Cargo.toml",
        "[package]\nname = \"scratch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         serde = \"1\"\nserde_json = { version = \"1\", features = [\"raw_value\"] }\n\n[profile.dev]\ndebug = false\n",
    );
    // The versions that are here already: nothing is to be fetched.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the lock file can be copied");
    let cargo = env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
    let output = Command::new(cargo)
        .args(["run", "--quiet", "--offline"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn one_refused_schema_does_not_stop_the_others() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, text) in [
        ("good.schema.json", r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#),
        ("type.json", r#"{"type": "string"}"#),
        ("broken.json", "{\"type\": "),
        ("no-type.json", r#"{"type": "strnig"}"#),
        ("dangling.json", r##"{"$ref": "#/$defs/none"}"##),
        ("remote.json", r#"{"$ref": "https://example.invalid/other.json"}"#),
        ("old.json", r#"{"$schema": "http://json-schema.org/draft-07/schema#"}"#),
    ] {
        fs::write(folder.path().join(name), text).expect("the schema can be written");
    }
    let outcome = standalone::generate(folder.path()).expect("the folder can be read");
    insta::assert_snapshot!(outcome.report_json());
    assert!(outcome.files.get("good.rs").is_some_and(|text| text.contains("pub a: Option<Text>")));
    assert_eq!(outcome.files.len(), 2);
}
