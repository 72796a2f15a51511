//! JSON text kept as it was sent.

use std::any::type_name;
use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{self, Serialize, Serializer};
use serde_json::Value;

use crate::json::error::{Error, mark};
use crate::json::raw_value;
use crate::value::personal::is_shown;
use crate::value::plain::{Plain, TOKEN, is_behind_token};
use crate::value::same::same_value;

/// Any JSON value, kept as the text it was read from.
///
/// ```
/// use partner_models::RawJson;
///
/// let raw: RawJson = partner_models::from_str(r#"{"price": 1.50}"#)?;
/// assert_eq!(raw.get(), r#"{"price": 1.50}"#);
/// let value: serde_json::Value = raw.parse()?;
/// assert_eq!(value["price"], 1.5);
/// # Ok::<(), partner_models::Error>(())
/// ```
///
/// Two are equal where they are the same text or the same JSON value. `Debug` shows the kind of
/// value and not the value, which may be personal.
#[derive(Clone)]
pub struct RawJson(Box<str>);

impl RawJson {
    /// The JSON `null`.
    #[must_use]
    pub fn null() -> Self {
        Self("null".into())
    }

    /// The JSON text of a value.
    ///
    /// # Errors
    ///
    /// Where the value cannot be written as JSON, or nests deeper than could be read again.
    pub fn from_value<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        written(value).map(|text| Self(text.into_boxed_str()))
    }

    /// Text that is known to be JSON.
    pub(crate) fn of(text: &str) -> Self {
        Self(text.into())
    }

    /// The JSON text.
    #[must_use]
    pub fn get(&self) -> &str {
        &self.0
    }

    /// Reads the text as a type of your choice.
    ///
    /// # Errors
    ///
    /// Where the text is not that type's; paths and positions count from the start of this value.
    pub fn parse<'a, T: de::Deserialize<'a>>(&'a self) -> Result<T, Error> {
        crate::with_serde::from_str(&self.0)
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        same_value(&self.0, &other.0)
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if is_shown() { &self.0 } else { kind(&self.0) };
        write!(f, "RawJson({text})")
    }
}

impl<'de> de::Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        capture(deserializer).map(|text| Self(text.into()))
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Plain(&self.0).serialize(serializer)
    }
}

/// The kind of a JSON value, by its text, in the words of error messages.
pub(crate) fn kind(text: &str) -> &'static str {
    match text.trim_start().bytes().next() {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        Some(_) => "a number",
        None => "nothing",
    }
}

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

/// The JSON text of a value that is to be kept: one that can be read again.
pub(crate) fn written<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    let text = crate::with_serde::to_string(value)?;
    if can_be_kept(&text) { Ok(text) } else { crate::with_serde::to_string(&TooDeep) }
}

/// Something that can't be written.
struct TooDeep;

impl Serialize for TooDeep {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(ser::Error::custom("recursion limit exceeded"))
    }
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
        crate::json::by_serde::read::cow(deserializer).map(Self)
    }
}
