//! Events that are sent to the registered URL.
//!
//! Something changes ([`raise`]), a delivery is put among the documents, where a state file keeps it, and a task
//! ([`deliver_always`]) sends it, signed as the service signs, until it is taken or has been tried ten times.

mod deliver;
mod delivery;
mod event;
mod of_emulator;
mod options;
mod page;
mod post;
mod signer;

use std::collections::VecDeque;
use std::sync::Mutex;

use time::{Duration, OffsetDateTime};
use tokio::sync::Notify;

use crate::store::Documents;
use crate::world::lock;

pub(crate) use deliver::deliver_always;
pub use delivery::{Delivery, DeliveryStatus, DeliveryTry};
pub(crate) use event::{Raised, raise, registration};
pub use options::WebhookOptions;
pub(crate) use page::{answer, is_path, listed};
pub(crate) use signer::EventSigner;

/// How many deliveries are kept: the oldest are forgotten for the newest.
const MOST: usize = 1000;

/// Where the registration is.
pub(crate) const REGISTRATION: [&str; 3] = ["webhooks", "v1", "registration"];

/// Where the deliveries are. No operation leads there.
const DELIVERIES: [&str; 3] = ["_emulator", "webhooks", "deliveries"];

/// What sends events.
pub(crate) struct Webhooks {
    options: WebhookOptions,
    pub(crate) signer: EventSigner,
    /// What is to be sent, and when.
    due: Mutex<Vec<(OffsetDateTime, String)>>,
    wake: Notify,
    /// When test events were asked for.
    tests: Mutex<VecDeque<OffsetDateTime>>,
}

impl Webhooks {
    /// Goes on with the deliveries that wait among these documents.
    pub(crate) fn new(options: WebhookOptions, signer: EventSigner, documents: &Documents) -> Self {
        let waiting = delivery::waiting(documents);
        Self {
            options,
            signer,
            due: Mutex::new(waiting),
            wake: Notify::new(),
            tests: Mutex::default(),
        }
    }

    /// Nothing is to be sent any more.
    pub(crate) fn clear(&self) {
        lock(&self.due).clear();
        lock(&self.tests).clear();
    }

    fn send_at(&self, when: OffsetDateTime, id: String) {
        lock(&self.due).push((when, id));
        self.wake.notify_one();
    }

    fn is_waiting(&self) -> bool {
        !lock(&self.due).is_empty()
    }

    /// Takes out what is to be sent by now, the earliest first, and no more than so many.
    fn take_due(&self, now: OffsetDateTime, most: usize) -> Vec<String> {
        let mut due = lock(&self.due);
        due.sort_by_key(|(when, _)| *when);
        let count = due.iter().take_while(|(when, _)| *when <= now).count().min(most);
        due.drain(..count).map(|(_, id)| id).collect()
    }

    /// Whether another test event may be asked for: two in a minute may. If not, how many seconds to wait.
    pub(crate) fn may_test(&self, now: OffsetDateTime) -> Result<(), u32> {
        let mut tests = lock(&self.tests);
        let minute = Duration::minutes(1);
        // A clock that was put back does not hold anyone up.
        tests.retain(|asked| *asked <= now && now - *asked < minute);
        match tests.front() {
            Some(first) if tests.len() >= 2 => {
                let wait = (minute - (now - *first)).whole_seconds() + 1;
                Err(u32::try_from(wait).unwrap_or(60).clamp(1, 60))
            }
            _ => {
                tests.push_back(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_test_events_a_minute_may_be_asked_for() {
        let signer = EventSigner::new(&WebhookOptions::default()).expect("a key");
        let webhooks = Webhooks::new(WebhookOptions::default(), signer, &Documents::default());
        let start = OffsetDateTime::UNIX_EPOCH;
        let at = |seconds| webhooks.may_test(start + Duration::seconds(seconds));
        assert_eq!([at(0), at(10), at(20), at(59)], [Ok(()), Ok(()), Err(41), Err(2)]);
        assert_eq!([at(60), at(61), at(70)], [Ok(()), Err(10), Ok(())]);
        assert_eq!(at(5), Ok(()), "the clock was put back");
    }
}
