//! Reading and writing JSON, in two ways that agree in every value and in every word of an error.
//!
//! **Directly**, by generated code: it knows what comes next, so it looks for that first, and reads it in
//! one pass over the text. That is [`reader`], [`writer`], [`members`] and [`object_direct`]. What it can't
//! read it does not explain: [`explain`](self::explain) goes through the text once more with `serde_json`,
//! so that there is one place where errors are made.
//!
//! **By serde**, for other formats and for types of the user's own: [`by_serde`].
//!
//! What is common to both: [`object`] tells where the fields of an object are, [`shape`] what they look
//! like, [`place`] how one is filled, [`rest`] takes what is in no field, and [`spelling`] knows names in
//! any case. Errors are in [`error`]: [`locate`] finds the path, [`words`] says what may be said, [`mark`]
//! remembers where a value ended that was refused after it was read.
//!
//! This room knows `value/`, the kinds of value, and `value/` knows nothing of it: how a kind of value is
//! read and written is told here, in `impls.rs`, `kept.rs` and `by_serde/values.rs`. No file needs another
//! that needs it, in a circle; the test `rooms` holds both.
//!
//! # One object, read and written
//!
//! Generated code is this, for each object; the file is a test, so it is true:
//!
//! ```ignore
#![doc = include_str!("example.rs")]
//! ```

pub(crate) mod body;
pub(crate) mod by_serde;
mod calls;
pub(crate) mod error;
#[cfg(test)]
mod example;
mod explain;
mod impls;
mod json_text;
mod kept;
pub(crate) mod locate;
pub(crate) mod mark;
mod members;
pub(crate) mod object;
pub(crate) mod object_direct;
mod open_set;
mod place;
mod reader;
pub(crate) mod rest;
pub(crate) mod room;
mod shape;
pub(crate) mod spelling;
mod text;
mod traits;
pub(crate) mod union;
pub(crate) mod words;
mod writer;

pub use calls::{from_slice, from_slice_within, from_str, to_string, to_vec};
pub use json_text::JsonText;
pub(crate) use members::{Members, Next};
pub(crate) use object::{FieldReader, FieldWriter, Object, field};
pub(crate) use object_direct::impl_object;
pub(crate) use open_set::open_set;
pub(crate) use place::Optional;
pub(crate) use reader::Reader;
pub(crate) use shape::{Field, Kind, Shape};
pub(crate) use spelling::Spelling;
pub(crate) use text::impl_text;
pub use traits::{FromJson, Look, ToJson};
pub(crate) use writer::Writer;
