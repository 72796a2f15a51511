//! Whether two JSON texts hold the same value.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::value::inside::{items, members};
use crate::value::number::Number;

/// Whether two JSON texts hold the same value: numbers by value, members in any order, and the last one of
/// several of one name.
pub(crate) fn same_value(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim(), b.trim());
    a == b
        || match (a.as_bytes().first(), b.as_bytes().first()) {
            (Some(b'{'), Some(b'{')) => same_members(&members(a), &members(b)),
            (Some(b'['), Some(b'[')) => {
                let (a, b) = (items(a), items(b));
                a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| same_value(a, b))
            }
            (Some(b'"'), Some(b'"')) => match (string(a), string(b)) {
                (Some(a), Some(b)) => a == b,
                // What has no meaning is the same where it is written so.
                _ => false,
            },
            _ => match (Number::parse(a), Number::parse(b)) {
                (Some(a), Some(b)) => a == b,
                _ => false,
            },
        }
}

type Members<'a> = [(Cow<'a, str>, &'a str)];

/// Whether these are the same members, whatever their order.
pub(crate) fn same_members(a: &Members<'_>, b: &Members<'_>) -> bool {
    let last = |members: &Members<'_>| -> BTreeMap<String, String> {
        members.iter().map(|(name, value)| (name.to_string(), (*value).to_owned())).collect()
    };
    let (a, b) = (last(a), last(b));
    a.len() == b.len()
        && a.iter().zip(&b).all(|((name, a), (other, b))| name == other && same_value(a, b))
}

fn string(quoted: &str) -> Option<String> {
    serde_json::from_str(quoted).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_compared_and_not_texts() {
        for (a, b, same) in [
            (r#"{"x":12345678901234567890123}"#, r#"{"x":12345678901234567890124}"#, false),
            (r#"{"x":12345678901234567890123}"#, r#"{ "x" : 1234567890123456789012.3e1 }"#, true),
            (r#"{"a":1,"b":[1.0,null]}"#, r#"{"b":[1,null],"a":1e0}"#, true),
            (r#"{"a":1,"a":2}"#, r#"{"a":2}"#, true),
            (r#"{"a":1}"#, r#"{"a":1,"b":null}"#, false),
            (r#""\u0041""#, r#""A""#, true),
            (r#""\ud800""#, r#""\uD800""#, false),
            ("[1,2]", "[2,1]", false),
            ("[1]", "[1,1]", false),
            ("true", "false", false),
            ("null", "0", false),
            (r#""1""#, "1", false),
            (" 1 ", "1", true),
        ] {
            assert_eq!(same_value(a, b), same, "{a} {b}");
            assert_eq!(same_value(b, a), same, "{b} {a}");
            assert!(same_value(a, a) && same_value(b, b));
        }
    }
}
