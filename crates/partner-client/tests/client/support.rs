//! An emulator, and clients for it.

use std::sync::Arc;
use std::time::Duration;

use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::http::{ClientOptions, ExponentialRetryOptions, RetryOptions, Transport};
use azure_core::time::{Duration as Span, OffsetDateTime};
use partner_client::client::{TokenEndpoint, TransportOptions, transport};
use partner_client::{
    AppUserCredential, AppUserCredentialOptions, Cloud, PartnerClient, PartnerClientOptions,
};
use partner_emulator::Emulator;

pub(crate) const CUSTOMER: &str = Emulator::CUSTOMER_ID;
pub(crate) const USER: &str = Emulator::USER_ID;

/// A credential with a token that is given.
#[derive(Debug)]
pub(crate) struct Fixed(pub(crate) String);

#[async_trait::async_trait]
impl TokenCredential for Fixed {
    async fn get_token(
        &self,
        _scopes: &[&str],
        _options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        Ok(AccessToken::new(self.0.clone(), OffsetDateTime::now_utc() + Span::hours(1)))
    }
}

/// Retries that cost a test no time.
pub(crate) fn quick_retries(times: u32) -> RetryOptions {
    RetryOptions::exponential(ExponentialRetryOptions {
        initial_delay: Span::milliseconds(1),
        max_retries: times,
        ..ExponentialRetryOptions::default()
    })
}

pub(crate) fn cloud(emulator: &Emulator) -> Cloud {
    Cloud::custom(emulator.endpoint(), emulator.authority())
}

/// A transport that trusts the emulator.
pub(crate) fn trusting(emulator: &Emulator, read_timeout: Duration) -> Transport {
    let options = TransportOptions::new()
        .with_read_timeout(read_timeout)
        .with_root_certificates(emulator.root_certificate_pem().expect("it has TLS"));
    transport(&options).expect("it can be set up")
}

pub(crate) fn client_options(transport: Transport, retries: u32) -> ClientOptions {
    ClientOptions {
        transport: Some(transport),
        retry: quick_retries(retries),
        ..ClientOptions::default()
    }
}

/// The options of the emulator's credential, over that transport.
pub(crate) fn credential_options(
    emulator: &Emulator,
    transport: Transport,
) -> AppUserCredentialOptions {
    AppUserCredentialOptions::new()
        .with_client_secret(emulator.credentials().client_secret.clone())
        .with_client_options(client_options(transport, 2))
}

pub(crate) fn credential(
    emulator: &Emulator,
    options: AppUserCredentialOptions,
) -> Arc<AppUserCredential> {
    let known = emulator.credentials();
    let refresh_token = known.refresh_token.clone();
    AppUserCredential::new(
        cloud(emulator),
        &known.tenant_id,
        &known.client_id,
        refresh_token,
        options,
    )
    .expect("it can be made")
}

/// A client that signs in as the emulator wants it, and retries twice.
pub(crate) fn client(emulator: &Emulator) -> PartnerClient {
    client_with(emulator, Duration::from_secs(10), 2)
}

pub(crate) fn client_with(
    emulator: &Emulator,
    read_timeout: Duration,
    retries: u32,
) -> PartnerClient {
    let transport = trusting(emulator, read_timeout);
    let options =
        credential_options(emulator, transport.clone()).with_token_endpoint(TokenEndpoint::V1);
    let options_of_client =
        PartnerClientOptions::new().with_client_options(client_options(transport, retries));
    PartnerClient::new(cloud(emulator), credential(emulator, options), options_of_client)
        .expect("it can be made")
}

/// A client with a token that is given.
pub(crate) fn client_with_token(emulator: &Emulator, token: String) -> PartnerClient {
    let transport = trusting(emulator, Duration::from_secs(10));
    let options = PartnerClientOptions::new().with_client_options(client_options(transport, 2));
    PartnerClient::new(cloud(emulator), Arc::new(Fixed(token)), options).expect("it can be made")
}
