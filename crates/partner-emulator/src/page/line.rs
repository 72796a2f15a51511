//! A call in a line of text, for the command to print.

use std::fmt::Write;
use std::time::Duration;

use time::OffsetDateTime;

use crate::clock::write_time;
use crate::faults::Fault;

/// What a line tells.
pub(super) struct Line<'a> {
    pub(super) time: OffsetDateTime,
    pub(super) method: &'a str,
    /// Without personal data.
    pub(super) target: &'a str,
    pub(super) status: Option<u16>,
    pub(super) took: Duration,
    pub(super) fault: Option<&'a Fault>,
}

impl Line<'_> {
    /// `2026-01-31T12:00:00Z GET /v1/customers 200 0.7 ms`
    pub(super) fn text(&self) -> String {
        let time = write_time(self.time);
        let status = self.status.map_or_else(|| "no answer".into(), |status| status.to_string());
        let milliseconds = self.took.as_secs_f64() * 1000.0;
        let mut text =
            format!("{time} {} {} {status} {milliseconds:.1} ms", self.method, self.target);
        if let Some(fault) = self.fault {
            // Writing to a string does not fail.
            let _ = write!(text, " fault {fault}");
        }
        // One call is one line, whatever it was called with.
        text.replace(|c: char| c.is_control(), "\u{fffd}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::read_time;

    #[test]
    fn a_call_is_one_line() {
        let mut line = Line {
            time: read_time("2026-01-31T12:00:00Z").expect("a time"),
            method: "GET",
            target: "/v1/customers/A/users?size=5",
            status: Some(200),
            took: Duration::from_micros(730),
            fault: None,
        };
        let expected = "2026-01-31T12:00:00Z GET /v1/customers/A/users?size=5 200 0.7 ms";
        assert_eq!(line.text(), expected);
        let fault = Fault::Delay(Duration::from_millis(500));
        (line.took, line.fault) = (Duration::from_millis(1_500), Some(&fault));
        (line.method, line.target) = ("POST", "/a\nb");
        let expected = "2026-01-31T12:00:00Z POST /a\u{fffd}b 200 1500.0 ms fault delay=500";
        assert_eq!(line.text(), expected);
        (line.target, line.status, line.fault) = ("/", None, Some(&Fault::Drop));
        assert_eq!(line.text(), "2026-01-31T12:00:00Z POST / no answer 1500.0 ms fault drop");
    }
}
