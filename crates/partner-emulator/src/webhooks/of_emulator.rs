//! What a running emulator tells of events.

use super::delivery::{Delivery, all};
use super::{Raised, raise};
use crate::emulator::Emulator;

/// Webhooks: what is sent to the URL that was registered with `POST /webhooks/v1/registration`.
impl Emulator {
    /// The certificate to trust where signatures of events are checked, as PEM. The one that an event is
    /// signed with is where the header `X-MS-Certificate-Url` says.
    #[must_use]
    pub fn webhook_root_pem(&self) -> &str {
        &self.app.world.webhooks.signer.root_pem
    }

    /// The same as DER.
    #[must_use]
    pub fn webhook_root_der(&self) -> &[u8] {
        &self.app.world.webhooks.signer.root_der
    }

    /// Lets something happen: the event is sent if it is registered for, and whether it is, is returned.
    ///
    /// For what the emulator has no operation for, such as `invoice-ready`. The URI is that of the resource.
    #[must_use]
    pub fn raise(&self, event: &str, resource_uri: Option<&str>) -> bool {
        raise(&self.app.world, event, resource_uri, None) == Raised::Sent
    }

    /// The events that were sent, or are on their way, the oldest first; the last 1,000 of them.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        all(&self.app.world.store())
    }
}
