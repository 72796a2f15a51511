//! How an `AppUserCredential` behaves.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use azure_core::credentials::Secret;
use azure_core::http::ClientOptions;

use crate::client::guard::LONGEST_RETRY_AFTER;

pub(super) type BoxError = Box<dyn std::error::Error + Send + Sync>;
pub(super) type Stored = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>>;
pub(super) type Store = Arc<dyn Fn(Secret) -> Stored + Send + Sync>;

/// Which of the two OAuth endpoints of a tenant is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenEndpoint {
    /// `/oauth2/token`, which takes a `resource`.
    V1,
    /// `/oauth2/v2.0/token`, which takes a `scope`.
    #[default]
    V2,
}

/// How an [`AppUserCredential`](crate::AppUserCredential) behaves.
#[derive(Clone)]
#[non_exhaustive]
pub struct AppUserCredentialOptions {
    pub(super) client_secret: Option<Secret>,
    pub(super) token_endpoint: TokenEndpoint,
    pub(super) on_new_refresh_token: Option<Store>,
    pub(super) client_options: ClientOptions,
    pub(super) longest_retry_after: Duration,
    pub(super) answer_bytes: usize,
    pub(super) storing: Duration,
}

/// How many bytes an answer of the sign-in service may have, unless it is set.
const ANSWER_BYTES: usize = 256 << 10;
/// How long storing a refresh token may take, unless it is set.
const STORING: Duration = Duration::from_secs(30);

impl Default for AppUserCredentialOptions {
    fn default() -> Self {
        Self {
            client_secret: None,
            token_endpoint: TokenEndpoint::default(),
            on_new_refresh_token: None,
            client_options: ClientOptions::default(),
            longest_retry_after: LONGEST_RETRY_AFTER,
            answer_bytes: ANSWER_BYTES,
            storing: STORING,
        }
    }
}

impl AppUserCredentialOptions {
    /// The options as they are unless set: a public client, the v2 endpoint, and new refresh tokens
    /// that are remembered and not stored.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the secret of the application.
    #[must_use]
    pub fn with_client_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.client_secret = Some(secret.into());
        self
    }

    /// Sets which endpoint is asked.
    #[must_use]
    pub fn with_token_endpoint(mut self, endpoint: TokenEndpoint) -> Self {
        self.token_endpoint = endpoint;
        self
    }

    /// Sets what stores a new refresh token. It is called with one at a time, and again with the same
    /// one where it failed; until it succeeds, the credential gives no access token.
    #[must_use]
    pub fn with_on_new_refresh_token<F, R, E>(mut self, store: F) -> Self
    where
        F: Fn(Secret) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        self.on_new_refresh_token = Some(Arc::new(move |token| {
            let stored = store(token);
            Box::pin(async move { stored.await.map_err(Into::into) })
        }));
        self
    }

    /// Sets the Azure SDK's own options: retries, transport, telemetry.
    #[must_use]
    pub fn with_client_options(mut self, client_options: ClientOptions) -> Self {
        self.client_options = client_options;
        self
    }

    /// Sets how many bytes an answer of the sign-in service may have: 256 KiB unless it is set.
    #[must_use]
    pub fn with_answer_bytes(mut self, bytes: usize) -> Self {
        self.answer_bytes = bytes;
        self
    }

    /// Sets how long storing a new refresh token may take: 30 seconds unless it is set. After that, it is
    /// told to stop, signing in fails for all who wait, and the token is handed over again before anything
    /// else. What blocks its thread can't be told to stop: signing in fails until it ends.
    #[must_use]
    pub fn with_longest_storing(mut self, longest: Duration) -> Self {
        self.storing = longest;
        self
    }

    /// Sets the longest that signing in waits because of a `Retry-After`: a minute unless it is set.
    /// Where the sign-in service asks for more, signing in fails at once, and [`Error::retry_after`]
    /// says how long to wait.
    ///
    /// [`Error::retry_after`]: crate::Error::retry_after
    #[must_use]
    pub fn with_longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_retry_after = longest;
        self
    }
}

impl fmt::Debug for AppUserCredentialOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppUserCredentialOptions")
            .field("client_secret", &self.client_secret.as_ref().map(|_| format_args!("(secret)")))
            .field("token_endpoint", &self.token_endpoint)
            .field("client_options", &self.client_options)
            .finish_non_exhaustive()
    }
}
