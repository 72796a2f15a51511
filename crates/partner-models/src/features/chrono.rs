//! The feature `chrono`: dates as those of the crate chrono.

use ::chrono::{FixedOffset, NaiveDate, NaiveDateTime};

use crate::value::date_parts::{CONVERT, ZONELESS};
use crate::{DateTime, NotADate};

/// The date and the time as they are written, whatever the zone.
impl TryFrom<&DateTime> for NaiveDateTime {
    type Error = NotADate;

    fn try_from(date: &DateTime) -> Result<Self, NotADate> {
        let it = date.parts()?;
        NaiveDate::from_ymd_opt(it.year.into(), it.month.into(), it.day.into())
            .and_then(|day| {
                let (hour, minute) = (it.hour.into(), it.minute.into());
                day.and_hms_nano_opt(hour, minute, it.second.into(), it.nanosecond)
            })
            .ok_or(CONVERT)
    }
}

/// The date with its zone. A date without a zone is an error.
impl TryFrom<&DateTime> for ::chrono::DateTime<FixedOffset> {
    type Error = NotADate;

    fn try_from(date: &DateTime) -> Result<Self, NotADate> {
        let minutes = date.parts()?.offset_minutes.ok_or(ZONELESS)?;
        let offset = FixedOffset::east_opt(i32::from(minutes) * 60).ok_or(CONVERT)?;
        let written = NaiveDateTime::try_from(date)?;
        written.and_local_timezone(offset).single().ok_or(CONVERT)
    }
}
