//! All that the models need of `serde_json::value::RawValue`, and the only module that names it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde::ser::{SerializeStruct, Serializer};
use serde_json::value::RawValue;

use crate::json::Reader;

/// Whether the text is one JSON value and nothing around it.
pub(crate) fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok_and(|raw| raw.get().len() == text.len())
}

/// Writes JSON text as it is, in the way that a `RawValue` does: that would want to check it first.
pub(crate) fn serialize_token<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_struct(token(), 1)?;
    object.serialize_field(token(), text)?;
    object.end()
}

/// The names and the texts of the values of a JSON object; none where the text is no object.
pub(crate) fn members(object: &str) -> Vec<(Cow<'_, str>, &str)> {
    let mut members = Vec::new();
    Reader::new(object).each_member(|name, value, _| members.push((name, value)));
    members
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
    Reader::new(text).each_listed(|name, value, place| members.push(Listed { name, value, place }));
    members
}

/// The texts of the items of a JSON array; none where the text is no array.
pub(crate) fn items(array: &str) -> Vec<&str> {
    let mut items = Vec::new();
    Reader::new(array).each_item(|item| items.push(item));
    items
}

/// The name by which `RawValue` asks `serde_json` for text. It is not public, so we ask for a
/// `RawValue` and look at what it asks for.
pub(crate) fn token() -> &'static str {
    match <&RawValue as Deserialize>::deserialize(TokenProbe) {
        Err(Token(name)) => name,
        Ok(_) => "",
    }
}

struct TokenProbe;

/// Carries the name out of [`TokenProbe`], which can only return errors.
#[derive(Debug)]
struct Token(&'static str);

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Token {}

impl de::Error for Token {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self("")
    }
}

impl<'de> Deserializer<'de> for TokenProbe {
    type Error = Token;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Token> {
        Err(Token(""))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: V,
    ) -> Result<V::Value, Token> {
        Err(Token(name))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
