//! How long an answer asks to wait.

use std::time::{Duration, SystemTime};

/// How long an answer asks to wait: the first header that says so counts, as it does for the retry policy
/// of the Azure SDK.
pub(crate) fn of<'a>(header: impl Fn(&'static str) -> Option<&'a str>) -> Option<Duration> {
    let milliseconds = ["x-ms-retry-after-ms", "retry-after-ms"]
        .into_iter()
        .find_map(|name| header(name)?.trim().parse().ok().map(Duration::from_millis));
    milliseconds.or_else(|| parse(header("retry-after")?))
}

/// What a `Retry-After` says: seconds, perhaps with decimals, or a date.
pub(crate) fn parse(text: &str) -> Option<Duration> {
    let text = text.trim();
    let seconds = || {
        let is_number =
            !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit() || it == b'.');
        let seconds = text.parse::<f64>().ok().filter(|_| is_number)?;
        Duration::try_from_secs_f64(seconds).ok().or(Some(Duration::MAX))
    };
    let date = || {
        let date = httpdate::parse_http_date(text).ok()?;
        Some(date.duration_since(SystemTime::now()).unwrap_or_default())
    };
    seconds().or_else(date)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
