//! Members under several spellings, with values that fit and that don't: a document is the same from text,
//! from a `Value` and from what was written, whatever the order of its members.

use contract_tests::instances::instances;
use contract_tests::mutation::Random;
use contract_tests::registry::Entry;
use contract_tests::schemas::Schemas;
use contract_tests::{TYPES, share};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;

/// How many documents are tried.
const DOCUMENTS: usize = 12_000;

/// Values that fit hardly anywhere.
const ODD: &[&str] = &["null", "5", "\"04\"", "{}", "[]", "1.5", "[null]", "{\"a\":null}", "true"];

fn respelt(name: &str, random: &mut Random) -> String {
    let mut name = name.to_owned();
    match random.below(5) {
        0 => name.make_ascii_uppercase(),
        1 => name.make_ascii_lowercase(),
        2 if name.is_char_boundary(1) => name[..1].make_ascii_uppercase(),
        _ => {}
    }
    name
}

/// A document with some members several times, in any order; `repeats`: also under one name.
fn render(value: &Value, random: &mut Random, repeats: bool) -> String {
    match value {
        Value::Object(members) => {
            let mut rendered: Vec<(String, String)> = Vec::new();
            for (name, value) in members {
                let times = if random.below(4) == 0 { 2 + random.below(2) } else { 1 };
                for _ in 0..times {
                    let name = respelt(name, random);
                    if !repeats && rendered.iter().any(|(other, _)| *other == name) {
                        continue;
                    }
                    let is_odd = random.below(if times > 1 { 4 } else { 40 }) == 0;
                    let value = if is_odd {
                        random.pick(ODD).to_owned()
                    } else {
                        render(value, random, repeats)
                    };
                    rendered.push((name, value));
                }
            }
            for last in (1..rendered.len()).rev() {
                rendered.swap(last, random.below(last + 1));
            }
            let member = |(name, value): &(String, String)| {
                format!("{}:{value}", Value::from(name.as_str()))
            };
            format!("{{{}}}", rendered.iter().map(member).collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| render(item, random, repeats)).collect();
            format!("[{}]", items.join(","))
        }
        other => other.to_string(),
    }
}

/// Checks one document, and tells whether it is right.
fn check(entry: &Entry, text: &str, repeats: bool) -> Result<bool, String> {
    let is_right = (entry.both_ways)(text.as_bytes())?;
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let by_value = (entry.round_trip_by_value)(value.clone());
    match ((entry.round_trip)(text.as_bytes()), by_value) {
        (Ok(written), Ok(by_value)) => {
            let written: Value =
                serde_json::from_str(&written).map_err(|error| error.to_string())?;
            let is_same = written == value && by_value == value;
            is_same.then_some(is_right).ok_or(format!("written as {written} and {by_value}"))
        }
        (Err(_), Err(_)) => Ok(is_right),
        // A value has forgotten all but the last member of a name.
        (Err(_), Ok(_)) if repeats => Ok(is_right),
        (text, value) => Err(format!("from text {text:?}, from a value {value:?}")),
    }
}

#[test]
fn a_document_is_the_same_from_text_from_a_value_and_written() {
    let schemas = Schemas::load();
    let mut runner = TestRunner::deterministic();
    let mut random = Random::new(1);
    let (mut tried, mut right) = (0, 0);
    for entry in TYPES {
        let strategy = instances(&schemas, entry.schema);
        for round in 0..share(DOCUMENTS) {
            let value =
                strategy.new_tree(&mut runner).expect("the schema allows something").current();
            let repeats = round % 2 == 0;
            let text = render(&value, &mut random, repeats);
            let is_right = check(entry, &text, repeats)
                .unwrap_or_else(|difference| panic!("{entry:?}: {text}\n{difference}"));
            tried += 1;
            right += usize::from(is_right);
        }
    }
    assert!(right > tried / 2 && right < tried, "{right} of {tried} are right");
}
