//! Sending requests, on the pipeline of the Azure SDK.

mod before;
mod collect;
mod credential;
mod deadline;
mod download;
mod failure;
mod guard;
mod hopeless;
mod host;
mod pages;
mod response;
mod send;
mod token;
mod transport;
mod wait;

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use azure_core::credentials::{Secret, TokenCredential};
use azure_core::http::{ClientOptions, Context};

use crate::cloud::Cloud;
use crate::error::{Category, Error};
use crate::limits::Limits;
use crate::operation::{Operation, SignIn};

use host::{Host, Pipelines};

pub use credential::{AppUserCredential, AppUserCredentialOptions, TokenEndpoint};
pub use download::Download;
pub use pages::{Pager, Pages};
pub use response::Response;
pub use transport::{TransportOptions, transport};

/// A client of Partner Center.
///
/// Cheap to clone; all clones share their connections and their access token.
#[derive(Clone)]
pub struct PartnerClient {
    inner: Arc<Inner>,
    context: Context<'static>,
}

struct Inner {
    cloud: Cloud,
    pipelines: Pipelines,
    /// What an access token for the API is asked for.
    scope: String,
    poll_interval: Duration,
    sign_in: SignIn,
    locale: Option<String>,
    application: Option<String>,
    limits: Limits,
    /// The last access token that the service would not have.
    rejected: Mutex<Option<Secret>>,
}

/// How a [`PartnerClient`] behaves.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PartnerClientOptions {
    /// The Azure SDK's own: retries, transport, telemetry, further policies. Without a transport, the
    /// one of [`transport()`] is used, with its timeouts.
    pub client_options: ClientOptions,
    /// Whom the credential's tokens stand for. App+User unless it is set.
    pub sign_in: SignIn,
    /// The `X-Locale` of calls that name none; `en-US` unless it is set.
    pub locale: Option<String>,
    /// The `MS-PartnerCenter-Application` of calls that name none.
    pub application: Option<String>,
    /// What the credential is asked for, instead of the API of the cloud:
    /// `https://api.partnercenter.microsoft.com/.default`.
    pub scope: Option<String>,
    /// The longest that a call waits because of a `Retry-After`. Where the service asks for more, the
    /// call fails at once, and [`Error::retry_after`] says how long to wait. A minute unless it is set.
    pub longest_retry_after: Duration,
    /// How long [`PartnerClient::wait`] waits between two questions if the service does not say. Five
    /// seconds unless it is set.
    pub poll_interval: Duration,
    /// How much an answer may be.
    pub limits: Limits,
}

impl Default for PartnerClientOptions {
    fn default() -> Self {
        Self {
            client_options: ClientOptions::default(),
            sign_in: SignIn::AppUser,
            locale: None,
            application: None,
            scope: None,
            longest_retry_after: guard::LONGEST_RETRY_AFTER,
            poll_interval: wait::POLL_INTERVAL,
            limits: Limits::default(),
        }
    }
}

impl PartnerClientOptions {
    /// The options as they are unless set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the Azure SDK's own options.
    #[must_use]
    pub fn with_client_options(mut self, client_options: ClientOptions) -> Self {
        self.client_options = client_options;
        self
    }

    /// Sets whom the credential's tokens stand for.
    #[must_use]
    pub fn with_sign_in(mut self, sign_in: SignIn) -> Self {
        self.sign_in = sign_in;
        self
    }

    /// Sets the language and region of names in answers.
    #[must_use]
    pub fn with_locale(mut self, locale: impl Into<String>) -> Self {
        self.locale = Some(locale.into());
        self
    }

    /// Sets the name that calls give for this application.
    #[must_use]
    pub fn with_application(mut self, application: impl Into<String>) -> Self {
        self.application = Some(application.into());
        self
    }

    /// Sets the scope that the credential is asked for.
    #[must_use]
    pub fn with_scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Sets how much an answer may be.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets how long [`PartnerClient::wait`] waits if the service does not say.
    #[must_use]
    pub fn with_poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }

    /// Sets the longest that a call waits because of a `Retry-After`.
    #[must_use]
    pub fn with_longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_retry_after = longest;
        self
    }
}

/// Headers that name a call and no person.
const LOGGED: [&str; 4] = ["ms-requestid", "ms-correlationid", "ms-serverid", "x-locale"];

