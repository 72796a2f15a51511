//! The place of a field's value.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

use crate::json::reader::Reader;
use crate::json::traits::FromJson;

/// The place of a field's value. Few members are read directly by way of it: most go straight to the field.
pub(crate) trait Place {
    /// Whether it has a value.
    fn is_taken(&self) -> bool;

    /// Whether it may be without one.
    fn is_optional(&self) -> bool;

    /// Takes the value out.
    fn clear(&mut self);

    /// Reads a value into it, which is no null where there may be one. `None` where it does not fit.
    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()>;

    /// Reads a value into it, or none where there is a null and may be one.
    fn fill_by_serde<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error>
    where
        Self: Sized;
}

/// The place of a value that may be null, filled where it is.
pub(crate) struct Optional<'a, T>(pub(crate) &'a mut Option<T>);

impl<T: FromJson> Place for Optional<'_, T> {
    fn is_taken(&self) -> bool {
        self.0.is_some()
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn clear(&mut self) {
        *self.0 = None;
    }

    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        self.0.insert(T::blank()).fill(reader)
    }

    fn fill_by_serde<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        json.deserialize_option(Optional(self.0))
    }
}

impl<'de, T: FromJson> Visitor<'de> for Optional<'_, T> {
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

/// The place of a value that must be there.
pub(crate) struct Required<'a, T> {
    pub(crate) place: &'a mut T,
    pub(crate) is_seen: bool,
}

impl<T: FromJson> Place for Required<'_, T> {
    fn is_taken(&self) -> bool {
        self.is_seen
    }

    fn is_optional(&self) -> bool {
        false
    }

    fn clear(&mut self) {
        *self.place = T::blank();
    }

    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        *self.place = T::blank();
        self.place.fill(reader)
    }

    fn fill_by_serde<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        *self.place = T::blank();
        self.place.fill_by_serde(json)
    }
}

/// Reads a value into a place.
pub(crate) struct Seed<'a, P>(pub(crate) &'a mut P);

impl<'de, P: Place> DeserializeSeed<'de> for Seed<'_, P> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        self.0.fill_by_serde(json)
    }
}
