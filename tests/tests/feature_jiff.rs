//! The feature `jiff`.

use jiff::{Timestamp, civil};
use partner_models::DateTime;

#[test]
fn a_date_becomes_one_of_jiff() {
    let date = DateTime::from("2019-02-04T09:22:34.6345529-08:00");
    let instant = Timestamp::try_from(&date).expect("it has a zone");
    assert_eq!((instant.as_second(), instant.subsec_nanosecond()), (1_549_300_954, 634_552_900));
    assert_eq!(civil::DateTime::try_from(&date).map(civil::DateTime::hour), Ok(9));
    let local = DateTime::from("6/18/2021");
    assert!(civil::DateTime::try_from(&local).is_ok());
    let error = Timestamp::try_from(&local).expect_err("it has no zone");
    assert_eq!(error.to_string(), "not a date: the zone is missing");
}
