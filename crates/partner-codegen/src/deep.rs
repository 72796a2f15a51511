//! Room for recursion: what follows references goes as deep as the longest chain of them.

use std::panic;
use std::thread;

/// Memory that is only taken as far as it is used.
const STACK: usize = 512 << 20;

/// Does the work on a stack that is deep enough for every schema that is let through.
pub(crate) fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let worker = worker.unwrap_or_else(|error| panic!("no thread can be started: {error}"));
        worker.join().unwrap_or_else(|reason| panic::resume_unwind(reason))
    })
}
