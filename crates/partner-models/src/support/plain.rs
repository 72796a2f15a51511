//! JSON text written by serde as what it is.

use std::any::type_name;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::support::raw_value::{items, members, serialize_token};

/// JSON text, to be written by serde: as it is to `serde_json`, and as null, bool, text, number, list or
/// map to any other format. A number whose digits another format would change is written there the way
/// that `serde_json` marks text; it is read again as that number.
pub(crate) struct Plain<'a>(pub(crate) &'a str);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if is_serde_json::<S>() { serialize_token(self.0, to) } else { plain(self.0.trim(), to) }
    }
}

/// Whether this is `serde_json` itself, which takes text as it is. Where the name is another one, what is
/// written is the same value all the same.
pub(crate) fn is_serde_json<T>() -> bool {
    type_name::<T>().trim_start_matches("&mut ").starts_with("serde_json::")
}

/// Whether `serde_json` may be somewhere inside.
pub(crate) fn names_serde_json<T>() -> bool {
    type_name::<T>().contains("serde_json::")
}

fn plain<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    match text.as_bytes().first() {
        Some(b'n') => to.serialize_none(),
        Some(b't') => to.serialize_bool(true),
        Some(b'f') => to.serialize_bool(false),
        Some(b'"') => match serde_json::from_str::<String>(text) {
            Ok(text) => to.serialize_str(&text),
            // A lone surrogate, which is no text anywhere else.
            Err(_) => serialize_token(text, to),
        },
        Some(b'{') => {
            let mut map = to.serialize_map(None)?;
            for (name, value) in members(text) {
                map.serialize_entry(&name, &Plain(value))?;
            }
            map.end()
        }
        Some(b'[') => {
            let items = items(text);
            let mut list = to.serialize_seq(Some(items.len()))?;
            for item in items {
                list.serialize_element(&Plain(item))?;
            }
            list.end()
        }
        _ => number(text, to),
    }
}

fn number<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    match PlainNumber::of(text) {
        Some(PlainNumber::Signed(value)) => to.serialize_i64(value),
        Some(PlainNumber::Unsigned(value)) => to.serialize_u64(value),
        Some(PlainNumber::Float(value)) => to.serialize_f64(value),
        None => serialize_token(text, to),
    }
}

/// A number that any format holds, and that is written in no other way.
pub(crate) enum PlainNumber {
    Signed(i64),
    Unsigned(u64),
    Float(f64),
}

impl PlainNumber {
    pub(crate) fn of(text: &str) -> Option<Self> {
        let is = |written: String| written == text;
        if let Some(value) = text.parse::<i64>().ok().filter(|value| is(value.to_string())) {
            return Some(Self::Signed(value));
        }
        if let Some(value) = text.parse::<u64>().ok().filter(|value| is(value.to_string())) {
            return Some(Self::Unsigned(value));
        }
        let value = text.parse::<f64>().ok()?;
        serde_json::to_string(&value).is_ok_and(is).then_some(Self::Float(value))
    }
}
