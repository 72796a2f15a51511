//! How an emulator is to be.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::{App, Config};
use crate::auth::{Audience, Credentials, Rules, Signer, Tokens};
use crate::clock::{Clock, NoTime, read_time};
use crate::contract::{Contract, DescriptionError};
use crate::emulator::Emulator;
use crate::faults::{Fault, RateLimit, Scope};
use crate::kernel;
use crate::seed::{Seed, SeedError};
use crate::server::serve;
use crate::store::Store;
use crate::tls::{self, TlsError};

/// Settings of an [`Emulator`] to be started. All have a default.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct Builder {
    address: SocketAddr,
    tls: bool,
    seed: Option<Seed>,
    credentials: Credentials,
    access_token: Option<String>,
    rules: Rules,
    page_size: usize,
    byte_order_mark: bool,
    lenient: bool,
    patience: Duration,
    time: Option<OffsetDateTime>,
    frozen: bool,
    description: Option<String>,
    rate_limits: BTreeMap<String, (u32, Duration)>,
    chance: Option<(Scope, Vec<Fault>, f64, u64)>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            tls: true,
            seed: None,
            credentials: Credentials::default(),
            access_token: None,
            rules: Rules {
                lifetime: Duration::from_secs(3600),
                rotate: true,
                uses: None,
                mfa: true,
            },
            page_size: 500,
            byte_order_mark: true,
            lenient: false,
            patience: Duration::from_secs(20),
            time: None,
            frozen: false,
            description: None,
            rate_limits: BTreeMap::new(),
            chance: None,
        }
    }
}

impl Builder {
    /// The port to listen on; any that is free without it.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// The address to listen on; 127.0.0.1 without it. Others may then call, too.
    #[must_use]
    pub fn address(mut self, address: IpAddr) -> Self {
        self.address.set_ip(address);
        self
    }

    /// HTTP without TLS.
    #[must_use]
    pub fn http(mut self) -> Self {
        self.tls = false;
        self
    }

