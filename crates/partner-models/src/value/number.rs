//! Numbers that keep the digits they were read from.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::value::decimal::Decimal;
use crate::value::scan::number_end;

/// A JSON number with the digits it was read from.
///
/// Amounts of money have up to 22 significant digits on the wire, more than an `f64` holds. The text is
/// kept and written: `1.50` stays `1.50`. Numbers are compared by value, exactly and at any size: `1.50`
/// equals `1.5`.
///
/// ```
/// use partner_models::Number;
///
/// let price: Number = partner_models::from_str("1234567890.123456789012")?;
/// assert_eq!(price.to_string(), "1234567890.123456789012"); // to parse with a decimal crate
/// assert!((price.as_f64() - 1_234_567_890.123_456_7).abs() < 1e-6);
/// assert!(price > 1_234_567_890);
/// # Ok::<(), partner_models::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(Repr);

/// A whole JSON number of any size, with the digits it was read from.
///
/// The service writes whole numbers as `3` and now and then as `3.0`; both are read, and written
/// back as they were. Numbers are compared by value, at any size: `3.0` equals `3`.
///
/// ```
/// use partner_models::Integer;
///
/// let count: Integer = partner_models::from_str("25")?;
/// assert_eq!(count, 25);
/// assert_eq!(i64::try_from(&count)?, 25);
///
/// let huge: Integer = partner_models::from_str("1e400")?;
/// assert!(i64::try_from(&huge).is_err());
/// assert_eq!(huge.to_string(), "1e400");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Integer(Repr);

/// An [`Integer`] does not fit the type it was to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange(&'static str);

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the number does not fit {}", self.0)
    }
}

impl std::error::Error for OutOfRange {}

/// The commonest spelling is stored as its value, every other one as text.
#[derive(Clone)]
enum Repr {
    /// Written as `i64` is displayed.
    Small(i64),
    Text(Box<str>),
}

impl Repr {
    /// The number that JSON text spells.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let canonical = !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && (!digits.starts_with('0') || text == "0");
        // No let chain: this is part of standalone modules, which the 2021 edition compiles too.
        if let Some(small) = canonical.then(|| text.parse().ok()).flatten() {
            return Some(Self::Small(small));
        }
        (number_end(text.as_bytes(), 0) == Some(text.len())).then(|| Self::Text(text.into()))
    }

    fn as_small(&self) -> Result<i64, &str> {
        match self {
            Self::Small(value) => Ok(*value),
            Self::Text(text) => Err(text),
        }
    }

    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Small(value) => Cow::Owned(value.to_string()),
            Self::Text(text) => Cow::Borrowed(text),
        }
    }

    fn is_whole(&self) -> bool {
        match self {
            Self::Small(_) => true,
            Self::Text(text) => Decimal::of(text).is_whole(),
        }
    }

    /// The value, where it is whole and fits.
    fn as_i128(&self) -> Option<i128> {
        match self {
            Self::Small(value) => Some(i128::from(*value)),
            Self::Text(text) => Decimal::of(text).as_i128(),
        }
    }
}

impl PartialEq for Repr {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Repr {}

impl PartialOrd for Repr {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Repr {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Small(a), Self::Small(b)) => a.cmp(b),
            (a, b) => Decimal::of(&a.text()).cmp(&Decimal::of(&b.text())),
        }
    }
}

impl Hash for Repr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Decimal::of(&self.text()).hash(state);
    }
}

impl Number {
    /// The value where that tells the text, else the text.
    pub(crate) fn as_small(&self) -> Result<i64, &str> {
        self.0.as_small()
    }

    /// The number that JSON text spells.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Repr::parse(text).map(Self)
    }

    /// The number as it is written, for a decimal crate to parse.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        self.0.text()
    }

    /// The nearest `f64`; an infinity where none is near.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        // Every JSON number is also spelt the way Rust reads an `f64`.
        self.text().parse().unwrap_or(f64::NAN)
    }
}

impl Integer {
    /// The value where that tells the text, else the text.
    pub(crate) fn as_small(&self) -> Result<i64, &str> {
        self.0.as_small()
    }

