//! Any value as JSON text, by serde.

use std::any::type_name;
use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::json::by_serde::plain::{TOKEN, is_behind_token};
use crate::json::by_serde::raw_value;
use crate::json::mark;

/// How deep objects and arrays may nest. `serde_json` stops at 127 in what it parses; one less lets
/// everything kept here be parsed later inside the object that holds it.
const MAX_DEPTH: usize = 126;

/// How deep a value may nest that is read as a type: as deep as types nest, and then a value that is kept.
const MAX_TYPED_DEPTH: usize = 127 + MAX_DEPTH;

/// The JSON text of the next value, exactly as sent where `serde_json` reads, and written anew from
/// the value where another format does. It is borrowed from the input where the input is in memory.
pub(crate) fn capture<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Cow<'de, str>, D::Error> {
    let text = text(deserializer)?;
    check_depth(&text, MAX_DEPTH)?;
    Ok(text)
}

/// The JSON text of the next value, which is then read as a type.
pub(crate) fn capture_typed<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Cow<'de, str>, D::Error> {
    let text = text(deserializer)?;
    check_depth(&text, MAX_TYPED_DEPTH)?;
    Ok(text)
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_newtype_struct(raw_value::token(), Capture)
}

/// Refuses text that nests too deep to be kept.
pub(crate) fn check_kept<E: de::Error>(text: &str) -> Result<(), E> {
    check_depth(text, MAX_DEPTH)
}

fn check_depth<E: de::Error>(text: &str, max: usize) -> Result<(), E> {
    if nests_deeper(text, max) {
        mark::set(text);
        return Err(E::custom("recursion limit exceeded"));
    }
    Ok(())
}

/// Whether text nests no deeper than can be read again.
pub(crate) fn can_be_kept(text: &str) -> bool {
    !nests_deeper(text, MAX_DEPTH)
}

fn nests_deeper(text: &str, max: usize) -> bool {
    if text.len() <= max {
        return false; // every level takes at least one byte
    }
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    text.bytes().any(|byte| {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
        } else {
            match byte {
                b'"' => in_string = true,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        depth > max
    })
}

/// `serde_json` answers its token with a map of one entry, token to text. Other formats hand over the
/// value itself.
struct Capture;

/// Whether a map is `serde_json`'s answer, or something around it. A map of somebody's own may have the
/// same names in it, which is why the names do not count.
fn is_answer<A>() -> bool {
    let name = type_name::<A>();
    name.contains("serde_json::raw::BorrowedRaw") || name.contains("serde_json::raw::OwnedRaw")
}

impl Capture {
    fn rewrite<'de, E: de::Error>(
        value: impl IntoDeserializer<'de, E>,
    ) -> Result<Cow<'de, str>, E> {
        Self::write(&<Value as de::Deserialize>::deserialize(value.into_deserializer())?)
    }

    fn write<'de, E: de::Error>(value: &Value) -> Result<Cow<'de, str>, E> {
        serde_json::to_string(value).map(Cow::Owned).map_err(E::custom)
    }
}

impl<'de> Visitor<'de> for Capture {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let is_answer = is_answer::<A>();
        let mut object = Object::default();
        let mut is_first = true;
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            if is_answer && name == raw_value::token() {
                return Ok(map.next_value::<Text<'de>>()?.0);
            }
            let value = map.next_value::<Inner<'de>>()?.0;
            let text = (is_first && name == TOKEN)
                .then(|| serde_json::from_str::<String>(&value).ok())
                .flatten()
                .filter(|text| is_behind_token(text));
            is_first = false;
            object.push(&name, &value);
            if let Some(text) = text {
                let Some(next) = map.next_key::<Cow<'de, str>>()? else {
                    return Ok(Cow::Owned(text));
                };
                object.push(&next, &map.next_value::<Inner<'de>>()?.0);
            }
        }
        Ok(Cow::Owned(object.finish()))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_any(Self)
    }

    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        text(d)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut array = String::from("[");
        while let Some(Inner(item)) = seq.next_element()? {
            array.push_str(if array.len() > 1 { "," } else { "" });
            array.push_str(&item);
        }
        array.push(']');
        Ok(Cow::Owned(array))
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed("null"))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed("null"))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
        Self::rewrite(value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        Self::rewrite(value)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        Self::rewrite(value)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
        Self::rewrite(value)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
        Self::rewrite(value.to_owned())
    }
}

/// An object under writing.
#[derive(Default)]
struct Object(String);

impl Object {
    fn push(&mut self, name: &str, value: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.push_str(&Value::from(name).to_string());
        self.0.push(':');
        self.0.push_str(value);
    }

    fn finish(mut self) -> String {
        self.0.push_str(if self.0.is_empty() { "{}" } else { "}" });
        self.0
    }
}

/// A value inside another one.
struct Inner<'de>(Cow<'de, str>);

impl<'de> de::Deserialize<'de> for Inner<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer).map(Self)
    }
}

/// Text that is borrowed from the input where it can be.
struct Text<'de>(Cow<'de, str>);

impl<'de> de::Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        cow(deserializer).map(Self)
    }
}

/// A string, borrowed from the input where it can be.
fn cow<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    struct CowVisitor;

    impl<'de> Visitor<'de> for CowVisitor {
        type Value = Cow<'de, str>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
            Ok(Cow::Borrowed(value))
        }

        fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
            Ok(Cow::Owned(value.to_owned()))
        }

        fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
            Ok(Cow::Owned(value))
        }
    }

    deserializer.deserialize_str(CowVisitor)
}