impl PartnerClient {
    /// A client for a cloud, with a credential for it: an [`AppUserCredential`] or another.
    ///
    /// # Errors
    ///
    /// [`Category::Request`]: the endpoint is not an `https` URL, or the transport can't be made.
    pub fn new(
        cloud: Cloud,
        credential: Arc<dyn TokenCredential>,
        options: impl Into<Option<PartnerClientOptions>>,
    ) -> Result<Self, Error> {
        https(cloud.endpoint())?;
        let options = options.into().unwrap_or_default();
        let mut client_options = with_transport(options.client_options)?;
        let logged = &mut client_options.logging.additional_allowed_header_names;
        logged.extend(LOGGED.map(Into::into));
        let credential = Arc::new(token::SignInErrors(credential));
        let scope = options.scope.unwrap_or_else(|| cloud.scope());
        let pipelines =
            Pipelines::new(client_options, credential, options.longest_retry_after, options.limits);
        let inner = Arc::new(Inner {
            cloud,
            pipelines,
            scope,
            poll_interval: options.poll_interval,
            sign_in: options.sign_in,
            locale: options.locale,
            application: options.application,
            limits: options.limits,
            rejected: Mutex::new(None),
        });
        Ok(Self { inner, context: Context::new() })
    }

    /// The same client for calls that have a context: the span that theirs belong under, or what
    /// policies of the caller's look for.
    #[must_use]
    pub fn with_context(&self, context: Context<'static>) -> Self {
        Self { inner: self.inner.clone(), context }
    }

    /// The cloud.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        &self.inner.cloud
    }

    /// Sends the request of an operation and reads the answer. The chains, such as
    /// `client.customer(…).user(…).licenses().list(…)`, end here.
    ///
    /// # Errors
    ///
    /// Where there is no answer, or none that is a success and can be read.
    pub async fn call<O: Operation>(&self, mut operation: O) -> Result<Response<O::Output>, Error> {
        let host = self.check::<O>()?;
        self.fill(&mut operation);
        let end = deadline::Deadline::of(&mut operation);
        let request = operation.request(&host.endpoint)?;
        deadline::within(end.as_ref(), self.send::<O>(&host, request, true)).await
    }

    /// The host of an operation. Refuses what the service would refuse, and says why.
    fn check<O: Operation>(&self) -> Result<Host, Error> {
        let unsupported =
            |message: String| Error::new(Category::Unsupported, message).of(O::DESCRIPTION.id);
        let cloud = &self.inner.cloud;
        if let Some(name) = cloud.name()
            && !cloud.has(&O::DESCRIPTION)
        {
            return Err(unsupported(format!("{name} does not have this operation")));
        }
        if !O::DESCRIPTION.sign_in.contains(&self.inner.sign_in) {
            return Err(unsupported(token::refusal(self.inner.sign_in).into()));
        }
        host::of(cloud, &O::DESCRIPTION, &self.inner.scope)
    }

    /// Says what the client says for all of its calls, where the call says nothing.
    fn fill(&self, operation: &mut impl Operation) {
        let call = operation.call_mut();
        call.locale = call.locale.take().or_else(|| self.inner.locale.clone());
        call.application = call.application.take().or_else(|| self.inner.application.clone());
        call.request_id.get_or_insert_with(guid);
        call.correlation_id.get_or_insert_with(guid);
    }
}

impl fmt::Debug for PartnerClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartnerClient")
            .field("cloud", &self.inner.cloud)
            .field("sign_in", &self.inner.sign_in)
            .finish_non_exhaustive()
    }
}

fn guid() -> String {
    azure_core::Uuid::new_v4().to_string()
}

/// Tokens and secrets go nowhere but over TLS.
fn https(url: &str) -> Result<url::Url, Error> {
    url::Url::parse(url)
        .ok()
        .filter(|url| url.scheme() == "https" && url.has_host())
        .ok_or_else(|| Error::new(Category::Request, "the endpoint is not an https URL"))
}

fn with_transport(mut options: ClientOptions) -> Result<ClientOptions, Error> {
    if options.transport.is_none() {
        options.transport = Some(transport(&TransportOptions::new())?);
    }
    Ok(options)
}
