//! Reading and writing JSON by generated code, without serde in between.
//!
//! serde hands every value through a visitor that could take anything. Generated code knows what
//! comes next, so it looks for that first, and reads it in one pass over the text. What it can't
//! read it does not explain: [`explain`](self::explain) then goes through the text once more, with
//! `serde_json`, so that errors are those of the serde path.

pub(crate) mod body;
pub(crate) mod by_serde;
mod calls;
pub(crate) mod error;
mod explain;
mod impls;
mod kept;
pub(crate) mod locate;
mod members;
pub(crate) mod object;
pub(crate) mod object_direct;
mod reader;
pub(crate) mod rest;
pub(crate) mod room;
mod shape;
pub(crate) mod spelling;
mod text;
pub(crate) mod words;
mod writer;

pub(crate) use body::Body;
pub(crate) use by_serde::members::{Anew, Members};
pub use calls::{from_slice, from_slice_within, from_str, to_string, to_vec};
pub(crate) use members::{Next, bit};
pub(crate) use object::{FieldReader, FieldWriter, Object, Rest, Value};
pub(crate) use object_direct::impl_object;
pub(crate) use reader::Reader;
pub(crate) use shape::{Field, Kind, Shape, lenient, optional, required};
pub(crate) use spelling::Spelling;
pub(crate) use text::impl_text;
pub(crate) use writer::Writer;

use crate::json::error::Error;
pub use crate::json::object::Look;

/// What [`from_slice`](crate::from_slice) and [`from_str`](crate::from_str) read.
///
/// Every type of this crate is, and `Vec`, `Option`, `Box` and `BTreeMap<String, _>` of such a type.
/// Types of your own that implement serde's traits are read by [`with_serde`](crate::with_serde).
/// The trait can be named in bounds; only this crate can implement it.
pub trait FromJson: Sized {
    /// What its JSON looks like.
    #[doc(hidden)]
    fn shape() -> &'static Shape;

    /// A value to begin with.
    #[doc(hidden)]
    fn blank() -> Self;

    /// Makes a blank value the next one in the text, in its place: values are large, and moving them
    /// about costs more than reading them. `None` where the text has something else.
    #[doc(hidden)]
    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()>;
}

/// What [`to_vec`](crate::to_vec) and [`to_string`](crate::to_string) write: see [`FromJson`].
pub trait ToJson {
    /// Writes the value.
    #[doc(hidden)]
    fn write(&self, writer: &mut Writer);

    /// Shows what it is; a value that is no object shows nothing, and may be anything.
    #[doc(hidden)]
    fn look(&self, look: &mut Look<'_>) {
        look.is_open = true;
    }

    /// Shows what a list has, and whether a value is one that says nothing.
    #[doc(hidden)]
    fn look_inside(&self, _look: &mut Look<'_>) {}

    /// The text that it is.
    #[doc(hidden)]
    fn as_text(&self) -> Option<&str> {
        None
    }
}

/// Reads a value from text without a byte-order mark.
pub(crate) fn read<T: FromJson>(text: &str) -> Result<T, Error> {
    attempt(text).ok_or_else(|| explain::explain(text, T::shape()))
}

/// Reads a value from text that is nothing else.
pub(crate) fn attempt<T: FromJson>(text: &str) -> Option<T> {
    let mut reader = Reader::new(text);
    let mut value = T::blank();
    value.fill(&mut reader)?;
    reader.is_at_end().then_some(value)
}
