//! Reading and writing of your own types, by serde.
//!
//! [`from_slice`](crate::from_slice) and its like read this crate's types, by code that was generated
//! for each. What implements serde's traits is read here: structs of your own with models inside,
//! types that borrow from the text, whatever `serde_json` reads. Errors are the same, with a path;
//! a byte-order mark is accepted; only the speed is `serde_json`'s.
//!
//! ```
//! use std::collections::HashMap;
//!
//! use partner_models::licenses::License;
//!
//! let json = r#"{"alice": [{"attributes": {"objectType": "License"}}], "bob": []}"#;
//! let licenses: HashMap<&str, Vec<License>> = partner_models::with_serde::from_str(json)?;
//! assert_eq!(licenses["alice"].len(), 1);
//! # Ok::<(), partner_models::Error>(())
//! ```

use serde::{Deserialize, Serialize};

use crate::json::error::Error;
use crate::json::mark;

/// Reads a value from JSON text in UTF-8. A leading byte-order mark is accepted.
///
/// # Errors
///
/// Where the bytes are not UTF-8 or not JSON, or the type refuses them: see [`Error`].
pub fn from_slice<'de, T: Deserialize<'de>>(json: &'de [u8]) -> Result<T, Error> {
    // One check of the whole text is faster than serde_json's check of every string.
    from_str(Error::check_utf8(json)?)
}

/// Reads a value from JSON text. A leading byte-order mark is accepted.
///
/// # Errors
///
/// Where the text is not JSON, or the type refuses it: see [`Error`].
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
