//! Connections that have not come to the end of their handshake.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::AbortHandle;

/// How many connections may be amid their handshake: more than a test begins at once. A caller who is
/// silent on many of them keeps nobody out: the oldest makes room.
const MOST: usize = 1024;

/// The connections that have not come to the end of their handshake, oldest first.
#[derive(Clone)]
pub(crate) struct Waiting(Arc<Mutex<Queue>>);

struct Queue {
    tasks: BTreeMap<u64, AbortHandle>,
    next: u64,
    most: usize,
}

impl Default for Waiting {
    fn default() -> Self {
        Self::at_most(MOST)
    }
}

impl Waiting {
    fn at_most(most: usize) -> Self {
        Self(Arc::new(Mutex::new(Queue { tasks: BTreeMap::new(), next: 0, most })))
    }

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
        let oldest = (queue.tasks.len() > queue.most).then(|| queue.tasks.pop_first()).flatten();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_oldest_makes_room_and_who_came_to_an_end_does_not_count() {
        let waiting = Waiting::at_most(2);
        let mut tasks = Vec::new();
        let mut begin = |ends: bool| {
            waiting.start(|greeting| {
                let mut greeting = Some(greeting);
                let task = tokio::spawn(async move {
                    if ends {
                        greeting.take();
                    }
                    std::future::pending::<()>().await;
                    drop(greeting);
                });
                let handle = task.abort_handle();
                tasks.push(task);
                handle
            });
        };
        begin(true);
        tokio::task::yield_now().await; // Its handshake is over.
        for _ in 0..3 {
            begin(false);
        }
        for _ in 0..8 {
            tokio::task::yield_now().await;
        }
        let ended: Vec<_> = tasks.iter().map(tokio::task::JoinHandle::is_finished).collect();
        assert_eq!(ended, [false, true, false, false]);
    }
}
