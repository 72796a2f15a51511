//! A family of a made-up documentation, whose tables and samples contradict each other as the real ones do.

mod support;

use std::collections::BTreeMap;
use std::fs;

use partner_codegen::corpus::Corpus;
use partner_codegen::scaffold::{Drafts, Family, families, part, rows};
use serde_json::{Value, json};
use support::{Schemas, file};

fn table(page: &str, name: &str, rows: &[(&str, &str)]) -> Value {
    let rows = rows.iter().map(|(property, ty)| {
        let item = ty.strip_prefix("array of ");
        json!({ "property": property, "type": ty, "item": item.unwrap_or(ty), "array": item.is_some() })
    });
    json!({ "page": page, "resource": name, "kind": "resource", "rows": rows.collect::<Vec<_>>() })
}

fn corpus() -> Corpus {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut boat = table(
        "boat-resources",
        "Boat",
        &[
            ("Id", "string"),
            ("length", "int"),
            ("price", "int"),
            ("launched", "DateTime"),
            ("sails", "array of Sail"),
            ("owner", "object"),
            ("state", "string"),
            ("tags", "Dictionary<string, string>"),
            ("age", "string"),
            ("flag", "Flag"),
            ("rudder", "object"),
            ("boatClass", "BoatClass"),
            ("Attributes", "ResourceAttributes"),
        ],
    );
    boat["rows"][6]["allowed_values"] = json!(["afloat", "Sunk.", "unknown", "afloat"]);
    let values = json!({ "page": "boat-resources", "resource": "BoatClass", "kind": "enum",
        "values": [{ "value": "dinghy" }, { "value": "yacht" }] });
    let resources = json!([
        boat,
        table("boat-resources", "Sail resource", &[("area", "decimal")]),
        table("boat-resources", "BoatOwner", &[("name", "string")]),
        table("boat-resources", "Rudder", &[("depth", "double")]),
        table("harbour-resources", "Harbour", &[("boats", "array of Boat")]),
        values,
    ]);
    let operation = |method: &str, path: &str, request: &[&str], answer: Value, status: u16| {
        json!({
            "page": format!("{}-boats", method.to_lowercase()), "method": method, "path": path, "auth": ["app", "app+user"],
            "parameters": [{ "name": "size", "type": "int", "required": "No", "in": "query" }],
            "request_body": { "named_types": request },
            "response": { "type": answer, "statuses_in_samples": [status] },
        })
    };
    let is = |list: bool| json!({ "name": "Boat", "collection": list });
    let operations = json!([
        operation("GET", "/v1//customers/{customer-tenant-id}/boats>", &[], is(true), 200),
        operation("GET", "/v1/customers/{CustomerTenantId}/boats?size=2", &[], is(true), 200),
        operation("POST", "/v1/customers/{customer_id}/boats", &["Boat"], is(false), 201),
        operation("DELETE", "__/v1/customers/{customer_id}/boats/{boatid}", &[], Value::Null, 204),
        operation("HEAD", "/v1/customers/{customer_id}/boats/{boatid}", &["Boat"], is(false), 200),
        operation("GET", "https://other.example.invalid/v1/boats", &[], is(true), 200),
    ]);
    let message = |id: &str, kind: &str, method: &str, uri: &str, file: &str| {
        json!({ "id": id, "page": format!("{}-boats", method.to_lowercase()), "kind": kind, "method": method,
            "uri": uri, "body": { "file": file } })
    };
    let uri = "https://api.partnercenter.microsoft.com/v1/customers/1/boats";
    let index = json!([
        message("1", "response", "GET", uri, "list.json"),
        message("2", "request", "POST", uri, "new.json"),
    ]);
    let list = json!({ "totalCount": 1, "items": [{
        "id": "Secret", "length": "Secret", "price": 4711, "launched": "2024-02-30", "sails": [{ "area": "Secret" }],
        "owner": { "name": "Secret" }, "state": "Secret", "tags": { "a": "Secret" }, "age": null, "flag": "Secret",
        "boatClass": "yacht", "extra": true, "attributes": { "objectType": "Boat" },
    }] });
    let new = json!({ "Id": "Secret", "State": "afloat" });
    for (name, value) in [
        ("resources.json", resources),
        ("operations.json", operations),
        ("index.json", index),
        ("list.json", list),
        ("new.json", new),
    ] {
        fs::write(folder.path().join(name), value.to_string()).expect("the folder is ours");
    }
    Corpus::read(folder.path()).expect("the facts are sound")
}

