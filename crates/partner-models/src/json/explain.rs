//! What is wrong with a text.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};

use crate::json::body;
use crate::json::by_serde::capture::capture;
use crate::json::by_serde::members::Members;
use crate::json::error::Error;
use crate::json::mark;
use crate::json::place::{Place, Seed};
use crate::json::reader::Reader;
use crate::json::shape::{Field, Shape};
use crate::value::number::{Integer, Number};
use crate::value::number_or_string::NumberOrString;
use crate::value::raw::RawJson;

/// The error of a text that is not of this shape, the same that the types' own `Deserialize` leads to:
/// this asks `serde_json` for the same things in the same order, and keeps nothing.
pub(crate) fn explain(text: &str, shape: &'static Shape) -> Error {
    mark::clear();
    let mut json = serde_json::Deserializer::from_str(text);
    let error = match Check(shape).deserialize(&mut json).and_then(|()| json.end()) {
        Err(error) => error,
        // Tests hold that nothing is refused without a reason.
        Ok(()) => serde_json::Error::custom("this can't be read"),
    };
    Error::in_text(text, &error)
}

/// Stands for a type: what its `Deserialize` asks for, this asks for.
#[derive(Clone, Copy)]
struct Check(&'static Shape);

impl<'de> DeserializeSeed<'de> for Check {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        match self.0 {
            Shape::Bool => bool::deserialize(json).map(drop),
            Shape::Integer => Integer::deserialize(json).map(drop),
            Shape::Number => Number::deserialize(json).map(drop),
            Shape::NumberOrString => NumberOrString::deserialize(json).map(drop),
            Shape::F64 => f64::deserialize(json).map(drop),
            Shape::I64 => i64::deserialize(json).map(drop),
            Shape::U64 => u64::deserialize(json).map(drop),
            Shape::Raw => RawJson::deserialize(json).map(drop),
            Shape::Union { expected, of } => {
                let text = body::object(json, *expected)?;
                of(&text).map_or(Ok(()), |shape| body::parse(&text, Check(shape)))
            }
            Shape::String | Shape::Text(_) => json.deserialize_str(self),
            Shape::Nullable(_) => json.deserialize_option(self),
            Shape::List(_) => json.deserialize_seq(self),
            Shape::Map(_) | Shape::Object { .. } => json.deserialize_map(self),
        }
    }
}

impl<'de> Visitor<'de> for Check {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Shape::Text(expected) | Shape::Object { expected, .. } => mark::expected(expected),
            Shape::List(_) => "a sequence",
            Shape::Map(_) => "a map",
            Shape::Nullable(_) => "option",
            _ => "a string",
        })
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        match self.0 {
            Shape::Nullable(inner) => Check(inner()).deserialize(json),
            _ => IgnoredAny::deserialize(json).map(drop),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Shape::List(shape) = self.0 else { return Ok(()) };
        while items.next_element_seed(Check(shape()))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        match self.0 {
            Shape::Map(shape) => {
                while members.next_key::<IgnoredAny>()?.is_some() {
                    members.next_value_seed(Check(shape()))?;
                }
                Ok(())
            }
            Shape::Object { fields, additional, .. } => object(members, fields, *additional),
            _ => Ok(()),
        }
    }
}

fn object<'de, A: MapAccess<'de>>(
    mut map: A,
    fields: &'static [Field],
    additional: Option<fn() -> &'static Shape>,
) -> Result<(), A::Error> {
    let mut members = Members::new(fields);
    while let Some(index) = members.next(&mut map)? {
        match (fields.get(index), additional) {
            (Some(field), _) => {
                let mut value = Checked::new((field.shape)(), field.is_required());
                members.field(&mut map, &mut value)?;
            }
            (None, Some(shape)) => {
                map.next_value_seed(Seed(&mut Checked::new(shape(), false)))?;
            }
            (None, None) => {
                map.next_value::<Anything>()?;
            }
        }
    }
    members.finish().map(drop)
}

/// The place of a property's value, which is not kept.
struct Checked {
    shape: &'static Shape,
    is_required: bool,
    is_taken: bool,
}

impl Checked {
    fn new(shape: &'static Shape, is_required: bool) -> Self {
        Self { shape, is_required, is_taken: false }
    }
}

impl Place for Checked {
    fn is_taken(&self) -> bool {
        self.is_taken
    }

    fn is_optional(&self) -> bool {
        !self.is_required
    }

    fn clear(&mut self) {
        self.is_taken = false;
    }

    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        let mut json = serde_json::Deserializer::from_str(reader.rest());
        self.fill_by_serde(&mut json).ok()
    }

    fn fill_by_serde<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        self.is_taken = true;
        if self.is_required {
            Check(self.shape).deserialize(json)
        } else {
            json.deserialize_option(self)
        }
    }
}

impl<'de> Visitor<'de> for &mut Checked {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.is_taken = false;
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.is_taken = false;
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        Check(self.shape).deserialize(json)
    }
}

/// What has no field and is kept as text.
struct Anything;

impl<'de> Deserialize<'de> for Anything {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        capture(json).map(|_| Self)
    }
}
