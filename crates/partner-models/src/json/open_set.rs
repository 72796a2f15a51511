//! Open sets of values: what an enum has for being one.

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

        $crate::json::impl_text!(open enum $name, $expected);
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
