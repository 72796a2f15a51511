//! The feature `rust_decimal`: numbers as decimals of 96 bits, exact or an error.

use ::rust_decimal::{Decimal, Error};

use crate::{Integer, Number};

/// The number, digit by digit.
fn exact(text: &str) -> Result<Decimal, Error> {
    // Of an exponent the crate has another reading, that rounds; a sum has none.
    if text.contains(['e', 'E']) {
        let number = Number::parse(text).and_then(|number| {
            let plain: Result<Number, crate::TooManyDigits> = [number].iter().sum();
            plain.ok()
        });
        let plain = number.ok_or_else(|| Error::from("the number has too many digits"))?;
        return Decimal::from_str_exact(&plain.text());
    }
    Decimal::from_str_exact(text)
}

/// An error if a digit would be lost.
impl TryFrom<&Number> for Decimal {
    type Error = Error;

    fn try_from(number: &Number) -> Result<Self, Error> {
        exact(&number.text())
    }
}

/// An error if a digit would be lost.
impl TryFrom<&Integer> for Decimal {
    type Error = Error;

    fn try_from(number: &Integer) -> Result<Self, Error> {
        exact(&number.text())
    }
}
