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
use contract_tests::{SAMPLE, TYPES};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// How many documents of each type a run without `BOTH_WAYS_SECONDS` tries.
const DOCUMENTS: usize = 600;

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
            for _ in 0..DOCUMENTS {
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
    let nested = |open: &str, close: &str, depth| open.repeat(depth) + &close.repeat(depth);
    let mut values: Vec<Vec<u8>> = [
        "0",
        "-0",
        "-",
        "+1",
        "01",
        "-01",
        "1.",
        ".1",
        "1.0",
        "-1.5",
        "1e1",
        "1E1",
        "1e+1",
        "1e-1",
        "1e",
        "1e+",
        "1.e1",
        "0e0",
        "0e+",
        "1e400",
        "1e-400",
        "123456789012345678",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "1.50",
        "0x1",
        "1_000",
        "1 2",
        "Infinity",
        "NaN",
        "-Infinity",
        "0.0",
        "-0.0",
        "1eE2",
        "1.2.3",
        "--1",
        "1-",
        "00",
        "2e2.5",
        "null",
        "nul",
        "nulll",
        "Null",
        "true",
        "tru",
        "truE",
        "false",
        "falsey",
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "{}",
        "[]",
        "{]",
        "[}",
        "[,]",
        "[1,]",
        "[1,,2]",
        "[1 2]",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "{\"a\":1,,}",
        "{a:1}",
        "{1:1}",
        "{'a':1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1}x",
        "[1]]",
        "\"",
        "\"a",
        "\"\\",
        "\"\\\"",
        "\"\\u\"",
        "\"\\u1\"",
        "\"\\u123\"",
        "\"\\u123g\"",
        "\"\\u0000\"",
        "\"\\u0041\"",
        "\"\\U0041\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83dx\"",
        "\"\\ud83d\\n\"",
        "\"\\ud83d\\u0041\"",
        "\"\\ud83d\\ud83d\"",
        "\"\\ud83d\\\"",
        "\"\\a\"",
        "\"\\'\"",
        "\"\\\\\"",
        "\"\\/\"",
        "\"\\b\\f\\n\\r\\t\"",
        "\"\t\"",
        "\"\n\"",
        "\"\u{0}\"",
        "\"\u{1f}\"",
        "\"\u{7f}\"",
        "\"\u{80}\"",
        "\"\u{2028}\"",
        "\"\u{feff}\"",
        "\u{feff}1",
        "\u{a0}1",
        "\u{b}1",
        "\u{c}1",
        "\r1\r",
        "\"é\u{1f600}\"",
        "\"aaaaaaaaaaaaaaa\\u00e9bbbbbbbbbbbbbbb\"",
        "//a\n1",
        "/**/1",
        "#1",
        "'a'",
        "\"a\"\"b\"",
        "[\"a\",\n\t1]",
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .collect();
    for depth in [1, 2, 7, 63, 124, 125, 126, 127, 128, 129, 200, 100_000] {
        for (open, close) in
            [("[", "]"), ("{\"a\":", "}"), ("[{\"\":", "}]"), ("[", ""), ("{\"a\":", "")]
        {
            values.push(nested(open, close, depth).into_bytes());
        }
        values.push(format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)).into_bytes());
        values.push(format!("{}1{}", "{\"parent\":".repeat(depth), "}".repeat(depth)).into_bytes());
    }
    // Bytes that are no UTF-8: alone, cut short, overlong, surrogates, beyond the last character.
    for bytes in [
        &b"\"\xff\""[..],
        b"\"\xc3\"",
        b"\"\xe2\x82\"",
        b"\"\xc0\xaf\"",
        b"\"\xed\xa0\x80\"",
        b"\"\xf4\x90\x80\x80\"",
        b"\"\x80\"",
        b"\xff",
    ] {
        values.push(bytes.to_vec());
    }
    for length in 0..70 {
        for byte in [b'"', b'\\', 0x1f, 0x80, b'a'] {
            values.push([b"\"", "x".repeat(length).as_bytes(), &[byte], b"yy\""].concat());
        }
    }
    let wraps: &[(&str, &str, &str)] = &[
        ("LicenseCollection", "", ""),
        ("LicenseCollection", "{\"totalCount\":", "}"),
        ("LicenseCollection", "{\"items\":", ",\"totalCount\":1}"),
        ("LicenseCollection", "{\"items\":[", "]}"),
        ("LicenseCollection", "{\"items\":[{\"productSku\":{\"id\":", "}}]}"),
        ("LicenseCollection", "{\"items\":[{\"productSku\":{\"name\":", ",\"id\":7}}]}"),
        ("LicenseCollection", "{\"items\":[{\"servicePlans\":[{},{\"capabilityStatus\":", "}]}]}"),
        ("LicenseCollection", "{\"later\":", "}"),
        ("LicenseCollection", "{\"ITEMS\":", "}"),
        ("LicenseCollection", "{\"links\":{\"self\":", "}}"),
        ("LicenseCollection", "{\"links\":{\"other\":", "}}"),
        ("LicenseCollection", "{", ":1}"),
        ("LicenseCollection", "{\"items\":[{", ":1}]}"),
        ("LicenseCollection", "{\"attributes\":{\"etag\":\"a\",", ":1}}"),
        ("LicenseCollection", "\u{feff}{\n\t\"items\" : [ {\r\n \"x\" : ", " } ] } "),
        ("LicenseUpdate", "{\"licensesToAssign\":[{\"skuId\":", "}]}"),
        ("LicenseUpdate", "{\"licensesToAssign\":[{\"excludedPlans\":", "}]}"),
        ("ApiError", "{\"code\":", "}"),
        ("ApiError", "{\"data\":", "}"),
        ("ApiError", "{\"data\":[", "]}"),
        ("CustomerLicensesUsageInsights", "{\"licensesActive\":", "}"),
        ("SubscribedSku", "{\"totalUnits\":", "}"),
    ];
    for (name, before, after) in wraps {
        let entry = entry(name);
        for value in &values {
            check(entry, &[before.as_bytes(), value, after.as_bytes()].concat());
        }
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
