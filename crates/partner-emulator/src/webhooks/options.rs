//! How events are sent.

use std::time::Duration;

use crate::builder::Builder;

/// How events are sent to the registered URL: see [`Builder::webhooks`](crate::Builder::webhooks).
#[derive(Clone, Debug)]
pub struct WebhookOptions {
    pub(super) anywhere: bool,
    pub(super) pause: Duration,
    pub(super) certificates: Option<String>,
    pub(super) organization: String,
}

impl Default for WebhookOptions {
    fn default() -> Self {
        Self {
            anywhere: false,
            pause: Duration::from_secs(1),
            certificates: None,
            organization: "Partner Center emulator".into(),
        }
    }
}

impl WebhookOptions {
    /// The usual ones.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether events are sent to other machines, too. Without it they are sent to this machine only,
    /// because whoever may register a URL could otherwise let the emulator call any server that it can
    /// reach.
    #[must_use]
    pub fn with_anywhere(mut self, anywhere: bool) -> Self {
        self.anywhere = anywhere;
        self
    }

    /// How long to wait, by the emulator's clock, before an event is sent a second time; a second without
    /// it. The pause before each further try is twice as long. The documentation says that there are ten
    /// tries, and does not say when.
    #[must_use]
    pub fn with_first_pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// The certificates (PEM) to trust where the registered URL begins with `https://`; those of the
    /// system without it.
    #[must_use]
    pub fn with_certificates(mut self, pem: impl Into<String>) -> Self {
        self.certificates = Some(pem.into());
        self
    }

    /// The organization that the emulator's certificates name; `Partner Center emulator` without it. For
    /// receivers that insist on another one, as Microsoft's sample insists on `Microsoft Corporation`.
    #[must_use]
    pub fn with_organization(mut self, organization: impl Into<String>) -> Self {
        self.organization = organization.into();
        self
    }
}

impl Builder {
    /// How events are sent to the URL that is registered for them.
    #[must_use]
    pub fn webhooks(mut self, options: WebhookOptions) -> Self {
        self.webhooks = options;
        self
    }
}
