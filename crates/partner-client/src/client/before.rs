//! Where a pager has been.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Where a pager has been: hashes of requests, in their order. Pages that are asked for again are no
/// circle, so each place knows how many of them are before it.
#[derive(Clone, Default)]
pub(super) struct Before {
    all: Arc<Mutex<HashMap<u64, usize>>>,
    count: usize,
}

impl Before {
    pub(super) fn add(&mut self, request: &http::Request<Vec<u8>>) {
        let count = self.count;
        let first = |index: &mut usize| *index = count.min(*index);
        self.lock().entry(hash_of(request)).and_modify(first).or_insert(count);
        self.count += 1;
    }

    pub(super) fn contains(&self, request: &http::Request<Vec<u8>>) -> bool {
        self.lock().get(&hash_of(request)).is_some_and(|index| *index < self.count)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, usize>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn hash_of(request: &http::Request<Vec<u8>>) -> u64 {
    hash(&(request.uri(), request.headers().get("MS-ContinuationToken")))
}

pub(super) fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
