//! What a call is known by.

use std::fmt;

use http::HeaderMap;
use partner_models::printable;

/// How much of an identifier is shown: a GUID takes 36 characters.
const LONGEST: usize = 64;

/// The identifiers that the service gave a call, for a support request to name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResponseIds {
    /// `MS-RequestId`. Not always the one that was sent: see [`RequestIds`].
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
        let header = |name| Some(headers.get(name)?.to_str().ok()?.to_owned());
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
        list(
            f,
            &[
                ("MS-RequestId", &self.request_id),
                ("MS-CorrelationId", &self.correlation_id),
                ("MS-CV", &self.correlation_vector),
            ],
        )
    }
}

/// The identifiers that were sent with a call. A POST that is repeated with the same `MS-RequestId` is
/// not carried out twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestIds {
    /// `MS-RequestId`.
    pub request_id: Option<String>,
    /// `MS-CorrelationId`.
    pub correlation_id: Option<String>,
}

impl RequestIds {
    /// The identifiers among the headers of a request.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let ResponseIds { request_id, correlation_id, .. } = ResponseIds::of(headers);
        Self { request_id, correlation_id }
    }
}

impl fmt::Display for RequestIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = ["sent MS-RequestId", "sent MS-CorrelationId"];
        list(f, &[(names[0], &self.request_id), (names[1], &self.correlation_id)])
    }
}

fn list(f: &mut fmt::Formatter<'_>, ids: &[(&str, &Option<String>)]) -> fmt::Result {
    let mut between = "";
    for (name, value) in ids {
        if let Some(value) = value {
            write!(f, "{between}{name} {}", printable(value, LONGEST))?;
            between = ", ";
        }
    }
    Ok(())
}
