//! Files, piece by piece.

use std::fmt;
use std::pin::Pin;
use std::task::{Context as Polled, Poll};

use azure_core::Bytes;
use azure_core::http::AsyncRawResponse;
use azure_core::http::headers::Headers;
use azure_core::http::response::AsyncResponseBody;
use futures::future::BoxFuture;
use futures::{FutureExt, Stream, StreamExt};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, StatusCode};

use crate::answer::Answer;
use crate::client::deadline::{self, Deadline};
use crate::client::{PartnerClient, collect};
use crate::error::{Category, Error};
use crate::file::{content_type, mismatch, name_of, other_type};
use crate::ids::{RequestIds, ResponseIds};
use crate::operation::Operation;
use crate::response::too_large;

/// A file that the service sends: a stream of its bytes, in the memory of one piece at a time, and what came
/// before them.
///
/// It ends where the file ends, and in no other way without an error: a connection that breaks, and a file that
/// is shorter than the service announced, are errors of [`Category::Transport`] after the pieces that came.
/// What has come is not asked for again.
pub struct Download {
    status: StatusCode,
    headers: HeaderMap,
    sent: RequestIds,
    operation: &'static str,
    body: AsyncResponseBody,
    /// How many bytes have come.
    received: u64,
    /// When it must have ended.
    end: Option<BoxFuture<'static, ()>>,
    has_ended: bool,
    /// How many bytes [`into_bytes`](Self::into_bytes) takes.
    longest: usize,
}

impl PartnerClient {
    /// Sends the request of an operation that answers with a file, and gives the file as a stream.
    ///
    /// # Errors
    ///
    /// If there is no answer, or none that is a success and such a file.
    pub async fn download<O: Operation>(&self, operation: O) -> Result<Download, Error> {
        let (download, _) = self.file(operation).await?;
        Ok(download)
    }

    /// As [`download`](Self::download), of an operation that may succeed without a file.
    ///
    /// # Errors
    ///
    /// As [`download`](Self::download).
    pub async fn download_if_any<O: Operation>(
        &self,
        operation: O,
    ) -> Result<Option<Download>, Error> {
        let (download, is_file) = self.file(operation).await?;
        Ok(is_file.then_some(download))
    }

    /// The answer, and whether its status is one with a file.
    async fn file<O: Operation>(&self, mut operation: O) -> Result<(Download, bool), Error> {
        let host = self.check::<O>()?;
        self.fill(&mut operation);
        let end = Deadline::of(&mut operation);
        let request = operation.request(&host.endpoint)?;
        let mut context = self.context.clone();
        context.insert(collect::Streamed);
        let sending = self.raw::<O>(&host, context, request);
        let (raw, sent) = deadline::within(end.as_ref(), sending).await?;
        let (status, headers, body) = raw;
        let failed = |error: Error| error.of(O::DESCRIPTION.id).with_sent(sent.clone());
        let is_file = O::empty(status).is_none();
        let accept = O::DESCRIPTION.accept;
        let (mut start, mut body) = (Bytes::new(), body);
        if status.is_success() && is_file && other_type(&headers, accept).is_some() {
            // How it begins tells whether that is a file all the same.
            let begin =
                async { body.next().await.transpose().map_err(|error| failed(error.into())) };
            start = deadline::within(end.as_ref(), begin).await?.unwrap_or_default();
        }
        let wrong = if status.is_success() {
            mismatch(&headers, accept, &start).filter(|_| is_file)
        } else {
            Some(String::new())
        };
        let body = with_start(start, body);
        if let Some(message) = wrong {
            let longest = self.inner.limits.error_bytes;
            let reading = collect::collect(None, body, longest);
            let reading = async { reading.await.map_err(|error| failed(Error::from(error))) };
            let body = deadline::within(end.as_ref(), reading).await?;
            let answer = Answer::new(status, &headers, &body);
            let error = match answer.decode::<O>(&self.inner.limits, true) {
                Err(error) => error,
                Ok(_) => answer.complete::<O>(answer.refused(Category::Unreadable, message)),
            };
            return Err(failed(error));
        }
        let end = end.map(|end| end.wait());
        let download = Download {
            status,
            headers,
            sent,
            operation: O::DESCRIPTION.id,
            body,
            received: 0,
            end,
            has_ended: false,
            longest: self.inner.limits.answer_bytes,
        };
        Ok((download, is_file))
    }
}

/// A body with what was read of it already.
fn with_start(start: Bytes, body: AsyncResponseBody) -> AsyncResponseBody {
    if start.is_empty() {
        return body;
    }
    let whole = futures::stream::iter([Ok(start)]).chain(body);
    let parts =
        AsyncRawResponse::new(azure_core::http::StatusCode::Ok, Headers::new(), Box::pin(whole));
    parts.deconstruct().2
}

impl Download {
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

    /// The media type that the service says the file has, in lower case and without parameters.
    #[must_use]
    pub fn content_type(&self) -> Option<String> {
        content_type(&self.headers)
    }

    /// The name that the service gives the file. It is a name alone and no path: see
    /// [`name_of`](crate::name_of).
    #[must_use]
    pub fn name(&self) -> Option<String> {
        name_of(&self.headers)
    }

    /// How many bytes the file has, if the service says so.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        if self.headers.contains_key(CONTENT_ENCODING) {
            return None;
        }
        self.headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
    }

    /// The identifiers that the service gave the call.
    #[must_use]
    pub fn ids(&self) -> ResponseIds {
        ResponseIds::of(&self.headers)
    }

    /// The identifiers that were sent with the call.
    #[must_use]
    pub fn sent(&self) -> &RequestIds {
        &self.sent
    }

    /// The whole file, if it is no larger than [`Limits::answer_bytes`](crate::Limits::answer_bytes).
    ///
    /// # Errors
    ///
    /// [`Category::TooLarge`], and what ends the stream.
    pub async fn into_bytes(mut self) -> Result<Vec<u8>, Error> {
        let longest = self.longest;
        let refused = |of: &Self| Err(of.failed(too_large(longest)));
        if self.size().is_some_and(|size| size > longest as u64) {
            return refused(&self);
        }
        let mut bytes = Vec::new();
        while let Some(piece) = self.next().await {
            let piece = piece?;
            if bytes.len() + piece.len() > longest {
                return refused(&self);
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }

    fn failed(&self, error: Error) -> Error {
        error
            .of(self.operation)
            .with_status(self.status)
            .with_ids(self.ids())
            .with_sent(self.sent.clone())
    }

    /// What comes after the last piece.
    fn ending(&self) -> Option<Error> {
        let size = self.size().filter(|size| *size != self.received)?;
        let message = format!("the file ends after {} of {size} bytes", self.received);
        Some(Error::new(Category::Transport, message))
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Polled<'_>) -> Poll<Option<Self::Item>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        let piece = match self.body.poll_next_unpin(cx) {
            Poll::Ready(Some(Ok(piece))) => {
                self.received += piece.len() as u64;
                return Poll::Ready(Some(Ok(piece)));
            }
            Poll::Ready(Some(Err(error))) => Some(Error::from(error)),
            Poll::Ready(None) => self.ending(),
            Poll::Pending => match self.end.as_mut().map(|end| end.poll_unpin(cx)) {
                Some(Poll::Ready(())) => Some(deadline::passed()),
                _ => return Poll::Pending,
            },
        };
        self.has_ended = true;
        Poll::Ready(piece.map(|error| Err(self.failed(error))))
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("status", &self.status)
            .field("ids", &self.ids())
            .field("content_type", &self.content_type())
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}
