//! How long an answer asks to wait.

use std::time::{Duration, SystemTime};

/// How long an answer asks to wait: the first header that says so counts, as it does for the retry policy
/// of the Azure SDK.
pub(crate) fn of<'a>(header: impl Fn(&'static str) -> Option<&'a str>) -> Option<Duration> {
    let milliseconds = ["x-ms-retry-after-ms", "retry-after-ms"]
        .into_iter()
        .find_map(|name| Some(duration(number(header(name)?)? / 1000.0)));
    milliseconds.or_else(|| parse(header("retry-after")?))
}

/// What a `Retry-After` says: seconds, perhaps with decimals, or a date.
fn parse(text: &str) -> Option<Duration> {
    let date = || {
        let date = httpdate::parse_http_date(text.trim()).ok()?;
        Some(date.duration_since(SystemTime::now()).unwrap_or_default())
    };
    number(text).map(duration).or_else(date)
}

/// A number that is not negative, in digits.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_number = text.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    text.parse().ok().filter(|_| is_number)
}

fn duration(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_header_that_says_so_counts() {
        let wait = |headers: &[(&str, &'static str)]| {
            of(|name| headers.iter().find(|it| it.0 == name).map(|it| it.1))
        };
        let milliseconds = Duration::from_millis;
        assert_eq!(wait(&[("retry-after", "1.5")]), Some(milliseconds(1500)));
        assert_eq!(
            wait(&[("retry-after-ms", "100"), ("retry-after", "7")]),
            Some(milliseconds(100))
        );
        assert_eq!(
            wait(&[("x-ms-retry-after-ms", "1500.5")]),
            Some(Duration::from_micros(1_500_500))
        );
        assert_eq!(
            wait(&[("x-ms-retry-after-ms", "soon"), ("retry-after", "7")]),
            Some(milliseconds(7000))
        );
        assert_eq!(wait(&[]), None);
    }

    #[test]
    fn seconds_decimals_and_dates_are_read() {
        for (text, millis) in [("0", 0), (" 7 ", 7000), ("1.5", 1500), ("0.25", 250), (".5", 500)] {
            assert_eq!(parse(text), Some(Duration::from_millis(millis)), "{text}");
        }
        let date = |seconds| {
            let then = SystemTime::now() + Duration::from_secs(seconds);
            parse(&httpdate::fmt_http_date(then)).expect("it is a date")
        };
        assert!((58..=60).contains(&date(60).as_secs()));
        assert_eq!(parse("Fri, 01 Jan 2021 00:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(parse(&"9".repeat(400)), Some(Duration::MAX));
        for text in ["", "-1", "+1", "1e3", "inf", "NaN", "soon", "1.2.3", "."] {
            assert_eq!(parse(text), None, "{text}");
        }
        // The three spellings of a date that HTTP has.
        for text in [
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "Wednesday, 31-Dec-36 23:59:59 GMT",
            "Fri Dec 31 23:59:59 9999",
        ] {
            assert!(parse(text) > Some(Duration::from_secs(60)), "{text}");
        }
    }
}
