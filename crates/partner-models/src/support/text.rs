//! What identifiers and open enums have in common: they are text.

use std::fmt;
use std::hash::{Hash, Hasher};

/// Text that is stored in place as long as it is no longer than a GUID in braces, as nearly every
/// identifier is, and on the heap otherwise.
#[derive(Clone)]
pub(crate) enum IdText {
    Inline { len: u8, bytes: [u8; INLINE] },
    Heap(Box<str>),
}

const INLINE: usize = 38;

impl IdText {
    pub(crate) fn new(text: &str) -> Self {
        // A GUID: its length is known, so that copying it is no call.
        if let Ok(guid) = <&[u8; 36]>::try_from(text.as_bytes()) {
            let mut bytes = [0; INLINE];
            bytes[..36].copy_from_slice(guid);
            return Self::Inline { len: 36, bytes };
        }
        match u8::try_from(text.len()) {
            Ok(len) if text.len() <= INLINE => {
                let mut bytes = [0; INLINE];
                bytes[..text.len()].copy_from_slice(text.as_bytes());
                Self::Inline { len, bytes }
            }
            _ => Self::Heap(text.into()),
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Inline { len, bytes } => bytes.get(..usize::from(*len)).unwrap_or_default(),
            Self::Heap(text) => text.as_bytes(),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        match self {
            // The bytes were copied from a `str`, so the check passes; it is the safe way back.
            Self::Inline { len, bytes } => {
                std::str::from_utf8(&bytes[..usize::from(*len)]).unwrap_or_default()
            }
            Self::Heap(text) => text,
        }
    }
}

impl PartialEq for IdText {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for IdText {}

impl PartialOrd for IdText {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for IdText {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for IdText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for IdText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

/// The traits of a type that is text: it has `as_str` and `From<&str>`.
macro_rules! text_traits {
    ($name:ident, $expected:literal) => {
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, ::core::convert::Infallible> {
                Ok(Self::from(text))
            }
        }

        /// The text, for everything that a `str` can do: `plan.id.as_deref() == Some("…")`.
        impl ::core::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                self.as_str()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                struct Visitor;

                impl ::serde::de::Visitor<'_> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                        f.write_str($expected)
                    }

                    fn visit_str<E>(self, text: &str) -> Result<$name, E> {
                        Ok($name::from(text))
                    }
                }

                deserializer.deserialize_str(Visitor)
            }
        }
    };
}

pub(crate) use text_traits;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_every_length_is_kept() {
        for text in
            ["", "group1", &"g".repeat(INLINE), &"g".repeat(INLINE + 1), "ü".repeat(20).as_str()]
        {
            assert_eq!(IdText::new(text).as_str(), text);
        }
        assert!(matches!(IdText::new(&"g".repeat(INLINE)), IdText::Inline { .. }));
        assert!(matches!(IdText::new(&"g".repeat(INLINE + 1)), IdText::Heap(_)));
    }

    #[test]
    fn an_id_takes_no_more_room_than_its_guid() {
        assert!(size_of::<IdText>() <= 40);
    }
}
