//! Objects whose fields are all optional: generated code tells once where the fields are, to whoever
//! reads or writes them.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Deserializer};
use serde::ser::Serialize;

use crate::direct::{Field, FromJson, Shape, ToJson};
use crate::support::extra::{Extra, ExtraReader};
use crate::support::spelling::{Spelling, SpellingReader};

/// An object whose fields are all optional.
pub(crate) trait Object: Default {
    /// The words for it in an error.
    const EXPECTED: &'static str;
    /// Its fields, in the order of the schema, which is that of the service.
    const FIELDS: &'static [Field];
    /// What the values under other names are, where the schema says so.
    const ADDITIONAL: Option<fn() -> &'static Shape> = None;
    /// Whether names are found in any ASCII case.
    const ANY_CASE: bool = false;

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

    /// Into a field that is a list, which is given no more room than it takes.
    fn list<T: Value>(self, place: &mut Option<Vec<T>>) -> Result<(), Self::Error>;

    /// Into a map of what has no field. Of several the last one counts, and a null is no value.
    fn additional<T: Value>(self, entries: &mut BTreeMap<String, T>) -> Result<(), Self::Error>;

    /// To be kept as it was sent, for want of a field.
    fn unknown(self) -> Result<(), Self::Error>;
}

/// Takes the fields of an object, one by one. An error is kept, and what comes after it passed over.
#[expect(clippy::ref_option, reason = "`&self.name` is all that generated code says of a field")]
pub(crate) trait FieldWriter {
    /// A field under the schema's name.
    fn optional<T: Value>(&mut self, field: &'static Field, value: &Option<T>);

    /// A field under the name that it was sent with.
    fn spelt<T: Value>(&mut self, spelling: &Spelling, field: &'static Field, value: &Option<T>);

    /// Values under names that have no field.
    fn additional<T: Value>(&mut self, entries: &BTreeMap<String, T>);

    /// What was kept as it was sent, except what the object's fields write.
    fn rest<T: Object>(&mut self, object: &T, extra: &Extra);
}

/// Collects what is not in a field while an object is read.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    pub(crate) extra: ExtraReader,
    pub(crate) spelling: SpellingReader,
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

    /// How the names were spelt.
    pub(crate) fn spelling(&mut self) -> Spelling {
        std::mem::take(&mut self.spelling).finish()
    }
}

/// Whether a field of the object is written under this name.
pub(crate) fn writes<T: Object>(object: &T, name: &str) -> bool {
    let mut search = Search { name, found: false };
    object.write(&mut search);
    search.found
}

/// Looks for a name among those that are written.
struct Search<'a> {
    name: &'a str,
    found: bool,
}

impl FieldWriter for Search<'_> {
    fn optional<T: Value>(&mut self, field: &'static Field, value: &Option<T>) {
        self.found |= value.is_some() && field.name == self.name;
    }

    fn spelt<T: Value>(&mut self, spelling: &Spelling, field: &'static Field, value: &Option<T>) {
        self.found |= value.is_some() && spelling.of(field.name) == self.name;
    }

    fn additional<T: Value>(&mut self, entries: &BTreeMap<String, T>) {
        self.found |= entries.contains_key(self.name);
    }

    fn rest<T: Object>(&mut self, _: &T, _: &Extra) {}
}
