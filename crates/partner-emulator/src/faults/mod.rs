//! What can go wrong, on request.

mod damage;
mod plan;
mod throttle;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

pub(crate) use damage::{Outcome, damage};
pub(crate) use plan::Plan;
pub(crate) use throttle::RateLimit;
use throttle::too_many;
pub use throttle::{Limit, NoLimit};

use crate::auth;

/// Something that goes wrong with a call.
///
/// As text, for the command line and the header `X-Emulator-Fault`:
///
/// | text | fault |
/// |---|---|
/// | `delay=500` | [`Delay`](Self::Delay), in milliseconds |
/// | `slow=200` | [`SlowBody`](Self::SlowBody), in milliseconds |
/// | `drop` | [`Drop`](Self::Drop) |
/// | `reset` | [`Reset`](Self::Reset) |
/// | `drop-after` | [`DropAfter`](Self::DropAfter) |
/// | `drop-mid` | [`DropMid`](Self::DropMid) |
/// | `truncate` | [`Truncate`](Self::Truncate) |
/// | `html` | [`Html`](Self::Html) |
/// | `error-in-200` | [`ErrorInSuccess`](Self::ErrorInSuccess) |
/// | `status=503` | [`Status`](Self::Status), from 500 to 599 |
/// | `aadsts=50076` | [`SignIn`](Self::SignIn), a code that the token endpoint refuses with |
/// | `denied=900421` | [`Denied`](Self::Denied), a code of the API |
/// | `throttle=2` | [`Throttle`](Self::Throttle), in seconds |
///
/// ```
/// use partner_emulator::Fault;
///
/// assert_eq!("status=503".parse(), Ok(Fault::Status(503)));
/// let error = "status=200".parse::<Fault>().unwrap_err();
/// assert_eq!(error.to_string(), "the fault `status=200`: a status from 500 to 599 is wanted");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The answer comes late.
    Delay(Duration),
    /// The answer comes in some ten pieces, with this pause before each.
    SlowBody(Duration),
    /// The connection ends without an answer, and the call is not carried out.
    Drop,
    /// The connection is reset without an answer, and the call is not carried out.
    Reset,
    /// The call is carried out, and the connection ends without an answer.
    DropAfter,
    /// The call is carried out, and the connection ends half-way through the answer.
    DropMid,
    /// The call is carried out, and the body of the answer is cut short, with headers to match.
    Truncate,
    /// A gateway's page, with status 502. The call is not carried out.
    Html,
    /// Status 200 with the body of an error. The call is not carried out.
    ErrorInSuccess,
    /// This status, with the body of an error. The call is not carried out.
    Status(u16),
    /// The token endpoint refuses with this `AADSTS` code: 50076, 50078 and 50079 (a second factor is
    /// wanted), 65001 (consent is), 50173, 700016, 700082, 700084 and 7000222. Elsewhere it is nothing.
    SignIn(u32),
    /// Status 401 with this code: 900421 (a second factor is wanted), 900420 (an old audience).
    Denied(u32),
    /// Status 429 and this many seconds to wait. The call is not carried out.
    Throttle(u32),
}

/// Text is no [`Fault`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFault {
    text: String,
    wanted: &'static str,
}

impl fmt::Display for UnknownFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the fault `{}`: {} is wanted", self.text, self.wanted)
    }
}

impl std::error::Error for UnknownFault {}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, UnknownFault> {
        let fail = |wanted| UnknownFault { text: text.to_owned(), wanted };
        let (name, value) = match text.trim().split_once('=') {
            Some((name, value)) => (name, Some(value.trim())),
            None => (text.trim(), None),
        };
        let number = |wanted| {
            let number = value.and_then(|value| value.parse::<u32>().ok());
            number.ok_or_else(|| fail(wanted))
        };
        let plain = |fault| match value {
            None => Ok(fault),
            Some(_) => Err(fail("no value")),
        };
        let milliseconds = |number: u32| Duration::from_millis(number.into());
        match name.trim() {
            "delay" => number("a number of milliseconds").map(|n| Self::Delay(milliseconds(n))),
            "slow" => number("a number of milliseconds").map(|n| Self::SlowBody(milliseconds(n))),
            "drop" => plain(Self::Drop),
            "reset" => plain(Self::Reset),
            "drop-after" => plain(Self::DropAfter),
            "drop-mid" => plain(Self::DropMid),
            "truncate" => plain(Self::Truncate),
            "html" => plain(Self::Html),
            "error-in-200" => plain(Self::ErrorInSuccess),
            "status" => {
                let wanted = "a status from 500 to 599";
                let status = u16::try_from(number(wanted)?).ok();
                let status = status.filter(|status| (500..600).contains(status));
                status.map(Self::Status).ok_or_else(|| fail(wanted))
            }
            "aadsts" => {
                let wanted = "one of the codes 50076, 50078, 50079, 50173, 65001, 700016, 700082, 700084 and 7000222";
                let code = number(wanted)?;
                auth::refusal(code).map(|_| Self::SignIn(code)).ok_or_else(|| fail(wanted))
            }
            "denied" => number("a code").map(Self::Denied),
            "throttle" => number("a number of seconds").map(Self::Throttle),
            _ => Err(fail(
                "one of delay=MS, slow=MS, drop, reset, drop-after, drop-mid, truncate, html, \
                 error-in-200, status=5XX, aadsts=CODE, denied=CODE and throttle=SECONDS",
            )),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Delay(time) => write!(f, "delay={}", time.as_millis()),
            Self::SlowBody(pause) => write!(f, "slow={}", pause.as_millis()),
            Self::Drop => f.write_str("drop"),
            Self::Reset => f.write_str("reset"),
            Self::DropAfter => f.write_str("drop-after"),
            Self::DropMid => f.write_str("drop-mid"),
            Self::Truncate => f.write_str("truncate"),
            Self::Html => f.write_str("html"),
            Self::ErrorInSuccess => f.write_str("error-in-200"),
            Self::Status(status) => write!(f, "status={status}"),
            Self::SignIn(code) => write!(f, "aadsts={code}"),
            Self::Denied(code) => write!(f, "denied={code}"),
            Self::Throttle(seconds) => write!(f, "throttle={seconds}"),
        }
    }
}

/// Which calls a fault can hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Scope {
    /// Those to the API.
    #[default]
    Api,
    /// Those to the token endpoint.
    Token,
    /// Both.
    All,
}

impl Scope {
    /// As commands have it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Token => "token",
            Self::All => "all",
        }
    }

    fn covers(self, call: Self) -> bool {
        self == Self::All || self == call
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_read_as_it_is_shown() {
        for text in [
            "delay=500",
            "slow=20",
            "drop",
            "reset",
            "drop-after",
            "drop-mid",
            "truncate",
            "html",
            "error-in-200",
            "status=503",
            "aadsts=50076",
            "denied=900421",
            "throttle=2",
        ] {
            let fault: Fault = text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(fault.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_fault_is_told() {
        let error = |text: &str| text.parse::<Fault>().expect_err("it is no fault").to_string();
        assert_eq!(error("delay"), "the fault `delay`: a number of milliseconds is wanted");
        assert_eq!(error("delay=-1"), "the fault `delay=-1`: a number of milliseconds is wanted");
        assert_eq!(error("drop=1"), "the fault `drop=1`: no value is wanted");
        assert_eq!(
            error("status=404"),
            "the fault `status=404`: a status from 500 to 599 is wanted"
        );
        assert!(
            error("explode").starts_with("the fault `explode`: one of delay=MS, slow=MS, drop,")
        );
    }
}
