//! Deliveries: what is sent, and what became of it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{DELIVERIES, REGISTRATION};
use crate::clock::read_time;
use crate::store::Documents;

/// How far a delivery is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum DeliveryStatus {
    /// It is sent now, or is sent again later.
    #[default]
    Waiting,
    /// It was taken.
    Delivered,
    /// It is not tried any more.
    Failed,
}

/// A try to deliver an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeliveryTry {
    /// The status of the answer, as .NET calls it: `OK`, `NotFound`. `ServiceUnavailable` where there was none.
    pub response_code: String,
    /// The beginning of the answer, or what failed.
    pub response_message: String,
    /// Whether there was no answer.
    pub system_error: bool,
    /// When it was, by the emulator's clock.
    pub date_time_utc: String,
}

/// An event on its way to the registered URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// The name of the event.
    pub event_name: String,
    /// Where it is sent to.
    pub callback_url: String,
    /// What is sent.
    pub body: String,
    /// How far it is.
    pub status: DeliveryStatus,
    /// What happened at each try.
    pub tries: Vec<DeliveryTry>,
}

/// A delivery as a document.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Stored {
    pub(super) event_name: String,
    pub(super) callback_url: String,
    pub(super) body: String,
    /// Whether the signature is in the header `x-ms-signature`.
    pub(super) in_own_header: bool,
    pub(super) status: DeliveryStatus,
    /// When it is sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) due: Option<String>,
    pub(super) tries: Vec<DeliveryTry>,
    /// The test event that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) test: Option<String>,
}

impl Stored {
    pub(super) fn get(documents: &Documents, id: &str) -> Option<Self> {
        let document = documents.get(&[DELIVERIES.as_slice(), &[id]].concat())?;
        serde_json::from_value(document.value.clone()).ok()
    }

    /// Puts it among the documents, and what became of a test event where the service has it.
    pub(super) fn put(&self, documents: &mut Documents, id: &str) {
        let value = serde_json::to_value(self).unwrap_or_default();
        documents.put(&[DELIVERIES.as_slice(), &[id]].concat(), value);
        let Some(test) = &self.test else { return };
        let path = [REGISTRATION.as_slice(), &["validationEvents", test.as_str()]].concat();
        // Whoever asked for it has put the rest there.
        let Some(known) = documents.get(&path) else { return };
        let mut value = known.value.clone();
        // `completed` is documented; the others are the emulator's own.
        value["status"] = match self.status {
            DeliveryStatus::Waiting => "inProgress".into(),
            DeliveryStatus::Delivered => "completed".into(),
            DeliveryStatus::Failed => "failed".into(),
        };
        value["results"] = json!(self.tries);
        documents.put(&path, value);
    }
}

/// What waits among these documents, and when it is due.
pub(super) fn waiting(documents: &Documents) -> Vec<(OffsetDateTime, String)> {
    let read = |(id, value): (&str, &Value)| {
        let stored: Stored = serde_json::from_value(value.clone()).ok()?;
        let due = stored.due.as_deref().and_then(read_time);
        let is_waiting = stored.status == DeliveryStatus::Waiting;
        is_waiting.then(|| (due.unwrap_or(OffsetDateTime::UNIX_EPOCH), id.to_owned()))
    };
    documents.list(&DELIVERIES).filter_map(|(id, document)| read((id, &document.value))).collect()
}

/// All deliveries, the oldest first.
pub(super) fn all(documents: &Documents) -> Vec<Delivery> {
    let all = documents.list(&DELIVERIES);
    let all = all.filter_map(|(_, document)| serde_json::from_value(document.value.clone()).ok());
    all.map(|stored: Stored| Delivery {
        event_name: stored.event_name,
        callback_url: stored.callback_url,
        body: stored.body,
        status: stored.status,
        tries: stored.tries,
    })
    .collect()
}
