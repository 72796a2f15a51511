//! What operations are carried out on: the description, the documents, the clock and the tokens.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::auth::{Credentials, Tokens};
use crate::clock::Clock;
use crate::contract::Contract;
use crate::replay::Replays;
use crate::store::Documents;
use crate::strict::{Leniency, Strictness};
use crate::webhooks::Webhooks;

/// What does not change while the emulator runs.
pub(crate) struct Config {
    pub(crate) credentials: Credentials,
    /// How many users a page has where the call does not say.
    pub(crate) page_size: usize,
    /// Whether the bodies of successes begin with a byte-order mark.
    pub(crate) byte_order_mark: bool,
    /// How long a handshake, the head of a request and a body may each take.
    pub(crate) patience: Duration,
}

/// What operations are carried out on.
pub(crate) struct World {
    pub(crate) config: Config,
    pub(crate) endpoint: String,
    pub(crate) contract: Arc<Contract>,
    pub(crate) clock: Clock,
    pub(crate) leniency: Leniency,
    pub(crate) webhooks: Webhooks,
    store: Mutex<Documents>,
    tokens: Mutex<Tokens>,
    replays: Mutex<Replays>,
}

impl World {
    pub(crate) fn new(
        config: Config,
        endpoint: String,
        contract: Arc<Contract>,
        store: Documents,
        clock: Clock,
        tokens: Tokens,
        webhooks: Webhooks,
    ) -> Self {
        Self {
            config,
            endpoint,
            contract,
            clock,
            leniency: Leniency::default(),
            webhooks,
            store: Mutex::new(store),
            tokens: Mutex::new(tokens),
            replays: Mutex::default(),
        }
    }

    /// The documents. Whoever has them holds up everybody else.
    pub(crate) fn store(&self) -> MutexGuard<'_, Documents> {
        lock(&self.store)
    }

    pub(crate) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        lock(&self.tokens)
    }

    pub(crate) fn replays(&self) -> MutexGuard<'_, Replays> {
        lock(&self.replays)
    }

    /// Whether the emulator insists on something that the documentation is silent on.
    pub(crate) fn insists(&self, on: Strictness) -> bool {
        self.leniency.insists(on)
    }
}

/// No call leaves anything half-done behind, so that what a panic left can be used.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
