//! Connections that have not come to the end of their handshake.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::AbortHandle;

/// How many connections may be amid their handshake: more than a test begins at once. A caller who is
/// silent on many of them keeps nobody out: the oldest makes room.
const MOST: usize = 1024;

/// The connections that have not come to the end of their handshake, oldest first.
#[derive(Clone, Default)]
pub(crate) struct Waiting(Arc<Mutex<Queue>>);

#[derive(Default)]
struct Queue {
    tasks: BTreeMap<u64, AbortHandle>,
    next: u64,
}

impl Waiting {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the task of a connection, which drops what it is given when the handshake is over.
    pub(crate) fn start(&self, start: impl FnOnce(Greeting) -> AbortHandle) {
        let mut queue = self.queue();
        queue.next += 1;
        let number = queue.next;
        // The task can't drop its greeting before it is in the queue: that takes the lock.
        let task = start(Greeting(self.clone(), number));
        queue.tasks.insert(number, task);
        let oldest = (queue.tasks.len() > MOST).then(|| queue.tasks.pop_first()).flatten();
        drop(queue);
        if let Some((_, oldest)) = oldest {
            oldest.abort();
        }
    }
}

/// A connection is amid its handshake until this is dropped.
pub(crate) struct Greeting(Waiting, u64);

impl Drop for Greeting {
    fn drop(&mut self) {
        self.0.queue().tasks.remove(&self.1);
    }
}
