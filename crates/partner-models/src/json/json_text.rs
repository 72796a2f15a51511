//! JSON in a string.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::json::by_serde::object::fill_text;
use crate::json::calls;
use crate::json::error::Error;
use crate::json::reader::Reader;
use crate::json::shape::Shape;
use crate::json::traits::{FromJson, ToJson};
use crate::json::writer::Writer;
use crate::value::personal::is_shown;
use crate::value::raw::kind;
use crate::value::text::Text;

/// A string that holds the JSON of a `T`: kept as the text that was sent, and read when it is asked for.
///
/// ```
/// use partner_models::licenses::{LicenseAssignment, LicenseUpdate};
/// use partner_models::{JsonText, Resource};
///
/// // What an audit record says of a resource, in the names that it has there.
/// let json = r#""{\"LicensesToAssign\":[{\"SkuId\":\"a\"}],\"Attributes\":{\"ObjectType\":\"LicenseUpdate\"}}""#;
/// let value: JsonText<Resource> = partner_models::from_str(json)?;
/// let Resource::LicenseUpdate(update) = value.read()? else { panic!("it says what it is") };
/// assert_eq!(update.licenses_to_assign()[0].sku_id, "a");
/// assert_eq!(partner_models::to_string(&value), json);
///
/// // One of a value.
/// let update = LicenseUpdate::new().with_licenses_to_assign([LicenseAssignment::new("a")]);
/// let value = JsonText::from(update);
/// assert_eq!(value.as_str(), r#"{"licensesToAssign":[{"skuId":"a"}]}"#);
/// # Ok::<(), partner_models::Error>(())
/// ```
///
/// Any text is one, and nothing is refused before it is read: the service also sends an empty string.
/// Equality, order and hash are those of the text. `Debug` shows what kind of JSON it is and not the text,
/// which may be personal.
pub struct JsonText<T> {
    text: Text,
    holds: PhantomData<fn() -> T>,
}

impl<T> JsonText<T> {
    /// The text, as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing but white space in the text.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Reads the text.
    ///
    /// # Errors
    ///
    /// Where the text is not the JSON of a `T`. The path, the line and the column of the error are those in
    /// the text.
    pub fn read(&self) -> Result<T, Error>
    where
        T: FromJson,
    {
        self.read_as()
    }

    /// Reads the text as a type of your choice.
    ///
    /// # Errors
    ///
    /// As those of [`read`](Self::read).
    pub fn read_as<U: FromJson>(&self) -> Result<U, Error> {
        calls::from_str(&self.text)
    }

    fn of(text: Text) -> Self {
        Self { text, holds: PhantomData }
    }
}

/// The text as it is.
impl<T> From<&str> for JsonText<T> {
    fn from(text: &str) -> Self {
        Self::of(text.into())
    }
}

/// The JSON of a value.
impl<T: FromJson + ToJson> From<T> for JsonText<T> {
    fn from(value: T) -> Self {
        Self::of(calls::to_string(&value).into())
    }
}

impl<T> Clone for JsonText<T> {
    fn clone(&self) -> Self {
        Self::of(self.text.clone())
    }
}

impl<T> Default for JsonText<T> {
    fn default() -> Self {
        Self::of(Text::default())
    }
}

impl<T> PartialEq for JsonText<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for JsonText<T> {}

impl<T> PartialOrd for JsonText<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for JsonText<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T> Hash for JsonText<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> fmt::Debug for JsonText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_shown() {
            return f.debug_tuple("JsonText").field(&self.text).finish();
        }
        write!(f, "JsonText({})", kind(&self.text))
    }
}

impl<T> Serialize for JsonText<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T> Deserialize<'de> for JsonText<T> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let mut value = Self::default();
        fill_text(&mut value.text, "a string", json)?;
        Ok(value)
    }
}

impl<T> FromJson for JsonText<T> {
    fn shape() -> &'static Shape {
        &Shape::String
    }

    fn blank() -> Self {
        Self::default()
    }

    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        reader.text(&mut self.text)
    }

    fn fill_by_serde<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        fill_text(&mut self.text, "a string", json)
    }
}

impl<T> ToJson for JsonText<T> {
    fn write(&self, writer: &mut Writer) {
        writer.text(&self.text);
    }
}
