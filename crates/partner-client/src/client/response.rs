//! An answer, as it was sent and as it was read.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use azure_core::Bytes;
use http::{HeaderMap, StatusCode};

use crate::answer::Answer;
use crate::ids::{RequestIds, ResponseIds};

/// An answer that is a success: what it says, read once, and what came with it.
#[derive(Clone)]
pub struct Response<T> {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) sent: RequestIds,
    pub(super) model: T,
}

impl<T> Response<T> {
    /// What the answer says.
    #[must_use]
    pub fn into_model(self) -> T {
        self.model
    }

    /// What the answer says.
    #[must_use]
    pub fn model(&self) -> &T {
        &self.model
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it was sent.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The identifiers that the service gave the call.
    #[must_use]
    pub fn ids(&self) -> ResponseIds {
        ResponseIds::of(&self.headers)
    }

    /// How long the service asks to wait, if it does.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        Answer::new(self.status, &self.headers, &self.body).retry_after()
    }

    /// The identifiers that were sent with the call.
    #[must_use]
    pub fn sent(&self) -> &RequestIds {
        &self.sent
    }
}

/// What the answer says.
impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.model
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("ids", &self.ids())
            .field("model", &self.model)
            .finish_non_exhaustive()
    }
}
