//! The feature `time`: dates as those of the crate time.

use ::time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use crate::value::date_parts::{CONVERT, ZONELESS};
use crate::{DateTime, NotADate};

/// The date and the time as they are written, whatever the zone.
impl TryFrom<&DateTime> for PrimitiveDateTime {
    type Error = NotADate;

    fn try_from(date: &DateTime) -> Result<Self, NotADate> {
        let it = date.parts()?;
        let month = Month::try_from(it.month).map_err(|_| CONVERT)?;
        let day = Date::from_calendar_date(it.year.into(), month, it.day).map_err(|_| CONVERT)?;
        let time = Time::from_hms_nano(it.hour, it.minute, it.second, it.nanosecond);
        Ok(Self::new(day, time.map_err(|_| CONVERT)?))
    }
}

/// The date with its zone. A date without a zone is an error.
impl TryFrom<&DateTime> for OffsetDateTime {
    type Error = NotADate;

    fn try_from(date: &DateTime) -> Result<Self, NotADate> {
        let minutes = date.parts()?.offset_minutes.ok_or(ZONELESS)?;
        let offset = UtcOffset::from_whole_seconds(i32::from(minutes) * 60).map_err(|_| CONVERT)?;
        Ok(PrimitiveDateTime::try_from(date)?.assume_offset(offset))
    }
}
