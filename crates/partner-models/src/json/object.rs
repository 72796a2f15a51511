//! Objects: generated code tells once where the fields are, to whoever reads or writes them.

use std::collections::BTreeMap;

use serde::ser::Serialize;

use crate::json::shape::{Field, Shape};
use crate::json::spelling::Spelling;
use crate::json::traits::{FromJson, Look, ToJson};
use crate::value::extra::Extra;

/// An object without type parameters.
pub(crate) trait Object: Sized {
    /// The words for it in an error.
    const EXPECTED: &'static str;
    /// Its fields, in the order of the schema, which is that of the service.
    const FIELDS: &'static [Field];
    /// What the values under other names are, where the schema says so.
    const ADDITIONAL: Option<fn() -> &'static Shape> = None;
    /// Whether there are fields that must be there.
    const HAS_REQUIRED: bool = Field::any_required(Self::FIELDS);

    /// One to fill.
    fn blank() -> Self;

    /// Hands the field of that number to its reader; of a higher one, the place for all others.
    fn read<R: FieldReader>(&mut self, index: usize, reader: R) -> Result<(), R::Error>;

    /// Takes what is not in a field.
    fn keep(&mut self, extra: Extra, spelling: Spelling);

    /// Hands every field to the writer, and then what is not in a field.
    fn write<W: FieldWriter>(&self, writer: &mut W);
}

/// A property of this kind, type and name.
macro_rules! field {
    ($kind:ident, $ty:ty, $name:literal) => {
        $crate::json::field!($kind, $ty, $name, concat!(",\"", $name, "\":"))
    };
    // A name with escapes.
    ($kind:ident, $ty:ty, $name:literal, $before:expr) => {
        $crate::json::Field::new(
            $crate::json::Kind::$kind,
            <$ty as $crate::json::FromJson>::shape,
            $name,
            $before,
        )
    };
}

pub(crate) use field;

/// Reads the value that comes next.
pub(crate) trait FieldReader: Sized {
    type Error;

    /// Into a field. An explicit null is no value, and remembered.
    fn optional<T: FromJson>(self, place: &mut Option<T>) -> Result<(), Self::Error>;

    /// Into a field that must be there.
    fn required<T: FromJson>(self, place: &mut T) -> Result<(), Self::Error>;

    /// Into a map of what has no field. Of several the last one counts, and a null is no value.
    fn additional<T: FromJson>(self, entries: &mut BTreeMap<String, T>) -> Result<(), Self::Error>;

    /// To be kept as it was sent, for want of a field.
    fn unknown(self) -> Result<(), Self::Error>;
}

/// Takes the fields of an object, one by one. An error is kept, and what comes after it passed over.
#[expect(clippy::ref_option, reason = "`&self.name` is all that generated code says of a field")]
pub(crate) trait FieldWriter {
    /// A field, under the name that it was sent with.
    fn optional<T: ToJson + Serialize>(
        &mut self,
        names: &Spelling,
        field: &'static Field,
        value: &Option<T>,
    );

    /// A field that must be there.
    fn required<T: ToJson + Serialize>(
        &mut self,
        names: &Spelling,
        field: &'static Field,
        value: &T,
    );

    /// Values under names that have no field.
    fn additional<T: ToJson + Serialize>(&mut self, entries: &BTreeMap<String, T>);

    /// What was kept as it was sent, except what the object's fields write.
    fn rest<T: Object>(&mut self, object: &T, extra: &Extra);
}

/// Whether a field of the object is written under this name.
pub(crate) fn writes<T: Object>(object: &T, name: &str) -> bool {
    let mut look = Look { name, ..Look::default() };
    object.write(&mut look);
    look.is_written
}

impl FieldWriter for Look<'_> {
    fn optional<T: ToJson + Serialize>(
        &mut self,
        names: &Spelling,
        field: &'static Field,
        value: &Option<T>,
    ) {
        if let Some(value) = value {
            self.field(names.of(field.name), field.name, value);
        }
    }

    fn required<T: ToJson + Serialize>(
        &mut self,
        names: &Spelling,
        field: &'static Field,
        value: &T,
    ) {
        self.field(names.of(field.name), field.name, value);
    }

    fn additional<T: ToJson + Serialize>(&mut self, entries: &BTreeMap<String, T>) {
        self.is_open = true;
        self.is_written |= entries.contains_key(self.name);
    }

    fn rest<T: Object>(&mut self, _: &T, extra: &Extra) {
        self.nulls(T::FIELDS, extra);
        self.is_open |= T::FIELDS.is_empty();
    }
}

impl Shape {
    pub(crate) const fn of_object<T: Object>() -> Self {
        Self::Object { expected: T::EXPECTED, fields: T::FIELDS, additional: T::ADDITIONAL }
    }
}

#[cfg(test)]
#[path = "object_tests.rs"]
mod tests;
