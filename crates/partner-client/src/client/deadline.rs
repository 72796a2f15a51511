//! How long a call may take.

use std::future::Future;
use std::pin::pin;
use std::time::{Duration, Instant};

use azure_core::time::Duration as Span;
use futures::FutureExt;
use futures::future::{BoxFuture, Either, select};

use crate::error::{Category, Error};
use crate::ids::RequestIds;
use crate::operation::Operation;

/// The longest sleep that anybody needs; the runtime can't count with much more.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// When a call must have ended.
pub(crate) struct Deadline {
    at: Instant,
    operation: &'static str,
    sent: RequestIds,
}

impl Deadline {
    /// That of an operation from now on, if it says one.
    pub(crate) fn of<O: Operation>(operation: &mut O) -> Option<Self> {
        let call = operation.call_mut();
        let at = Instant::now().checked_add(call.deadline?)?;
        let mut sent = RequestIds::default();
        sent.request_id.clone_from(&call.request_id);
        sent.correlation_id.clone_from(&call.correlation_id);
        Some(Self { at, operation: O::DESCRIPTION.id, sent })
    }

    /// Waits until then.
    pub(crate) fn wait(&self) -> BoxFuture<'static, ()> {
        let at = self.at;
        async move {
            while let Some(left) =
                at.checked_duration_since(Instant::now()).filter(|it| !it.is_zero())
            {
                sleep(left).await;
            }
        }
        .boxed()
    }
}

/// What ends within a time, or else an error. What was under way is dropped.
pub(crate) async fn within<T>(
    deadline: Option<&Deadline>,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let Some(deadline) = deadline else { return work.await };
    match select(pin!(work), deadline.wait()).await {
        Either::Left((done, _)) => done,
        Either::Right(((), _)) => {
            Err(passed().of(deadline.operation).with_sent(deadline.sent.clone()))
        }
    }
}

/// That a deadline has passed.
pub(crate) fn passed() -> Error {
    Error::new(Category::Timeout, "the deadline of the call has passed")
}

/// Sleeps for a time, of a day at most.
pub(crate) async fn sleep(time: Duration) {
    let span = Span::try_from(time.min(LONGEST)).unwrap_or(Span::SECOND);
    azure_core::sleep::sleep(span).await;
}
