//! Tests of numbers.

use super::*;

#[test]
fn every_spelling_is_kept() {
    for text in
        ["0", "-0", "0.0", "1.50", "1e2", "1E+02", "-12.000", "18446744073709551615", "1e-400"]
    {
        let number: Number = crate::from_str(text).expect(text);
        assert_eq!(crate::to_string(&number), text);
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
        assert_eq!(crate::to_string(&integer), text);
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
fn equality_is_by_value_and_lawful() {
    let number = |text: &str| Number::parse(text).expect(text);
    let integer = |text: &str| Integer::parse(text).expect(text);
    assert_eq!(integer("3.0"), Integer::from(3));
    assert_eq!(Some(integer("0.0")), Some(0.into()));
    assert!(integer("3.0") == 3 && 3 == integer("3e0") && number("3.0") == 3_u8);
    assert_eq!(number("3.00"), integer("3"));
    assert_ne!(integer("18446744073709551616"), integer("18446744073709551617"));
    assert_eq!(integer("1844674407370955161.5e1"), u64::MAX);
    let hash = |number: &Number| {
        let mut state = std::hash::DefaultHasher::new();
        number.hash(&mut state);
        state.finish()
    };
    for (a, b) in [("1.50", "15e-1"), ("-0", "0"), ("100", "1e2"), ("7", "7.0")] {
        assert_eq!(hash(&number(a)), hash(&number(b)), "{a} {b}");
    }
    assert!(number("1.5") > 1 && number("-2") < number("1e-999999999999999999999"));
}

#[test]
fn numbers_are_shown_as_numbers_are() {
    for (text, value) in [("-5", -5_i64), ("5", 5), ("0", 0), ("-123456", -123_456)] {
        let integer: Integer = crate::from_str(text).expect(text);
        assert_eq!(format!("{integer:+}"), format!("{value:+}"));
        assert_eq!(format!("{integer:06}"), format!("{value:06}"));
        assert_eq!(format!("{integer:<8}|"), format!("{value:<8}|"));
        assert_eq!(format!("{integer:^+8}|"), format!("{value:^+8}|"));
    }
    assert_eq!(format!("{:+}", Number::parse("-1.50").expect("a number")), "-1.50");
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
