//! Numbers that keep the digits they were read from.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Unexpected};
use serde::ser::{Serialize, Serializer};

use crate::support::error::mark;
use crate::support::raw::{capture, kind};
use crate::support::raw_value;

/// A JSON number with the digits it was read from.
///
/// Amounts of money have up to 22 significant digits on the wire, more than an `f64` holds. The
/// text is what is kept, compared and written: `1.50` stays `1.50`, and is not equal to `1.5`.
///
/// ```
/// use partner_models::Number;
///
/// let price: Number = partner_models::from_str("1234567890.123456789012")?;
/// assert_eq!(price.to_string(), "1234567890.123456789012"); // to parse with a decimal crate
/// assert!((price.as_f64() - 1_234_567_890.123_456_7).abs() < 1e-6);
/// # Ok::<(), partner_models::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(Repr);

/// A whole JSON number of any size, with the digits it was read from.
///
/// The service writes whole numbers as `3` and now and then as `3.0`; both are read, and written
/// back as they were. The text is what is compared: `3.0` is not equal to `3`.
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
#[derive(Clone, PartialEq, Eq, Hash)]
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
#[derive(Clone, PartialEq, Eq, Hash)]
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
        // serde_json knows the grammar; what it makes of the value does not matter here.
        let valid = text.starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
            && raw_value::is_json(text);
        valid.then(|| Self::Text(text.into()))
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

    /// The digits without sign, point and exponent, and the power of ten that scales them.
    fn decompose(text: &str) -> (String, i64) {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent = exponent.parse().unwrap_or(if exponent.starts_with('-') {
            i64::MIN / 2
        } else {
            i64::MAX / 2
        });
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{}{fraction}", whole.trim_start_matches('-'));
        (digits, exponent - i64::try_from(fraction.len()).unwrap_or(0))
    }

    fn is_whole(&self) -> bool {
        let Self::Text(text) = self else { return true };
        let (digits, power) = Self::decompose(text);
        let zeros = digits.len() - digits.trim_end_matches('0').len();
        zeros == digits.len() || power >= 0 || power.unsigned_abs() <= zeros as u64
    }

    /// The value, where it is whole and fits.
    fn as_i128(&self) -> Option<i128> {
        let text = match self {
            Self::Small(value) => return Some(i128::from(*value)),
            Self::Text(text) => text,
        };
        let (digits, power) = Self::decompose(text);
        let digits = digits.trim_start_matches('0');
        if digits.is_empty() {
            return Some(0);
        }
        let kept = match usize::try_from(power.unsigned_abs()) {
            _ if power >= 0 => digits.len(),
            Ok(cut) if cut < digits.len() => digits.len() - cut,
            _ => return None,
        };
        if !self.is_whole() {
            return None;
        }
        let scale = 10_i128.checked_pow(u32::try_from(power.max(0)).ok()?)?;
        let value = digits[..kept].parse::<i128>().ok()?.checked_mul(scale)?;
        Some(if text.starts_with('-') { -value } else { value })
    }

    fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
        expected: &'static str,
        accepts: impl Fn(&Self) -> bool,
    ) -> Result<Self, D::Error> {
        let text = capture(deserializer)?;
        Self::parse(&text).filter(accepts).ok_or_else(|| {
            mark::set(&text);
            let found = match kind(&text) {
                "a number" => "a number with a fraction",
                other => other,
            };
            de::Error::invalid_type(Unexpected::Other(found), &expected)
        })
    }

    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Small(value) => serializer.serialize_i64(*value),
            Self::Text(text) => raw_value::serialize(text, serializer),
        }
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

/// The text is no JSON number, or no whole one where an [`Integer`] is wanted.
impl FromStr for Number {
    type Err = crate::Error;

    fn from_str(text: &str) -> Result<Self, crate::Error> {
        crate::from_str(text)
    }
}

/// The text is no JSON number, or no whole one.
impl FromStr for Integer {
    type Err = crate::Error;

    fn from_str(text: &str) -> Result<Self, crate::Error> {
        crate::from_str(text)
    }
}

impl From<Integer> for Number {
    fn from(value: Integer) -> Self {
        Self(value.0)
    }
}

macro_rules! number_traits {
    ($name:ident, $expected:literal, $accepts:expr) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad_integral(true, "", &self.text())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.text())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Repr::deserialize(deserializer, $expected, $accepts).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }
    };
}

number_traits!(Number, "a number", |_| true);
number_traits!(Integer, "an integer", Repr::is_whole);

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

        /// By value, whatever the spelling.
        impl PartialEq<$primitive> for Integer {
            fn eq(&self, other: &$primitive) -> bool {
                $primitive::try_from(self).as_ref() == Ok(other)
            }
        }
    )*};
}

compare_and_convert!(u8, u16, u32, u64, usize, i8, i16, i32, i64);

impl From<u64> for Integer {
    fn from(value: u64) -> Self {
        match i64::try_from(value) {
            Ok(value) => Self(Repr::Small(value)),
            Err(_) => Self(Repr::Text(value.to_string().into())),
        }
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
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_kept() {
        for text in
            ["0", "-0", "0.0", "1.50", "1e2", "1E+02", "-12.000", "18446744073709551615", "1e-400"]
        {
            let number: Number = crate::from_str(text).expect(text);
            assert_eq!(crate::to_string(&number).expect(text), text);
            assert_eq!(number.to_string(), text);
        }
    }

    #[test]
    fn whole_is_a_matter_of_value_and_not_of_spelling() {
        for (text, value) in [
            ("0.0", Some(0)),
            ("-0", Some(0)),
            ("12e1", Some(120)),
            ("1.5e1", Some(15)),
            ("150e-1", Some(15)),
            ("-3.00", Some(-3)),
            ("0e99999999999999999999", Some(0)),
            ("1e400", None),
            ("1e99999999999999999999", None),
            ("170141183460469231731687303715884105728", None),
        ] {
            let integer: Integer = crate::from_str(text).expect(text);
            assert_eq!(integer.as_i64(), value, "{text}");
            assert_eq!(crate::to_string(&integer).expect(text), text);
        }
        for text in ["0.5", "1e-1", "15e-2", "1e-99999999999999999999"] {
            let error = crate::from_str::<Integer>(text).expect_err(text);
            assert_eq!(
                error.to_string(),
                format!(
                    "expected an integer, found a number with a fraction at line 1 column {}",
                    text.len()
                )
            );
        }
    }

    #[test]
    fn text_that_is_no_number_is_refused() {
        for text in ["", "01", "1.", "+1", " 1", "1 ", "-", "NaN", "\"1\"", "null", "[1]"] {
            assert_eq!(Repr::parse(text).map(|number| number.text().into_owned()), None, "{text}");
        }
    }

    #[test]
    fn floats_become_numbers_if_json_has_them() {
        assert_eq!(Number::try_from(0.1).map(|number| number.to_string()), Ok("0.1".to_owned()));
        assert_eq!(Number::try_from(f64::NAN), Err(OutOfRange("a JSON number")));
    }
}
