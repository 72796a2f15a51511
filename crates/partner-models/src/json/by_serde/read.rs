//! The steps of reading an object that every generated `Deserialize` shares.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::json::rest::ExtraReader;

/// A property name, borrowed from the input where it has no escapes.
pub(crate) struct Key<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        cow(deserializer).map(Self)
    }
}

impl Key<'_> {
    /// The name as it was sent.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The value of a property without a field, into the map of those. Of several the last one counts, and a
/// null is no value.
pub(crate) fn entry<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    name: &str,
    extra: &mut ExtraReader,
    values: &mut BTreeMap<String, T>,
) -> Result<(), A::Error> {
    match map.next_value::<Option<T>>()? {
        Some(value) => {
            values.insert(name.to_owned(), value);
        }
        None => {
            values.remove(name);
            extra.push(name, "null");
        }
    }
    Ok(())
}

/// A string, borrowed from the input where it can be.
pub(crate) fn cow<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    struct CowVisitor;

    impl<'de> Visitor<'de> for CowVisitor {
        type Value = Cow<'de, str>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
            Ok(Cow::Borrowed(value))
        }

        fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
            Ok(Cow::Owned(value.to_owned()))
        }

        fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
            Ok(Cow::Owned(value))
        }
    }

    deserializer.deserialize_str(CowVisitor)
}
