//! Typed models of [Microsoft's Partner Center REST API], generated from JSON Schemas.
//!
//! Two promises set these types apart:
//!
//! - **Nothing the service sends is lost.** Reading JSON and writing it back gives the same JSON
//!   value: properties without a field, enum values nobody has documented, explicit nulls, the
//!   spelling of ids and the digits of numbers all survive.
//! - **Nothing the service adds is refused.** A new property or a new enum value never fails
//!   anything. Only a value of the wrong JSON type, or a missing identifier, is an [`Error`], and
//!   that says where: path, line and column.
//!
//! ```
//! use partner_models::licenses::{CapabilityStatus, License};
//! use partner_models::Collection;
//!
//! # fn main() -> Result<(), partner_models::Error> {
//! # let body: &[u8] = br#"{"totalCount":1,"items":[{"servicePlans":[{"serviceName":"INTUNE_A",
//! #   "id":"c1ec4a95-1f05-45b3-a911-aa3fa01094f5","capabilityStatus":"Assigned"}],
//! #   "productSku":{"id":"efccb6f7-5641-4e0e-bd10-b4976e1bf68e","skuPartNumber":"EMS"},
//! #   "somethingNew":{"kept":1.50}}]}"#;
//! let licenses: Collection<License> = partner_models::from_slice(body)?;
//! for license in &licenses {
//!     for plan in license.service_plans() {
//!         if plan.capability_status == Some(CapabilityStatus::Assigned) {
//!             println!("{}", plan.service_name.as_deref().unwrap_or("(unnamed)"));
//!         }
//!     }
//! }
//! assert!(partner_models::to_string(&licenses)?.contains(r#""somethingNew":{"kept":1.50}"#));
//! # Ok(())
//! # }
//! ```
//!
//! # Reading and writing
//!
//! [`from_slice`] and [`from_str`] read, [`to_vec`] and [`to_string`] write. They accept a leading
//! byte-order mark and report errors with a JSON path, without repeating the data. They know the types
//! of this crate, and lists and maps of them, by code that was generated for each: see [`FromJson`].
//!
//! The types also implement serde's traits, for use with `serde_json` itself, inside your own types, or
//! with other self-describing formats; exactness is promised for `serde_json`. [`with_serde`] reads and
//! writes whatever implements those traits, with the same errors.
//!
//! # What the types look like
//!
//! A property that the service may leave out is an `Option`. Everything without a field, explicit
//! nulls included, is in the `extra` of its struct: see [`Extra`]. Enums are open: see [`Unknown`].
//! Whole numbers are [`Integer`]s and decimals are [`Number`]s, which keep the text they were read
//! from. Structs are made with `new` and the `with_…` methods and are `#[non_exhaustive]`, so that a
//! new property is never a breaking change.
//!
//! If a name appears twice in one object, the last one counts, as with `serde_json::Value`.
//!
//! [Microsoft's Partner Center REST API]: https://learn.microsoft.com/en-us/partner-center/developer/

mod collection;
pub(crate) mod direct;
mod error_body;
// Style is a matter of the generator's snapshots; what a schema's author writes must not fail a lint.
#[allow(clippy::all, clippy::pedantic, deprecated)]
#[rustfmt::skip]
mod generated;
mod json;
pub mod licensing;
pub(crate) mod support;
pub mod with_serde;

pub use common::{Collection, ResourceAttributes};
pub use direct::{FromJson, ToJson};
pub use error_body::ErrorBody;
pub use generated::*;
pub use json::{from_slice, from_str, to_string, to_vec};
pub use support::error::{Error, ErrorKind};
pub use support::extra::Extra;
pub use support::number::{Integer, Number, OutOfRange};
pub use support::number_or_string::NumberOrString;
pub use support::raw::RawJson;
pub use support::unknown::Unknown;

/// The example of the repository's README.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
