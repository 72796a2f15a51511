//! Exact sums of numbers, digit by digit.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::iter::Sum;

use crate::value::number::Number;

/// A sum would take more digits than [`TooManyDigits::LIMIT`], such as that of `1e999999999` and `1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TooManyDigits;

impl TooManyDigits {
    /// How many decimal digits a sum may take, those behind the point included.
    pub const LIMIT: usize = 65_536;
}

impl fmt::Display for TooManyDigits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the sum takes more than {} digits", Self::LIMIT)
    }
}

impl std::error::Error for TooManyDigits {}

/// Exact: no digit is lost, and a sum of amounts with two decimals has two decimals.
///
/// ```
/// use partner_models::{Number, TooManyDigits};
///
/// let prices: Vec<Number> = partner_models::from_str("[0.10, 0.20, 12345678901234567890.12]")?;
/// let total: Result<Number, TooManyDigits> = prices.iter().sum();
/// assert_eq!(total?.to_string(), "12345678901234567890.42");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<'a> Sum<&'a Number> for Result<Number, TooManyDigits> {
    fn sum<I: Iterator<Item = &'a Number>>(numbers: I) -> Self {
        let mut total = Total::default();
        numbers.into_iter().try_for_each(|number| total.add(number))?;
        total.value()
    }
}

impl Sum<Number> for Result<Number, TooManyDigits> {
    fn sum<I: Iterator<Item = Number>>(numbers: I) -> Self {
        let mut total = Total::default();
        numbers.into_iter().try_for_each(|number| total.add(&number))?;
        total.value()
    }
}

/// Exact sums by a key, such as the currency of each line of an invoice.
///
/// ```
/// use partner_models::{Number, sums_by};
///
/// let lines: [(&str, Number); 3] =
///     [("EUR", "1.50".parse()?), ("USD", "2".parse()?), ("EUR", "0.25".parse()?)];
/// let sums = sums_by(&lines, |(currency, amount)| (*currency, amount))?;
/// assert_eq!(sums["EUR"].to_string(), "1.75");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// A sum would take too many digits.
pub fn sums_by<'a, T, K: Ord>(
    items: impl IntoIterator<Item = T>,
    mut key_and_amount: impl FnMut(T) -> (K, &'a Number),
) -> Result<BTreeMap<K, Number>, TooManyDigits> {
    let mut totals: BTreeMap<K, Total> = BTreeMap::new();
    for item in items {
        let (key, amount) = key_and_amount(item);
        totals.entry(key).or_default().add(amount)?;
    }
    totals.into_iter().map(|(key, total)| Ok((key, total.value()?))).collect()
}

/// What is above zero and what is below it are added up apart: then no addition touches more digits than
/// the number has, but for a carry.
#[derive(Default)]
struct Total {
    above: Digits,
    below: Digits,
}

/// Decimal digits, the lowest first, times ten to a power.
#[derive(Default)]
struct Digits {
    digits: VecDeque<u8>,
    power: i64,
}

impl Total {
    fn add(&mut self, number: &Number) -> Result<(), TooManyDigits> {
        let text = number.text();
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: Vec<u8> =
            whole.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit).collect();
        let zero = digits.iter().all(|digit| *digit == b'0');
        if zero && exponent != "0" {
            return Ok(());
        }
        let exponent: i32 = exponent.parse().map_err(|_| TooManyDigits)?;
        let fraction = i64::try_from(fraction.len()).map_err(|_| TooManyDigits)?;
        let side = if text.starts_with('-') { &mut self.below } else { &mut self.above };
        side.add(&digits, i64::from(exponent) - fraction)
    }

    fn value(mut self) -> Result<Number, TooManyDigits> {
        let power = self.above.power.min(self.below.power);
        for side in [&mut self.above, &mut self.below] {
            side.reach(power, power + 1)?;
        }
        let len = self.above.digits.len().max(self.below.digits.len());
        for side in [&mut self.above, &mut self.below] {
            side.digits.resize(len, 0);
        }
        let negative = self.below.digits.iter().rev().gt(self.above.digits.iter().rev());
        let (large, small) =
            if negative { (self.below, self.above) } else { (self.above, self.below) };
        let mut borrow = 0;
        let mut digits: Vec<u8> = large
            .digits
            .iter()
            .zip(&small.digits)
            .map(|(large, small)| {
                let digit = large + 10 - small - borrow;
                borrow = u8::from(digit < 10);
                b'0' + digit % 10
            })
            .collect();
        let behind = usize::try_from(-power).map_err(|_| TooManyDigits)?;
        digits.resize(digits.len().max(behind + 1), b'0');
        while digits.len() > behind + 1 && digits.last() == Some(&b'0') {
            digits.pop();
        }
        if behind > 0 {
            digits.insert(behind, b'.');
        }
        if negative {
            digits.push(b'-');
        }
        let text: String = digits.iter().rev().map(|&digit| char::from(digit)).collect();
        Number::parse(&text).ok_or(TooManyDigits)
    }
}

