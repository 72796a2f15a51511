//! The kinds of value by serde.

use serde::de::{self, Deserialize, Deserializer, Unexpected};
use serde::ser::{Serialize, Serializer};

use crate::json::by_serde::capture::capture;
use crate::json::by_serde::plain::Plain;
use crate::json::by_serde::texts::text_by_serde;
use crate::json::mark;
use crate::value::date::DateTime;
use crate::value::number::{Integer, Number};
use crate::value::number_or_string::NumberOrString;
use crate::value::raw::{RawJson, kind};
use crate::value::text::Text;

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        capture(deserializer).map(Self::of)
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Plain(self.get()).serialize(serializer)
    }
}

macro_rules! number {
    ($name:ident, $expected:literal) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = capture(deserializer)?;
                Self::parse(&text).ok_or_else(|| not_a_number(&text, $expected))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self.as_small() {
                    Ok(value) => serializer.serialize_i64(value),
                    Err(text) => Plain(text).serialize(serializer),
                }
            }
        }
    };
}

number!(Number, "a number");
number!(Integer, "an integer");

fn not_a_number<E: de::Error>(text: &str, expected: &'static str) -> E {
    mark::set(text);
    let found = match kind(text) {
        "a number" => "a number with a fraction",
        other => other,
    };
    E::invalid_type(Unexpected::Other(found), &expected)
}

impl<'de> Deserialize<'de> for NumberOrString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = capture(deserializer)?;
        if text.starts_with('"') {
            // serde_json leaves the escapes of raw text unchecked: a lone surrogate is found here.
            return serde_json::from_str(&text).map(Self::String).map_err(|_| {
                mark::set(&text);
                de::Error::custom("invalid escape in a string")
            });
        }
        Number::parse(&text).map(Self::Number).ok_or_else(|| {
            mark::set(&text);
            de::Error::invalid_type(Unexpected::Other(kind(&text)), &"a number or a string")
        })
    }
}

impl Serialize for NumberOrString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
        }
    }
}

text_by_serde!(Text, "a string");

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut date = Self::default();
        *date.text_mut() = Text::deserialize(deserializer)?;
        Ok(date)
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.text().serialize(serializer)
    }
}
