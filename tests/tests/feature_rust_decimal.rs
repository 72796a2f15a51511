//! The feature `rust_decimal`.

use partner_models::{Integer, Number};
use rust_decimal::Decimal;

#[test]
fn a_number_becomes_a_decimal_or_an_error() {
    for (text, expected) in [
        ("1234567890.123456789012", "1234567890.123456789012"),
        ("-1.5e2", "-150"),
        ("1.50", "1.50"),
    ] {
        let number: Number = text.parse().expect("it is a number");
        assert_eq!(Decimal::try_from(&number).map(|it| it.to_string()).as_deref(), Ok(expected));
    }
    for text in ["1e-29", "1.00000000000000000000000000001", "1e29", "1e999999999", "1e-999999999"]
    {
        let number: Number = text.parse().expect("it is a number");
        assert!(Decimal::try_from(&number).is_err(), "{text}");
    }
    assert_eq!(Decimal::try_from(&Integer::from(25)), Ok(Decimal::from(25)));
}
