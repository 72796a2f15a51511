//! The steps of reading an object that every generated `Deserialize` shares.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

use crate::support::extra::ExtraReader;

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

/// The value of an optional property. An explicit null is no value, and remembered in `extra`.
pub(crate) fn optional<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    name: &str,
    extra: &mut ExtraReader,
) -> Result<Option<T>, A::Error> {
    let value = map.next_value::<Option<T>>()?;
    extra.field(name, value.is_none());
    Ok(value)
}

/// The same for a list, which is given no more room than it takes: they are what documents are made
/// of.
pub(crate) fn optional_list<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    name: &str,
    extra: &mut ExtraReader,
) -> Result<Option<Vec<T>>, A::Error> {
    let mut list = optional(map, name, extra)?;
    if let Some(list) = &mut list {
        Vec::shrink_to_fit(list);
    }
    Ok(list)
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

/// The value of a required property, which must have been there.
pub(crate) fn required<T, E: de::Error>(value: Option<T>, name: &'static str) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(name))
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
