//! Objects by serde.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::json::by_serde::members::Members;
use crate::json::mark;
use crate::json::object::{FieldReader, FieldWriter, Object, writes};
use crate::json::place::{Optional, Required};
use crate::json::room;
use crate::json::shape::Field;
use crate::json::spelling::Spelling;
use crate::json::traits::{FromJson, ToJson};
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
        let (extra, spelling) = members.finish()?;
        self.0.keep(extra, spelling);
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

    fn optional<T: FromJson>(self, place: &mut Option<T>) -> Result<(), A::Error> {
        self.members.field(self.map, &mut Optional(place))
    }

    fn required<T: FromJson>(self, place: &mut T) -> Result<(), A::Error> {
        self.members.field(self.map, &mut Required { place, is_seen: true })
    }

    fn additional<T: FromJson>(self, entries: &mut BTreeMap<String, T>) -> Result<(), A::Error> {
        self.members.additional(self.map, entries)
    }

    fn unknown(self) -> Result<(), A::Error> {
        self.members.unknown(self.map)
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
pub(crate) fn fill_list<'de, T: FromJson, D: Deserializer<'de>>(
    list: &mut Vec<T>,
    json: D,
) -> Result<(), D::Error> {
    json.deserialize_seq(ListVisitor(list))
}

struct ListVisitor<'a, T>(&'a mut Vec<T>);

impl<'de, T: FromJson> Visitor<'de> for ListVisitor<'_, T> {
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

impl<'de, T: FromJson> DeserializeSeed<'de> for Pushed<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        room::grow(self.0).ok_or_else(|| de::Error::custom(room::TOO_LARGE))?;
        self.0.push(T::blank());
        self.0.last_mut().map_or(Ok(()), |item| item.fill_by_serde(json))
    }
}

pub(crate) fn serialize<T: Object, S: Serializer>(object: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut writer = Entries { map: to.serialize_map(None)?, error: None };
    object.write(&mut writer);
    match writer.error {
        None => writer.map.end(),
        Some(error) => Err(error),
    }
}

struct Entries<M: SerializeMap> {
    map: M,
    error: Option<M::Error>,
}

impl<M: SerializeMap> Entries<M> {
    fn entry<T: Serialize>(&mut self, name: &str, value: &T) {
        if self.error.is_none() {
            self.error = self.map.serialize_entry(name, value).err();
        }
    }
}

impl<M: SerializeMap> FieldWriter for Entries<M> {
    fn optional<T: ToJson + Serialize>(
        &mut self,
        names: &Spelling,
        field: &'static Field,
        value: &Option<T>,
    ) {
        if let Some(value) = value {
            self.entry(names.of(field.name), value);
        }
    }

    fn required<T: ToJson + Serialize>(
        &mut self,
        names: &Spelling,
        field: &'static Field,
        value: &T,
    ) {
        self.entry(names.of(field.name), value);
    }

    fn additional<T: ToJson + Serialize>(&mut self, entries: &BTreeMap<String, T>) {
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
