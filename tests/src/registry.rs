//! What can be done with a type that is known only by its schema.

use std::fmt;

use partner_models::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A type of the models and its schema.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The schema: the path of its file below `schemas/`, and a pointer where it is in `$defs`.
    pub schema: &'static str,
    /// The name of the Rust type.
    pub name: &'static str,
    /// Reads JSON as the type and writes it again.
    pub round_trip: fn(&[u8]) -> Result<String, Error>,
    /// The same by way of `serde_json::Value`, in and out.
    pub round_trip_by_value: fn(serde_json::Value) -> serde_json::Result<serde_json::Value>,
    /// Reads JSON as the type and shows it with `Debug`.
    pub shown: fn(&[u8]) -> Result<Shown, Error>,
}

/// The `Debug` output of a value.
pub struct Shown {
    /// As it is.
    pub plain: String,
    /// With personal data.
    pub revealed: String,
}

impl Entry {
    /// The entry of a type.
    #[must_use]
    pub const fn of<T: DeserializeOwned + Serialize + fmt::Debug>(
        schema: &'static str,
        name: &'static str,
    ) -> Self {
        Self {
            schema,
            name,
            round_trip: |json| partner_models::to_string(&partner_models::from_slice::<T>(json)?),
            round_trip_by_value: |value| serde_json::to_value(serde_json::from_value::<T>(value)?),
            shown: |json| {
                let value = partner_models::from_slice::<T>(json)?;
                let revealed = format!("{:?}", partner_models::reveal(&value));
                Ok(Shown { plain: format!("{value:?}"), revealed })
            },
        }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.schema)
    }
}
