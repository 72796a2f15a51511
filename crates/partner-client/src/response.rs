//! Answers, read.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use partner_models::ErrorBody;

use crate::error::{Category, Error};
use crate::operation::Operation;

/// The identifiers that the service gave a call, for a support request to name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResponseIds {
    /// `MS-RequestId`. Not always the one that was sent.
    pub request_id: Option<String>,
    /// `MS-CorrelationId`.
    pub correlation_id: Option<String>,
    /// `MS-CV`: the service's own trace of the call.
    pub correlation_vector: Option<String>,
    /// `MS-ServerId`: the server that answered.
    pub server_id: Option<String>,
}

impl ResponseIds {
    /// The identifiers among the headers of an answer.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        Self::find(|name| headers.get(name)?.to_str().ok())
    }

    pub(crate) fn find<'a>(header: impl Fn(&'static str) -> Option<&'a str>) -> Self {
        let header = |name| header(name).map(str::to_owned);
        Self {
            request_id: header("ms-requestid"),
            correlation_id: header("ms-correlationid"),
            correlation_vector: header("ms-cv"),
            server_id: header("ms-serverid"),
        }
    }
}

impl fmt::Display for ResponseIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        for (name, value) in [
            ("MS-RequestId", &self.request_id),
            ("MS-CorrelationId", &self.correlation_id),
            ("MS-CV", &self.correlation_vector),
        ] {
            if let Some(value) = value {
                write!(f, "{between}{name} {value}")?;
                between = ", ";
            }
        }
        Ok(())
    }
}

/// A body longer than this is not looked through for an error that claims to be a success.
const LONGEST_ERROR: usize = 64 * 1024;

/// What an answer says, and where it says nothing that can be used, the error with its identifiers and
/// how long to wait. A part of a list lacks what the whole must have.
pub(crate) fn decode<O: Operation>(
    status: StatusCode,
    ids: ResponseIds,
    retry_after: Option<Duration>,
    body: &[u8],
    whole: bool,
) -> Result<O::Output, Error> {
    read::<O>(status, body, whole)
        .map_err(|error| error.of(O::DESCRIPTION.id).with_ids(ids).with_retry_after(retry_after))
}

fn read<O: Operation>(status: StatusCode, body: &[u8], whole: bool) -> Result<O::Output, Error> {
    if !status.is_success() {
        return Err(Error::answer(status, ErrorBody::read(body)));
    }
    let refused = |category, message: String| {
        Error::new(category, message)
            .with_status(status)
            .with_body(ErrorBody::read(body))
            .with_bytes(body)
    };
    if body.trim_ascii().is_empty() {
        return Err(refused(Category::Unreadable, "there is no body".to_owned()));
    }
    if is_error(body) {
        let message = "the body is that of an error".to_owned();
        return Err(refused(Category::ErrorInSuccess, message));
    }
    let unreadable = |message| refused(Category::Unreadable, message);
    let answer = O::read(body).map_err(|error| unreadable(error.to_string()).with_source(error))?;
    match O::check(&answer) {
        Err(message) if whole => Err(unreadable(message.to_owned())),
        _ => Ok(answer),
    }
}

/// Whether a body is that of an error: any object reads as any resource, for there is little that the
/// service must send. An error has a code, and nothing that the error shape does not have.
fn is_error(body: &[u8]) -> bool {
    const CODE: &[u8] = b"\"code\"";
    // Most bodies have none, and are not read for it.
    let may_have_code = || body.windows(CODE.len()).any(|part| part.eq_ignore_ascii_case(CODE));
    body.len() <= LONGEST_ERROR
        && may_have_code()
        && matches!(ErrorBody::read(body), ErrorBody::Api(error)
            if error.code.is_some() && error.extra.is_empty())
}
