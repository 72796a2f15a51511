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
use crate::builder::{Builder, StartError};
use crate::clock::{NoTime, read_time, write_time};
use crate::faults::{Fault, RateLimit, Scope};
use crate::log::Record;
use crate::tls::Root;

/// A running emulator; it stops when it is dropped. See the [crate](crate) for an example.
pub struct Emulator {
    app: Arc<App>,
    address: SocketAddr,
    root: Option<Root>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
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
        task: JoinHandle<()>,
    ) -> Self {
        Self { app, address, root, stop, task }
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

    /// Stops it and waits until the port is free.
    pub async fn stop(self) {
        // The receivers are there until the task has ended, and what ended is what was wanted.
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }

    /// Where the API is, such as `https://localhost:8443`.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.app.endpoint
    }

    /// The OAuth authority, to be followed by `/{tenant}/oauth2/token`. It is the same server.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.app.endpoint
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
        &self.app.config.credentials
    }

    /// An access token that is handed out without the token endpoint.
    #[must_use]
    pub fn issue_token(&self, audience: Audience) -> String {
        let resource = "https://api.partnercenter.microsoft.com";
        self.app.tokens().issue(audience, resource, self.credentials())
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
        self.app.tokens().requests()
    }

    /// The newest refresh token.
    #[must_use]
    pub fn refresh_token(&self) -> String {
        self.app.tokens().current_refresh_token().to_owned()
    }

    /// The licences that a user has in both groups; `None` where there is no such customer or user.
    #[must_use]
    pub fn licenses(&self, customer: &str, user: &str) -> Option<Vec<License>> {
        let store = self.app.store();
        let customer = store.customer(customer)?;
        Some(customer.licenses(customer.user(user)?, &["group1", "group2"]))
    }

    /// A SKU of a customer with its units; `None` where there is no such customer or SKU.
    #[must_use]
    pub fn subscribed_sku(&self, customer: &str, sku: &str) -> Option<SubscribedSku> {
        Some(self.app.store().customer(customer)?.sku(sku)?.to_subscribed_sku())
    }
}

/// What time it is.
impl Emulator {
    /// The emulator's time, such as `2026-01-31T12:00:00Z`.
    #[must_use]
    pub fn time(&self) -> String {
        write_time(self.app.clock.now())
    }

    /// Puts the clock forward. Tokens end, and whatever else depends on time happens.
    pub fn advance(&self, by: Duration) {
        self.app.clock.advance(by.try_into().unwrap_or(time::Duration::MAX));
    }

    /// Sets the clock.
    ///
    /// # Errors
    ///
    /// If the text is no time.
    pub fn set_time(&self, time: &str) -> Result<(), NoTime> {
        self.app.clock.set(read_time(time).ok_or(NoTime)?);
        Ok(())
    }

    /// Makes the clock stand still, or go on from where it stood.
    pub fn freeze_clock(&self, frozen: bool) {
        self.app.clock.freeze(frozen);
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
        self.app.tokens().expire_access_tokens();
    }

    /// Ends every refresh token at once: the user has to sign in again.
    pub fn revoke_refresh_tokens(&self) {
        self.app.tokens().revoke_refresh_tokens();
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator").field("endpoint", &self.app.endpoint).finish_non_exhaustive()
    }
}
