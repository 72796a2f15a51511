//! What is kept as JSON text, as a type of your choice.

use std::str::FromStr;

use serde::de::Deserialize;
use serde::ser::{self, Serialize, SerializeMap, Serializer};

use crate::json::by_serde::capture::can_be_kept;
use crate::json::by_serde::plain::Plain;
use crate::json::error::Error;
use crate::value::extra::Extra;
use crate::value::number::{Integer, Number};
use crate::value::raw::RawJson;

impl RawJson {
    /// The JSON text of a value.
    ///
    /// # Errors
    ///
    /// Where the value cannot be written as JSON, or nests deeper than could be read again.
    pub fn from_value<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        written(value).map(Self::of)
    }

    /// Reads the text as a type of your choice.
    ///
    /// # Errors
    ///
    /// Where the text is not that type's; paths and positions count from the start of this value.
    pub fn parse<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Error> {
        crate::with_serde::from_str(self.get())
    }
}

impl Extra {
    /// The value of that name, read as a type of your choice.
    ///
    /// # Errors
    ///
    /// Where the value is not of that type; paths and positions count from the start of the value.
    pub fn parse<'a, T: Deserialize<'a>>(&'a self, name: &str) -> Result<Option<T>, Error> {
        self.get(name).map(crate::with_serde::from_str).transpose()
    }

    /// Sets the value of that name. To send an explicit null for a field that is `None`, insert
    /// `&()` under the property's JSON name.
    ///
    /// # Errors
    ///
    /// Where the value cannot be written as JSON, or nests deeper than could be read again.
    pub fn insert<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        let value = written(value)?;
        self.set(name, &value);
        Ok(())
    }

    /// Writes the members, except those that the object's fields write themselves.
    pub(crate) fn write<M: SerializeMap>(
        &self,
        map: &mut M,
        is_field: impl Fn(&str) -> bool,
    ) -> Result<(), M::Error> {
        for (name, value) in self.iter() {
            if !is_field(&name) {
                map.serialize_entry(&name, &Plain(value))?;
            }
        }
        Ok(())
    }
}

/// The text is no JSON number, or no whole one where an [`Integer`] is wanted.
impl FromStr for Number {
    type Err = crate::Error;

    fn from_str(text: &str) -> Result<Self, crate::Error> {
        crate::from_str(text)
    }
}

/// The text is no JSON number, or no whole one.
impl FromStr for Integer {
    type Err = crate::Error;

    fn from_str(text: &str) -> Result<Self, crate::Error> {
        crate::from_str(text)
    }
}

/// The JSON text of a value that is to be kept: one that can be read again.
pub(crate) fn written<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    let text = crate::with_serde::to_string(value)?;
    if can_be_kept(&text) { Ok(text) } else { crate::with_serde::to_string(&TooDeep) }
}

/// Something that can't be written.
struct TooDeep;

impl Serialize for TooDeep {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(ser::Error::custom("recursion limit exceeded"))
    }
}
