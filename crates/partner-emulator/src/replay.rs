//! Updates that were carried out, in case their answers got lost.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// How many are remembered.
const MOST: usize = 4096;

/// How many bytes of answers are remembered.
const MOST_BYTES: usize = 32 << 20;

/// Tells whether a call is an earlier one once more.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    id: String,
    request: u64,
}

impl Key {
    pub(crate) fn new(id: &str, customer: &str, user: &str, body: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        (customer.to_lowercase(), user.to_lowercase(), body).hash(&mut hasher);
        Self { id: id.to_ascii_lowercase(), request: hasher.finish() }
    }
}

/// The answers to the latest updates. The oldest are forgotten for the newest.
#[derive(Default)]
pub(crate) struct Replays {
    answers: HashMap<Key, Arc<[u8]>>,
    order: VecDeque<Key>,
    bytes: usize,
}

impl Replays {
    pub(crate) fn get(&self, key: &Key) -> Option<Arc<[u8]>> {
        self.answers.get(key).cloned()
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn put(&mut self, key: Key, answer: Arc<[u8]>) {
        self.bytes += answer.len();
        if let Some(old) = self.answers.insert(key.clone(), answer) {
            self.bytes -= old.len();
        } else {
            self.order.push_back(key);
        }
        while self.order.len() > MOST || (self.bytes > MOST_BYTES && self.order.len() > 1) {
            let oldest = self.order.pop_front().and_then(|key| self.answers.remove(&key));
            self.bytes -= oldest.map_or(0, |oldest| oldest.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_answers_are_forgotten_in_number_and_in_bytes() {
        let key = |index: usize| Key::new(&index.to_string(), "C", "U", b"{}");
        let mut replays = Replays::default();
        for index in 0..MOST + 10 {
            replays.put(key(index), [0; 16].into());
        }
        assert!(replays.get(&key(9)).is_none() && replays.get(&key(10)).is_some());
        for index in 0..10 {
            replays.put(key(index), vec![0; 8 << 20].into());
        }
        assert!(replays.bytes <= MOST_BYTES && replays.get(&key(5)).is_none());
        assert!(replays.get(&key(9)).is_some());
        let bytes: usize = replays.answers.values().map(|answer| answer.len()).sum();
        assert_eq!((bytes, replays.order.len()), (replays.bytes, replays.answers.len()));
    }
}
