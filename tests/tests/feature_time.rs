//! The feature `time`.

use partner_models::DateTime;
use time::{OffsetDateTime, PrimitiveDateTime};

#[test]
fn a_date_becomes_one_of_time() {
    let date = DateTime::from("2019-02-04T09:22:34.6345529-08:00");
    let zoned = OffsetDateTime::try_from(&date).expect("it has a zone");
    assert_eq!((zoned.unix_timestamp(), zoned.nanosecond()), (1_549_300_954, 634_552_900));
    assert_eq!(PrimitiveDateTime::try_from(&date).map(PrimitiveDateTime::hour), Ok(9));
    let local = DateTime::from("6/18/2021");
    assert!(PrimitiveDateTime::try_from(&local).is_ok());
    let error = OffsetDateTime::try_from(&local).expect_err("it has no zone");
    assert_eq!(error.to_string(), "not a date: the zone is missing");
}
