//! Instances of types that refer to themselves are made, and end.

use contract_tests::instances::instances;
use contract_tests::schemas::Schemas;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

#[test]
fn a_type_may_refer_to_itself_in_every_way_that_ends() {
    let own = json!({ "$ref": "tree.schema.json" });
    let nullable = json!({ "anyOf": [own, { "type": "null" }] });
    let properties = json!({
        "list": { "type": "array", "items": own }, "one": own, "other": nullable,
        "map": { "type": "object", "additionalProperties": own },
        "lists": { "type": "array", "items": { "type": "array", "items": own } },
    });
    let object = |required: Value| json!({ "type": "object", "properties": properties, "required": required });
    for schema in [
        object(json!([])),
        object(json!(["list", "other", "map", "lists"])),
        json!({ "type": "array", "items": own }),
        json!({ "type": "object", "additionalProperties": own }),
        json!({ "type": "array", "items": nullable }),
    ] {
        let schemas = Schemas::of([("tree.schema.json".to_owned(), schema.clone())]);
        let strategy = instances(&schemas, "tree.schema.json");
        let validator = {
            let mut schema = schema.clone();
            schema["$id"] = json!("https://example.invalid/tree.schema.json");
            jsonschema::draft202012::new(&schema).expect("it is a schema")
        };
        let mut runner = TestRunner::deterministic();
        for _ in 0..20 {
            let value = strategy.new_tree(&mut runner).expect("nothing is rejected").current();
            assert!(validator.is_valid(&value), "{schema}: {value}");
        }
    }
}
