//! The schemas that the models carry are those of the repository, and lead to one another.

use contract_tests::TYPES;
use contract_tests::instances::any_json;
use contract_tests::schemas::{self, Schemas};
use jsonschema::{Draft, Registry};
use partner_models::common::{Collection, SeekBasedCollection};
use partner_models::licenses::{License, ServicePlanId, TargetType};
use partner_models::schema::{FILES, HasSchema};
use partner_models::{Integer, RawJson};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

#[test]
fn every_file_is_there_and_only_its_white_space_is_not() {
    let sources =
        partner_codegen::compile::compile(&schemas::folder()).expect("the schemas are sound");
    let paths: Vec<_> = FILES.iter().map(|file| file.path).collect();
    let expected: Vec<_> = sources.sources.iter().map(|source| source.path.as_str()).collect();
    assert_eq!(paths, expected);
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    for (file, source) in FILES.iter().zip(&sources.sources) {
        assert_eq!(squeezed(file.text), squeezed(&source.text), "{}", file.path);
        assert!(!file.text.contains(['\n', '\r']), "{}", file.path);
        let schema: Value = serde_json::from_str(file.text).expect("it is JSON");
        assert_eq!(schema["$id"], file.id, "{}", file.path);
        let source: Value = serde_json::from_str(&source.text).expect("it is JSON");
        assert_eq!(schema, source, "{}", file.path);
    }
}

#[test]
fn every_type_has_its_own() {
    let schemas = Schemas::load();
    let mut others = Vec::new();
    for entry in TYPES.iter().filter(|entry| !entry.schema.contains('?')) {
        let source = schemas.get(entry.schema).expect("there is such a schema");
        let embedded: Value = serde_json::from_str(entry.embedded).expect("it is JSON");
        if embedded != *source {
            others.push(entry.name);
            continue;
        }
        let file = entry.schema.split('#').next().expect("there is always a first part");
        let id = schemas.get(file).expect("there is such a file")["$id"].as_str();
        let pointer = entry.schema.strip_prefix(file).expect("it begins with it");
        assert_eq!(entry.embedded_id, format!("{}{pointer}", id.expect("it has one")));
    }
    // Other names of a type: the type has the schema of its first name, or of what it is.
    assert_eq!(others, ["ErrorCode", "LicenseWarningCode",]);
}

#[test]
fn a_reference_means_what_the_schema_does() {
    let schemas = Schemas::load();
    let resources = FILES.iter().map(|file| {
        let schema = serde_json::from_str(file.text).expect("it is JSON");
        (file.id, Draft::Draft202012.create_resource(schema))
    });
    let registry = Registry::new()
        .extend(resources)
        .and_then(jsonschema::RegistryBuilder::prepare)
        .expect("all references resolve among the embedded files");
    for entry in TYPES.iter().filter(|entry| !entry.embedded_id.is_empty()) {
        let expected = schemas.validator(entry.schema);
        let actual = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&registry)
            .build(&(entry.reference)())
            .expect("the reference resolves");
        let mut runner = TestRunner::new(ProptestConfig {
            cases: 64,
            failure_persistence: None,
            ..Default::default()
        });
        // Half of them in the place of an item, where only a bound anchor tells them apart.
        let bodies = any_json().prop_flat_map(|value| {
            let items = json!({ "items": [value], "Value": [value] });
            prop_oneof![Just(value), Just(items)]
        });
        runner
            .run(&bodies, |body| {
                prop_assert_eq!(actual.is_valid(&body), expected.is_valid(&body));
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{entry:?}: {error}"));
    }
}

#[test]
fn a_generic_type_says_what_its_items_are() {
    let id = Collection::<License>::SCHEMA_ID;
    assert_eq!(
        Collection::<License>::schema_reference(),
        json!({
            "$ref": id,
            "$defs": { "item": { "$dynamicAnchor": "item", "$ref": License::SCHEMA_ID } },
        })
    );
    assert_eq!(
        Collection::<Integer>::schema_reference()["$defs"]["item"],
        json!({ "$dynamicAnchor": "item", "type": "integer" })
    );
    let nothing = SeekBasedCollection::<RawJson>::schema_reference();
    assert_eq!(nothing["$defs"]["item"], json!({ "$dynamicAnchor": "item" }));
}

#[test]
fn generic_code_and_constants_reach_it() {
    fn title<T: HasSchema>() -> Option<String> {
        let schema: Value = serde_json::from_str(T::SCHEMA).ok()?;
        Some(schema["title"].as_str()?.to_owned())
    }
    const TEXT: &str = TargetType::SCHEMA;
    assert!(TEXT.contains("\"oneOf\""));
    assert_eq!(title::<License>().as_deref(), Some("License"));
    assert_eq!(title::<Collection<License>>().as_deref(), Some("Collection"));
    assert_eq!(title::<ServicePlanId>(), None);
}