    /// The number that JSON text spells, if it is whole.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Repr::parse(text).filter(Repr::is_whole).map(Self)
    }

    /// The number as it is written.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        self.0.text()
    }

    /// The value, if it fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.try_into().ok()
    }

    /// The value, if it is not negative and fits.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        self.try_into().ok()
    }
}

impl From<Integer> for Number {
    fn from(value: Integer) -> Self {
        Self(value.0)
    }
}

macro_rules! number_traits {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let text = self.text();
                match text.strip_prefix('-') {
                    Some(size) => f.pad_integral(false, "", size),
                    None => f.pad_integral(true, "", &text),
                }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.text())
            }
        }
    };
}

number_traits!(Number);
number_traits!(Integer);

macro_rules! from_small {
    ($($primitive:ty),*) => {$(
        impl From<$primitive> for Integer {
            fn from(value: $primitive) -> Self {
                Self(Repr::Small(value.into()))
            }
        }

        impl From<$primitive> for Number {
            fn from(value: $primitive) -> Self {
                Self(Repr::Small(value.into()))
            }
        }
    )*};
}

from_small!(u8, u16, u32, i8, i16, i32, i64);

/// By value, whatever the spelling.
macro_rules! compare {
    ($name:ident $other:ident) => {
        impl PartialEq<$other> for $name {
            fn eq(&self, other: &$other) -> bool {
                self.0 == Repr::from(other)
            }
        }

        impl PartialEq<$name> for $other {
            fn eq(&self, other: &$name) -> bool {
                other == self
            }
        }

        impl PartialOrd<$other> for $name {
            fn partial_cmp(&self, other: &$other) -> Option<Ordering> {
                self.0.partial_cmp(&Repr::from(other))
            }
        }
    };
}

macro_rules! compare_and_convert {
    ($($primitive:ident),*) => {$(
        impl TryFrom<&Integer> for $primitive {
            type Error = OutOfRange;

            fn try_from(value: &Integer) -> Result<Self, OutOfRange> {
                value
                    .0
                    .as_i128()
                    .and_then(|value| value.try_into().ok())
                    .ok_or(OutOfRange(stringify!($primitive)))
            }
        }

        compare!(Integer $primitive);
        compare!(Number $primitive);
    )*};
}

compare_and_convert!(u8, u16, u32, u64, usize, i8, i16, i32, i64);

/// Makes the stored form of a number that Rust has.
macro_rules! repr_from {
    ($($primitive:ident),*) => {$(
        impl From<&$primitive> for Repr {
            fn from(value: &$primitive) -> Self {
                match i64::try_from(*value) {
                    Ok(value) => Self::Small(value),
                    Err(_) => Self::Text(value.to_string().into()),
                }
            }
        }
    )*};
}

repr_from!(u8, u16, u32, u64, usize, i8, i16, i32, i64);

impl PartialEq<Integer> for Number {
    fn eq(&self, other: &Integer) -> bool {
        self.0 == other.0
    }
}

impl PartialEq<Number> for Integer {
    fn eq(&self, other: &Number) -> bool {
        self.0 == other.0
    }
}

impl PartialOrd<Integer> for Number {
    fn partial_cmp(&self, other: &Integer) -> Option<Ordering> {
        self.0.partial_cmp(&other.0)
    }
}

impl PartialOrd<Number> for Integer {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        self.0.partial_cmp(&other.0)
    }
}

impl From<u64> for Integer {
    fn from(value: u64) -> Self {
        Self(Repr::from(&value))
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Integer::from(value).into()
    }
}

/// JSON has no infinities and no NaN.
impl TryFrom<f64> for Number {
    type Error = OutOfRange;

    fn try_from(value: f64) -> Result<Self, OutOfRange> {
        let number = serde_json::Number::from_f64(value).ok_or(OutOfRange("a JSON number"))?;
        Ok(Self(Repr::Text(number.to_string().into())))
    }
}

#[cfg(test)]
#[path = "number_tests.rs"]
mod tests;
