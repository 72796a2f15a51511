//! The feature `schemars`: a consumer's document shows the schemas of the repository.

use std::borrow::Cow;
use std::collections::BTreeSet;

use contract_tests::TYPES;
use contract_tests::instances::instances;
use contract_tests::schemas::Schemas;
use partner_models::Collection;
use partner_models::licenses::License;
use partner_models::users::CustomerUser;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// A source schema and what was made of it, walked side by side.
struct Comparison<'a> {
    schemas: &'a Schemas,
    document: &'a Value,
    /// What stands for the dynamic anchor of the collection that was entered.
    bound: Option<(String, Value)>,
    seen: BTreeSet<(String, String)>,
    found: Vec<String>,
}

impl Comparison<'_> {
    fn schema(&mut self, at: &str, source: &Value, made: &Value) {
        let (Value::Object(source), Value::Object(made)) = (source, made) else {
            if source != made && !(source == &json!({}) && made == &json!(true)) {
                self.found.push(format!("{at}: {source} became {made}"));
            }
            return;
        };
        if let Some(reference) = source.get("$ref").and_then(Value::as_str) {
            return self.reference(at, reference, source, made);
        }
        if source.contains_key("$dynamicRef") {
            let (at, bound) = self.bound.clone().unwrap_or_else(|| (at.to_owned(), json!({})));
            return self.schema(&at, &bound, &Value::Object(made.clone()));
        }
        let own = |keywords: &Map<String, Value>| -> BTreeSet<String> {
            let all = keywords.keys().filter(|name| !name.starts_with('$'));
            all.cloned().collect()
        };
        if own(source) != own(made) {
            self.found.push(format!("{at}: {:?} became {:?}", own(source), own(made)));
        }
        for (keyword, value) in source.iter().filter(|(keyword, _)| !keyword.starts_with('$')) {
            self.keyword(at, keyword, value, made.get(keyword).unwrap_or(&Value::Null));
        }
    }

    fn keyword(&mut self, at: &str, keyword: &str, source: &Value, made: &Value) {
        match (keyword, source, made) {
            ("properties", Value::Object(source), Value::Object(made)) => {
                assert_eq!(source.len(), made.len(), "{at}");
                for (name, schema) in source {
                    self.schema(at, schema, &made[name]);
                }
            }
            ("anyOf" | "oneOf", Value::Array(source), Value::Array(made)) => {
                assert_eq!(source.len(), made.len(), "{at}");
                for (source, made) in source.iter().zip(made) {
                    self.schema(at, source, made);
                }
            }
            ("items" | "additionalProperties", source, made) => self.schema(at, source, made),
            _ if source == made => {}
            _ => self.found.push(format!("{at}: {keyword}: {source} became {made}")),
        }
    }

    /// A reference to a file against a reference to a definition; the keywords beside them are equal.
    fn reference(
        &mut self,
        at: &str,
        reference: &str,
        source: &Map<String, Value>,
        made: &Map<String, Value>,
    ) {
        for (keyword, value) in source.iter().filter(|(keyword, _)| !keyword.starts_with('$')) {
            if made.get(keyword) != Some(value) {
                self.found.push(format!("{at}: {keyword} beside {reference} is lost"));
            }
        }
        let (path, target) = self.schemas.resolve(at, reference).expect("the reference resolves");
        if let Some(item) = source.get("$defs").and_then(|defs| defs.get("item")) {
            self.bound = Some((at.to_owned(), item.clone()));
        }
        let target = target.clone();
        let Some(pointer) = made.get("$ref").and_then(Value::as_str) else {
            // A collection as the root of the document: what is there is the definition itself.
            return self.schema(&path, &target, &Value::Object(made.clone()));
        };
        let definition = self.document.pointer(pointer.trim_start_matches('#')).cloned();
        let Some(definition) = definition else {
            return self.found.push(format!("{at}: {pointer} leads nowhere"));
        };
        if self.seen.insert((path.clone(), pointer.to_owned())) {
            self.schema(&path, &target, &definition);
        }
    }
}

/// Whether a type is another name of one without a schema file, such as that of a number or a text: it has
/// no more than a `type`.
fn is_plain(schema: &Value) -> bool {
    schema["type"].is_array()
        || ["boolean", "integer", "number"].contains(&schema["type"].as_str().unwrap_or_default())
}

#[test]
fn every_type_has_the_schema_of_its_source() {
    let schemas = Schemas::load();
    for entry in TYPES {
        let source = schemas.get(entry.schema).expect("there is such a schema").clone();
        if is_plain(&source) {
            continue;
        }
        let mut document = (entry.document)();
        let mut comparison = Comparison {
            schemas: &schemas,
            document: &document.clone(),
            bound: None,
            seen: BTreeSet::new(),
            found: Vec::new(),
        };
        let mut source = source.as_object().expect("it is an object").clone();
        if source.contains_key("$ref") {
            // The title and description of a binding are its own; the Rust type is the collection.
            source.retain(|keyword, _| keyword.starts_with('$'));
        }
        // `schemars` gives a root without a title the name of its type.
        if let (None, Some(made)) = (source.get("title"), document.as_object_mut())
            && !source.contains_key("$ref")
        {
            made.remove("title");
        }
        comparison.schema(entry.schema, &Value::Object(source), &document);
        assert_eq!(comparison.found, [""; 0], "{entry:?}");
    }
}

#[test]
fn a_document_stands_for_itself() {
    let schemas = Schemas::load();
    for entry in TYPES {
        let document = (entry.document)();
        let validator = jsonschema::draft202012::new(&document).expect("every reference resolves");
        let mut runner = TestRunner::new(ProptestConfig {
            cases: 16,
            failure_persistence: None,
            ..Default::default()
        });
        runner
            .run(&instances(&schemas, entry.schema), |json| {
                prop_assert!(validator.is_valid(&json));
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{entry:?}: {error}"));
    }
}

/// A consumer's own answer, with a collection of the consumer's own items.
struct Report;

impl JsonSchema for Report {
    fn schema_name() -> Cow<'static, str> {
        "Report".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let licenses = generator.subschema_for::<Collection<License>>();
        let texts = generator.subschema_for::<Collection<String>>();
        let user = generator.subschema_for::<CustomerUser>();
        schemars::json_schema!({ "properties": {
            "licenses": licenses, "texts": texts, "user": user,
        }})
    }
}

#[test]
fn a_consumers_openapi_names_the_types() {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    let document = settings.into_generator().into_root_schema_for::<Report>().to_value();
    let definitions = document["components"]["schemas"].as_object().expect("there are some");
    let names: Vec<_> = definitions.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "CapabilityStatus",
            "Collection_of_License",
            "Collection_of_string",
            "CustomerUser",
            "KeyValuePair",
            "License",
            "LicenseGroupId",
            "Link",
            "PasswordProfile",
            "ProductSku",
            "ProductSkuId",
            "ResourceAttributes",
            "ResourceLinks",
            "ServicePlan",
            "ServicePlanId",
            "TargetType",
            "UserDomainType",
            "UserId",
            "UserImmutableId",
            "UserState",
        ]
    );
    let items = |name: &str| &definitions[name]["properties"]["items"]["items"];
    assert_eq!(items("Collection_of_License"), &json!({ "$ref": "#/components/schemas/License" }));
    assert_eq!(items("Collection_of_string"), &json!({ "type": "string" }));
}