    /// The customers to start with; [`Seed::documented`] without it.
    #[must_use]
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = Some(seed);
        self
    }

    /// What the partner signs in with.
    #[must_use]
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// An App+User access token that is valid for ever, for callers that do not sign in.
    #[must_use]
    pub fn access_token(mut self, token: impl Into<String>) -> Self {
        self.access_token = Some(token.into());
        self
    }

    /// How long access tokens are valid; an hour without it. What callers are told is whole seconds.
    #[must_use]
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.rules.lifetime = lifetime;
        self
    }

    /// Whether each answer to a refresh token brings a new one, as it does without this.
    #[must_use]
    pub fn rotate_refresh_tokens(mut self, rotate: bool) -> Self {
        self.rules.rotate = rotate;
        self
    }

    /// How often a refresh token works when they rotate: 1 for once. Without it an old one goes on
    /// working beside the new, as Microsoft's do. None works less than once.
    #[must_use]
    pub fn refresh_token_uses(mut self, uses: u32) -> Self {
        self.rules.uses = Some(uses.max(1));
        self
    }

    /// How many users a page has where the call does not say; 500 without it, and never less than 1.
    #[must_use]
    pub fn page_size(mut self, size: usize) -> Self {
        self.page_size = size.max(1);
        self
    }

    /// Whether the bodies of successes begin with a byte-order mark, as those of the service do, and
    /// these do without this.
    #[must_use]
    pub fn byte_order_mark(mut self, mark: bool) -> Self {
        self.byte_order_mark = mark;
        self
    }

    /// Lets query parameters through that are not described; without this they are refused.
    #[must_use]
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.lenient = lenient;
        self
    }

    /// Whether users sign in with a second factor, as they do without this. If not, calls with the
    /// header `ValidateMfa: true` are refused with the code 900421.
    #[must_use]
    pub fn mfa(mut self, mfa: bool) -> Self {
        self.rules.mfa = mfa;
        self
    }

    /// The time to start with, such as `2026-01-31T12:00:00Z`; the real one without it.
    ///
    /// # Errors
    ///
    /// If the text is no time.
    pub fn time(mut self, time: &str) -> Result<Self, NoTime> {
        self.time = Some(read_time(time).ok_or(NoTime)?);
        Ok(self)
    }

    /// Makes the clock stand still: it only moves when it is moved.
    #[must_use]
    pub fn frozen(mut self, frozen: bool) -> Self {
        self.frozen = frozen;
        self
    }

    /// How long a handshake, the head of a request and its body may each take; 20 seconds without it.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Serves another description than that of Partner Center: an `OpenAPI` 3.1 document whose
    /// references do not leave it. An operation with the `operationId` of one that has rules keeps them.
    #[must_use]
    pub fn description(mut self, document: impl Into<String>) -> Self {
        self.description = Some(document.into());
        self
    }

    /// How many calls the API takes in each stretch of time; any number without it.
    #[must_use]
    pub fn rate_limit(mut self, calls: u32, window: Duration) -> Self {
        self.rate_limits.insert(String::new(), (calls, window));
        self
    }

    /// How many calls an operation takes in each stretch of time, by its `operationId`.
    #[must_use]
    pub fn operation_rate_limit(
        mut self,
        operation: impl Into<String>,
        calls: u32,
        window: Duration,
    ) -> Self {
        self.rate_limits.insert(operation.into(), (calls, window));
        self
    }

    /// Faults left to chance: see [`Emulator::inject_randomly`].
    #[must_use]
    pub fn random_faults(
        mut self,
        scope: Scope,
        faults: impl Into<Vec<Fault>>,
        probability: f64,
        seed: u64,
    ) -> Self {
        self.chance = Some((scope, faults.into(), probability, seed));
        self
    }

    /// Starts the emulator on the current Tokio runtime.
    ///
    /// # Errors
    ///
    /// Where the address is taken, the certificates can't be made or the seed contradicts itself.
    ///
    /// # Panics
    ///
    /// Outside a Tokio runtime.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let contract = match &self.description {
            Some(document) => Arc::new(Contract::read(document)?),
            None => Contract::embedded()?,
        };
        let own_seed = self.seed.is_some();
        let seed = match self.seed {
            Some(seed) => {
                seed.check()?;
                seed
            }
            None => Seed::documented()?,
        };
        let listener = TcpListener::bind(self.address)
            .await
            .map_err(|error| StartError(Cause::Listen(self.address, error)))?;
        let address = listener
            .local_addr()
            .map_err(|error| StartError(Cause::Listen(self.address, error)))?;
        let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
        if !address.ip().is_loopback() && !address.ip().is_unspecified() {
            names.push(address.ip().to_string());
        }
        let (root, acceptor) = if self.tls {
            tls::make(names).map(|(root, acceptor)| (Some(root), Some(acceptor)))?
        } else {
            (None, None)
        };
        let scheme = if self.tls { "https" } else { "http" };
        let endpoint = format!("{scheme}://localhost:{}", address.port());
        let clock = Clock::default();
        if let Some(now) = self.time {
            clock.set(now);
        }
        clock.freeze(self.frozen);
        let signer = Signer::new().map_err(|_| StartError(Cause::Key))?;
        let refresh_token = self.credentials.refresh_token.clone();
        let mut tokens =
            Tokens::new(self.rules, clock.clone(), signer, endpoint.clone(), refresh_token);
        if let Some(token) = self.access_token {
            tokens.admit(token, Audience::AppUser);
        }
        let config = Config {
            credentials: self.credentials,
            page_size: self.page_size,
            byte_order_mark: self.byte_order_mark,
            lenient: self.lenient,
            patience: self.patience,
        };
        let mut documents = seed.documents();
        if !own_seed {
            kernel::fill(&contract, &mut documents);
        }
        let app = App::new(config, endpoint, contract, Store::new(seed), documents, clock, tokens);
        for (operation, (calls, window)) in &self.rate_limits {
            app.set_rate_limit(operation, Some(RateLimit::new(*calls, *window)));
        }
        if let Some((scope, faults, probability, seed)) = self.chance {
            app.faults().set_chance(scope, &faults, probability, seed);
        }
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(serve(listener, acceptor, app.clone(), stopped));
        Ok(Emulator::new(app, address, root, stop, task))
    }
}

/// Why an emulator did not start.
#[derive(Debug)]
pub struct StartError(Cause);

#[derive(Debug)]
enum Cause {
    Seed(SeedError),
    Key,
    Description(DescriptionError),
    Listen(SocketAddr, io::Error),
    Tls(TlsError),
}

impl From<SeedError> for StartError {
    fn from(error: SeedError) -> Self {
        Self(Cause::Seed(error))
    }
}

impl From<DescriptionError> for StartError {
    fn from(error: DescriptionError) -> Self {
        Self(Cause::Description(error))
    }
}

impl From<TlsError> for StartError {
    fn from(error: TlsError) -> Self {
        Self(Cause::Tls(error))
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::Seed(error) => error.fmt(f),
            Cause::Key => f.write_str("can't make a key to sign tokens with"),
            Cause::Description(error) => error.fmt(f),
            Cause::Listen(address, error) => write!(f, "can't listen on {address}: {error}"),
            Cause::Tls(TlsError::Certificate(error)) => {
                write!(f, "can't make a certificate: {error}")
            }
            Cause::Tls(TlsError::Rustls(error)) => write!(f, "can't serve TLS: {error}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Cause::Seed(_) | Cause::Key | Cause::Description(_) => None,
            Cause::Listen(_, error) => Some(error),
            Cause::Tls(TlsError::Certificate(error)) => Some(error),
            Cause::Tls(TlsError::Rustls(error)) => Some(error),
        }
    }
}
