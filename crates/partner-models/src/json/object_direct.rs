//! Objects without serde.

use std::collections::BTreeMap;

use serde::ser::Serialize;

use crate::json::members::{Members, Next};
use crate::json::object::{FieldReader, FieldWriter, Object, writes};
use crate::json::reader::Reader;
use crate::json::shape::Field;
use crate::json::spelling::Spelling;
use crate::json::traits::{FromJson, ToJson};
use crate::json::writer::Writer;
use crate::value::extra::Extra;

/// Gives an object its impls of the traits of this module and of serde.
macro_rules! impl_object {
    ($name:ident) => {
        impl $crate::json::FromJson for $name {
            fn shape() -> &'static $crate::json::Shape {
                const { &$crate::json::Shape::of_object::<Self>() }
            }

            fn blank() -> Self {
                $crate::json::object::Object::blank()
            }

            fn fill(&mut self, reader: &mut $crate::json::Reader<'_>) -> Option<()> {
                $crate::json::object_direct::fill(self, reader)
            }

            fn fill_by_serde<'de, D: ::serde::Deserializer<'de>>(
                &mut self,
                json: D,
            ) -> Result<(), D::Error> {
                $crate::json::by_serde::object::fill(self, json)
            }
        }

        impl $crate::json::ToJson for $name {
            fn write(&self, writer: &mut $crate::json::Writer) {
                $crate::json::object_direct::write(self, writer);
            }

            fn look(&self, look: &mut $crate::json::Look<'_>) {
                $crate::json::object::Object::write(self, look);
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
                $crate::json::by_serde::object::deserialize(json)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::json::by_serde::object::serialize(self, to)
            }
        }
    };
}

pub(crate) use impl_object;

#[inline]
pub(crate) fn fill<T: Object + FromJson>(object: &mut T, reader: &mut Reader<'_>) -> Option<()> {
    let mut members = Members::open(reader, T::shape())?;
    while let Next::Member(index) = members.next(reader)? {
        object.read(index, Member { members: &mut members, reader }).ok()?;
    }
    // Most objects have nothing else, and were made without.
    if T::HAS_REQUIRED || !members.is_plain() {
        let (extra, spelling) = members.finish(T::HAS_REQUIRED)?;
        object.keep(extra, spelling);
    }
    Some(())
}

/// What was expected is not what comes.
struct Unexpected;

/// A member of which the name was read.
struct Member<'a, 'text> {
    members: &'a mut Members<'text>,
    reader: &'a mut Reader<'text>,
}

impl FieldReader for Member<'_, '_> {
    type Error = Unexpected;

    #[inline]
    fn optional<T: FromJson>(self, place: &mut Option<T>) -> Result<(), Unexpected> {
        self.members.optional(self.reader, place).ok_or(Unexpected)
    }

    #[inline]
    fn required<T: FromJson>(self, place: &mut T) -> Result<(), Unexpected> {
        self.members.required(self.reader, place).ok_or(Unexpected)
    }

    fn additional<T: FromJson>(self, entries: &mut BTreeMap<String, T>) -> Result<(), Unexpected> {
        self.members.additional(self.reader, entries).ok_or(Unexpected)
    }

    fn unknown(self) -> Result<(), Unexpected> {
        self.members.unknown(self.reader).ok_or(Unexpected)
    }
}

#[inline]
pub(crate) fn write<T: Object>(object: &T, writer: &mut Writer) {
    let start = writer.open();
    object.write(writer);
    writer.close(start);
}

impl FieldWriter for Writer {
    #[inline]
    fn optional<T: ToJson + Serialize>(
        &mut self,
        names: &Spelling,
        field: &'static Field,
        value: &Option<T>,
    ) {
        if let Some(value) = value {
            self.required(names, field, value);
        }
    }

    #[inline]
    fn required<T: ToJson + Serialize>(
        &mut self,
        names: &Spelling,
        field: &'static Field,
        value: &T,
    ) {
        if names.is_known() {
            self.member(field.before, value);
        } else {
            self.named(names.of(field.name), value);
        }
    }

    fn additional<T: ToJson + Serialize>(&mut self, entries: &BTreeMap<String, T>) {
        self.members(entries);
    }

    #[inline]
    fn rest<T: Object>(&mut self, object: &T, extra: &Extra) {
        self.extra(extra, |name| writes(object, name));
    }
}

/// Members of objects.
impl Writer {
    /// Writes a member: `,"name":` as it is, and the value.
    #[expect(clippy::inline_always, reason = "as for `verbatim`")]
    #[inline(always)]
    pub(crate) fn member<T: ToJson>(&mut self, name: &'static str, value: &T) {
        self.verbatim(name);
        value.write(self);
    }

    /// Writes a member whose name may be any.
    pub(crate) fn named<T: ToJson + ?Sized>(&mut self, name: &str, value: &T) {
        self.verbatim(",");
        self.string(name);
        self.verbatim(":");
        value.write(self);
    }

    /// Writes a member whose name may be any, if it has a value.
    pub(crate) fn optional_named<T: ToJson>(&mut self, name: &str, value: Option<&T>) {
        if let Some(value) = value {
            self.named(name, value);
        }
    }

    /// Writes a member for each entry.
    pub(crate) fn members<T: ToJson>(&mut self, entries: &BTreeMap<String, T>) {
        for (name, value) in entries {
            self.named(name, value);
        }
    }
}
