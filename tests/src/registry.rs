//! What can be done with a type that is known only by its schema.

use std::fmt::{self, Debug};

use partner_models::schema::HasSchema;
use partner_models::{Error, FromJson, ToJson};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

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
    pub round_trip_by_value: fn(Value) -> serde_json::Result<Value>,
    /// The schema that the type carries.
    pub embedded: &'static str,
    /// The `$id` of that.
    pub embedded_id: &'static str,
    /// A schema that means the type, items and all.
    pub reference: fn() -> Value,
    /// The document of schemas that `schemars` makes.
    #[cfg(feature = "schemars")]
    pub document: fn() -> Value,
    /// Holds JSON against the schema that the type carries.
    #[cfg(feature = "jsonschema")]
    pub validate_json: fn(&[u8]) -> Result<(), partner_models::validation::Invalid>,
    /// The JSON texts of arbitrary values, each of which reads as the same value again.
    #[cfg(feature = "proptest")]
    pub arbitrary: fn() -> proptest::strategy::BoxedStrategy<String>,
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
    pub const fn of<T: Model>(schema: &'static str, name: &'static str) -> Self {
        Self {
            schema,
            name,
            round_trip: |json| {
                partner_models::from_slice::<T>(json).map(|value| partner_models::to_string(&value))
            },
            both_ways: both_ways::compare::<T>,
            round_trip_by_value: |value| serde_json::to_value(serde_json::from_value::<T>(value)?),
            shown: |json| {
                let value = partner_models::from_slice::<T>(json)?;
                let revealed = format!("{:?}", partner_models::reveal(&value));
                Ok(Shown { plain: format!("{value:?}"), revealed })
            },
            embedded: T::SCHEMA,
            embedded_id: T::SCHEMA_ID,
            reference: T::schema_reference,
            #[cfg(feature = "schemars")]
            document: || {
                schemars::generate::SchemaSettings::draft2020_12()
                    .into_generator()
                    .into_root_schema_for::<T>()
                    .to_value()
            },
            #[cfg(feature = "jsonschema")]
            validate_json: <T as partner_models::validation::Validate>::validate_json,
            #[cfg(feature = "proptest")]
            arbitrary: arbitrary::<T>,
        }
    }
}

#[cfg(feature = "proptest")]
fn arbitrary<T: Model>() -> proptest::strategy::BoxedStrategy<String> {
    use proptest::strategy::Strategy;

    T::arbitrary()
        .prop_map(|value| {
            let json = partner_models::to_string(&value);
            let read: T = partner_models::from_str(&json).expect("what was written is read");
            assert_eq!(read, value, "{json}");
            json
        })
        .boxed()
}

/// What every type of the models is.
pub trait Model:
    FromJson
    + ToJson
    + DeserializeOwned
    + Serialize
    + Debug
    + PartialEq
    + HasSchema
    + JsonSchema
    + Arbitrary
    + 'static
{
}

impl<T> Model for T where
    T: FromJson
        + ToJson
        + DeserializeOwned
        + Serialize
        + fmt::Debug
        + PartialEq
        + HasSchema
        + JsonSchema
        + Arbitrary
        + 'static
{
}

#[cfg(feature = "proptest")]
pub use proptest::arbitrary::Arbitrary;
#[cfg(feature = "schemars")]
pub use schemars::JsonSchema;

/// Asks nothing: the feature is off.
#[cfg(not(feature = "schemars"))]
pub trait JsonSchema {}
#[cfg(not(feature = "schemars"))]
impl<T> JsonSchema for T {}

/// Asks nothing: the feature is off.
#[cfg(not(feature = "proptest"))]
pub trait Arbitrary {}
#[cfg(not(feature = "proptest"))]
impl<T> Arbitrary for T {}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.schema)
    }
}
