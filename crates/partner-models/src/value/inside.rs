//! A look inside JSON text that was checked when it was read. Of other text it finds something, or nothing.

use std::borrow::Cow;
use std::ops::Range;

use crate::value::scan::plain_end;

/// The names and the texts of the values of a JSON object; none where the text is no object.
pub(crate) fn members(object: &str) -> Vec<(Cow<'_, str>, &str)> {
    let mut members = Vec::new();
    let mut rest = object.trim_ascii().strip_prefix('{').unwrap_or_default().trim_ascii_start();
    while rest.starts_with('"') {
        let (name, value, tail) = member(rest);
        members.push((name, value));
        rest = tail.trim_ascii_start().strip_prefix(',').unwrap_or_default().trim_ascii_start();
    }
    members
}

/// The text of the member that is the property of that name.
pub(crate) fn last<'a>(object: &'a str, property: &str) -> Option<&'a str> {
    let mut found: Option<(Cow<'a, str>, &'a str)> = None;
    for (name, value) in members(object) {
        if is_better(&name, found.as_ref().map(|(name, _)| &**name), property) {
            found = Some((name, value));
        }
    }
    found.map(|(_, value)| value)
}

/// Whether a member is the property of that name rather than the one that was found before: the last one
/// that is spelt so is, else the last one of the spelling that comes first, as everywhere.
pub(crate) fn is_better(name: &str, found: Option<&str>, property: &str) -> bool {
    match found {
        Some(found) if found == property => name == property,
        Some(found) => name == property || name.eq_ignore_ascii_case(property) && name <= found,
        None => name.eq_ignore_ascii_case(property),
    }
}

/// A member in a text of nothing but members.
pub(crate) struct Listed<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) value: &'a str,
    /// Where it is, with the comma before it.
    pub(crate) place: Range<usize>,
}

/// The members of a text in which each stands behind a comma.
pub(crate) fn listed(text: &str) -> Vec<Listed<'_>> {
    let mut members = Vec::new();
    each_listed(text, |name, value, place| members.push(Listed { name, value, place }));
    members
}

/// Goes through the members of a text in which each stands behind a comma: their names, the texts of their
/// values, and where they are.
pub(crate) fn each_listed<'a>(
    text: &'a str,
    mut visit: impl FnMut(Cow<'a, str>, &'a str, Range<usize>),
) {
    let mut rest = text.trim_ascii_start();
    while let Some(behind) = rest.strip_prefix(',') {
        let start = text.len() - rest.len();
        let (name, value, tail) = member(behind.trim_ascii_start());
        let gap = tail.len() - tail.trim_ascii_start().len();
        visit(name, value, start..text.len() - tail.len());
        rest = &tail[gap..];
    }
}

/// The texts of the items of a JSON array; none where the text is no array.
pub(crate) fn items(array: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut rest = array.trim_ascii().strip_prefix('[').unwrap_or_default().trim_ascii_start();
    while !rest.is_empty() && !rest.starts_with(']') {
        let (value, tail) = rest.split_at(value_end(rest));
        items.push(value.trim_ascii_end());
        rest = tail.trim_ascii_start().strip_prefix(',').unwrap_or_default().trim_ascii_start();
    }
    items
}

/// The name and the text of the value of the member that a text begins with, and what comes behind it.
fn member(text: &str) -> (Cow<'_, str>, &str, &str) {
    let (name, behind) = text.split_at(value_end(text));
    let behind = behind.trim_ascii_start().strip_prefix(':').unwrap_or_default().trim_ascii_start();
    let value = behind[..value_end(behind)].trim_ascii_end();
    (string(name.trim_ascii_end()), value, &behind[value.len()..])
}

/// What a JSON string says; one that says nothing, for its escapes mean no character, is as it is written.
fn string(quoted: &str) -> Cow<'_, str> {
    let inner = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match inner {
        Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
        _ => serde_json::from_str(quoted).map_or(Cow::Borrowed(quoted), Cow::Owned),
    }
}

/// Where the value ends that the text begins with; there may be white space before the end.
fn value_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                if depth == 0 {
                    return at;
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => match depth {
                0 => return at,
                1 => return at + 1,
                _ => depth -= 1,
            },
            b',' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Where the string ends that begins at a quote.
fn string_end(bytes: &[u8], quote: usize) -> usize {
    let mut at = quote;
    loop {
        at = plain_end(bytes, at + 1);
        match bytes.get(at) {
            Some(b'"') => return at + 1,
            // What is escaped ends nothing.
            Some(b'\\') => at += 1,
            Some(_) => {}
            None => return bytes.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_items_are_found_whatever_is_around_them() {
        let json = r#" { "a" : [ 1 , {"b":"}"} ] , "c\u0064\"" : "x\\" , "e":-1.50 } "#;
        let found: Vec<_> =
            members(json).into_iter().map(|(name, value)| (name.into_owned(), value)).collect();
        let name = |text: &str| text.to_owned();
        assert_eq!(
            found,
            [(name("a"), r#"[ 1 , {"b":"}"} ]"#), (name("cd\""), r#""x\\""#), (name("e"), "-1.50")]
        );
        assert_eq!(items(found[0].1), ["1", r#"{"b":"}"}"#]);
        assert!(members("[1]").is_empty() && items("{}").is_empty() && items(" [ ] ").is_empty());
        assert_eq!(members("{}").len(), 0);
    }

    #[test]
    fn listed_members_are_where_they_are() {
        let text = r#","a":1,"b" : {"c":2}    ,"d":[]"#;
        let found = listed(text);
        let places: Vec<_> = found.iter().map(|it| &text[it.place.clone()]).collect();
        assert_eq!(places, [r#","a":1"#, r#","b" : {"c":2}"#, r#","d":[]"#]);
        assert_eq!(found.iter().map(|it| it.value).collect::<Vec<_>>(), ["1", r#"{"c":2}"#, "[]"]);
        assert!(listed("").is_empty() && listed("    ").is_empty());
    }

    /// Text that is no JSON is looked into by nobody; it ends all the same.
    #[test]
    fn other_text_has_an_end() {
        let pieces = ["\"", "\\", "{", "}", "[", "]", ",", ":", " ", "1", "é"];
        let mut texts = vec![String::new()];
        for _ in 0..4 {
            texts = texts
                .iter()
                .flat_map(|text| pieces.map(|piece| format!("{text}{piece}")))
                .collect();
            for text in &texts {
                let _ = (members(text).len(), items(text).len(), listed(text).len());
            }
        }
    }
}
