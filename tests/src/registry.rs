//! What can be done with a type that is known only by its schema.

use std::fmt::{self, Debug};

use partner_models::{Error, FromJson, ToJson};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::both_ways;

/// A type of the models and its schema.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The schema: the path of its file below `schemas/`, and a pointer where it is in `$defs`.
    pub schema: &'static str,
    /// The name of the Rust type.
    pub name: &'static str,
    /// Reads JSON as the type and writes it again.
    pub round_trip: fn(&[u8]) -> Result<String, Error>,
    /// Reads and writes JSON directly and by serde, and tells whether it is the type's or what differs.
    pub both_ways: fn(&[u8]) -> Result<bool, String>,
    /// The same by way of `serde_json::Value`, in and out.
    pub round_trip_by_value: fn(serde_json::Value) -> serde_json::Result<serde_json::Value>,
}

impl Entry {
    /// The entry of a type.
    #[must_use]
    pub const fn of<T>(schema: &'static str, name: &'static str) -> Self
    where
        T: FromJson + ToJson + DeserializeOwned + Serialize + PartialEq + Debug,
    {
        Self {
            schema,
            name,
            round_trip: |json| partner_models::to_string(&partner_models::from_slice::<T>(json)?),
            both_ways: both_ways::compare::<T>,
            round_trip_by_value: |value| serde_json::to_value(serde_json::from_value::<T>(value)?),
        }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.schema)
    }
}
