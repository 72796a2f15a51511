//! Which words of `serde_json`'s errors are told: those that can't hold any of the data. A type of
//! somebody's own may say whatever it was given, also in words that look like serde's.

use std::borrow::Cow;

use serde_json::error::Category;

use crate::json::locate::LONGEST_NAME;
use crate::json::mark;
use crate::json::room::TOO_LARGE;
use crate::value::printable::Printable;

/// What `serde_json` says, without its position, which we give ourselves.
pub(crate) fn said(error: &serde_json::Error) -> String {
    let mut text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    if text.ends_with(&position) {
        text.truncate(text.len() - position.len());
    }
    text
}

/// What is wrong, without the value that was found: it may be personal or secret.
pub(crate) fn message(error: &serde_json::Error) -> Cow<'static, str> {
    let text = said(error);
    if error.classify() != Category::Data {
        return text.into(); // the reader's own words
    }
    let found = text.strip_prefix("invalid type: ").or(text.strip_prefix("invalid value: "));
    let Some(found) = found else { return refused(&text).into() };
    // What is expected never contains the separator; what was found may.
    let (found, expected) = found.rsplit_once(", expected ").unwrap_or((found, ""));
    let expected = shown(expected);
    let found = match found.split([' ', '`']).next().unwrap_or_default() {
        "string" | "character" => "a string",
        "integer" | "floating" | "number" => "a number",
        "boolean" => "a boolean",
        "null" | "unit" | "Option" => "null",
        "sequence" => "an array",
        "map" => "an object",
        _ => FOUND.iter().copied().find(|known| *known == found).unwrap_or("something else"),
    };
    format!("expected {expected}, found {found}").into()
}

/// What this crate's own types say that they found.
const FOUND: &[&str] = &[
    "a string",
    "a number",
    "a number with a fraction",
    "a boolean",
    "null",
    "an array",
    "an object",
    "nothing",
    "something else",
];

/// The words for what was expected: those of our own types, and those of serde's.
fn shown(expected: &str) -> &str {
    match expected {
        "a sequence" | "an array" => "an array",
        "a map" | "an object" => "an object",
        _ if mark::is_expected(expected) || SERDE.contains(&expected) => expected,
        _ => match expected.rsplit(' ').next() {
            Some("string") => "a string",
            Some("object") => "an object",
            _ if expected.starts_with("struct ") => "an object",
            _ => "something else",
        },
    }
}

/// What serde's own types, and ours that can't tell, say that they expect.
const SERDE: &[&str] = &[
    "a boolean",
    "a character",
    "a string",
    "a borrowed string",
    "a byte array",
    "option",
    "unit",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "f32",
    "f64",
    "any JSON value",
    "any valid JSON value",
    "anything at all",
    "an item",
    "variant identifier",
    "field identifier",
    "a number or a string",
    "a number",
    "an integer",
];

/// What a type said when it refused a value. Words that are not known to hold none of the data are left
/// out: a type of somebody's own may say what it was given.
fn refused(text: &str) -> String {
    known(text).unwrap_or_else(|| "the type refuses the value".to_owned())
}

fn known(text: &str) -> Option<String> {
    if OWN.contains(&text) {
        return Some(text.to_owned());
    }
    if let Some((expected, found)) =
        text.strip_prefix("expected ").and_then(|text| text.rsplit_once(", found "))
    {
        let is_known = FOUND.contains(&found) && shown(expected) == expected;
        return is_known.then(|| text.to_owned());
    }
    // A name that the type itself gives.
    if let Some(name) =
        text.strip_prefix("missing field ").or_else(|| text.strip_prefix("duplicate field "))
    {
        return is_name(name).then(|| text.to_owned());
    }
    if let Some((length, expected)) =
        text.strip_prefix("invalid length ").and_then(|text| text.split_once(", expected "))
    {
        let is_length = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
        return is_length.then(|| match tuple(expected) {
            Some(expected) => format!("invalid length {length}, expected {expected}"),
            None => format!("invalid length {length}"),
        });
    }
    // The text of a value is not shown.
    if let Some(rest) = text.strip_prefix("unknown variant `") {
        let (_, names) = named(rest, "there are no variants")?;
        return Some(format!("an unknown variant, {names}"));
    }
    // The name of a member may be shown, as it is in a path.
    let (name, names) = named(text.strip_prefix("unknown field `")?, "there are no fields")?;
    Some(format!("unknown field `{}`, {names}", Printable(name, LONGEST_NAME)))
}

/// How many items serde expects of an array or a tuple.
fn tuple(expected: &str) -> Option<&str> {
    let count = ["a tuple of size ", "an array of length "]
        .iter()
        .find_map(|start| expected.strip_prefix(start))?;
    (!count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit())).then_some(expected)
}

/// What is unknown, and what is known in its place, of text that goes on behind the first backtick. What
/// is unknown may have anything in it, also what looks like the rest.
fn named<'a>(text: &'a str, none: &'static str) -> Option<(&'a str, &'a str)> {
    if let Some(name) = text.strip_suffix(none).and_then(|text| text.strip_suffix("`, ")) {
        return Some((name, none));
    }
    let at = text.rfind("`, expected ")?;
    let names = &text[at + "`, ".len()..];
    is_listed(names.strip_prefix("expected ")?).then_some((&text[..at], names))
}

/// Whether this is serde's list of names: one, two, or "one of" many.
fn is_listed(names: &str) -> bool {
    match names.strip_prefix("one of ") {
        Some(names) => names.split(", ").all(is_name),
        None => is_name(names) || names.split(" or ").all(is_name),
    }
}

/// Whether this is one name between backticks.
fn is_name(text: &str) -> bool {
    let name = text.strip_prefix('`').and_then(|text| text.strip_suffix('`'));
    name.is_some_and(|name| !name.contains('`'))
}

/// What this crate's own types say besides.
const OWN: &[&str] = &[
    "recursion limit exceeded",
    "number out of range",
    "lone leading surrogate in hex escape",
    "unexpected end of hex escape",
    "this can't be read",
    TOO_LARGE,
];
