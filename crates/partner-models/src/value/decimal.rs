//! The value of a number, by its digits: exact at any size, and without making room for it.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A number as `0.digits × 10^exponent`, the first and the last digit not zero; no digits stand for zero.
pub(crate) struct Decimal<'a> {
    is_negative: bool,
    /// The digits before and behind the point.
    digits: [&'a [u8]; 2],
    exponent: Exponent,
}

/// An exponent. Its digits are kept where it is too large to be worked with.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Exponent {
    Small(i128),
    /// With a sign, and digits that don't begin with a zero.
    Huge {
        is_negative: bool,
        digits: Box<str>,
    },
}

impl<'a> Decimal<'a> {
    /// The value of the text of a JSON number.
    pub(crate) fn of(text: &'a str) -> Self {
        let (is_negative, text) = match text.strip_prefix('-') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let whole = whole.trim_start_matches('0');
        let significant = fraction.trim_end_matches('0');
        let (digits, point) = if whole.is_empty() {
            let digits = significant.trim_start_matches('0');
            // The zeros between the point and the first digit.
            (["", digits], -length(significant.len() - digits.len()))
        } else if significant.is_empty() {
            ([whole.trim_end_matches('0'), ""], length(whole.len()))
        } else {
            ([whole, significant], length(whole.len()))
        };
        if digits == ["", ""] {
            return Self { is_negative: false, digits: [b"", b""], exponent: Exponent::Small(0) };
        }
        let exponent = Exponent::sum(exponent, point);
        Self { is_negative, digits: digits.map(str::as_bytes), exponent }
    }

    fn count(&self) -> usize {
        self.digits[0].len() + self.digits[1].len()
    }

    fn is_zero(&self) -> bool {
        self.count() == 0
    }

    fn digits(&self) -> impl Iterator<Item = u8> + use<'_, 'a> {
        self.digits[0].iter().chain(self.digits[1]).copied()
    }

    /// Whether there is nothing behind the point.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_zero()
            || match &self.exponent {
                Exponent::Small(exponent) => *exponent >= i128::from(length(self.count())),
                Exponent::Huge { is_negative, .. } => !is_negative,
            }
    }

    /// The value, where it is whole and fits.
    pub(crate) fn as_i128(&self) -> Option<i128> {
        if self.is_zero() {
            return Some(0);
        }
        // More digits than these fit no `i128`.
        let Exponent::Small(exponent @ ..40) = self.exponent else { return None };
        if !self.is_whole() {
            return None;
        }
        let mut value = 0_i128;
        let zeros = usize::try_from(exponent).ok()? - self.count();
        for digit in self.digits().chain(std::iter::repeat_n(b'0', zeros)) {
            // Below zero there is room for one more.
            value = value.checked_mul(10)?.checked_sub(i128::from(digit - b'0'))?;
        }
        if self.is_negative { Some(value) } else { value.checked_neg() }
    }

    fn cmp_size(&self, other: &Self) -> Ordering {
        match (self.is_zero(), other.is_zero()) {
            (false, false) => {
                self.exponent.cmp(&other.exponent).then_with(|| self.digits().cmp(other.digits()))
            }
            (mine, others) => others.cmp(&mine),
        }
    }
}

/// Text is never so long that its length does not fit.
fn length(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

impl PartialEq for Decimal<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal<'_> {}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.is_negative, other.is_negative) {
            (false, false) => self.cmp_size(other),
            (true, true) => other.cmp_size(self),
            (mine, others) => others.cmp(&mine),
        }
    }
}

impl Hash for Decimal<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.is_negative.hash(state);
        self.exponent.hash(state);
        self.digits().for_each(|digit| state.write_u8(digit));
    }
}

