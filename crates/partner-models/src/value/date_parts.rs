//! The shapes in which the service writes dates, and the calendar behind them.

use std::fmt;

/// What a date says, field by field. Each is in its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DateParts {
    /// The year, from 1 to 9999.
    pub year: u16,
    /// The month, from 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
    /// Whether the text has a time. If not, the time is midnight.
    pub has_time: bool,
    /// The hour, from 0 to 23.
    pub hour: u8,
    /// The minute, from 0 to 59.
    pub minute: u8,
    /// The second, from 0 to 59.
    pub second: u8,
    /// The fraction of the second, in nanoseconds.
    pub nanosecond: u32,
    /// How far the zone is ahead of UTC, in minutes; `None` if the text has no zone.
    pub offset_minutes: Option<i16>,
}

/// A text is no date. Says why, without the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADate(&'static str);

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a date: {}", self.0)
    }
}

impl std::error::Error for NotADate {}

const SHAPE: NotADate = NotADate("the text has no known shape of one");
const MONTH: NotADate = NotADate("the month is out of range");
const DAY: NotADate = NotADate("the month has no such day");
const YEAR: NotADate = NotADate("the year is out of range");
const TIME: NotADate = NotADate("the time is out of range");
const ZONE: NotADate = NotADate("the zone is out of range");
const FINE: NotADate = NotADate("the fraction is finer than a nanosecond");

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub(crate) const CONVERT: NotADate = NotADate("the other crate does not hold it");
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub(crate) const ZONELESS: NotADate = NotADate("the zone is missing");

impl DateParts {
    /// Reads one of the shapes; with slashes the month comes first, as in the United States.
    pub(crate) fn read(text: &str) -> Result<Self, NotADate> {
        let mut rest = Rest(text.as_bytes());
        let (first, width) = rest.number(1, 4)?;
        let american = rest.take(b"/");
        if !(american || width == 4 && rest.take(b"-")) || american && width > 2 {
            return Err(SHAPE);
        }
        let least = if american { 1 } else { 2 };
        let (second, _) = rest.number(least, 2)?;
        if !rest.take(if american { b"/" } else { b"-" }) {
            return Err(SHAPE);
        }
        let (year, month, day) = if american {
            (rest.number(4, 4)?.0, first, second)
        } else {
            (first, second, rest.number(2, 2)?.0)
        };
        if year == 0 {
            return Err(YEAR);
        }
        if !(1..=12).contains(&month) {
            return Err(MONTH);
        }
        if !(1..=days_of(year, month)).contains(&day) {
            return Err(DAY);
        }
        let mut parts = Self {
            year: small(year, YEAR)?,
            month: small(month, MONTH)?,
            day: small(day, DAY)?,
            has_time: false,
            hour: 0,
            minute: 0,
            second: 0,
            nanosecond: 0,
            offset_minutes: None,
        };
        let separated = rest.take(b"T") || rest.take(b"t") || american && rest.take(b": ");
        if separated || (rest.0.get(1).is_some_and(u8::is_ascii_digit) && rest.take(b" ")) {
            parts.time(&mut rest, least)?;
        }
        parts.zone(&mut rest)?;
        if rest.0.is_empty() { Ok(parts) } else { Err(SHAPE) }
    }

    fn time(&mut self, rest: &mut Rest<'_>, least: usize) -> Result<(), NotADate> {
        let mut hour = rest.number(least, 2)?.0;
        if !rest.take(b":") {
            return Err(SHAPE);
        }
        let minute = rest.number(2, 2)?.0;
        let mut second = 0;
        if rest.take(b":") {
            second = rest.number(2, 2)?.0;
            if rest.take(b".") {
                self.nanosecond = rest.fraction()?;
            }
        }
        let afternoon = rest.take(b" PM") || rest.take(b" pm");
        if afternoon || rest.take(b" AM") || rest.take(b" am") {
            if !(1..=12).contains(&hour) {
                return Err(TIME);
            }
            hour = hour % 12 + if afternoon { 12 } else { 0 };
        }
        if hour > 23 || minute > 59 || second > 59 {
            return Err(TIME);
        }
        self.has_time = true;
        self.hour = small(hour, TIME)?;
        self.minute = small(minute, TIME)?;
        self.second = small(second, TIME)?;
        Ok(())
    }

    fn zone(&mut self, rest: &mut Rest<'_>) -> Result<(), NotADate> {
        if !self.has_time {
            self.offset_minutes = (rest.take(b"Z") || rest.take(b"z")).then_some(0);
            return Ok(());
        }
        if rest.0.len() > 1 {
            rest.take(b" ");
        }
        if rest.take(b"Z") || rest.take(b"z") {
            self.offset_minutes = Some(0);
            return Ok(());
        }
        let behind = rest.take(b"-");
        if behind || rest.take(b"+") {
            let hours = rest.number(2, 2)?.0;
            rest.take(b":");
            let minutes = rest.number(2, 2)?.0;
            if hours > 23 || minutes > 59 {
                return Err(ZONE);
            }
            let ahead: i16 = small(hours * 60 + minutes, ZONE)?;
            self.offset_minutes = Some(if behind { -ahead } else { ahead });
        }
        Ok(())
    }

    /// The seconds since 1970 in UTC, without the fraction; `None` if there is no zone.
    #[must_use]
    pub fn unix_seconds(&self) -> Option<i64> {
        Some(self.calendar_seconds() - i64::from(self.offset_minutes?) * 60)
    }

    /// The seconds since 1970 where the date was written.
    pub(crate) fn calendar_seconds(&self) -> i64 {
        // Years that begin in March end with the leap day.
        let year = i64::from(self.year) - i64::from(self.month < 3);
        let month = (i64::from(self.month) + 9) % 12;
        let days = 365 * year + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + (153 * month + 2) / 5
            + i64::from(self.day)
            - 1
            - 719_468;
        days * 86_400
            + i64::from(self.hour) * 3_600
            + i64::from(self.minute) * 60
            + i64::from(self.second)
    }
}

fn days_of(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn small<T: TryFrom<u32>>(value: u32, problem: NotADate) -> Result<T, NotADate> {
    value.try_into().map_err(|_| problem)
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn take(&mut self, start: &[u8]) -> bool {
        let rest = self.0.strip_prefix(start);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// A number and how many digits it has.
    fn number(&mut self, least: usize, most: usize) -> Result<(u32, usize), NotADate> {
        let width = self.0.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
        if width < least {
            return Err(SHAPE);
        }
        let (digits, rest) = self.0.split_at(width);
        self.0 = rest;
        Ok((digits.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0')), width))
    }

    fn fraction(&mut self) -> Result<u32, NotADate> {
        let (value, width) = self.number(1, 9)?;
        while self.take(b"0") {}
        if self.0.first().is_some_and(u8::is_ascii_digit) {
            return Err(FINE);
        }
        Ok((width..9).fold(value, |value, _| value * 10))
    }
}

#[cfg(test)]
#[path = "date_tests.rs"]
mod tests;
