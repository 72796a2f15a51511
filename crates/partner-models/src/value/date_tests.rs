use super::*;
use crate::value::date::DateTime;

/// Text, seconds since 1970 (where written, if there is no zone), nanoseconds, whether there is a zone.
const SHAPES: &[(&str, i64, u32, bool)] = &[
    ("1970-01-01T00:00:00Z", 0, 0, true),
    ("1970-01-01T00:00:00", 0, 0, false),
    ("1970-01-01T00:00:00.1234567Z", 0, 123_456_700, true),
    ("1970-01-01T00:00:00.1234567+00:00", 0, 123_456_700, true),
    ("1970-01-01T00:00:00+00:00", 0, 0, true),
    ("1970-01-01T00:00:00.6345529-08:00", 28_800, 634_552_900, true),
    ("1970-01-01T05:30:00+0530", 0, 0, true),
    ("1970-01-01T00:00:00-07:00", 25_200, 0, true),
    ("1970-01-01T00:00:00.16+00:00", 0, 160_000_000, true),
    ("1970-01-01T00:00:00.037", 0, 37_000_000, false),
    ("1970-01-01T00:00:00.885Z", 0, 885_000_000, true),
    ("1970-01-01T00:00:00.4982520000000Z", 0, 498_252_000, true),
    ("1970-01-01 00:00:00Z", 0, 0, true),
    ("1970-01-01 00:00:00 +01:00", -3_600, 0, true),
    ("1970-01-01 00:01", 60, 0, false),
    ("1970-01-02", 86_400, 0, false),
    ("1970-01-02Z", 86_400, 0, true),
    ("1/2/1970", 86_400, 0, false),
    ("01/02/1970 06:00:00", 108_000, 0, false),
    ("01/02/1970: 00:00:00", 86_400, 0, false),
    ("1/1/1970 12:00:00 AM", 0, 0, false),
    ("1/1/1970 12:00:01 PM", 43_201, 0, false),
    ("1/1/1970 1:00:00 PM", 46_800, 0, false),
    ("2000-02-29T00:00:00Z", 951_782_400, 0, true),
    ("2019-08-01T00:00:00Z", 1_564_617_600, 0, true),
    ("0001-01-01T00:00:00", -62_135_596_800, 0, false),
    ("9999-12-31T23:59:59.9999999", 253_402_300_799, 999_999_900, false),
];

#[test]
fn every_shape_is_read() {
    for &(text, seconds, nanos, zone) in SHAPES {
        let parts = DateParts::read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(parts.unix_seconds().unwrap_or(parts.calendar_seconds()), seconds, "{text}");
        assert_eq!((parts.nanosecond, parts.offset_minutes.is_some()), (nanos, zone), "{text}");
        assert_eq!(DateTime::from(text).as_str(), text);
    }
}

#[test]
fn what_is_no_date_says_why() {
    for (text, why) in [
        ("", SHAPE),
        ("P1Y", SHAPE),
        ("42180180", SHAPE),
        ("6/18/2021.", SHAPE),
        ("2023-05-18TT21:22:26Z", SHAPE),
        ("2015-11-25T06: 41: 12Z", SHAPE),
        ("2022-06-1T10-01-03.4Z", SHAPE),
        ("2019-01-01T00:00:00 ", SHAPE),
        ("2019-01-01T00:00:00.", SHAPE),
        ("\u{661}970-01-01", SHAPE),
        ("18/6/2021", MONTH),
        ("2019-13-01", MONTH),
        ("2019-02-29", DAY),
        ("1900-02-29", DAY),
        ("2019-04-31", DAY),
        ("2019-01-00", DAY),
        ("0000-01-01", YEAR),
        ("2016-12-31T23:59:60Z", TIME),
        ("2019-01-01T24:00:00", TIME),
        ("1/1/2019 0:00:00 AM", TIME),
        ("1/1/2019 13:00:00 PM", TIME),
        ("2019-01-01T00:60:00", TIME),
        ("2019-01-01T00:00:00+24:00", ZONE),
        ("2019-01-01T00:00:00.1234567891Z", FINE),
    ] {
        assert_eq!(DateParts::read(text), Err(why), "{text}");
    }
}

#[test]
fn order_and_equality_agree() {
    let texts = SHAPES.iter().map(|shape| shape.0).chain(["", "soon", "9999-12-31T00:00:00Z"]);
    let dates: Vec<_> = texts.map(DateTime::from).collect();
    for a in &dates {
        for b in &dates {
            let order = a.partial_cmp(b);
            assert_eq!(a == b, order == Some(std::cmp::Ordering::Equal), "{a} {b}");
            assert_eq!(order.map(std::cmp::Ordering::reverse), b.partial_cmp(a), "{a} {b}");
            for c in &dates {
                assert!(!(a < b && b < c) || a < c, "{a} {b} {c}");
                assert!(!(a == b && b == c) || a == c, "{a} {b} {c}");
                assert!(!(a == b && b < c) || a < c, "{a} {b} {c}");
            }
        }
    }
}

#[test]
fn no_date_and_no_end_are_known() {
    for text in ["0001-01-01T00:00:00", "0001-01-01T00:00:00Z", "1/1/0001 12:00:00 AM"] {
        assert!(DateTime::from(text).is_none(), "{text}");
        assert!(DateTime::from(text) < DateTime::from("2019-01-01"), "{text}");
    }
    for text in ["9999-12-31T23:59:59.9999999", "9999-12-31T23:59:59.9970000", "9999-12-31"] {
        assert!(DateTime::from(text).is_no_end(), "{text}");
        assert!(DateTime::from(text) > DateTime::from("2019-01-01T00:00:00Z"), "{text}");
    }
}
