//! The direct path reads, refuses and writes what serde does, with the same words.
//!
//! `cargo test` tries some tens of thousands of documents. To try on for an hour:
//! `BOTH_WAYS_SECONDS=3600 cargo test -p contract-tests --test both_ways --release -- --nocapture`;
//! `BOTH_WAYS_START` gives another order.

use std::time::{Duration, Instant};

use contract_tests::instances::instances;
use contract_tests::mutation::{Random, mutate};
use contract_tests::registry::Entry;
use contract_tests::schemas::Schemas;
use contract_tests::{SAMPLE, TYPES, both_ways, edge_cases, share};
use partner_models::{Collection, Resource};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// How many documents a run without `BOTH_WAYS_SECONDS` tries.
const DOCUMENTS: usize = 40_000;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn entry(name: &str) -> &'static Entry {
    TYPES.iter().find(|entry| entry.name == name).expect("there is such a type")
}

fn check(entry: &Entry, json: &[u8]) -> bool {
    (entry.both_ways)(json)
        .unwrap_or_else(|difference| panic!("{entry:?}: {}\n{difference}", json.escape_ascii()))
}

/// Documents of a type: what its schema allows, compact and not, and the documented sample.
fn documents(schemas: &Schemas, entry: &Entry, runner: &mut TestRunner) -> Vec<Vec<u8>> {
    let strategy = instances(schemas, entry.schema);
    let mut documents: Vec<_> = (0..6)
        .map(|_| strategy.new_tree(runner).expect("the schema allows something").current())
        .flat_map(|json| [json.to_string(), format!("{json:#}")])
        .map(String::into_bytes)
        .collect();
    if entry.name == "LicenseCollection" {
        documents.push(SAMPLE.into());
    }
    documents
}

#[test]
fn mutated_documents() {
    let schemas = Schemas::load();
    let start = setting("BOTH_WAYS_START").unwrap_or(1);
    let until =
        setting("BOTH_WAYS_SECONDS").map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut random = Random::new(start);
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&start.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::from_seed(RngAlgorithm::ChaCha, &seed),
    );
    let (mut tried, mut right) = (0_usize, 0_usize);
    loop {
        for entry in TYPES {
            let documents = documents(&schemas, entry, &mut runner);
            for document in &documents {
                tried += 1;
                right += usize::from(check(entry, document));
            }
            for _ in 0..share(DOCUMENTS) {
                let mut json = documents[random.below(documents.len())].clone();
                mutate(&mut json, &mut random);
                tried += 1;
                right += usize::from(check(entry, &json));
            }
        }
        if until.is_none_or(|until| Instant::now() > until) {
            break;
        }
    }
    println!("{tried} documents, {right} of them right, no difference");
    // Where nearly all were refused at once, or none, little would have been tried.
    assert!(right > tried / 20 && right < tried - tried / 20, "{right} of {tried} are right");
}

/// The edge cases that JSON parsers are tried with, as a known property, an unknown one and a name.
#[test]
fn classic_edge_cases() {
    let values = edge_cases::values();
    for (name, before, after) in edge_cases::PLACES {
        let entry = entry(name);
        for value in &values {
            check(entry, &[before.as_bytes(), value, after.as_bytes()].concat());
        }
    }
}

/// A resource is read from text that was taken whole, so it has faults of its own kind.
#[test]
fn resources_that_say_themselves_what_they_are() {
    let resource = |json: &[u8]| {
        for compare in [both_ways::compare::<Resource>, both_ways::compare::<Collection<Resource>>]
        {
            compare(json).unwrap_or_else(|difference| {
                panic!("{}\n{difference}", json.escape_ascii());
            });
        }
    };
    let license = r#"{"servicePlans":[{"id":"a"},{"id":null}],"attributes":{"objectType":"License"},"x":[1.50]}"#;
    let user = r#"{"Attributes":{"ObjectType":"CustomerUser"},"firstName":null,"FirstName":"b"}"#;
    let list = format!(
        r#"{{"items":[{license},{user},{{"id":1}},null,[],"a"],"totalCount":2,"attributes":{{"objectType":"Collection"}}}}"#
    );
    let mut random = Random::new(7);
    for document in [license, user, &list] {
        for end in 0..=document.len() {
            resource(&document.as_bytes()[..end]);
        }
        for _ in 0..2_000 {
            let mut text = document.as_bytes().to_vec();
            mutate(&mut text, &mut random);
            resource(&text);
        }
    }
    for levels in [60, 61, 62, 63, 64, 124, 125, 126, 127, 128, 200] {
        let deep = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        resource(deep.as_bytes());
        resource(
            format!(r#"{{"items":[{deep}],"attributes":{{"objectType":"Collection"}}}}"#)
                .as_bytes(),
        );
        let open = r#"{"attributes":{"objectType":"Collection"},"items":["#;
        resource(format!("{}{}", open.repeat(levels), "]}".repeat(levels)).as_bytes());
    }
}

#[test]
fn every_prefix_and_every_changed_byte_of_the_sample() {
    let entry = entry("LicenseCollection");
    let compact =
        serde_json::from_str::<serde_json::Value>(SAMPLE).expect("it is JSON").to_string();
    for text in [SAMPLE, &compact] {
        for end in 0..=text.len() {
            check(entry, &text.as_bytes()[..end]);
        }
        for at in (0..text.len()).step_by(3) {
            for byte in [b'"', b'{', b'}', b']', b',', b':', b'\\', b'0', b' ', 0, 0xff] {
                let mut json = text.as_bytes().to_vec();
                json[at] = byte;
                check(entry, &json);
            }
        }
    }
}
