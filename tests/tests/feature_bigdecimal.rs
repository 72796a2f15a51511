//! The feature `bigdecimal`.

use bigdecimal::BigDecimal;
use partner_models::{Integer, Number};

#[test]
fn a_number_becomes_a_decimal_of_any_size() {
    for text in ["1234567890.123456789012", "-0.00000000000000000000000000000000000001", "1e40"] {
        let number: Number = text.parse().expect("it is a number");
        let decimal = BigDecimal::try_from(&number).expect("it is in range");
        let expected: BigDecimal = text.parse().expect("it is a decimal");
        assert_eq!(decimal, expected, "{text}");
    }
    let number: Number = "1e99999999999999999999".parse().expect("it is a number");
    assert!(BigDecimal::try_from(&number).is_err());
    assert_eq!(BigDecimal::try_from(&Integer::from(25)), Ok(BigDecimal::from(25)));
}
