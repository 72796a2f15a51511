//! The feature `bigdecimal`: numbers as decimals of any size.

use ::bigdecimal::{BigDecimal, ParseBigDecimalError};

use crate::{Integer, Number};

/// Exact. An error if the exponent is out of the range of the crate.
impl TryFrom<&Number> for BigDecimal {
    type Error = ParseBigDecimalError;

    fn try_from(number: &Number) -> Result<Self, ParseBigDecimalError> {
        number.text().parse()
    }
}

/// Exact. An error if the exponent is out of the range of the crate.
impl TryFrom<&Integer> for BigDecimal {
    type Error = ParseBigDecimalError;

    fn try_from(number: &Integer) -> Result<Self, ParseBigDecimalError> {
        number.text().parse()
    }
}
