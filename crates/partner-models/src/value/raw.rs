//! JSON text kept as it was sent.

use std::fmt;

use crate::value::personal::is_shown;
use crate::value::same::same_value;

/// Any JSON value, kept as the text it was read from.
///
/// ```
/// use partner_models::RawJson;
///
/// let raw: RawJson = partner_models::from_str(r#"{"price": 1.50}"#)?;
/// assert_eq!(raw.get(), r#"{"price": 1.50}"#);
/// let value: serde_json::Value = raw.parse()?;
/// assert_eq!(value["price"], 1.5);
/// # Ok::<(), partner_models::Error>(())
/// ```
///
/// Two are equal where they are the same text or the same JSON value. `Debug` shows the kind of
/// value and not the value, which may be personal.
#[derive(Clone)]
pub struct RawJson(Box<str>);

impl RawJson {
    /// The JSON `null`.
    #[must_use]
    pub fn null() -> Self {
        Self("null".into())
    }

    /// Text that is known to be JSON.
    pub(crate) fn of(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The JSON text.
    #[must_use]
    pub fn get(&self) -> &str {
        &self.0
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        same_value(&self.0, &other.0)
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if is_shown() { &self.0 } else { kind(&self.0) };
        write!(f, "RawJson({text})")
    }
}

/// The kind of a JSON value, by its text, in the words of error messages.
pub(crate) fn kind(text: &str) -> &'static str {
    match text.trim_start().bytes().next() {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        Some(_) => "a number",
        None => "nothing",
    }
}
