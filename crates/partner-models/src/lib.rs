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
//! An audit of a user's licences, with what it can't know ahead of time:
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
//!         let name = plan.service_name.as_deref().unwrap_or("(unnamed)");
//!         match &plan.capability_status {
//!             Some(CapabilityStatus::Assigned(_)) => println!("{name}"),
//!             Some(CapabilityStatus::Unknown(text)) => println!("{name}: a new status, {text}"),
//!             _ => {}
//!         }
//!     }
//! }
//! assert!(partner_models::to_string(&licenses).contains(r#""somethingNew":{"kept":1.50}"#));
//! # Ok(())
//! # }
//! ```
//!
//! # Families
//!
//! | module | what is in it |
//! |---|---|
//! | [`licenses`] | the licences of a user with their service plans and product SKUs, licence updates, what a customer has subscribed to; and what an auditor asks of them |
//! | [`users`] | the user accounts of a customer |
//! | [`analytics`] | how many licences are deployed and used, by customer and by partner |
//! | [`common`] | what all of them share: [`Collection`], links, attributes, ids |
//! | [`errors`] | what the service says when it refuses; [`ErrorBody`] tells the shapes apart |
//!
//! The licensing family, and what refers to what (a star marks a list, a dashed line a type alias):
//!
//! <div>
#![doc = include_str!("../docs/licenses.svg")]
//! </div>
//!
//! # What the types look like
//!
//! A property that the service may leave out is an `Option`. Everything without a field, explicit nulls
//! included, is in the `extra` of its struct: see [`Extra`]. Enums are open: see [`Unknown`]. Whole
//! numbers are [`Integer`]s and decimals are [`Number`]s, which keep the text they were read from, and
//! dates are [`DateTime`]s, which keep their text too. Strings are [`Text`]s, which need no allocation
//! where they are short. Structs are made in one expression, with `new`, which asks for what must be
//! there, and the `with_…` methods:
//!
//! ```
//! use partner_models::licenses::{LicenseAssignment, LicenseUpdate};
//!
//! let update = LicenseUpdate::new().with_licenses_to_assign([
//!     LicenseAssignment::new("efccb6f7-5641-4e0e-bd10-b4976e1bf68e"),
//! ]);
//! assert_eq!(
//!     partner_models::to_string(&update),
//!     r#"{"licensesToAssign":[{"skuId":"efccb6f7-5641-4e0e-bd10-b4976e1bf68e"}]}"#,
//! );
//! # Ok::<(), partner_models::Error>(())
//! ```
//!
//! Each kind of value has a short way to what an expert works with:
//!
//! ```
//! use partner_models::{DateTime, Integer, Number, TooManyDigits};
//!
//! let count: Integer = partner_models::from_str("25")?;
//! assert_eq!(count.as_u64(), Some(25));
//!
//! let date = DateTime::from("2019-08-01T00:00:00Z");
//! assert_eq!(date.parts()?.unix_seconds(), Some(1_564_617_600));
//!
//! let prices: Vec<Number> = partner_models::from_str("[1.50, 2.25]")?;
//! let total: Result<Number, TooManyDigits> = prices.iter().sum();
//! assert_eq!(total?.text(), "3.75"); // for a decimal crate to parse
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! With the feature `uuid`, `id.as_uuid()` gives an identifier as a GUID.
//!
//! What was read can be changed, field by field, and sent back: what was not touched goes back as it
//! came. `Debug` does not show personal data and secrets; [`reveal`] does.
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
//! A collection that is too large for memory, or that is to be read although some of its items are
//! wrong, is read item by item: see [`stream`].
//!
//! A body whose type only its own `attributes.objectType` tells, such as one in an audit record or a
//! webhook, is read as a [`Resource`]. Other objects that say themselves which of several types they are
//! of are enums of the same kind: what is not known is kept whole, and what does not fit is an error. JSON
//! that stands in a string is a [`JsonText`], which keeps the text and is read on request.
//!
//! # Hostile input
//!
//! No input panics or overflows the stack, and what reading takes, in memory and in time, grows like the
//! document; a `totalCount` is data and allocates nothing. What is kept as text nests at most 126 levels:
//! more is an error with its path.
//!
//! If a name appears several times in one object, **the last one counts**, as with `serde_json::Value`,
//! whether it is a value or a null: of `"name": null, "name": "a"` the field is `a`, the other way round it
//! is `None`. Each must be of the right type, also one that does not count. Members without a field are all
//! kept, and written as they were sent; [`Extra::get`] gives the last. A [`stream`] has handed out the items
//! of a first list when a second one comes, and says so.
//!
//! **Names are read in any ASCII case**, for audit records and many requests are in `PascalCase`, and
//! written back as they were. If several spellings of one name appear in one object, the schema's own is
//! the property, wherever it stands; without it, the one that comes first in the order of bytes. The
//! others are members without a field, of whatever type. The names alone decide: a counter, link or
//! attribute of another type than the schema's leaves its field `None`, whatever stands beside it.
//!
//! **Values of a set are known in any ASCII case** as well: `ACTIVE`, `Active` and `active` are one variant,
//! they are equal, and each is written back as it was. A `match` writes `Assigned(_)`, because the variant
//! holds the spelling; `CapabilityStatus::ASSIGNED` is the value as the schema spells it. See [`Spelt`].
//!
//! # Schemas and features
//!
//! Every type carries the JSON Schema that it is made from, as its constant `SCHEMA`: see [`schema`].
//! What more can be done with them needs a feature. None is on by default, and without one this crate
//! depends on serde and `serde_json` and nothing else.
//!
//! | feature | what it adds |
//! |---|---|
//! | `bigdecimal`, `rust_decimal` | `TryFrom<&Number>` and `TryFrom<&Integer>` for the decimals of these crates: exact, or an error |
//! | `chrono`, `jiff`, `time` | `TryFrom<&DateTime>` for the dates of these crates |
//! | `jsonschema` | `validation::Validate`: a value or raw JSON held against its schema, every violation with its path |
//! | `proptest` | `Arbitrary` for every type, and `strategy::json` for bodies: random data that is valid by the schema |
//! | `schemars` | `JsonSchema` (schemars 1) for every type, equal to the source schema: for an `OpenAPI` document of your own |
//! | `uuid` | `as_uuid` and `From<Uuid>` for the identifiers that the schemas call GUIDs |
//!
//! # Stability
//!
//! The types follow the schemas, and versions follow [semantic versioning]. A new optional property, a
//! new enum value, a new type: a minor version. A property removed, renamed, newly required or of
//! another type: a major one (before 1.0: a minor one). Structs and enums are `#[non_exhaustive]`, so
//! that the first kind breaks no code. That a value becomes known moves it out of `Unknown`, and that a
//! property does moves it out of `extra`: ask for text with `as_str` where that must not matter. What
//! `Debug` shows is for people and may change. The minimum supported Rust version is 1.88; raising it
//! is a minor change.
//!
//! [Microsoft's Partner Center REST API]: https://learn.microsoft.com/en-us/partner-center/developer/
//! [semantic versioning]: https://doc.rust-lang.org/cargo/reference/semver.html

