//! Updates that were carried out, in case their answers got lost.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

use partner_models::licenses::LicenseUpdate;

/// How many are remembered.
const MOST: usize = 4096;

/// Tells whether a call is an earlier one once more.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key {
    id: String,
    request: u64,
}

impl Key {
    pub(super) fn new(id: &str, customer: &str, user: &str, body: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        (customer, user, body).hash(&mut hasher);
        Self { id: id.to_ascii_lowercase(), request: hasher.finish() }
    }
}

/// The latest updates.
#[derive(Default)]
pub(crate) struct Replays(VecDeque<(Key, LicenseUpdate)>);

impl Replays {
    pub(super) fn get(&self, key: &Key) -> Option<LicenseUpdate> {
        self.0.iter().rev().find(|(known, _)| known == key).map(|(_, update)| update.clone())
    }

    pub(super) fn put(&mut self, key: Key, update: LicenseUpdate) {
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back((key, update));
    }
}
