//! Handing a new refresh token over to whoever stores it.

use azure_core::async_runtime::get_async_runtime;
use azure_core::credentials::Secret;
use azure_core::sleep;
use azure_core::time::Duration;
use futures::channel::oneshot::{self, Receiver};
use futures::future::{Either, select};

use super::options::{BoxError, Store};
use crate::error::{Category, Error};

/// What comes of a handing-over that did not end in time. It was told to stop, but what blocks its thread
/// can't be.
pub(super) type Late = Receiver<Result<(), BoxError>>;

/// How long one that was told to stop may take to do so.
const GRACE: Duration = Duration::milliseconds(100);

/// Hands a token over, and waits until it is stored, but no longer than that may take. The one before must
/// have ended first: only one is under way at a time.
pub(super) async fn hand_over(
    store: &Store,
    token: Secret,
    longest: Duration,
    late: &mut Option<Late>,
) -> Result<(), Error> {
    let failed = |message| Error::new(Category::SignIn, message);
    let too_long = || failed("storing the new refresh token took too long");
    if let Some(before) = late {
        match select(before, Box::pin(sleep(GRACE))).await {
            // Nobody signs in before the token is stored, so it was the same one.
            Either::Left((Ok(Ok(())), _)) => {
                *late = None;
                return Ok(());
            }
            Either::Left(_) => *late = None,
            Either::Right(_) => return Err(too_long()),
        }
    }
    let (sender, mut outcome) = oneshot::channel();
    let store = store.clone();
    // A task of its own, for it may block its thread, or panic.
    let task = get_async_runtime().spawn(Box::pin(async move {
        let stored = store(token).await;
        // Whoever asked may have gone.
        drop(sender.send(stored));
    }));
    match select(&mut outcome, Box::pin(sleep(longest))).await {
        Either::Left((Ok(stored), _)) => stored.map_err(|error| {
            failed("the new refresh token could not be stored").with_source(error)
        }),
        Either::Left((Err(_), _)) => Err(failed("storing the new refresh token was broken off")),
        Either::Right(_) => {
            task.abort();
            *late = Some(outcome);
            Err(too_long())
        }
    }
}
