//! What a schema gives its type beyond reading and writing: the text itself, and what the optional
//! features add. Generated code has one line for each type and feature; without a feature it comes
//! to nothing.

#[cfg(feature = "bigdecimal")]
mod bigdecimal;
#[cfg(feature = "chrono")]
mod chrono;
mod described;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "proptest")]
pub(crate) mod proptest;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "schemars")]
pub(crate) mod schemars;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;

#[cfg(any(feature = "proptest", feature = "schemars"))]
pub(crate) mod reference;

pub(crate) use described::{bound, described};
#[cfg(feature = "proptest")]
pub(crate) use proptest::arbitrary;
#[cfg(feature = "schemars")]
pub(crate) use schemars::{alias, json_schema};
#[cfg(feature = "uuid")]
pub(crate) use uuid::guid;

#[cfg(not(all(feature = "proptest", feature = "schemars", feature = "uuid")))]
macro_rules! nothing {
    ($($_:tt)*) => {};
}
#[cfg(not(feature = "proptest"))]
pub(crate) use nothing as arbitrary;
#[cfg(not(feature = "schemars"))]
pub(crate) use nothing as alias;
#[cfg(not(feature = "schemars"))]
pub(crate) use nothing as json_schema;
#[cfg(not(feature = "uuid"))]
pub(crate) use nothing as guid;
