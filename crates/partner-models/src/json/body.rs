//! Values that were taken as text and are read afterwards: as what the text says that they are.

use std::borrow::Cow;

use serde::de::{self, DeserializeSeed, Deserializer, Unexpected};

use crate::json::by_serde::capture::capture;
use crate::json::error::Failure;
use crate::json::mark;
use crate::value::raw::kind;

/// The text of the next value, which is an object if words for one are given.
pub(crate) fn object<'de, D: Deserializer<'de>>(
    json: D,
    expected: Option<&'static str>,
) -> Result<Cow<'de, str>, D::Error> {
    let text = capture(json)?;
    match expected {
        Some(expected) if !text.starts_with('{') => {
            mark::set(&text);
            let found = Unexpected::Other(kind(&text));
            Err(de::Error::invalid_type(found, &mark::expected(expected)))
        }
        _ => Ok(text),
    }
}

/// Reads the text. An error is one at the place in the document.
pub(crate) fn parse<'a, S: DeserializeSeed<'a>, E: de::Error>(
    text: &'a str,
    seed: S,
) -> Result<S::Value, E> {
    let mut json = serde_json::Deserializer::from_str(text);
    let read = seed.deserialize(&mut json).and_then(|value| json.end().map(|()| value));
    read.map_err(|error| within(text, &error))
}

/// An error in the text as one at the place in the document.
pub(crate) fn within<E: de::Error>(text: &str, error: &serde_json::Error) -> E {
    let failure = Failure::new(text, error);
    mark::set_within(text, failure.offset);
    E::custom(failure.message)
}
