//! A running emulator.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use partner_models::licenses::{License, SubscribedSku};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::auth::{Audience, Credentials};
use crate::builder::Builder;
use crate::clock::{NoTime, read_time, write_time};
use crate::commands;
use crate::families;
use crate::faults::{Fault, RateLimit, Scope};
use crate::log::Record;
use crate::start_error::StartError;
use crate::state::StateError;
use crate::store::split_path;
use crate::tls::Root;

/// A running emulator; it stops when it is dropped. See the [crate](crate) for an example.
pub struct Emulator {
    pub(crate) app: Arc<App>,
    address: SocketAddr,
    root: Option<Root>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
    /// What sends events, and what saves the state where there is a file for it.
    beside: Vec<JoinHandle<()>>,
}

/// How it starts and stops, and what a client has to know.
impl Emulator {
    /// The customer whose user Microsoft's documentation asks about.
    pub const CUSTOMER_ID: &'static str = "0c39d6d5-c70d-4c55-bc02-f620844f3fd1";
    /// The user whose licences it shows: Enterprise Mobility + Security E3.
    pub const USER_ID: &'static str = "482e2152-4b49-48ec-b715-823365ce3d4c";
    /// The same user's principal name.
    pub const USER_PRINCIPAL_NAME: &'static str = "avery@contoso.com";
    /// A user of that customer without a licence.
    pub const UNLICENSED_USER_ID: &'static str = "554526aa-cf5e-46fa-95df-98dbc55d8a1e";
    /// A SKU of that customer with units left: Enterprise Mobility + Security E3.
    pub const SKU_ID: &'static str = "efccb6f7-5641-4e0e-bd10-b4976e1bf68e";
    /// A SKU of that customer without a unit left: Power BI Pro.
    pub const EXHAUSTED_SKU_ID: &'static str = "f8a1db68-be16-40ed-86d5-cb42ce701560";

    pub(crate) fn new(
        app: Arc<App>,
        address: SocketAddr,
        root: Option<Root>,
        stop: watch::Sender<bool>,
        (task, beside): (JoinHandle<()>, Vec<JoinHandle<()>>),
    ) -> Self {
        Self { app, address, root, stop, task, beside }
    }

    /// Settings for an emulator to be started.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Starts one with the defaults of [`Emulator::builder`].
    ///
    /// # Errors
    ///
    /// See [`Builder::start`].
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Stops it, waits until the port is free and saves the state, if there is a file for it.
    ///
    /// # Errors
    ///
    /// If the state can't be saved. The emulator has stopped all the same.
    pub async fn stop(mut self) -> Result<(), StateError> {
        // The receivers are there until the task has ended, and what ended is what was wanted.
        let _ = self.stop.send(true);
        let _ = (&mut self.task).await;
        if self.app.has_state() { self.app.save() } else { Ok(()) }
    }

    /// Where the API is, such as `https://localhost:8443`.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.app.world.endpoint
    }

    /// The OAuth authority, to be followed by `/{tenant}/oauth2/token`. It is the same server.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.app.world.endpoint
    }

    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The root certificate to trust, as PEM; `None` without TLS.
    #[must_use]
    pub fn root_certificate_pem(&self) -> Option<&str> {
        self.root.as_ref().map(|root| root.pem.as_str())
    }

    /// The root certificate to trust, as DER; `None` without TLS.
    #[must_use]
    pub fn root_certificate_der(&self) -> Option<&[u8]> {
        self.root.as_ref().map(|root| root.der.as_slice())
    }

    /// What to sign in with.
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.app.world.config.credentials
    }

    /// An access token that is handed out without the token endpoint.
    #[must_use]
    pub fn issue_token(&self, audience: Audience) -> String {
        let resource = "https://api.partnercenter.microsoft.com";
        self.app.world.tokens().issue(audience, resource, self.credentials())
    }
}

