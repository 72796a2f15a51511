//! Dates as the service writes them: text that is read as a date on request.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use crate::value::date_parts::{DateParts, NotADate};
use crate::value::text::Text;

/// A date, with or without a time and a zone, as the service wrote it.
///
/// The service writes dates in many shapes, some of them no dates at all. The text is kept and
/// written back as it came; [`parts`](Self::parts) reads it, and says why where it can't.
///
/// Two dates are equal, and are ordered, by what they mean: by the instant if both have a zone, by
/// the calendar if neither has one. A date with a zone and one without can't be compared: neither
/// is the earlier one, and they are not equal. "None" ([`is_none`](Self::is_none)) is before every
/// date, "no end" ([`is_no_end`](Self::is_no_end)) is after every date. Text that is no date equals
/// the same text only. Compare [`as_str`](Self::as_str) if the spelling matters.
///
/// ```
/// use partner_models::DateTime;
///
/// let start = DateTime::from("2019-08-01T00:00:00-07:00");
/// assert_eq!(start, DateTime::from("2019-08-01T07:00:00.0000000Z"));
/// assert_eq!(start.parts()?.unix_seconds(), Some(1_564_642_800));
/// assert!(start < DateTime::from("9999-12-31T23:59:59.9999999"));
///
/// let local = DateTime::from("6/18/2021"); // the month comes first
/// assert!(local.is_zone_missing());
/// assert_eq!((local.parts()?.month, local.parts()?.day), (6, 18));
/// assert_eq!(local.partial_cmp(&start), None);
/// # Ok::<(), partner_models::NotADate>(())
/// ```
#[derive(Clone, Default)]
pub struct DateTime(Text);

/// What a date is compared by.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    None,
    Instant(i64, u32),
    Calendar(i64, u32),
    NoEnd,
    Text(&'a str),
}

impl DateTime {
    /// The text as the service wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// What the text says, field by field.
    ///
    /// # Errors
    ///
    /// The text is no date of a shape that the service is known to write, or a field of it is out of
    /// range.
    pub fn parts(&self) -> Result<DateParts, NotADate> {
        DateParts::read(self.as_str())
    }

    /// Whether it is a date in the year 1, which the service writes for "no date".
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.parts().is_ok_and(|parts| (parts.year, parts.month, parts.day) == (1, 1, 1))
    }

    /// Whether it is the last day of the year 9999, which the service writes for "no end".
    #[must_use]
    pub fn is_no_end(&self) -> bool {
        self.parts().is_ok_and(|parts| (parts.year, parts.month, parts.day) == (9999, 12, 31))
    }

    /// Whether it is a date that does not say its zone, so that its instant is not known.
    #[must_use]
    pub fn is_zone_missing(&self) -> bool {
        self.parts().is_ok_and(|parts| parts.offset_minutes.is_none())
    }

    /// The text, to be read and written in place.
    pub(crate) fn text(&self) -> &Text {
        &self.0
    }

    pub(crate) fn text_mut(&mut self) -> &mut Text {
        &mut self.0
    }

    fn key(&self) -> Key<'_> {
        match self.parts() {
            Err(_) => Key::Text(self.as_str()),
            Ok(_) if self.is_none() => Key::None,
            Ok(_) if self.is_no_end() => Key::NoEnd,
            Ok(parts) => match parts.unix_seconds() {
                Some(seconds) => Key::Instant(seconds, parts.nanosecond),
                None => Key::Calendar(parts.calendar_seconds(), parts.nanosecond),
            },
        }
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.key() == other.key()
    }
}

impl Eq for DateTime {}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.key(), other.key()) {
            (a, b) if a == b => Some(Ordering::Equal),
            (Key::Text(_), _) | (_, Key::Text(_)) => None,
            (Key::None, _) | (_, Key::NoEnd) => Some(Ordering::Less),
            (_, Key::None) | (Key::NoEnd, _) => Some(Ordering::Greater),
            (Key::Instant(a, x), Key::Instant(b, y))
            | (Key::Calendar(a, x), Key::Calendar(b, y)) => Some((a, x).cmp(&(b, y))),
            _ => None,
        }
    }
}

impl From<&str> for DateTime {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for DateTime {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<DateTime> for String {
    fn from(date: DateTime) -> Self {
        date.0.into()
    }
}

impl FromStr for DateTime {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.into())
    }
}

impl AsRef<str> for DateTime {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
