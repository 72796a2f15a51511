//! No schema is too much: long chains, many members, many faults and awkward names take a time that grows
//! with their size, and end in modules or problems.

mod support;

use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

use partner_codegen::standalone::{self, Outcome};
use support::Schemas;

/// What a busy machine may take in a debug build; what is quadratic takes far longer.
const PATIENCE: Duration = Duration::from_secs(20);

fn generate(text: &str) -> Outcome {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    fs::write(folder.path().join("large.json"), text).expect("the folder is ours");
    fs::write(folder.path().join("small.json"), r#"{"type": "object"}"#)
        .expect("the folder is ours");
    let start = Instant::now();
    let outcome = standalone::generate(folder.path()).expect("the folder can be read");
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    assert!(outcome.files.get("small.rs").is_some());
    outcome
}

fn members(count: usize, member: impl Fn(usize) -> String) -> String {
    (0..count).map(member).collect::<Vec<_>>().join(",")
}

/// `a0` refers to `a1`, and so on; what a link of the chain is depends on the shape.
fn chain(length: usize, shape: impl Fn(&str) -> String) -> String {
    let link = |number| {
        let next = shape(&format!(r##"{{"$ref": "#/$defs/a{}"}}"##, number + 1));
        format!(r#""a{number}": {next}"#)
    };
    let links = members(length, link);
    format!(
        r##"{{"$defs": {{{links}, "a{length}": {{"type": "string"}}}}, "$ref": "#/$defs/a0"}}"##
    )
}

#[test]
fn chains_of_references_end() {
    for shape in [
        |next: &str| next.to_owned(),
        |next: &str| format!(r#"{{"type": "object", "properties": {{"p": {next}}}}}"#),
        |next: &str| format!(r#"{{"type": "array", "items": {next}}}"#),
    ] {
        let outcome = generate(&chain(2_309, shape));
        assert_eq!(outcome.refused().count(), 0);
    }
}

#[test]
fn a_chain_that_is_longer_than_the_bound_is_refused() {
    let outcome = generate(&chain(60_000, str::to_owned));
    let refused: Vec<_> = outcome.refused().collect();
    assert!(refused.len() == 1 && refused[0].1[0].contains("references"), "{refused:?}");
}

#[test]
fn many_properties_take_a_time_that_grows_with_their_number() {
    let properties = members(10_000, |number| format!(r#""p{number}": {{"type": "string"}}"#));
    let required = members(10_000, |number| format!(r#""p{number}""#));
    let outcome = generate(&format!(
        r#"{{"type": "object", "properties": {{{properties}}}, "required": [{required}]}}"#
    ));
    assert_eq!(outcome.refused().count(), 0);
}

#[test]
fn names_that_are_spelt_alike_are_told_apart_in_time() {
    // Each is escaped in JSON and in the reference, and all of them want the name `a`.
    let name = |number: usize| format!("a{}", "!".repeat(number / 100) + &"?".repeat(number % 100));
    let name = |number| name(number).replace('?', "\\u007e").replace('!', "\\u002f");
    let defs = members(5_000, |number| format!(r#""{}": {{"type": "string"}}"#, name(number)));
    let reference = |number| name(number).replace("\\u007e", "~0").replace("\\u002f", "~1");
    let refs = members(5_000, |number| {
        format!(r##""\u0070{number}": {{"$ref": "#/$defs/{}"}}"##, reference(number))
    });
    let outcome = generate(&format!(
        r#"{{"type": "object", "properties": {{{refs}}}, "$defs": {{{defs}}}}}"#
    ));
    assert_eq!(outcome.refused().collect::<Vec<_>>(), []);
}

#[test]
fn many_problems_are_told_in_a_text_of_their_size() {
    let properties = members(2_000, |number| {
        format!(r#""p{number}": {{"description": "It.", "type": "string", "nullable": true}}"#)
    });
    let mut text = String::from(
        r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.invalid/thing.schema.json",
        "description": "A thing.", "externalDocs": {"url": "https://example.invalid"}, "type": "object", "#,
    );
    write!(text, r#""properties": {{{properties}}}}}"#).expect("a string takes all");
    let start = Instant::now();
    let problems = Schemas::of(&[("thing", text)]).generate().expect_err("`nullable` is refused");
    let shown = problems.to_string();
    assert_eq!(problems.0.len(), 2_000);
    assert!(shown.len() < 2_000 * 1_000, "{} bytes", shown.len());
    assert!(shown.contains("thing.schema.json:2:"), "{}", &shown[..600]);
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}