fn schemas() -> Schemas {
    let text = |name: &str| format!(r#""{name}": {{ "description": "What.", "type": "string" }}"#);
    let (_, list) = file(
        "common/collection",
        r##""type": "object", "properties": {
        "items": { "description": "What.", "type": "array", "items": { "$dynamicRef": "#item" } } },
        "$defs": { "item": { "$dynamicAnchor": "item", "description": "What." } }"##,
    );
    let schemas = Schemas::of(&[
        file(
            "common/resource-attributes",
            &format!(
                r#""type": "object", "properties": {{ {}, {} }}"#,
                text("etag"),
                text("objectType")
            ),
        ),
        ("common/collection", list),
    ]);
    let customer = json!({ "name": "customer-id", "in": "path", "description": "It.", "required": true, "schema": { "type": "string" } });
    let sign_in = |name: &str| {
        (name.to_owned(), json!({ "type": "oauth2", "description": "It.", "flows": {} }))
    };
    let shared = json!({
        "openapi": "3.1.1", "info": { "title": "T", "version": "1" }, "security": [{ "appUser": [] }],
        "x-every-operation": { "parameters": [{ "$ref": "#/components/parameters/CustomerId" }] },
        "components": { "parameters": { "CustomerId": customer },
            "securitySchemes": BTreeMap::from([sign_in("appUser"), sign_in("appOnly")]) },
    });
    schemas.write("openapi.json", shared.to_string().as_bytes());
    schemas
}

fn drafted(schemas: &Schemas, pages: &[&str]) -> Result<Drafts, String> {
    let pages = pages.iter().map(|page| (*page).to_owned()).collect();
    let wanted = Family { name: "sea_boats".into(), pages };
    families(schemas.folder(), &corpus(), &[wanted], false).map_err(|error| error.to_string())
}

#[test]
fn tables_and_samples_make_a_family() {
    let schemas = schemas();
    let drafts = drafted(&schemas, &["boat-resources"]).unwrap_or_else(|error| panic!("{error}"));
    let mut shown = String::new();
    for (path, text) in &drafts.files {
        assert!(!text.contains("Secret") && !text.contains("4711"), "{path}: {text}");
        schemas.write(path, text.as_bytes());
        shown.push_str(&format!("==== {path}\n{text}"));
    }
    partner_codegen::generate_all(schemas.folder())
        .unwrap_or_else(|problems| panic!("{problems}\n{shown}"));
    for note in &drafts.notes {
        shown.push_str(&format!("- {note}\n"));
    }
    insta::assert_snapshot!(shown);
    let again = drafted(&schemas, &["boat-resources"]).expect_err("all is there");
    assert_eq!(again, "the pages describe no type and no operation that is new");
}

#[test]
fn a_table_is_found_by_its_name_and_its_page() {
    let mut corpus = corpus();
    assert_eq!(rows(&corpus, "sail Resource", None).map(|rows| rows.len()), Ok(1));
    assert_eq!(rows(&corpus, "Mast", None), Err("no table stands under `Mast`".to_owned()));
    let mut other = corpus.tables[0].clone();
    other.page = "ship-resources".into();
    other.rows.clear();
    corpus.tables.push(other);
    let error = rows(&corpus, "Boat", None).expect_err("there are two");
    assert!(error.contains("boat-resources, ship-resources"), "{error}");
    assert_eq!(rows(&corpus, "Boat", Some("ship-resources")).map(|rows| rows.len()), Ok(0));
}

#[test]
fn a_part_of_a_sample_is_found_by_its_pointer() {
    let text = "\u{feff}{ \"items\": [{ \"a/b\": [1, 2.50] }] }";
    assert_eq!(part(text, "/items/0/a~1b"), Ok("[1, 2.50]".to_owned()));
    assert_eq!(part(text, ""), Ok(text[3..].to_owned()));
    assert_eq!(part(text, "/items/1"), Err("there is no /items/1".to_owned()));
    assert!(part("{", "").is_err());
}