#![cfg_attr(docsrs, feature(doc_cfg))]

mod collection;
mod error_body;
mod features;
// Style is a matter of the generator's snapshots; what a schema's author writes must not fail a lint.
#[allow(clippy::all, clippy::pedantic, deprecated)]
mod generated;
pub(crate) mod json;
pub mod schema;
#[cfg(feature = "proptest")]
pub mod strategy;
pub mod stream;
#[cfg(feature = "jsonschema")]
pub mod validation;
pub(crate) mod value;
pub mod with_serde;

pub use common::{Collection, ResourceAttributes};
pub use error_body::{ErrorBody, NestedError};
pub use generated::*;
#[doc(hidden)]
pub use json::Look;
pub use json::error::{Error, ErrorKind};
pub use json::{
    FromJson, JsonText, ToJson, from_slice, from_slice_within, from_str, to_string, to_vec,
};
pub use value::date::DateTime;
pub use value::date_parts::{DateParts, NotADate};
pub use value::extra::Extra;
pub use value::number::{Integer, Number, OutOfRange};
pub use value::number_or_string::NumberOrString;
pub use value::open_set::Spelt;
pub use value::personal::{Revealed, reveal};
pub use value::printable::printable;
pub use value::raw::RawJson;
pub use value::resource::UnknownResource;
pub use value::sum::{TooManyDigits, sums_by};
pub use value::text::Text;
pub use value::unknown::Unknown;

/// The example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
