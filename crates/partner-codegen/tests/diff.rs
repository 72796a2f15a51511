//! What a change of the schemas is said to mean.

mod support;

use std::fmt::Write as _;

use partner_codegen::compile::compile;
use partner_codegen::diff::{Bump, Report, compare};
use partner_codegen::model::{Docs, Item, ItemKind, Model, Module, Place, Struct};
use support::{Schemas, file};

fn report(old: &[(&str, String)], new: &[(&str, String)]) -> Report {
    let model = |files: &[(&str, String)]| {
        compile(Schemas::of(files).folder()).unwrap_or_else(|problems| panic!("{problems}")).model
    };
    compare(&model(old), &model(new))
}

/// The report on a schema of which only the body changes.
fn changed(old: &str, new: &str) -> Report {
    report(&[file("billing/invoice", old)], &[file("billing/invoice", new)])
}

const PAID: &str = r#""paid": { "description": "Whether it is paid.", "type": "boolean" }"#;
const NOTE: &str = r#""note": { "description": "A remark.", "type": "string" }"#;

fn object(properties: &[&str], rest: &str) -> String {
    format!(r#""type": "object", "properties": {{ {} }}{rest}"#, properties.join(", "))
}

fn open_set(values: &str) -> String {
    format!(r#""anyOf": [{{ "enum": [{values}] }}, {{ "type": "string" }}]"#)
}

#[test]
fn changes_of_properties() {
    let both = object(&[PAID, NOTE], "");
    let one = object(&[PAID], "");
    let note_required = object(&[PAID, NOTE], r#", "required": ["note"]"#);
    let note_as_number = object(&[PAID, &NOTE.replace("string", "number")], "");
    let note_renamed =
        object(&[PAID, &NOTE.replace("\"type\"", "\"x-rust-name\": \"remark\", \"type\"")], "");
    let note_reworded = object(&[PAID, &NOTE.replace("A remark", "A note")], "");
    let note_deprecated =
        object(&[PAID, &NOTE.replace("\"type\"", "\"deprecated\": true, \"type\"")], "");
    let cases = [
        ("removed", &both, &one, Bump::Major),
        ("new and optional", &one, &both, Bump::Minor),
        ("new and required", &one, &note_required, Bump::Major),
        ("required from now on", &both, &note_required, Bump::Major),
        ("no longer required", &note_required, &both, Bump::Major),
        ("another type", &both, &note_as_number, Bump::Major),
        ("another field name", &both, &note_renamed, Bump::Major),
        ("other words", &both, &note_reworded, Bump::Patch),
        ("deprecated", &both, &note_deprecated, Bump::Minor),
    ];
    let mut text = String::new();
    for (name, old, new, bump) in cases {
        let report = changed(old, new);
        assert_eq!(report.bump(), Some(bump), "{name}\n{report}");
        text.push_str(&format!("==== {name}\n\n{report}\n\n"));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn changes_of_values() {
    let (one, two) = (open_set(r#""paid""#), open_set(r#""paid", "open""#));
    let added = changed(&one, &two);
    let removed = changed(&two, &one);
    assert_eq!((added.bump(), removed.bump()), (Some(Bump::Minor), Some(Bump::Major)));
    insta::assert_snapshot!(format!("==== added\n\n{added}\n\n==== removed\n\n{removed}"));
}

#[test]
fn changes_of_types() {
    let body = object(&[PAID, NOTE], "");
    let invoice = || vec![file("billing/invoice", &body)];
    let cases = [
        ("renamed", invoice(), vec![file("billing/bill", &body)]),
        ("moved", invoice(), vec![file("accounts/invoice", &body)]),
        ("added", vec![], invoice()),
        ("removed", invoice(), vec![]),
        ("another kind", invoice(), vec![file("billing/invoice", r#""type": "string""#)]),
    ];
    let mut text = String::new();
    for (name, old, new) in cases {
        let report = report(&old, &new);
        let bump = if name == "added" { Bump::Minor } else { Bump::Major };
        assert_eq!(report.bump(), Some(bump), "{name}\n{report}");
        text.push_str(&format!("==== {name}\n\n{report}\n\n"));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn nothing_changed() {
    let body = object(&[PAID], "");
    let report = changed(&body, &body);
    assert_eq!(report.bump(), None);
    assert_eq!(report.to_string(), "bump of the whole: none; nothing that users see has changed");
}

type Schema = (&'static str, String);

/// Several comparisons, one below the other.
#[derive(Default)]
struct Cases(String);

impl Cases {
    fn case(&mut self, name: &str, old: &[Schema], new: &[Schema]) -> Report {
        let report = report(old, new);
        writeln!(self.0, "==== {name}\n\n{report}\n").expect("a string takes any text");
        report
    }

    /// One file with these members, before and after.
    fn body(&mut self, name: &str, old: &str, new: &str) -> Report {
        self.case(name, &[file("billing/invoice", old)], &[file("billing/invoice", new)])
    }

    /// One object with these properties, before and after.
    fn properties(&mut self, name: &str, old: &str, new: &str) -> Report {
        self.body(name, &record(old), &record(new))
    }
}

fn record(properties: &str) -> String {
    format!(r#""type": "object", "properties": {{ {properties} }}"#)
}

fn property(name: &str, ty: &str) -> String {
    format!(r#""{name}": {{ "description": "What.", {ty} }}"#)
}

const STRING: &str = r#""type": "string""#;

/// The bump, and whether it breaks Rust users and the wire.
fn verdict(report: &Report) -> (Option<Bump>, bool, bool) {
    (
        report.bump(),
        report.changes.iter().any(|change| change.rust.is_breaking()),
        report.changes.iter().any(|change| change.wire.is_breaking()),
    )
}

const PATCH: (Option<Bump>, bool, bool) = (Some(Bump::Patch), false, false);
const MINOR: (Option<Bump>, bool, bool) = (Some(Bump::Minor), false, false);
const RUST: (Option<Bump>, bool, bool) = (Some(Bump::Major), true, false);
const WIRE: (Option<Bump>, bool, bool) = (Some(Bump::Major), false, true);
const BOTH: (Option<Bump>, bool, bool) = (Some(Bump::Major), true, true);

#[test]
fn verdicts_on_properties() {
    let mut cases = Cases::default();
    let id = property("id", STRING);
    let both = format!("{id}, {}", property("paidOn", STRING));
    let required = format!(r#"{}, "required": ["paidOn"]"#, record(&both));
    assert_eq!(verdict(&cases.properties("a removed property", &both, &id)), RUST);
    assert_eq!(verdict(&cases.properties("a new optional property", &id, &both)), MINOR);
    let report = cases.body("a new required property", &record(&id), &required);
    assert_eq!(verdict(&report), BOTH);
    let report = cases.body("a removed required property", &required, &record(&id));
    assert_eq!(verdict(&report), RUST);
    let report = cases.body("required to optional", &required, &record(&both));
    assert_eq!(verdict(&report), RUST);
    let report = cases.body("optional to required", &record(&both), &required);
    assert_eq!(verdict(&report), BOTH);
    let named = property("paidOn", r#""type": "string", "x-rust-name": "settled""#);
    let report = cases.properties("another x-rust-name", &property("paidOn", STRING), &named);
    assert_eq!(verdict(&report), RUST);
    let report = cases.properties(
        "a misspelt name",
        &property("paidON", r#""type": "string", "x-rust-name": "paid_on""#),
        &property("paidOn", STRING),
    );
    assert_eq!(verdict(&report), WIRE);
    let report = cases.properties(
        "a property takes the field of the unknown ones",
        &id,
        &format!("{id}, {}", property("extra", STRING)),
    );
    assert_eq!(verdict(&report), RUST);
    insta::assert_snapshot!(cases.0);
}

#[test]
fn order_of_properties() {
    let mut cases = Cases::default();
    let (a, b) = (property("a", STRING), property("b", STRING));
    let (ab, ba) = (record(&format!("{a}, {b}")), record(&format!("{b}, {a}")));
    assert_eq!(verdict(&cases.body("optional ones", &ab, &ba)), PATCH);
    let required = |body: &str| format!(r#"{body}, "required": ["a", "b"]"#);
    let report = cases.body("required ones", &required(&ab), &required(&ba));
    assert_eq!(verdict(&report), RUST);
    insta::assert_snapshot!(cases.0);
}

#[test]
fn types_of_properties() {
    let mut cases = Cases::default();
    let mut becomes = |old: &str, new: &str| {
        let name = format!("{old} becomes {new}").replace('"', "");
        let report = cases.properties(&name, &property("a", old), &property("a", new));
        verdict(&report)
    };
    assert_eq!(becomes(STRING, r#""type": "integer""#), BOTH);
    assert_eq!(becomes(r#""type": "integer""#, r#""type": "number""#), RUST);
    assert_eq!(becomes(r#""type": "number""#, r#""type": "integer""#), BOTH);
    assert_eq!(becomes(STRING, r#""type": ["number", "string"]"#), RUST);
    assert_eq!(becomes(STRING, r#""deprecated": false"#), RUST);
    let list = |items: &str| format!(r#""type": "array", "items": {{ {items} }}"#);
    assert_eq!(becomes(&list(STRING), &list(r#""type": "boolean""#)), BOTH);
    assert_eq!(becomes(&list(r#""type": "integer""#), &list(r#""type": "number""#)), RUST);
    assert_eq!(becomes(STRING, r#""type": ["string", "null"]"#), PATCH);
    let required = |ty: &str| format!(r#"{}, "required": ["a"]"#, record(&property("a", ty)));
    let (plain, null) = (required(STRING), required(r#""type": ["string", "null"]"#));
    assert_eq!(verdict(&cases.body("required: null is allowed", &plain, &null)), RUST);
    assert_eq!(verdict(&cases.body("required: null is refused", &null, &plain)), BOTH);
    insta::assert_snapshot!(cases.0);
}

#[test]
fn named_types_of_properties() {
    let mut cases = Cases::default();
    let files = |reference: &str| {
        vec![
            file("billing/bill-id", STRING),
            file("billing/bill-state", &open_set(r#""paid""#)),
            file("billing/payer", &record(&property("name", STRING))),
            file("billing/person", &record(&property("name", STRING))),
            file("billing/firm", &record(&property("name", r#""type": "integer""#))),
            file("billing/client", r#""$ref": "payer.schema.json""#),
            file("billing/invoice", &record(&property("a", reference))),
        ]
    };
    let to = |name: &str| files(&format!(r#""$ref": "{name}.schema.json""#));
    let report = cases.case("text of its own", &files(STRING), &to("bill-id"));
    assert_eq!(verdict(&report), RUST);
    let report = cases.case("an id becomes an enum", &to("bill-id"), &to("bill-state"));
    assert_eq!(verdict(&report), RUST);
    let report = cases.case("an alias of the same", &to("payer"), &to("client"));
    assert_eq!(verdict(&report), PATCH);
    let report = cases.case("another type of the same shape", &to("client"), &to("person"));
    assert_eq!(verdict(&report), RUST);
    let report = cases.case("another type", &to("payer"), &to("firm"));
    assert_eq!(verdict(&report), BOTH);
    insta::assert_snapshot!(cases.0);
}

#[test]
fn verdicts_on_values() {
    let mut cases = Cases::default();
    let one = open_set(r#""paid""#);
    let two = open_set(r#""paid", "one_time""#);
    assert_eq!(verdict(&cases.body("a new value", &one, &two)), MINOR);
    assert_eq!(verdict(&cases.body("a removed value", &two, &one)), RUST);
    let report = cases.body("a value respelt", &two, &open_set(r#""paid", "oneTime""#));
    assert_eq!(verdict(&report), WIRE);
    let report = cases.body("another order", &two, &open_set(r#""one_time", "paid""#));
    assert_eq!(verdict(&report), PATCH);
    let described = r#""anyOf": [{ "oneOf": [{ "const": "paid", "description": "Done." }] }, { "type": "string" }]"#;
    assert_eq!(verdict(&cases.body("a described value", &one, described)), PATCH);
    insta::assert_snapshot!(cases.0);
}

#[test]
fn documentation_and_deprecation() {
    let mut cases = Cases::default();
    let with = |more: &str| record(&property("id", &format!("{STRING}{more}")));
    let report = cases.body("a bound", &with(""), &with(r#", "maxLength": 3"#));
    assert_eq!(verdict(&report), PATCH);
    let deprecated = with(r#", "deprecated": true"#);
    assert_eq!(verdict(&cases.body("deprecated", &with(""), &deprecated)), MINOR);
    assert_eq!(verdict(&cases.body("no longer deprecated", &deprecated, &with(""))), MINOR);
    let old = vec![file("billing/invoice", STRING)];
    let mut new = old.clone();
    new[0].1 = new[0].1.replace("A thing.", "A bill.");
    assert_eq!(verdict(&cases.case("the type's description", &old, &new)), PATCH);
    insta::assert_snapshot!(cases.0);
}

#[test]
fn objects_as_a_whole() {
    let mut cases = Cases::default();
    let closed = record(&property("id", STRING));
    let others = |ty: &str| format!(r#"{closed}, "additionalProperties": {{ "type": "{ty}" }}"#);
    let report = cases.body("typed additional properties", &closed, &others("integer"));
    assert_eq!(verdict(&report), BOTH);
    let report = cases.body("no type for them", &others("integer"), &closed);
    assert_eq!(verdict(&report), RUST);
    let report = cases.body("a wider type for them", &others("integer"), &others("number"));
    assert_eq!(verdict(&report), RUST);
    let attributes = record(&property("attributes", r#""type": "object""#));
    let resource = |name: &str| format!(r#"{attributes}, "x-object-type": "{name}""#);
    assert_eq!(verdict(&cases.body("an object type", &attributes, &resource("Invoice"))), MINOR);
    let report = cases.body("no object type", &resource("Invoice"), &attributes);
    assert_eq!(verdict(&report), RUST);
    let report = cases.body("another object type", &resource("Invoice"), &resource("Bill"));
    assert_eq!(verdict(&report), RUST);
    // `true` and `false` mean the same to the models.
    let forbidden = format!(r#"{closed}, "additionalProperties": false"#);
    assert_eq!(changed(&closed, &forbidden).bump(), None);
    let report = cases.body("an enum instead", &closed, &open_set(r#""a""#));
    assert_eq!(verdict(&report), BOTH);
    let report = cases.body("text instead of an enum", &open_set(r#""a""#), STRING);
    assert_eq!(verdict(&report), RUST);
    insta::assert_snapshot!(cases.0);
}

#[test]
fn verdicts_on_types() {
    let mut cases = Cases::default();
    let owner = record(&property("name", STRING));
    let state = open_set(r#""paid""#);
    let invoice = |reference: &str| {
        record(&property("a", &format!(r#""type": "array", "items": {{ "$ref": "{reference}" }}"#)))
    };
    let one = vec![file("billing/state", &state)];
    let two = vec![file("billing/owner", &owner), file("billing/state", &state)];
    assert_eq!(verdict(&cases.case("a new type", &one, &two)), MINOR);
    assert_eq!(verdict(&cases.case("a removed type", &two, &one)), RUST);
    // The type that names it does not change, and is renamed all the same.
    let old = vec![
        file("billing/owner", &owner),
        file("billing/invoice", &invoice("owner.schema.json")),
        file("billing/list", &invoice("invoice.schema.json")),
    ];
    let new = vec![
        file("billing/payer", &owner),
        file("billing/bill", &invoice("payer.schema.json")),
        file("billing/list", &invoice("bill.schema.json")),
    ];
    let report = cases.case("renamed types", &old, &new);
    assert_eq!(verdict(&report), RUST);
    assert_eq!(report.changes.len(), 2);
    let moved = vec![
        file("people/owner", &owner),
        file("billing/invoice", &invoice("../people/owner.schema.json")),
        file("billing/list", &invoice("invoice.schema.json")),
    ];
    let report = cases.case("a moved type", &old, &moved);
    assert_eq!((verdict(&report), report.changes.len()), (RUST, 1));
    let itself =
        |name: &str| record(&property("next", &format!(r#""$ref": "{name}.schema.json""#)));
    let report = cases.case(
        "a renamed type that names itself",
        &[file("billing/page", &itself("page"))],
        &[file("billing/sheet", &itself("sheet"))],
    );
    assert_eq!(report.changes.len(), 1);
    let mut id = file("billing/invoice-id", STRING);
    id.1 = id.1.replace("A thing.", "Which invoice.");
    let report =
        cases.case("an id for another is no rename", &[file("billing/bill-id", STRING)], &[id]);
    assert_eq!(report.changes.len(), 2);
    insta::assert_snapshot!(cases.0);
}

#[test]
fn a_file_of_its_own_in_the_same_family_changes_nothing() {
    let ids = |defs: &str| format!(r#""$defs": {{ {defs} }}"#);
    let id = r#""bill-id": { "description": "A thing.", "externalDocs": { "url": "https://example.invalid" }, "type": "string" }"#;
    let report = report(&[file("billing/ids", &ids(id))], &[file("billing/bill-id", STRING)]);
    assert_eq!(report.changes, []);
}

#[test]
fn generics_and_aliases() {
    let mut cases = Cases::default();
    let items = |items: &str| {
        record(&property("items", &format!(r#""type": "array", "items": {{ {items} }}"#)))
    };
    let page = format!(
        r#"{}, "$defs": {{ "item": {{ "$dynamicAnchor": "item" }} }}"#,
        items(r##""$dynamicRef": "#item""##)
    );
    let bound = |to: &str| {
        format!(
            r#""$ref": "page.schema.json", "$defs": {{ "item": {{ "$dynamicAnchor": "item", "$ref": "{to}.schema.json" }} }}"#
        )
    };
    let files = |page: &str, list: &str| {
        vec![
            file("billing/page", page),
            file("billing/owner", &record(&property("name", STRING))),
            file("billing/bill-id", STRING),
            file("billing/list", list),
        ]
    };
    let (owners, ids) = (bound("owner"), bound("bill-id"));
    let report = cases.case("an alias of other items", &files(&page, &owners), &files(&page, &ids));
    assert_eq!(verdict(&report), BOTH);
    let plain = items("");
    let to_page = r#""$ref": "page.schema.json""#;
    let report =
        cases.case("a new type parameter", &files(&plain, to_page), &files(&page, &owners));
    assert_eq!(verdict(&report), BOTH);
    let to = |name: &str| format!(r#""$ref": "{name}.schema.json""#);
    let report = cases.case(
        "an alias of another type",
        &files(&page, &to("bill-id")),
        &files(&page, &to("owner")),
    );
    assert_eq!(verdict(&report), BOTH);
    insta::assert_snapshot!(cases.0);
}

#[test]
fn renames_go_with_their_inline_types() {
    let inner = record(&property("name", STRING));
    let body = record(&property("owner", &inner));
    let report = report(&[file("billing/invoice", &body)], &[file("billing/bill", &body)]);
    insta::assert_snapshot!(report);
    assert_eq!(report.changes.len(), 2);
}

/// What the model holds and `diff` has no words for is said all the same.
#[test]
fn what_has_no_words() {
    let model = |spelling: &str| Model {
        modules: vec![Module {
            schema: "billing/invoice.schema.json".into(),
            path: vec!["billing".into(), "invoice".into()],
            items: vec![Item {
                name: "Invoice".into(),
                pointer: Some(String::new()),
                place: Place::default(),
                docs: Docs::default(),
                kind: ItemKind::Struct(Struct {
                    parameters: vec![],
                    fields: vec![],
                    additional: None,
                    extra: "extra".into(),
                    spelling: Some(spelling.into()),
                    object_type: None,
                }),
            }],
        }],
    };
    insta::assert_snapshot!(compare(&model("a"), &model("b")));
}

#[test]
fn schemas_that_do_not_load() {
    let schemas = Schemas::of(&[file("billing/invoice", r#""const": "a""#)]);
    let problems = schemas.generate().expect_err("`const` is refused");
    assert_eq!(compile(schemas.folder()).expect_err("`const` is refused"), problems);
}
