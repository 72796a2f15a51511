//! Objects: generated code tells once where the fields are, to whoever reads or writes them.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Deserializer};
use serde::ser::Serialize;

use crate::json::rest::ExtraReader;
use crate::json::spelling::Spelling;
use crate::json::{Field, FromJson, Shape, ToJson};
use crate::value::extra::Extra;
use crate::value::text::Text;

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
    fn keep(&mut self, rest: Rest);

    /// Hands every field to the writer, and then what is not in a field.
    fn write<W: FieldWriter>(&self, writer: &mut W);
}

/// What a field holds.
pub(crate) trait Value: DeserializeOwned + Serialize + FromJson + ToJson {
    /// Makes a blank value the one that serde reads, in its place where that saves moving it about.
    fn fill_by_serde<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        *self = Self::deserialize(json)?;
        Ok(())
    }
}

/// Reads the value that comes next.
pub(crate) trait FieldReader: Sized {
    type Error;

    /// Into a field. An explicit null is no value, and remembered.
    fn optional<T: Value>(self, place: &mut Option<T>) -> Result<(), Self::Error>;

    /// Into a field that must be there.
    fn required<T: Value>(self, place: &mut T) -> Result<(), Self::Error>;

    /// Into a map of what has no field. Of several the last one counts, and a null is no value.
    fn additional<T: Value>(self, entries: &mut BTreeMap<String, T>) -> Result<(), Self::Error>;

    /// To be kept as it was sent, for want of a field.
    fn unknown(self) -> Result<(), Self::Error>;
}

/// Takes the fields of an object, one by one. An error is kept, and what comes after it passed over.
#[expect(clippy::ref_option, reason = "`&self.name` is all that generated code says of a field")]
pub(crate) trait FieldWriter {
    /// A field, under the name that it was sent with.
    fn optional<T: Value>(&mut self, names: &Spelling, field: &'static Field, value: &Option<T>);

    /// A field that must be there.
    fn required<T: Value>(&mut self, names: &Spelling, field: &'static Field, value: &T);

    /// Values under names that have no field.
    fn additional<T: Value>(&mut self, entries: &BTreeMap<String, T>);

    /// What was kept as it was sent, except what the object's fields write.
    fn rest<T: Object>(&mut self, object: &T, extra: &Extra);
}

/// What was not in a field when an object was read.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    pub(crate) extra: ExtraReader,
    pub(crate) spelling: Spelling,
}

impl Rest {
    /// What was kept as it was sent.
    pub(crate) fn extra(&mut self) -> Extra {
        std::mem::take(&mut self.extra).finish()
    }

    /// The same, without the nulls of names that have a value after all.
    pub(crate) fn extra_beside<T>(&mut self, entries: &BTreeMap<String, T>) -> Extra {
        std::mem::take(&mut self.extra).finish_without_nulls_of(|name| entries.contains_key(name))
    }
}

/// Whether a field of the object is written under this name.
pub(crate) fn writes<T: Object>(object: &T, name: &str) -> bool {
    let mut look = Look { name, ..Look::default() };
    object.write(&mut look);
    look.is_written
}

/// What an object shows of what it is.
#[doc(hidden)]
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is seen by itself, in any combination")]
pub struct Look<'a> {
    /// A name to look for among those that are written.
    pub(crate) name: &'a str,
    pub(crate) is_written: bool,
    /// Whether a property has a value, or is null, other than what any resource has.
    pub has_own: bool,
    /// Whether there are attributes or links.
    pub has_envelope: bool,
    /// Whether a property has a value that says more than that there is nothing: no empty list, no number.
    pub has_content: bool,
    /// Whether any name will do.
    pub is_open: bool,
    /// Whether it is a number, or a list of nothing.
    pub(crate) is_void: bool,
    /// Whether it is an item of a list.
    is_item: bool,
    /// The first item of a list that shows nothing of its own: which one, and its object type.
    pub blank_item: Option<(usize, Option<Text>)>,
    /// The object type among the attributes.
    pub object_type: Option<Text>,
}

