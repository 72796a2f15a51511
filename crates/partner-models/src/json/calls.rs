//! Reading and writing JSON text.

use crate::json::error::Error;
use crate::json::explain::explain;
use crate::json::reader::Reader;
use crate::json::room;
use crate::json::traits::{FromJson, ToJson};
use crate::json::writer::Writer;

/// Reads a value from JSON text in UTF-8, such as a response body. A leading byte-order mark is
/// accepted.
///
/// # Errors
///
/// Where the bytes are not UTF-8 or not JSON, or a value has the wrong JSON type: see [`Error`].
pub fn from_slice<T: FromJson>(json: &[u8]) -> Result<T, Error> {
    from_str(Error::check_utf8(json)?)
}

/// Reads a value from JSON text. A leading byte-order mark is accepted.
///
/// # Errors
///
/// Where the text is not JSON, or a value has the wrong JSON type: see [`Error`].
pub fn from_str<T: FromJson>(json: &str) -> Result<T, Error> {
    read(json.strip_prefix('\u{feff}').unwrap_or(json))
}

/// As [`from_slice`], in no more than so many bytes of memory for lists, maps and what is in boxes: text
/// of a few megabytes can hold a list of empty objects that takes a gigabyte. What is kept as text takes no
/// more than the text, and does not count.
///
/// # Errors
///
/// As [`from_slice`], and [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge).
pub fn from_slice_within<T: FromJson>(json: &[u8], bytes: usize) -> Result<T, Error> {
    let (read, exceeded) = room::within(bytes, || {
        let text = Error::check_utf8(json)?;
        Ok(attempt(text.strip_prefix('\u{feff}').unwrap_or(text)))
    });
    match read? {
        Some(value) => Ok(value),
        None if exceeded => Err(Error::too_large(bytes)),
        None => from_slice(json),
    }
}

/// Writes a value as compact JSON text in UTF-8, without a byte-order mark.
#[must_use]
pub fn to_vec<T: ToJson + ?Sized>(value: &T) -> Vec<u8> {
    let mut writer = Writer::new();
    value.write(&mut writer);
    writer.finish()
}

/// Writes a value as compact JSON text, without a byte-order mark.
#[must_use]
pub fn to_string<T: ToJson + ?Sized>(value: &T) -> String {
    // What is written is text, and stays so; the other arm is for the compiler.
    String::from_utf8(to_vec(value))
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Reads a value from text without a byte-order mark.
fn read<T: FromJson>(text: &str) -> Result<T, Error> {
    attempt(text).ok_or_else(|| explain(text, T::shape()))
}

/// Reads a value from text that is nothing else.
pub(crate) fn attempt<T: FromJson>(text: &str) -> Option<T> {
    let mut reader = Reader::new(text);
    let mut value = T::blank();
    value.fill(&mut reader)?;
    reader.is_at_end().then_some(value)
}
