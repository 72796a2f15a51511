//! Open sets of values: known texts in any case, and every other text.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// How a known value of an open enum was spelt, if not as the schema spells it.
///
/// The service spells the same value `ACTIVE`, `Active` and `active`. An open enum of this crate knows all
/// of them as one: they are the same variant, they are equal, and each is written back as it was sent.
/// Match the variant with `_` for the spelling, and take the constant for a value of your own:
///
/// ```
/// use partner_models::licenses::CapabilityStatus;
///
/// let status = CapabilityStatus::from("ASSIGNED");
/// let text = match &status {
///     CapabilityStatus::Assigned(_) => "assigned",
///     CapabilityStatus::Unknown(text) => text.as_str(),
///     _ => "something else",
/// };
/// assert_eq!(text, "assigned");
/// assert_eq!(status, CapabilityStatus::ASSIGNED);
/// assert_eq!(status.as_str(), "ASSIGNED");
/// assert_eq!(status.canonical(), "Assigned");
/// ```
///
/// Equality, order and hash of an open enum are those of its text without regard to ASCII case, whether the
/// value is known or not. So nothing changes there when a value becomes known. Any two `Spelt` are equal.
#[derive(Clone, Default)]
pub struct Spelt(Option<Box<str>>);

impl Spelt {
    /// As the schema spells it.
    pub(crate) const AS_KNOWN: Self = Self(None);

    /// The spelling, if it is another one than the schema's.
    #[must_use]
    pub fn as_sent(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The text as it was sent, where the schema spells it like this.
    pub(crate) fn or<'a>(&'a self, known: &'a str) -> &'a str {
        self.0.as_deref().unwrap_or(known)
    }

    /// Shows a variant: its name, and the spelling where that is another one.
    pub(crate) fn show(&self, variant: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str(variant),
            Some(text) => f.debug_tuple(variant).field(text).finish(),
        }
    }
}

impl PartialEq for Spelt {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Spelt {}

impl Hash for Spelt {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl fmt::Debug for Spelt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str("_"),
            Some(text) => text.fmt(f),
        }
    }
}

/// Which of the known texts this is, in any case, and how it is spelt.
#[inline]
pub(crate) fn known(text: &str, known: &[&str]) -> Option<(usize, Spelt)> {
    if let Some(index) = known.iter().position(|known| *known == text) {
        return Some((index, Spelt::AS_KNOWN));
    }
    let index = known.iter().position(|known| known.eq_ignore_ascii_case(text))?;
    Some((index, Spelt(Some(text.into()))))
}

/// The order of texts without regard to ASCII case.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    lower(a).cmp(lower(b))
}

/// The hash that goes with [`compare`].
pub(crate) fn hash<H: Hasher>(text: &str, state: &mut H) {
    lower(text).for_each(|byte| state.write_u8(byte));
    state.write_u8(0xff);
}

fn lower(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.bytes().map(|byte| byte.to_ascii_lowercase())
}

/// The traits of an open enum: it has `From<&str>`, and `as_str`, or `text` and `Number` where a value may
/// be a number.
macro_rules! open_set {
    ($name:ident, $expected:literal) => {
        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<::std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        /// By the text, without regard to ASCII case.
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                $crate::value::open_set::compare(self.as_str(), other.as_str())
            }
        }

        /// Without regard to ASCII case.
        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str().eq_ignore_ascii_case(other)
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self == *other
            }
        }

        $crate::value::text_traits::text_traits!($name, $expected);
        $crate::json::direct_text!(open enum $name, $expected);
    };
    (numbers $name:ident) => {
        impl $name {
            /// The number, if it is one.
            fn number(&self) -> Option<&$crate::Number> {
                match self {
                    Self::Number(number) => Some(number),
                    _ => None,
                }
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<::std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        /// Texts come first, without regard to ASCII case; then numbers, by value.
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                match (self.number(), other.number()) {
                    (None, None) => {
                        $crate::value::open_set::compare(&self.text(), &other.text())
                    }
                    (number, other) => number.cmp(&other),
                }
            }
        }

        /// Whether it is this text, without regard to ASCII case. A number is no text.
        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.number().is_none() && self.text().eq_ignore_ascii_case(other)
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self == *other
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl From<$crate::Number> for $name {
            fn from(number: $crate::Number) -> Self {
                Self::Number(number)
            }
        }

        impl From<i64> for $name {
            fn from(number: i64) -> Self {
                Self::Number(number.into())
            }
        }

        impl From<$crate::NumberOrString> for $name {
            fn from(value: $crate::NumberOrString) -> Self {
                match value {
                    $crate::NumberOrString::Number(number) => Self::Number(number),
                    $crate::NumberOrString::String(text) => Self::from(text),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(&self.text())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self.number() {
                    Some(number) => number.serialize(to),
                    None => to.serialize_str(&self.text()),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
                $crate::NumberOrString::deserialize(json).map(Self::from)
            }
        }

        impl $crate::json::object::Value for $name {}

        impl $crate::json::FromJson for $name {
            fn shape() -> &'static $crate::json::Shape {
                <$crate::NumberOrString as $crate::json::FromJson>::shape()
            }

            fn blank() -> Self {
                Self::from("")
            }

            fn fill(&mut self, reader: &mut $crate::json::Reader<'_>) -> Option<()> {
                if reader.peek()? == b'"' {
                    return reader.string(|text| *self = Self::from(text));
                }
                let number = $crate::value::number::Number::parse(reader.number()?)?;
                *self = Self::Number(number);
                Some(())
            }
        }

        impl $crate::json::ToJson for $name {
            fn write(&self, writer: &mut $crate::json::Writer) {
                match self.number() {
                    Some(number) => $crate::json::ToJson::write(number, writer),
                    None => writer.string(&self.text()),
                }
            }
        }
    };
}

pub(crate) use open_set;
