//! The feature `jiff`: dates as those of the crate jiff.

use ::jiff::Timestamp;

use crate::value::date_parts::{CONVERT, ZONELESS};
use crate::{DateTime, NotADate};

/// The date and the time as they are written, whatever the zone.
impl TryFrom<&DateTime> for ::jiff::civil::DateTime {
    type Error = NotADate;

    fn try_from(date: &DateTime) -> Result<Self, NotADate> {
        let it = date.parts()?;
        let signed = |value: u8| i8::try_from(value).map_err(|_| CONVERT);
        Self::new(
            i16::try_from(it.year).map_err(|_| CONVERT)?,
            signed(it.month)?,
            signed(it.day)?,
            signed(it.hour)?,
            signed(it.minute)?,
            signed(it.second)?,
            i32::try_from(it.nanosecond).map_err(|_| CONVERT)?,
        )
        .map_err(|_| CONVERT)
    }
}

/// The instant. A date without a zone is an error, and so is one that jiff's range does not hold.
impl TryFrom<&DateTime> for Timestamp {
    type Error = NotADate;

    fn try_from(date: &DateTime) -> Result<Self, NotADate> {
        let it = date.parts()?;
        let seconds = it.unix_seconds().ok_or(ZONELESS)?;
        let nanosecond = i32::try_from(it.nanosecond).map_err(|_| CONVERT)?;
        Self::new(seconds, nanosecond).map_err(|_| CONVERT)
    }
}
