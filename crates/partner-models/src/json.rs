//! Reading and writing JSON text.

use serde::{Deserialize, Serialize};

use crate::support::error::{Error, mark};

/// Reads a value from JSON text in UTF-8, such as a response body. A leading byte-order mark is
/// accepted.
///
/// # Errors
///
/// Where the bytes are not UTF-8 or not JSON, or a value has the wrong JSON type: see [`Error`].
pub fn from_slice<'de, T: Deserialize<'de>>(json: &'de [u8]) -> Result<T, Error> {
    // One check of the whole text is faster than serde_json's check of every string.
    match std::str::from_utf8(json) {
        Ok(text) => from_str(text),
        Err(error) => Err(Error::invalid_utf8(json, error.valid_up_to())),
    }
}

/// Reads a value from JSON text. A leading byte-order mark is accepted.
///
/// # Errors
///
/// Where the text is not JSON, or a value has the wrong JSON type: see [`Error`].
pub fn from_str<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, Error> {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    mark::clear();
    serde_json::from_str(json).map_err(|error| Error::in_text(json, &error))
}

/// Writes a value as compact JSON text in UTF-8, without a byte-order mark.
///
/// # Errors
///
/// Never for the types of this crate; a type of your own may refuse to be written.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|error| Error::writing(&error))
}

/// Writes a value as compact JSON text, without a byte-order mark.
///
/// # Errors
///
/// Never for the types of this crate; a type of your own may refuse to be written.
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::writing(&error))
}
