//! The fuzz targets of `fuzz/`, run over mutated documents: bounded, on stable Rust, the same every time.

#[allow(unreachable_pub, reason = "the fuzz targets have them from another crate")]
#[path = "../../fuzz/src/targets.rs"]
mod targets;

use contract_tests::SAMPLE;
use contract_tests::grammar::cases;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 3] = [
    ("read_write", targets::read_write),
    ("streaming", targets::streaming),
    ("extras", targets::extras),
];

/// Documents to start from, each with something in it that others have not.
const SEEDS: &[&str] = &[
    SAMPLE,
    r#"{"totalCount":18446744073709551615,"items":[{"id":1}],"links":{"next":{"uri":"/a","method":"GET","headers":[{"key":"k","value":"v"}]},"own":null}}"#,
    r#"{"ITEMS":[{"productSku":{"id":"CFQ7TTC0K5DR/0002","name":null}}],"items":[],"Attributes":{"ObjectType":"Collection","ETag":null,"etag":"x"}}"#,
    r#"{"licensesToAssign":[{"skuId":"a","excludedPlans":["b"]}],"LicensesToRemove":["c"],"attributes":{"objectType":"LicenseUpdate"}}"#,
    r#"{"Value":[{"workloadCode":"EXO","licensesActive":1.50}],"@nextLink":null,"TotalCount":1}"#,
    r#"{"code":60012,"description":"No licences.","data":[{"a":[1,2.5e3,null,"\ud83d\ude00"]}],"source":"s"}"#,
    r#"{"items":[{"attributes":{"objectType":"License"},"servicePlans":[{"id":"x","capabilityStatus":"odd"}]},{"attributes":{"objectType":"Offer"}}],"attributes":{"objectType":"Collection"}}"#,
    r#"{"name":null,"name":"b","later":{"a":1,"a":2},"later":[],"\u006eame":3}"#,
    "{\n  \"next\" : {\"uri\":\"x\"},\r\n\t\"self\":null, \"self\":{\"uri\":null}\n}",
    "-12.50e+3",
    r#""a\\\"\u00e9\ud834\udd1e""#,
];

/// What fuzzing has found, so that it is not found again.
const FOUND: &[&str] = &[
    // Not the same number by way of a `serde_json::Value`, which is no fault of these types.
    "9421e70",
];

/// Pieces that change the meaning of what is around them.
const PIECES: &[&str] = &[
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\n",
    "null",
    "0",
    "-",
    "1e9",
    "true",
    "\\ud800",
    "\u{feff}",
    "\"id\":",
    "\"items\":[",
    "\"Items\":",
    "\"attributes\":",
    "{\"objectType\":\"License\"}",
    "\"later\":[{}],",
    "é",
    "{},",
];

fn documents() -> impl Strategy<Value = Vec<u8>> {
    let edit = (
        any::<prop::sample::Index>(),
        0..6_usize,
        prop_oneof![
            8 => prop::sample::select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
            1 => any::<u8>().prop_map(|byte| vec![byte]),
            1 => Just(Vec::new()),
        ],
    );
    let copy = proptest::option::weighted(0.3, (any::<prop::sample::Index>(), 1..60_usize));
    (prop::sample::select(SEEDS), proptest::collection::vec((edit, copy), 0..6)).prop_map(
        |(seed, edits)| {
            let mut json = seed.as_bytes().to_vec();
            for ((at, removed, mut piece), copied) in edits {
                let at = at.index(json.len() + 1);
                if let Some((from, length)) = copied {
                    let from = from.index(json.len() + 1);
                    let to = json.len().min(from + length);
                    piece = json[from..to].to_vec();
                }
                let end = json.len().min(at + removed);
                json.splice(at..end, piece);
            }
            json
        },
    )
}

#[test]
fn mutated_documents() {
    let config = ProptestConfig { cases: 4_000, failure_persistence: None, ..Default::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, rng)
        .run(&documents(), |json| {
            for (_, target) in TARGETS {
                target(&json);
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn the_seeds_and_what_was_found() {
    for json in SEEDS.iter().chain(FOUND) {
        for (name, target) in TARGETS {
            println!("{name}: {json}");
            target(json.as_bytes());
        }
    }
}

#[test]
fn the_edges_of_the_grammar_inside_an_object() {
    for (json, _) in cases().iter().filter(|(json, _)| json.len() < 1000).step_by(3) {
        let document = [b"{\"items\":[{\"later\":", json.as_slice(), b"}]}"].concat();
        for (_, target) in TARGETS {
            target(json);
            target(&document);
        }
    }
}
