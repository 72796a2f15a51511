//! The description is sound: the files of `schemas/` as one document, and the complete documents of `openapi/`.

use std::collections::BTreeSet;
use std::path::Path;

use contract_tests::TYPES;
use contract_tests::operations::Operations;
use contract_tests::schemas::Schemas;
use serde_json::Value;

/// Every `$ref` of the document, with what it stands in.
fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get("$ref").and_then(Value::as_str));
            object.values().for_each(|value| references(value, found));
        }
        Value::Array(array) => array.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn it_is_an_openapi_3_1_document() {
    let schema: Value = serde_json::from_str(include_str!("../fixtures/openapi-3.1.schema.json"))
        .expect("the schema of OpenAPI documents is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("it is a schema");
    let operations = Operations::load();
    let errors: Vec<_> = validator
        .iter_errors(operations.document())
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, [""; 0]);

    let mut broken = operations.document().clone();
    broken["paths"]["/v1/customers/{customer-id}/users"]["get"]["responses"] = Value::Null;
    assert!(!validator.is_valid(&broken), "the validator must see a fault");
}

/// A description with an operation of each kind is a standard document, too: what is our own begins with `x-`.
#[test]
fn operations_of_each_kind_are_an_openapi_3_1_document() {
    let schema: Value = serde_json::from_str(include_str!("../fixtures/openapi-3.1.schema.json"))
        .expect("the schema of OpenAPI documents is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("it is a schema");
    let kinds =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/partner-client/tests/kinds/description");
    let folder = contract_tests::schemas::folder();
    let document = partner_codegen::bundle::bundle_of(Path::new(kinds), &folder)
        .unwrap_or_else(|error| panic!("{error}"));
    for document in [&document, &partner_codegen::bundle::plain(&document)] {
        let errors = validator.iter_errors(document);
        let errors: Vec<_> =
            errors.map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(errors, [""; 0]);
        let mut found = Vec::new();
        references(document, &mut found);
        for reference in found {
            let target = reference.strip_prefix('#').and_then(|at| document.pointer(at));
            assert!(target.is_some(), "{reference} leads nowhere");
        }
    }
    let job = &document["paths"]["/v1/things/{thing-id}/jobs"]["post"]["responses"]["202"];
    assert_eq!(job["links"]["job"]["operationId"], "getJob");
    let head = &document["paths"]["/v1/domains/{domain}"]["head"]["responses"];
    assert!(head["404"]["content"].is_null() && head["200"]["content"].is_null());
}

/// The documents that are committed, as other tools read them.
#[test]
fn the_complete_documents_need_no_other_file() {
    let schema: Value = serde_json::from_str(include_str!("../fixtures/openapi-3.1.schema.json"))
        .expect("the schema of OpenAPI documents is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("it is a schema");
    for text in [
        include_str!("../../openapi/partner-center.json"),
        include_str!("../../openapi/partner-center.plain.json"),
    ] {
        let document: Value = serde_json::from_str(text).expect("it is JSON");
        assert!(validator.is_valid(&document));
        let mut found = Vec::new();
        references(&document, &mut found);
        for reference in found {
            let target = reference.strip_prefix('#').and_then(|at| document.pointer(at));
            assert!(target.is_some(), "{reference} leads nowhere");
        }
        // Each schema is one of 2020-12.
        for (name, schema) in document["components"]["schemas"].as_object().expect("there are") {
            assert!(jsonschema::meta::is_valid(schema), "{name}");
        }
        let paths = document["paths"].as_object().expect("there are paths");
        assert_eq!(
            paths.len(),
            Operations::load().document()["paths"].as_object().map_or(0, serde_json::Map::len)
        );
    }
}

/// What weak generators stumble over is not in the plain document, and it is as true as the other one.
#[test]
fn the_plain_document_is_plain_and_its_examples_fit() {
    let document: Value =
        serde_json::from_str(include_str!("../../openapi/partner-center.plain.json"))
            .expect("it is JSON");
    let schemas = document["components"]["schemas"].as_object().expect("there are");
    for (name, schema) in schemas {
        // Two schemas with one title are two classes with one name.
        assert_eq!(
            schema.get("title").map_or(name.as_str(), |it| it.as_str().unwrap_or_default()),
            name
        );
        let whole = serde_json::json!({
            "$ref": format!("#/components/schemas/{name}"),
            "components": document["components"],
        });
        let validator = jsonschema::draft202012::new(&whole).expect("it is a schema");
        for example in schema["examples"].as_array().into_iter().flatten() {
            let errors: Vec<_> = validator.iter_errors(example).map(|it| it.to_string()).collect();
            assert_eq!(errors, [""; 0], "an example of {name}");
        }
        let text = schema.to_string();
        for word in ["\"$dynamicRef\"", "\"format\":\"uuid\"", "\"type\":[", "\"null\""] {
            assert!(!text.contains(word), "{word} in {name}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let operations = Operations::load();
    let schemas = Schemas::load();
    let mut found = Vec::new();
    references(operations.document(), &mut found);
    assert!(found.len() > 50, "only {} references", found.len());
    for reference in found {
        let there = match reference.strip_prefix('#') {
            Some(pointer) => operations.document().pointer(pointer).is_some(),
            None => schemas.get(reference).is_some(),
        };
        assert!(there, "{reference} leads nowhere");
    }
}

#[test]
fn every_body_has_a_type() {
    let operations = Operations::load();
    let mut found = Vec::new();
    references(operations.document(), &mut found);
    for schema in found.iter().filter(|reference| !reference.starts_with('#')) {
        let of_list = |entry: &contract_tests::registry::Entry| {
            entry.schema.split_once("?item=").is_some_and(|(envelope, _)| envelope == *schema)
        };
        let mut types = TYPES.iter();
        assert!(
            types.any(|entry| entry.schema == *schema || of_list(entry)),
            "{schema} has no type"
        );
    }
}

#[test]
fn every_operation_says_what_a_client_needs() {
    let operations = Operations::load();
    let mut ids = BTreeSet::new();
    for (path, item) in operations.document()["paths"].as_object().expect("there are paths") {
        for (method, operation) in item.as_object().expect("a path has operations") {
            let name = format!("{method} {path}");
            let id = operation["operationId"].as_str().unwrap_or_default();
            assert!(ids.insert(id.to_owned()) && !id.is_empty(), "{name}: its id must be its own");
            for key in ["summary", "description", "externalDocs", "security", "parameters"] {
                assert!(!operation[key].is_null(), "{name}: no {key}");
            }
            let responses = operation["responses"].as_object().expect("there are responses");
            for status in ["400", "401", "403", "404", "429", "default"] {
                assert!(responses.contains_key(status), "{name}: no {status}");
            }
        }
    }
    for id in [
        "listUserLicenses",
        "updateUserLicenses",
        "listSubscribedSkus",
        "listCustomerUsers",
        "getCustomerUser",
        "listCustomerLicenseDeployment",
        "listCustomerLicenseUsage",
        "listPartnerLicenseDeployment",
        "listPartnerLicenseUsage",
    ] {
        assert!(ids.contains(id), "{id} is not described");
    }
}

#[test]
fn licence_groups_are_a_repeated_query_key_in_capitals() {
    let operations = Operations::load();
    let parameter = &operations.document()["components"]["parameters"]["LicenseGroupIds"];
    assert_eq!(parameter["name"], "licenseGroupIds");
    assert_eq!(parameter["in"], "query");
    assert_ne!(parameter["explode"], false, "`form` repeats the key unless told otherwise");
    let group = Schemas::load();
    let values =
        group.get("licenses/license-group-query.schema.json#/anyOf/0/oneOf").expect("it is a set");
    assert_eq!(values[0]["const"], "Group1");
    assert_eq!(values[1]["const"], "Group2");
}
