//! How an emulator is to be.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::{App, Start, Traffic};
use crate::auth::{Audience, Credentials, Rules, Signer, Tokens};
use crate::clock::{Clock, NoTime, read_time};
use crate::commands;
use crate::contract::Contract;
use crate::emulator::Emulator;
use crate::faults::{Fault, Limit, Scope};
use crate::kernel;
use crate::page::Printer;
use crate::record::{Fixtures, Recorder, Upstream};
use crate::scenario::{Scenario, Setting};
use crate::seed::Seed;
use crate::server::serve;
use crate::start_error::{Cause, StartError};
use crate::state::{State, go_on};
use crate::strict::Strictness;
use crate::tls;
use crate::webhooks::{EventSigner, WebhookOptions, Webhooks, deliver_always};
use crate::world::{Config, World};

/// Settings of an [`Emulator`] to be started. All have a default.
#[derive(Clone, Debug)]
pub struct Builder {
    address: SocketAddr,
    tls: bool,
    seed: Option<Seed>,
    credentials: Credentials,
    access_token: Option<String>,
    rules: Rules,
    page_size: usize,
    byte_order_mark: bool,
    patience: Duration,
    description: Option<String>,
    setting: Setting,
    state: Option<PathBuf>,
    record: Option<PathBuf>,
    fixtures: Option<PathBuf>,
    upstream: Option<(String, Option<String>, Option<String>)>,
    printer: Option<Printer>,
    pub(crate) webhooks: WebhookOptions,
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
            patience: Duration::from_secs(20),
            description: None,
            setting: Setting::default(),
            state: None,
            record: None,
            fixtures: None,
            upstream: None,
            printer: None,
            webhooks: WebhookOptions::default(),
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

    /// Does not insist on these, on which the documentation is silent. What was given before stays.
    #[must_use]
    pub fn lenient(mut self, off: impl IntoIterator<Item = Strictness>) -> Self {
        self.setting.lenient.extend(off);
        self
    }

    /// Begins with a scenario: its seed, its time, its faults. What is set afterwards counts for more.
    #[must_use]
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.seed = scenario.seed.or(self.seed);
        self.setting = scenario.setting;
        self
    }

    /// Keeps the state in a file: the documents, the clock and the tokens. A file that is there is gone
    /// on with, instead of the seed; the state is saved when the emulator stops, soon after each change,
    /// and by [`Emulator::save`].
    #[must_use]
    pub fn state(mut self, file: impl Into<PathBuf>) -> Self {
        self.state = Some(file.into());
        self
    }

    /// Records each call to the API and its answer into a folder, without tokens and personal data. The
    /// folder is made, or is empty.
    #[must_use]
    pub fn record(mut self, folder: impl Into<PathBuf>) -> Self {
        self.record = Some(folder.into());
        self
    }

    /// Answers calls that were recorded into a folder as they were answered then. All others are
    /// answered as without this.
    #[must_use]
    pub fn fixtures(mut self, folder: impl Into<PathBuf>) -> Self {
        self.fixtures = Some(folder.into());
        self
    }

    /// Passes all calls on to another server, such as the real service, and its answers back. Sign-in
    /// goes to another one if it is given. The certificates (PEM) are trusted, or those of the system.
    #[must_use]
    pub fn upstream(
        mut self,
        api: impl Into<String>,
        authority: Option<String>,
        certificates: Option<String>,
    ) -> Self {
        self.upstream = Some((api.into(), authority, certificates));
        self
    }

    /// Calls this with a line of text about each call that has ended: the time, the method, the path, the
    /// status, how long it took, and the fault that hit it. Personal data and secrets are left out.
    #[must_use]
    pub fn on_call(mut self, print: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.printer = Some(Printer(Arc::new(print)));
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
        self.setting.time = Some(read_time(time).ok_or(NoTime)?);
        Ok(self)
    }

    /// Makes the clock stand still: it only moves when it is moved.
    #[must_use]
    pub fn frozen(mut self, frozen: bool) -> Self {
        self.setting.frozen = frozen;
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
    pub fn rate_limit(self, calls: u32, window: Duration) -> Self {
        self.limit(Limit { operation: None, calls, window })
    }

    /// How many calls an operation takes in each stretch of time, or all of them together.
    #[must_use]
    pub fn limit(mut self, limit: Limit) -> Self {
        let operation = limit.operation.unwrap_or_default();
        self.setting.limits.insert(operation, (limit.calls, limit.window));
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
        self.setting.chance = Some((scope, faults.into(), probability, seed));
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
        let mut operations = contract.operations.iter().map(|operation| operation.id.as_str());
        let mut limited = self.setting.limits.keys().filter(|name| !name.is_empty());
        if let Some(name) = limited.find(|name| !operations.any(|known| known == name.as_str())) {
            return Err(StartError(Cause::Operation(name.clone())));
        }
        let documents = match &self.seed {
            Some(seed) => seed.load(&contract)?,
            None => {
                let mut documents = Seed::documented()?.load_anywhere(&contract)?;
                kernel::fill(&contract, &mut documents);
                documents
            }
        };
        let traffic = self.traffic()?;
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
        self.setting.set_clock(&clock);
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
            patience: self.patience,
        };
        let kept = match &self.state {
            Some(path) => State::load(path)?
                .map(|state| go_on(path, state, &clock, &mut tokens))
                .transpose()?,
            None => None,
        };
        let now = kept.unwrap_or_else(|| documents.clone());
        let signer = EventSigner::new(&self.webhooks).map_err(|_| StartError(Cause::Key))?;
        let webhooks = Webhooks::new(self.webhooks, signer, &now);
        let world = World::new(config, endpoint, contract, now, clock, tokens, webhooks);
        let start = Start { documents, setting: self.setting };
        let app = App::new(world, start, self.state, traffic);
        let mut beside = vec![tokio::spawn(deliver_always(app.clone()))];
        if app.has_state() {
            beside.push(tokio::spawn(commands::save_always(app.clone())));
        }
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(serve(listener, acceptor, app.clone(), stopped));
        Ok(Emulator::new(app, address, root, stop, (task, beside)))
    }

    fn traffic(&self) -> Result<Traffic, StartError> {
        let upstream = self.upstream.as_ref().map(|(api, authority, roots)| {
            let authority = authority.as_ref().unwrap_or(api);
            Upstream::new(api, authority, roots.as_deref(), self.patience)
        });
        Ok(Traffic {
            recorder: self.record.as_deref().map(Recorder::new).transpose()?,
            fixtures: self.fixtures.as_deref().map(Fixtures::read).transpose()?,
            upstream: upstream.transpose()?,
            printer: self.printer.clone(),
        })
    }
}
