//! App+User: an access token for a refresh token.

mod options;
mod session;
mod store;
mod token;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use azure_core::async_runtime::get_async_runtime;
use azure_core::credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use azure_core::http::Pipeline;
use azure_core::sleep;
use azure_core::time::Duration;
use futures::channel::oneshot;
use futures::future::{Either, select};

use crate::client::collect::Collect;
use crate::client::guard::RetryGuard;
use crate::client::token::RejectedToken;
use crate::client::{failure, https, with_transport};
use crate::cloud::Cloud;
use crate::error::{Category, Error};
use crate::request::encode;

pub use options::{AppUserCredentialOptions, TokenEndpoint};
use session::{Session, SignInRequest};

/// The credential of Microsoft's [secure application model]: an application that acts for a user who
/// once consented, with a second factor, and whose refresh token it keeps.
///
/// An access token is kept until shortly before it expires: a tenth of its life, and five minutes at
/// most. Then one request gets the next, however many calls wait for it; where the sign-in service
/// fails or takes long, calls go on with the old one as long as it is good. A token that the service
/// rejects is replaced, once a minute at most. A new refresh token goes to
/// [`AppUserCredentialOptions::with_on_new_refresh_token`] before the access token is used. A call
/// that is given up does not give up the request, so that no new refresh token is lost on the way; and
/// where storing one fails, that is an error and it is handed over again before anything else.
///
/// [secure application model]: https://learn.microsoft.com/en-us/partner-center/developer/enable-secure-app-model
pub struct AppUserCredential {
    request: Arc<SignInRequest>,
    session: Arc<Session>,
}

impl AppUserCredential {
    /// A credential for the tenant of a partner, an application there, and a refresh token that a user
    /// of that tenant consented to.
    ///
    /// # Errors
    ///
    /// [`Category::Request`]: the authority is not an `https` URL, the tenant is empty, or the
    /// transport can't be made.
    #[expect(clippy::needless_pass_by_value, reason = "options are given away, as everywhere")]
    pub fn new(
        cloud: Cloud,
        tenant: &str,
        client_id: &str,
        refresh_token: impl Into<Secret>,
        options: AppUserCredentialOptions,
    ) -> Result<Arc<Self>, Error> {
        let refused = |message| Err(Error::new(Category::Request, message));
        if tenant.trim_matches('.').is_empty() || client_id.is_empty() {
            return refused("the tenant or the application is empty");
        }
        let path = match options.token_endpoint {
            TokenEndpoint::V1 => "oauth2/token",
            TokenEndpoint::V2 => "oauth2/v2.0/token",
        };
        let url = https(&format!("{}/{}/{path}", cloud.authority(), encode(tenant)))?;
        let pipeline = Pipeline::new(
            option_env!("CARGO_PKG_NAME"),
            option_env!("CARGO_PKG_VERSION"),
            with_transport(options.client_options)?,
            vec![],
            vec![
                Arc::new(RetryGuard {
                    longest_retry_after: options.longest_retry_after,
                    all_repeatable: true, // signing in once more does no harm
                }),
                Arc::new(Collect {
                    answer_bytes: options.answer_bytes,
                    error_bytes: options.answer_bytes,
                }),
            ],
            None,
        );
        Ok(Arc::new(Self {
            request: Arc::new(SignInRequest {
                url,
                client_id: client_id.to_owned(),
                client_secret: options.client_secret,
                endpoint: options.token_endpoint,
                pipeline,
                store: options.on_new_refresh_token,
                storing: options.storing.try_into().unwrap_or(Duration::MAX),
            }),
            session: Arc::new(Session::new(refresh_token.into())),
        }))
    }
}

/// How long a call that has a token that is still good waits for the next.
const PATIENCE: Duration = Duration::seconds(5);

#[async_trait]
impl TokenCredential for AppUserCredential {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let scope = scopes.join(" ");
        let context = options.as_ref().map(|options| &options.method_options.context);
        let rejected = context.and_then(|context| context.value::<RejectedToken>()).cloned();
        let known = self.session.known(&scope, rejected.as_ref());
        let old = match known {
            Some(known) if !known.due || self.session.is_asking() => return Ok(known.token),
            known => known.map(|known| known.token),
        };
        // A task of its own goes on where the caller is dropped.
        let (request, session) = (self.request.clone(), self.session.clone());
        let (sender, receiver) = oneshot::channel();
        let task = get_async_runtime().spawn(Box::pin(async move {
            let token = session.token(&request, &scope, rejected.as_ref()).await;
            // Whoever asked may have gone.
            drop(sender.send(token));
        }));
        drop(task);
        let token = match old {
            None => receiver.await,
            Some(old) => match select(receiver, Box::pin(sleep(PATIENCE))).await {
                Either::Left((token, _)) => token,
                Either::Right(_) => return Ok(old),
            },
        };
        token
            .unwrap_or_else(|_| Err(Error::new(Category::SignIn, "the request was broken off")))
            .map_err(failure::to_azure)
    }
}

impl fmt::Debug for AppUserCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppUserCredential")
            .field("authority", &self.request.url.host_str())
            .field("client_id", &self.request.client_id)
            .finish_non_exhaustive()
    }
}
