//! The schemas that the types are made from.
//!
//! The text of every schema is part of the crate, and costs nothing where it is not used: the type's
//! own is [`License::SCHEMA`](crate::licenses::License::SCHEMA), [`HasSchema`] reaches it in generic
//! code, and [`FILES`] are all files, for a validator that follows references between them. The text is
//! the file's without the white space between its tokens.
//!
//! ```
//! use partner_models::licenses::License;
//! use partner_models::schema::{self, HasSchema};
//!
//! let schema: serde_json::Value = serde_json::from_str(License::SCHEMA)?;
//! assert_eq!(schema["title"], "License");
//! assert_eq!(schema["$id"], License::SCHEMA_ID);
//! assert!(schema::FILES.iter().any(|file| file.text == License::SCHEMA));
//! # Ok::<(), serde_json::Error>(())
//! ```

use serde_json::{Value, json};

/// A schema file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemaFile {
    /// Its path, such as `licenses/license.schema.json`.
    pub path: &'static str,
    /// Its `$id`.
    pub id: &'static str,
    /// Its text, without the white space between its tokens.
    pub text: &'static str,
}

/// All schema files, in the order of their paths.
pub const FILES: &[SchemaFile] = crate::generated::schema_files::FILES;

/// A type that a JSON Schema (2020-12) describes.
///
/// The crate's own types have it. Implement it for a type of yours that is to be the item of a
/// [`Collection`](crate::Collection), with an empty [`SCHEMA_ID`](Self::SCHEMA_ID):
///
/// ```
/// use partner_models::Collection;
/// use partner_models::schema::HasSchema;
///
/// struct Seat;
///
/// impl HasSchema for Seat {
///     const SCHEMA: &'static str = r#"{"type": "object", "required": ["row"]}"#;
///     const SCHEMA_ID: &'static str = "";
/// }
///
/// let reference = Collection::<Seat>::schema_reference();
/// assert_eq!(reference["$defs"]["item"]["required"][0], "row");
/// ```
pub trait HasSchema {
    /// The text of the schema. Relative references in it count from [`SCHEMA_ID`](Self::SCHEMA_ID).
    const SCHEMA: &'static str;

    /// The `$id` of the schema, with a JSON pointer as its fragment where it is part of a file; empty
    /// for a schema that stands for itself. It identifies, and is no address: nothing is there.
    const SCHEMA_ID: &'static str;

    /// A schema that means this type: to be put in a schema of your own, beside [`FILES`]. That of a
    /// generic type says what its items are, which its text alone does not.
    #[must_use]
    fn schema_reference() -> Value {
        if Self::SCHEMA_ID.is_empty() {
            serde_json::from_str(Self::SCHEMA).unwrap_or(Value::Bool(true))
        } else {
            json!({ "$ref": Self::SCHEMA_ID })
        }
    }
}
