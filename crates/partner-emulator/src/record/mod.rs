//! Traffic as files: recorded, without secrets, and served again.

mod fixtures;
mod recorder;
mod redact;
mod upstream;

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use fixtures::Fixtures;
pub(crate) use recorder::Recorder;
pub(crate) use upstream::{Forwarded, Upstream, connector};

/// A call and its answer, as a file has them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    /// The `operationId`, where the call is one of an operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    request: Sent,
    response: Answered,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    method: String,
    path: String,
    /// Names and values, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    query: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    status: u16,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    headers: Vec<(String, String)>,
    /// JSON, or the text of another body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
}

/// Why traffic can't be recorded, served again or passed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrafficError(String);

impl TrafficError {
    fn new(path: &Path, what: impl fmt::Display) -> Self {
        Self(format!("{}: {what}", path.display()))
    }
}

impl fmt::Display for TrafficError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TrafficError {}
