//! Objects by serde.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use crate::direct::Field;
use crate::support::extra::{Extra, ExtraReader};
use crate::support::object::{FieldReader, FieldWriter, Object, Rest, Value, writes};
use crate::support::read::{Key, entry};
use crate::support::scan;
use crate::support::spelling::Spelling;
use crate::support::text::Text;

/// Gives an object its impls of serde's traits.
macro_rules! serde_object {
    ($name:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
                $crate::support::object_serde::deserialize(json)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::support::object_serde::serialize(self, to)
            }
        }
    };
}

pub(crate) use serde_object;

pub(crate) fn deserialize<'de, T: Object, D: Deserializer<'de>>(json: D) -> Result<T, D::Error> {
    let mut object = T::default();
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
        f.write_str(T::EXPECTED)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut rest = Rest::default();
        // The field after the one that was read last: the service sends them in one order.
        let mut expected = 0;
        while let Some(key) = map.next_key::<Key<'de>>()? {
            let name = key.as_str();
            let names = || T::FIELDS.iter().map(|field| field.name);
            let index = if T::ANY_CASE {
                rest.spelling.find(name, names())
            } else if T::FIELDS.get(expected).is_some_and(|field| scan::equal(field.name, name)) {
                Some(expected)
            } else {
                names().position(|known| known == name)
            };
            if let Some(index) = index {
                expected = index + 1;
            }
            let member = Member { map: &mut map, key: &key, extra: &mut rest.extra };
            self.0.read(index.unwrap_or(usize::MAX), member)?;
        }
        self.0.keep(rest);
        Ok(())
    }
}

/// A member of which the name was read.
struct Member<'a, 'de, A> {
    map: &'a mut A,
    key: &'a Key<'de>,
    extra: &'a mut ExtraReader,
}

impl<'de, A: MapAccess<'de>> FieldReader for Member<'_, 'de, A> {
    type Error = A::Error;

    fn optional<T: Value>(self, place: &mut Option<T>) -> Result<(), A::Error> {
        self.map.next_value_seed(Optional(place))?;
        if place.is_none() || self.extra.has_nulls() {
            self.extra.field(self.key.as_str(), place.is_none());
        }
        Ok(())
    }

    fn additional<T: Value>(self, entries: &mut BTreeMap<String, T>) -> Result<(), A::Error> {
        entry(self.map, self.key.as_str(), self.extra, entries)
    }

    fn unknown(self) -> Result<(), A::Error> {
        self.extra.read(self.key.as_str(), self.map)
    }
}

/// The place of a value that may be null.
struct Optional<'a, T>(&'a mut Option<T>);

impl<'de, T: Value> DeserializeSeed<'de> for Optional<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_option(self)
    }
}

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
        f.write_str(self.expected)
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
        self.0.shrink_to_fit();
        Ok(())
    }
}

/// The next item of a list.
struct Pushed<'a, T>(&'a mut Vec<T>);

impl<'de, T: Value> DeserializeSeed<'de> for Pushed<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
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
    fn optional<T: Value>(&mut self, field: &'static Field, value: &Option<T>) {
        if let Some(value) = value {
            self.entry(field.name, value);
        }
    }

    fn spelt<T: Value>(&mut self, spelling: &Spelling, field: &'static Field, value: &Option<T>) {
        if let Some(value) = value {
            self.entry(spelling.of(field.name), value);
        }
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