/// What has happened.
impl Emulator {
    /// The calls that came, those to the token endpoint among them, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Record> {
        self.app.log().records()
    }

    /// Forgets the calls so far.
    pub fn clear_requests(&self) {
        self.app.log().clear();
    }

    /// How many calls the token endpoint has carried out, refused ones included.
    #[must_use]
    pub fn token_requests(&self) -> usize {
        self.app.world.tokens().requests()
    }

    /// The newest refresh token.
    #[must_use]
    pub fn refresh_token(&self) -> String {
        self.app.world.tokens().current_refresh_token().to_owned()
    }

    /// The licences that a user has in both groups; `None` where there is no such customer or user.
    #[must_use]
    pub fn licenses(&self, customer: &str, user: &str) -> Option<Vec<License>> {
        let store = self.app.world.store();
        let user = ["v1", "customers", customer, "users", user];
        store.get(&user)?;
        let licenses = store.list(&[user.as_slice(), &["licenses"]].concat());
        licenses.map(|(_, document)| serde_json::from_value(document.value.clone()).ok()).collect()
    }

    /// A SKU of a customer with its units; `None` where there is no such customer or SKU.
    #[must_use]
    pub fn subscribed_sku(&self, customer: &str, sku: &str) -> Option<SubscribedSku> {
        let store = self.app.world.store();
        serde_json::from_value(families::sku(&store, customer, sku)?.0.clone()).ok()
    }

    /// The document at a path such as `/v1/customers/{customer-id}`, as JSON; `None` where there is none.
    #[must_use]
    pub fn document(&self, path: &str) -> Option<String> {
        let document = self.app.world.store();
        document.get(&split_path(path)?).map(|document| document.value.to_string())
    }

    /// The paths of all documents, those of a list in its order.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        let documents = self.app.world.store().clone();
        documents.keep().into_iter().map(|kept| kept.path).collect()
    }

    /// Goes back to the start: documents, the clock, faults, limits. Tokens go on.
    pub fn reset(&self) {
        self.app.reset();
    }

    /// Saves the state to its file: see [`Builder::state`].
    ///
    /// # Errors
    ///
    /// If there is no file for it, or it can't be written.
    pub fn save(&self) -> Result<(), StateError> {
        self.app.save()
    }

    /// Carries out a command, as the running command takes them, and a POST to `/_emulator`. `help`
    /// tells all of them.
    ///
    /// # Errors
    ///
    /// If it is no command, or can't be carried out: what is wrong with it.
    pub fn command(&self, line: &str) -> Result<String, String> {
        commands::carry_out(&self.app, line)
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.beside.iter().for_each(JoinHandle::abort);
    }
}

/// What time it is.
impl Emulator {
    /// The emulator's time, such as `2026-01-31T12:00:00Z`.
    #[must_use]
    pub fn time(&self) -> String {
        write_time(self.app.world.clock.now())
    }

    /// Puts the clock forward. Tokens end, and whatever else depends on time happens.
    pub fn advance(&self, by: Duration) {
        self.app.world.clock.advance(by.try_into().unwrap_or(time::Duration::MAX));
    }

    /// Sets the clock.
    ///
    /// # Errors
    ///
    /// If the text is no time.
    pub fn set_time(&self, time: &str) -> Result<(), NoTime> {
        self.app.world.clock.set(read_time(time).ok_or(NoTime)?);
        Ok(())
    }

    /// Makes the clock stand still, or go on from where it stood.
    pub fn freeze_clock(&self, frozen: bool) {
        self.app.world.clock.freeze(frozen);
    }
}

/// What is to go wrong.
impl Emulator {
    /// The next call to the API is hit by a fault.
    pub fn inject(&self, fault: Fault) {
        self.inject_times(Scope::Api, fault, 1);
    }

    /// That many of the next calls are hit by a fault. What was injected earlier comes first.
    pub fn inject_times(&self, scope: Scope, fault: Fault, times: usize) {
        let scope = if matches!(fault, Fault::SignIn(_)) { Scope::Token } else { scope };
        self.app.faults().push(scope, fault, times);
    }

    /// From now on, each call is hit with this probability (0 to 1) by one of these faults. The same
    /// seed hits the same calls, counted from here.
    pub fn inject_randomly(&self, scope: Scope, faults: &[Fault], probability: f64, seed: u64) {
        self.app.faults().set_chance(scope, faults, probability, seed);
    }

    /// No faults any more, neither injected ones nor those left to chance.
    pub fn clear_faults(&self) {
        self.app.faults().clear();
    }

    /// From now on, the API takes so many calls in each stretch of time; any number with `None`.
    pub fn limit_rate(&self, limit: Option<(u32, Duration)>) {
        self.app.set_rate_limit("", limit.map(|(calls, window)| RateLimit::new(calls, window)));
    }

    /// Ends every access token at once.
    pub fn expire_access_tokens(&self) {
        self.app.world.tokens().expire_access_tokens();
    }

    /// Ends every refresh token at once: the user has to sign in again.
    pub fn revoke_refresh_tokens(&self) {
        self.app.world.tokens().revoke_refresh_tokens();
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("endpoint", &self.app.world.endpoint)
            .finish_non_exhaustive()
    }
}
