//! Every example of a schema is a doctest: those that `cargo test --doc` runs are counted here.

use std::fs;
use std::path::Path;

use contract_tests::schemas::Schemas;
use partner_models::schema::FILES;
use serde_json::Value;

/// The examples of a schema and of those in it.
fn count(schema: &Value) -> usize {
    match schema {
        Value::Object(keywords) => keywords
            .iter()
            .map(|(keyword, value)| match keyword.as_str() {
                "examples" => value.as_array().map_or_else(|| count(value), Vec::len),
                "const" | "default" | "enum" => 0,
                _ => count(value),
            })
            .sum(),
        Value::Array(schemas) => schemas.iter().map(count).sum(),
        _ => 0,
    }
}

#[test]
fn none_is_without_a_doctest() {
    let schemas = Schemas::load();
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/partner-models/src/generated");
    for file in FILES {
        let schema = schemas.get(file.path).expect("there is such a schema");
        let module = file.path.trim_end_matches(".schema.json").replace('-', "_");
        let code = fs::read_to_string(folder.join(module).with_extension("rs"))
            .expect("the schema has become a file");
        let doctests = code.matches("features::example!(").count()
            + code.matches("# partner_models::schema::example::<").count();
        assert_eq!(
            doctests,
            count(schema),
            "{}: give the examples to a type or to a property, where there are doctests of them",
            file.path
        );
    }
}

#[test]
fn what_the_doctest_does_fails_when_an_example_does_not_fit() {
    use partner_models::licenses::License;
    use partner_models::schema::example;

    example::<License>(r#"{"servicePlans": [], "later": 1.50}"#);
    for json in [r#"{"servicePlans": {}}"#, "[]", "{"] {
        assert!(std::panic::catch_unwind(|| example::<License>(json)).is_err(), "{json}");
    }
    // A type that loses something.
    assert!(std::panic::catch_unwind(|| example::<Option<()>>("null")).is_ok());
    assert!(
        std::panic::catch_unwind(|| example::<std::collections::BTreeSet<u8>>("[1,1]")).is_err()
    );
}