impl Digits {
    /// Makes room for digits between two powers of ten. That of one is always among them.
    fn reach(&mut self, lowest: i64, beyond: i64) -> Result<(), TooManyDigits> {
        let low = self.power.min(lowest);
        let len = i64::try_from(self.digits.len()).map_err(|_| TooManyDigits)?;
        let high = (self.power + len).max(beyond).max(1);
        let size = usize::try_from(high - low).map_err(|_| TooManyDigits)?;
        if size > TooManyDigits::LIMIT {
            return Err(TooManyDigits);
        }
        while self.power > low {
            self.digits.push_front(0);
            self.power -= 1;
        }
        self.digits.resize(size, 0);
        Ok(())
    }

    fn add(&mut self, digits: &[u8], power: i64) -> Result<(), TooManyDigits> {
        let len = i64::try_from(digits.len()).map_err(|_| TooManyDigits)?;
        self.reach(power, power + len)?;
        let mut place = usize::try_from(power - self.power).map_err(|_| TooManyDigits)?;
        let mut carry = 0;
        let mut rest = digits.iter().rev();
        loop {
            let next = rest.next();
            if next.is_none() && carry == 0 {
                return Ok(());
            }
            if place == self.digits.len() {
                if place == TooManyDigits::LIMIT {
                    return Err(TooManyDigits);
                }
                self.digits.push_back(0);
            }
            let sum = self.digits[place] + next.map_or(0, |digit| digit - b'0') + carry;
            self.digits[place] = sum % 10;
            carry = sum / 10;
            place += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(texts: &[&str]) -> Result<String, TooManyDigits> {
        let numbers = texts.iter().map(|text| Number::parse(text).expect("a number"));
        numbers.sum::<Result<Number, _>>().map(|number| number.to_string())
    }

    #[test]
    fn sums_are_exact() {
        for (texts, expected) in [
            (&[][..], "0"),
            (&["0.1", "0.2"], "0.3"),
            (&["1.50", "1.50"], "3.00"),
            (&["-1.5", "1.5"], "0.0"),
            (&["1", "-2.25"], "-1.25"),
            (&["999", "1"], "1000"),
            (&["1e2", "1e-2", "-0"], "100.01"),
            (&["0.00", "0e99999999999"], "0.00"),
            (&["1e30", "1", "-1e30"], "1"),
            (&["9223372036854775807", "9223372036854775807"], "18446744073709551614"),
            (&["1234567890.123456789012", "0.000000000001"], "1234567890.123456789013"),
        ] {
            assert_eq!(sum(texts).as_deref(), Ok(expected), "{texts:?}");
        }
    }

    #[test]
    fn a_sum_has_a_limit() {
        for texts in [
            &["1e999999999"][..],
            &["1e-999999999"],
            &["1e99999999999999999999"],
            &["-1e99999999999999999999", "1"],
            &["1e65536"],
            &["1e40000", "1e-40000"],
        ] {
            assert_eq!(sum(texts), Err(TooManyDigits), "{texts:?}");
        }
        assert_eq!(sum(&["1e65535"]).map(|text| text.len()), Ok(65_536));
    }

    #[test]
    fn many_small_numbers_beside_a_large_one_take_no_longer() {
        let mut total = Total::default();
        total.add(&Number::parse("1e60000").expect("a number")).expect("it fits");
        let one = Number::from(1_i64);
        for _ in 0..100_000 {
            total.add(&one).expect("it fits");
        }
        assert!(total.value().expect("it fits").to_string().ends_with("0100000"));
    }
}
