//! Whatever a schema says, no line of it is code to Rust or to rustdoc, in either pipeline.

mod support;

use std::fs;

use partner_codegen::standalone;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use support::Schemas;

/// What opens or closes something somewhere.
const PARTS: &[&str] = &[
    "```",
    "````",
    "~~~",
    "`",
    "rust",
    "\n",
    "\r",
    "\r\n",
    "\u{2028}",
    "\u{202e}",
    "\u{0}",
    "    ",
    "\t",
    "> ",
    "- ",
    "1. ",
    "\\",
    "*/",
    "/*",
    "//",
    "#[doc",
    "#![x]",
    "\"",
    "\"#",
    "<b>",
    "<!--",
    "fn f() {}",
    "word ",
    "é",
    "[x]: ",
    "a word that is long enough to have what is behind it wrapped to a line of its own, or nearly so ",
];

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(select(PARTS), 0..12).prop_map(|parts| parts.concat())
}

fn schema(text: &str) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.invalid/thing.schema.json",
        "description": text, "externalDocs": { "url": text }, "examples": [{ "a": text }], "type": "object",
        "properties": { "a": {
            "description": text, "type": "string", "default": text, "examples": [text], "pattern": "a"
        } },
    })
}

/// The documentation of everything in a file is plain text, and the only functions are those that the
/// schema asks for.
fn is_plain(path: &str, rust: &str) {
    assert!(syn::parse_file(rust).is_ok(), "{path} is not Rust:\n{rust}");
    assert!(!rust.contains(['\r', '\u{202e}', '\u{2028}', '\u{0}']), "{path} holds what is hidden");
    let mut open: Option<usize> = None;
    let documented = |line: &str| {
        line.trim()
            .strip_prefix("///")
            .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned())
    };
    let mut is_example = false;
    for line in rust.lines() {
        let Some(line) = documented(line) else {
            assert!(open.is_none(), "{path}: a block of code is not closed:\n{rust}");
            assert!(!line.contains("fn f()") || line.contains('"'), "{path}: {line}");
            is_example = false;
            continue;
        };
        // What the generator itself writes below this heading is meant to be run.
        is_example |= line == "# Example";
        let marks = line.len() - line.trim_start_matches('`').len();
        match open {
            Some(length) if marks >= length && marks == line.len() => open = None,
            Some(_) => {}
            None if marks >= 3 => {
                let word = &line[marks..];
                assert!(word == "text" || (is_example && word.is_empty()), "{path}: `{line}`");
                open = Some(marks);
            }
            None => {
                // Behind marks of lists and quotes a fence counts, too.
                let inside =
                    line.trim_start_matches(|c: char| " >-+*.)".contains(c) || c.is_ascii_digit());
                assert!(
                    !inside.starts_with("```") && !inside.starts_with("~~~"),
                    "{path}: `{line}`"
                );
                assert!(!line.starts_with("    ") && !line.starts_with('\t'), "{path}: `{line}`");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_code(text in text()) {
        let schema = schema(&text).to_string();
        let files = Schemas::of(&[("thing", schema.clone())]).generate();
        for (path, rust) in files.unwrap_or_default().iter().filter(|(path, _)| path.ends_with("thing.rs")) {
            is_plain(&path.display().to_string(), rust);
        }
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        fs::write(folder.path().join("thing.json"), schema).expect("the folder is ours");
        let outcome = standalone::generate(folder.path()).expect("the folder can be read");
        let rust = outcome.files.get("thing.rs").expect("nothing in it is refused");
        is_plain("standalone", rust.split("/// The schema that this module").next().unwrap_or_default());
    }
}
