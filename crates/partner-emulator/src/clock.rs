//! The time, as the emulator has it.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

/// A clock that goes as the real one does, from another time on, or that stands still.
///
/// All that depends on time goes by it: when tokens end, what `Date` says, when documents were made.
#[derive(Clone, Default)]
pub(crate) struct Clock(Arc<Mutex<State>>);

#[derive(Clone, Copy, Default)]
struct State {
    /// How far it is ahead of the real one.
    ahead: Duration,
    /// Where it stands still.
    frozen: Option<OffsetDateTime>,
}

/// A clock as a file has it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Kept {
    /// How many seconds it is ahead of the real one.
    ahead_seconds: i64,
    /// Where it stands still.
    #[serde(skip_serializing_if = "Option::is_none")]
    frozen: Option<String>,
}

impl Clock {
    /// How it goes, for a file.
    pub(crate) fn keep(&self) -> Kept {
        self.with(|state| Kept {
            ahead_seconds: state.ahead.whole_seconds(),
            frozen: state.frozen.map(write_time),
        })
    }

    /// Goes on as one that was kept: it stands where it stood, or is as far ahead as it was.
    pub(crate) fn restore(&self, kept: &Kept) -> Result<(), NoTime> {
        let read = |text: &String| read_time(text).ok_or(NoTime);
        let frozen = kept.frozen.as_ref().map(read).transpose()?;
        let ahead = Duration::seconds(kept.ahead_seconds);
        self.with(|state| *state = State { ahead, frozen });
        Ok(())
    }

    /// Goes as the real one does again.
    pub(crate) fn reset(&self) {
        self.with(|state| *state = State::default());
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.with(|state| state.frozen.is_some())
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        self.with(|state| state.now())
    }

    /// How far it is ahead of the real one, where it goes.
    pub(crate) fn ahead(&self) -> Duration {
        self.with(|state| state.ahead)
    }

    /// Where it stands still.
    pub(crate) fn frozen(&self) -> Option<OffsetDateTime> {
        self.with(|state| state.frozen)
    }

    /// Whether it is another than the real one.
    pub(crate) fn is_moved(&self) -> bool {
        self.with(|state| state.frozen.is_some() || !state.ahead.is_zero())
    }

    /// Moves it as a text says: to a time, or by a stretch of it. Whether the text says so.
    pub(crate) fn read(&self, text: &str) -> bool {
        let stretch = read_stretch(text).map(|by| self.advance(by));
        stretch.or_else(|| read_time(text).map(|now| self.set(now))).is_some()
    }

    /// Puts it forward, or back.
    pub(crate) fn advance(&self, by: Duration) {
        self.with(|state| state.set(state.now().saturating_add(by)));
    }

    pub(crate) fn set(&self, now: OffsetDateTime) {
        self.with(|state| state.set(now));
    }

    /// Makes it stand still, or go on from where it stood.
    pub(crate) fn freeze(&self, frozen: bool) {
        self.with(|state| {
            let now = state.now();
            state.frozen = frozen.then_some(now);
            state.set(now);
        });
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn now(&self) -> OffsetDateTime {
        self.frozen.unwrap_or_else(|| OffsetDateTime::now_utc().saturating_add(self.ahead))
    }

    fn set(&mut self, now: OffsetDateTime) {
        self.ahead = now - OffsetDateTime::now_utc();
        if self.frozen.is_some() {
            self.frozen = Some(now);
        }
    }
}

/// Text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTime;

impl std::fmt::Display for NoTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a time is wanted, such as 2026-01-31T12:00:00Z, or a day")
    }
}

impl std::error::Error for NoTime {}

/// `2026-01-31T12:00:00Z`, or `2026-01-31` for its first moment.
pub(crate) fn read_time(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339)
        .or_else(|_| OffsetDateTime::parse(&format!("{text}T00:00:00Z"), &Rfc3339))
        .ok()
}

/// As the header `Date` has it: `Sat, 31 Jan 2026 12:00:00 GMT`.
pub(crate) fn http_date(time: OffsetDateTime) -> String {
    let time = time.to_offset(time::UtcOffset::UTC);
    let (day, month) = (time.weekday().to_string(), time.month().to_string());
    format!(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        day.get(..3).unwrap_or_default(),
        time.day(),
        month.get(..3).unwrap_or_default(),
        time.year(),
        time.hour(),
        time.minute(),
        time.second(),
    )
}

pub(crate) fn write_time(time: OffsetDateTime) -> String {
    time.replace_nanosecond(0).unwrap_or(time).format(&Rfc3339).unwrap_or_default()
}

/// A stretch of time: `90s`, `15m`, `36h`, `31d`, or seconds.
pub(crate) fn read_stretch(text: &str) -> Option<Duration> {
    let text = text.trim();
    let text = text.strip_prefix('+').unwrap_or(text);
    let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(split)?;
    let number: i64 = number.parse().ok()?;
    let seconds = match unit {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    Some(Duration::seconds(number.checked_mul(seconds)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_it_is_moved() {
        let clock = Clock::default();
        let start = read_time("2026-01-31").expect("a day");
        clock.set(start);
        clock.freeze(true);
        let frozen = clock.now();
        assert!(frozen - start < Duration::seconds(5));
        std::thread::sleep(std::time::Duration::from_millis(5));
        assert_eq!(clock.now(), frozen);
        clock.advance(Duration::days(1));
        assert_eq!(clock.now(), frozen + Duration::days(1));
        clock.freeze(false);
        std::thread::sleep(std::time::Duration::from_millis(5));
        let now = clock.now();
        assert!(now > frozen + Duration::days(1) && now < frozen + Duration::days(2));
    }

    #[test]
    fn stretches_are_read_with_their_unit() {
        for (text, seconds) in [("90", 90), ("+2m", 120), ("-1h", -3600), ("31d", 2_678_400)] {
            assert_eq!(read_stretch(text), Some(Duration::seconds(seconds)), "{text}");
        }
        for bad in ["", "d", "1w", "1.5h", "9223372036854775807d"] {
            assert_eq!(read_stretch(bad), None, "{bad}");
        }
    }
}
