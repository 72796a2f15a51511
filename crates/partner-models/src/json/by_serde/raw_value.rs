//! All that the models need of `serde_json::value::RawValue`, and the only module that names it.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde::ser::{SerializeStruct, Serializer};
use serde_json::value::RawValue;

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