impl Look<'_> {
    pub(crate) fn field<T: ToJson + ?Sized>(&mut self, sent: &str, field: &str, value: &T) {
        self.is_written |= sent == self.name;
        match field {
            "attributes" | "links" => self.has_envelope = true,
            _ => self.has_own = true,
        }
        // More than that is not asked for, and a list may have many items.
        if !self.name.is_empty() || self.is_item && self.has_own {
            return;
        }
        match field {
            "links" => {}
            "attributes" => {
                let mut inner = Look::default();
                value.look(&mut inner);
                self.object_type = inner.object_type;
            }
            "objectType" => self.object_type = value.as_text().map(Text::from),
            _ => {
                let mut inner = Look::default();
                value.look_inside(&mut inner);
                self.has_content |= !inner.is_void;
                self.blank_item = self.blank_item.take().or(inner.blank_item);
            }
        }
    }

    /// The items of a list.
    pub(crate) fn items<T: ToJson>(&mut self, items: &[T]) {
        self.is_void = items.is_empty();
        for (index, item) in items.iter().enumerate() {
            let mut inner = Look { is_item: true, ..Look::default() };
            item.look(&mut inner);
            if !inner.has_own && !inner.is_open {
                self.blank_item = Some((index, inner.object_type));
                return;
            }
        }
    }

    /// Nulls under the names of fields.
    pub(crate) fn nulls(&mut self, fields: &[Field], extra: &Extra) {
        if self.has_own || self.is_open || !self.name.is_empty() {
            return;
        }
        self.has_own = extra.iter().any(|(name, value)| {
            let is_it = |field: &Field| field.name.eq_ignore_ascii_case(&name);
            value == "null" && fields.iter().any(is_it)
        });
    }
}

impl FieldWriter for Look<'_> {
    fn optional<T: Value>(&mut self, names: &Spelling, field: &'static Field, value: &Option<T>) {
        if let Some(value) = value {
            self.field(names.of(field.name), field.name, value);
        }
    }

    fn required<T: Value>(&mut self, names: &Spelling, field: &'static Field, value: &T) {
        self.field(names.of(field.name), field.name, value);
    }

    fn additional<T: Value>(&mut self, entries: &BTreeMap<String, T>) {
        self.is_open = true;
        self.is_written |= entries.contains_key(self.name);
    }

    fn rest<T: Object>(&mut self, _: &T, extra: &Extra) {
        self.nulls(T::FIELDS, extra);
        self.is_open |= T::FIELDS.is_empty();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{self, impl_object};
    use crate::with_serde;

    /// Names that no schema of the repository has: one with escapes, and none at all.
    #[derive(Debug, Default, PartialEq)]
    struct Odd {
        quoted: Option<Text>,
        nameless: Option<Text>,
        extra: Extra,
        spelling: Spelling,
    }

    impl Odd {
        fn new() -> Self {
            Self::default()
        }
    }

    impl Object for Odd {
        const EXPECTED: &'static str = "an Odd object";
        const FIELDS: &'static [Field] =
            &[json::optional!(Text, "a\"b\n", ",\"a\\\"b\\n\":"), json::optional!(Text, "")];

        fn blank() -> Self {
            Self::new()
        }

        fn read<R: FieldReader>(&mut self, index: usize, reader: R) -> Result<(), R::Error> {
            match index {
                0 => reader.optional(&mut self.quoted),
                1 => reader.optional(&mut self.nameless),
                _ => reader.unknown(),
            }
        }

        fn keep(&mut self, mut rest: Rest) {
            self.extra = rest.extra();
            self.spelling = rest.spelling;
        }

        fn write<W: FieldWriter>(&self, writer: &mut W) {
            writer.optional(&self.spelling, &Self::FIELDS[0], &self.quoted);
            writer.optional(&self.spelling, &Self::FIELDS[1], &self.nameless);
            writer.rest(self, &self.extra);
        }
    }

    impl_object!(Odd);

    #[test]
    fn odd_names_are_read_and_written() {
        for json in [
            r#"{"a\"b\n":"x","":"y"}"#,
            r#"{"":"y"}"#,
            r#"{"a\"b\n":"x","":null,"c":1}"#,
            r#"{"a\"b\n":null}"#,
            "{}",
        ] {
            let read: Odd = crate::from_str(json).expect(json);
            assert_eq!(crate::to_string(&read), json);
            assert_eq!(with_serde::to_string(&read).expect(json), json);
            assert_eq!(with_serde::from_str::<Odd>(json).as_ref(), Ok(&read), "{json}");
            assert_eq!(read.nameless.as_deref(), json.contains(r#""":"y""#).then_some("y"));
        }
        let swapped: Odd = crate::from_str(r#"{"":"y","a\u0022b\u000a":"x"}"#).expect("any order");
        assert_eq!(crate::to_string(&swapped), r#"{"a\"b\n":"x","":"y"}"#);
    }
}
