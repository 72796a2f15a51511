//! Values made up at random, for tests with [proptest]: the feature `proptest`.
//!
//! Every type is [`Arbitrary`](proptest::arbitrary::Arbitrary). Its values are what its schema allows
//! and what the service may send tomorrow: properties absent, null where they may be, and unknown;
//! enum values that nobody has documented; identifiers that are no GUIDs; numbers with any number of
//! digits. All of them are valid by the schema.
//!
//! ```
//! use partner_models::licenses::License;
//! use proptest::prelude::*;
//!
//! proptest!(|(license: License)| {
//!     let json = partner_models::to_string(&license);
//!     prop_assert_eq!(partner_models::from_str::<License>(&json)?, license);
//! });
//! ```

use proptest::strategy::BoxedStrategy;

use crate::schema::HasSchema;

/// JSON texts that the schema of a type allows, such as bodies for a mock of the service.
///
/// A schema of your own is followed as far as the ones of this crate go: beside them it may use the
/// keywords that `schemas/README.md` of the repository lists. A `pattern` that proptest can't turn
/// round is left to chance.
///
/// ```
/// use partner_models::{Collection, licenses::License, strategy};
/// use proptest::prelude::*;
///
/// proptest!(|(body in strategy::json::<Collection<License>>())| {
///     let licenses: Collection<License> = partner_models::from_str(&body)?;
///     prop_assert_eq!(licenses.len(), licenses.iter().count());
/// });
/// ```
pub fn json<T: HasSchema>() -> BoxedStrategy<String> {
    crate::features::proptest::texts(&T::schema_reference(), T::SCHEMA_ID)
}
