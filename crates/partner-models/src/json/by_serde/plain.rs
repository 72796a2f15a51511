//! JSON text written by serde as what it is.

use std::any::type_name;
use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::json::by_serde::raw_value::{is_json, serialize_token};
use crate::value::inside::{items, members};

/// The name of the one member of the map that stands for JSON text in other formats than JSON.
pub(crate) const TOKEN: &str = "$partner_models::Json";

/// JSON text, to be written by serde: as it is to `serde_json`, and as null, bool, text, number, list or
/// map to any other format. What another format can't hold is written there as a map from [`TOKEN`] to
/// its text, and is read again as that text: see [`needs_token`].
pub(crate) struct Plain<'a>(pub(crate) &'a str);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if is_serde_json::<S>() { serialize_token(self.0, to) } else { plain(self.0.trim(), to) }
    }
}

/// Whether this is `serde_json` itself, which takes text as it is. Where the name is another one, what is
/// written is the same value all the same.
fn is_serde_json<T>() -> bool {
    type_name::<T>().trim_start_matches("&mut ").starts_with("serde_json::")
}

/// Whether `serde_json` may be somewhere inside: it would take a map of ours for an object.
fn may_be_serde_json<T>() -> bool {
    ["serde_json::", "erased_serde::"].iter().any(|name| type_name::<T>().contains(name))
}

/// Whether JSON text says what no other format can: a number whose digits another format would change,
/// a lone surrogate, and an object that could be taken for one of these.
pub(crate) fn needs_token(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'n' | b't' | b'f' | b'[') => false,
        Some(b'"') => serde_json::from_str::<String>(text).is_err(),
        // The values are only passed over: a map of nothing is what serde can read an object into.
        #[expect(clippy::zero_sized_map_values, reason = "serde reads no object as a set")]
        Some(b'{') => !serde_json::from_str::<BTreeMap<String, IgnoredAny>>(text)
            .is_ok_and(|members| !members.contains_key(TOKEN)),
        _ => PlainNumber::of(text).is_none(),
    }
}

/// Whether this is the text of a map from [`TOKEN`]: nothing else is ever written there.
pub(crate) fn is_behind_token(text: &str) -> bool {
    is_json(text) && needs_token(text)
}

fn with_token<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    if may_be_serde_json::<S>() {
        return serialize_token(text, to);
    }
    let mut map = to.serialize_map(Some(1))?;
    map.serialize_entry(TOKEN, text)?;
    map.end()
}

fn plain<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    match text.as_bytes().first() {
        _ if needs_token(text) => with_token(text, to),
        Some(b'n') => to.serialize_none(),
        Some(b't') => to.serialize_bool(true),
        Some(b'f') => to.serialize_bool(false),
        Some(b'"') => match serde_json::from_str::<String>(text) {
            Ok(text) => to.serialize_str(&text),
            Err(_) => with_token(text, to),
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
        None => with_token(text, to),
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
