//! The edges of the JSON grammar: everything here says of a text what `serde_json` says.
//!
//! `JSON_SUITE` may name a folder of files `y_*.json`, `n_*.json` and `i_*.json`, such as the well-known
//! parsing test suite; they are tried as well.

use contract_tests::grammar::{Verdict, cases};
use partner_models::licenses::License;
use partner_models::{
    Collection, Error, FromJson, Number, NumberOrString, RawJson, Resource, stream,
};
use serde_json::Value;
use serde_json::value::RawValue;

/// How deep a value may nest that is kept as text.
const DEPTH: usize = 126;

fn depth(json: &[u8]) -> usize {
    let (mut depth, mut most, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

fn reads<T: FromJson>(json: &[u8]) -> bool {
    partner_models::from_slice::<T>(json).is_ok()
}

fn surrounded(before: &str, json: &[u8], after: &str) -> Vec<u8> {
    [before.as_bytes(), json, after.as_bytes()].concat()
}

fn check(name: &str, json: &[u8], verdict: Verdict) {
    let is_value = serde_json::from_slice::<Value>(json).is_ok();
    let is_raw = serde_json::from_slice::<Box<RawValue>>(json).is_ok();
    match verdict {
        Verdict::Json => assert!(is_value && is_raw, "{name}: serde_json refuses it"),
        Verdict::NotJson => assert!(!is_value && !is_raw, "{name}: serde_json reads it"),
        Verdict::Limits => {}
    }
    // The one difference: a byte-order mark at the start is accepted.
    let document = json;
    let json = json.strip_prefix("\u{feff}".as_bytes()).unwrap_or(json);
    let starts_with_mark = json.len() < document.len();
    let is_value = serde_json::from_slice::<Value>(json).is_ok();
    let is_raw = serde_json::from_slice::<Box<RawValue>>(json).is_ok();
    let is_kept = is_raw && depth(json) <= DEPTH;
    assert_eq!(reads::<RawJson>(document), is_kept, "{name}: RawJson");
    assert_eq!(reads::<Resource>(document), is_kept, "{name}: Resource");
    assert_eq!(
        partner_models::with_serde::from_slice::<Value>(document).is_ok(),
        is_value,
        "{name}: Value"
    );
    let is_number = is_raw && matches!(json.trim_ascii().first(), Some(b'-' | b'0'..=b'9'));
    assert_eq!(reads::<Number>(document), is_number, "{name}: Number");
    let is_string = serde_json::from_slice::<String>(json).is_ok();
    assert_eq!(reads::<NumberOrString>(document), is_number || is_string, "{name}: NumberOrString");
    if starts_with_mark {
        return; // a mark is one at the start only
    }
    // A text that ends what is around it and goes on would be JSON there: these do not.
    let extra = surrounded("{\"later\":", json, "}");
    assert_eq!(reads::<License>(&extra), is_in(&extra, json), "{name}: Extra");
    let item = surrounded("{\"items\":[", json, "]}");
    let whole = partner_models::from_slice::<Collection<RawJson>>(&item);
    assert_eq!(whole.is_ok(), is_in(&item, json), "{name}: Collection");
    let streamed: Result<Vec<RawJson>, Error> = stream::items(&item[..]).collect();
    assert_eq!(streamed.is_ok(), whole.is_ok(), "{name}: stream");
    if let (Ok(whole), Ok(streamed)) = (whole, streamed) {
        assert_eq!(whole.items(), streamed, "{name}: stream");
    }
    let plan = surrounded("{\"servicePlans\":[{\"displayName\":", json, "}]}");
    let expected = is_string || serde_json::from_slice::<()>(json).is_ok();
    assert_eq!(reads::<License>(&plan), expected, "{name}: a field");
}

/// Whether what surrounds a text, and so all of it, is JSON that is not too deep.
fn is_in(whole: &[u8], json: &[u8]) -> bool {
    serde_json::from_slice::<Box<RawValue>>(whole).is_ok() && depth(json) <= DEPTH
}

#[test]
fn all_say_what_serde_json_says() {
    let cases = cases();
    let count = |wanted| cases.iter().filter(|(_, verdict)| *verdict == wanted).count();
    assert!(count(Verdict::Json) > 300 && count(Verdict::NotJson) > 300);
    for (json, verdict) in &cases {
        let shown: String = String::from_utf8_lossy(json).chars().take(60).collect();
        check(&shown, json, *verdict);
    }
}

#[test]
fn a_folder_of_more() {
    let Some(folder) = std::env::var_os("JSON_SUITE") else {
        println!("JSON_SUITE names no folder: nothing more to try");
        return;
    };
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the folder is read") {
        let path = entry.expect("the folder is read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let verdict = match name.split('_').next() {
            Some("y") => Verdict::Json,
            Some("n") => Verdict::NotJson,
            _ => Verdict::Limits,
        };
        check(&name, &std::fs::read(&path).expect("the file is read"), verdict);
        count += 1;
    }
    println!("{count} files");
    assert!(count > 0, "the folder is empty");
}