impl Exponent {
    /// The sum of what is written and a number.
    fn sum(text: &str, number: i64) -> Self {
        let is_negative = text.starts_with('-');
        let digits = text.trim_start_matches(['-', '+']).trim_start_matches('0');
        // 36 digits and any number make no more than 37.
        if digits.len() <= 36 {
            let size = digits.parse::<i128>().unwrap_or(0);
            return Self::Small(if is_negative { -size } else { size } + i128::from(number));
        }
        // So long a number keeps its sign, whatever is added.
        let mut sum: Vec<u8> = digits.bytes().rev().collect();
        let grows = (number < 0) == is_negative;
        let mut rest = number.unsigned_abs();
        for digit in &mut sum {
            let other = u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
            let (value, carries) = if grows {
                let value = *digit - b'0' + other;
                (value % 10, value > 9)
            } else {
                let value = *digit - b'0' + 10 - other;
                (value % 10, value < 10)
            };
            *digit = b'0' + value;
            rest += u64::from(carries);
            if rest == 0 {
                break;
            }
        }
        if rest > 0 {
            sum.push(b'1');
        }
        let sum: String = sum.iter().rev().map(|&digit| char::from(digit)).collect();
        let digits = sum.trim_start_matches('0');
        match digits.parse::<i128>() {
            Ok(size) => Self::Small(if is_negative { -size } else { size }),
            Err(_) => Self::Huge { is_negative, digits: digits.into() },
        }
    }
}

impl PartialOrd for Exponent {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exponent {
    fn cmp(&self, other: &Self) -> Ordering {
        // What is huge is above or below all that is small.
        let size = |it: &Self| match it {
            Self::Small(value) => (0, *value),
            Self::Huge { is_negative: true, .. } => (-1, 0),
            Self::Huge { is_negative: false, .. } => (1, 0),
        };
        match (self, other) {
            (
                Self::Huge { is_negative, digits },
                Self::Huge { is_negative: same, digits: others },
            ) if is_negative == same => {
                let order = digits.len().cmp(&others.len()).then_with(|| digits.cmp(others));
                if *is_negative { order.reverse() } else { order }
            }
            _ => size(self).cmp(&size(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nines(count: usize) -> String {
        "9".repeat(count)
    }

    #[test]
    fn values_are_equal_whatever_their_spelling() {
        for same in [
            &["0", "-0", "0.0", "0e5", "-0.000E-99999999999999999999"] as &[&str],
            &["3", "3.0", "3.00", "30e-1", "0.3e1", "0.003E+3", "300e-2"],
            &["-1200", "-1.2e3", "-12e2", "-0.0012e6"],
            &["1e400", "10e399", "0.1e401"],
            &["1.5e-9223372036854775808", "15e-9223372036854775809"],
            &["1e9223372036854775807", "0.1e9223372036854775808"],
            &[&format!("1e{}", nines(40)), &format!("10e{}8", nines(39))],
            &[&format!("1e1{}", "0".repeat(40)), &format!("10e{}", nines(40))],
            &[&format!("1e-1{}", "0".repeat(40)), &format!("0.1e-{}", nines(40))],
            &[&format!("1e{}", nines(36)), &format!("0.01e1{}1", "0".repeat(35))],
        ] {
            for a in same {
                for b in same {
                    assert!(Decimal::of(a) == Decimal::of(b), "{a} {b}");
                }
            }
        }
    }

    #[test]
    fn values_are_in_order() {
        let ordered = [
            &format!("-1e{}", nines(50)),
            "-1e400",
            "-18446744073709551617",
            "-18446744073709551616",
            "-12",
            "-1.5",
            "-1e-400",
            &format!("-1e-{}", nines(50)),
            "0",
            &format!("1e-{}", nines(50)),
            &format!("1e-{}", nines(49)),
            "1e-400",
            "0.1",
            "0.10000000000000000000000000001",
            "1",
            "1.5",
            "2",
            "10",
            "12345678901234567890123",
            "12345678901234567890124",
            "1e400",
            &format!("1e{}", nines(49)),
            &format!("1e{}", nines(50)),
        ];
        for (i, a) in ordered.iter().enumerate() {
            for (j, b) in ordered.iter().enumerate() {
                assert_eq!(Decimal::of(a).cmp(&Decimal::of(b)), i.cmp(&j), "{a} {b}");
            }
        }
    }

    #[test]
    fn whole_values_that_fit() {
        let value = |text| Decimal::of(text).as_i128();
        assert_eq!(value("-170141183460469231731687303715884105728"), Some(i128::MIN));
        assert_eq!(value("170141183460469231731687303715884105727"), Some(i128::MAX));
        assert_eq!(value("170141183460469231731687303715884105728"), None);
        assert_eq!(value("0.17e3"), Some(170));
        assert_eq!(value("1e-1"), None);
        assert_eq!(value("1e40"), None);
        assert_eq!(value("-0.0"), Some(0));
    }
}
