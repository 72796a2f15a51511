//! Objects by serde.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use crate::json::Field;
use crate::json::by_serde::members::{Members, Place};
use crate::json::error::mark;
use crate::json::object::{FieldReader, FieldWriter, Object, Value, writes};
use crate::json::room;
use crate::json::spelling::Spelling;
use crate::value::extra::Extra;
use crate::value::text::Text;

pub(crate) fn deserialize<'de, T: Object, D: Deserializer<'de>>(json: D) -> Result<T, D::Error> {
    let mut object = T::blank();
    fill(&mut object, json)?;
    Ok(object)
}

pub(crate) fn fill<'de, T: Object, D: Deserializer<'de>>(
    object: &mut T,
    json: D,
) -> Result<(), D::Error> {
    json.deserialize_map(ObjectVisitor(object))
}

struct ObjectVisitor<'a, T>(&'a mut T);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(mark::expected(T::EXPECTED))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut members = Members::new(T::FIELDS);
        while let Some(index) = members.next(&mut map)? {
            self.0.read(index, Member { map: &mut map, members: &mut members })?;
        }
        self.0.keep(members.finish()?);
        Ok(())
    }
}

/// A member of which the name was read.
struct Member<'a, 'de, A> {
    map: &'a mut A,
    members: &'a mut Members<'de>,
}

impl<'de, A: MapAccess<'de>> FieldReader for Member<'_, 'de, A> {
    type Error = A::Error;

    fn optional<T: Value>(self, place: &mut Option<T>) -> Result<(), A::Error> {
        self.members.field(self.map, &mut InPlace(place))
    }

    fn required<T: Value>(self, place: &mut T) -> Result<(), A::Error> {
        self.members.field(self.map, &mut Required(place))
    }

    fn additional<T: Value>(self, entries: &mut BTreeMap<String, T>) -> Result<(), A::Error> {
        self.members.additional(self.map, entries)
    }

    fn unknown(self) -> Result<(), A::Error> {
        self.members.unknown(self.map)
    }
}

/// The place of a value that may be null, filled where it is.
struct InPlace<'a, T>(&'a mut Option<T>);

impl<T: Value> Place for InPlace<'_, T> {
    fn is_taken(&self) -> bool {
        self.0.is_some()
    }

    fn clear(&mut self) {
        *self.0 = None;
    }

    fn read<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        json.deserialize_option(Optional(self.0))
    }
}

/// The place of a value that must be there.
struct Required<'a, T>(&'a mut T);

impl<T: Value> Place for Required<'_, T> {
    fn is_taken(&self) -> bool {
        true
    }

    fn clear(&mut self) {
        *self.0 = T::blank();
    }

    fn read<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        *self.0 = T::blank();
        self.0.fill_by_serde(json)
    }
}

struct Optional<'a, T>(&'a mut Option<T>);

impl<'de, T: Value> Visitor<'de> for Optional<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        self.0.insert(T::blank()).fill_by_serde(json)
    }
}

/// Reads a string; `expected` are the words for it in an error.
pub(crate) fn fill_text<'de, D: Deserializer<'de>>(
    text: &mut Text,
    expected: &'static str,
    json: D,
) -> Result<(), D::Error> {
    json.deserialize_str(TextVisitor { text, expected })
}

struct TextVisitor<'a> {
    text: &'a mut Text,
    expected: &'static str,
}

impl Visitor<'_> for TextVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(mark::expected(self.expected))
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.text.assign(text);
        Ok(())
    }
}

/// Reads a list, which is given no more room than it takes.
pub(crate) fn fill_list<'de, T: Value, D: Deserializer<'de>>(
    list: &mut Vec<T>,
    json: D,
) -> Result<(), D::Error> {
    json.deserialize_seq(ListVisitor(list))
}

struct ListVisitor<'a, T>(&'a mut Vec<T>);

impl<'de, T: Value> Visitor<'de> for ListVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Pushed(self.0))?.is_some() {}
        room::shrink(self.0);
        Ok(())
    }
}

/// The next item of a list.
struct Pushed<'a, T>(&'a mut Vec<T>);

impl<'de, T: Value> DeserializeSeed<'de> for Pushed<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        room::grow(self.0).ok_or_else(|| de::Error::custom(room::TOO_LARGE))?;
        self.0.push(T::blank());
        self.0.last_mut().map_or(Ok(()), |item| item.fill_by_serde(json))
    }
}

pub(crate) fn serialize<T: Object, S: Serializer>(object: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut writer = Writer { map: to.serialize_map(None)?, error: None };
    object.write(&mut writer);
    match writer.error {
        None => writer.map.end(),
        Some(error) => Err(error),
    }
}

struct Writer<M: SerializeMap> {
    map: M,
    error: Option<M::Error>,
}

impl<M: SerializeMap> Writer<M> {
    fn entry<T: Value>(&mut self, name: &str, value: &T) {
        if self.error.is_none() {
            self.error = self.map.serialize_entry(name, value).err();
        }
    }
}

impl<M: SerializeMap> FieldWriter for Writer<M> {
    fn optional<T: Value>(&mut self, names: &Spelling, field: &'static Field, value: &Option<T>) {
        if let Some(value) = value {
            self.entry(names.of(field.name), value);
        }
    }

    fn required<T: Value>(&mut self, names: &Spelling, field: &'static Field, value: &T) {
        self.entry(names.of(field.name), value);
    }

    fn additional<T: Value>(&mut self, entries: &BTreeMap<String, T>) {
        for (name, value) in entries {
            self.entry(name, value);
        }
    }

    fn rest<T: Object>(&mut self, object: &T, extra: &Extra) {
        if self.error.is_none() {
            self.error = extra.write(&mut self.map, |name| writes(object, name)).err();
        }
    }
}
