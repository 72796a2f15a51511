//! Registers for events, asks for a test event, and verifies what comes.
//!
//! ```console
//! $ cargo run --example webhooks
//! ```
//!
//! starts an emulator that sends the event, and a receiver beside it, both on this machine.

mod receiver;

use std::error::Error;
use std::time::Duration;

use azure_core::http::ClientOptions;
use partner_client::client::{TransportOptions, transport};
use partner_client::webhooks::{CertificateFetcher, WebhookVerifier};
use partner_client::{
    AppUserCredential, AppUserCredentialOptions, Cloud, PartnerClient, PartnerClientOptions,
};
use partner_emulator::Emulator;
use partner_models::webhooks::{WebhookEventName, WebhookRegistration};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let trusted = emulator.root_certificate_pem().unwrap_or_default();
    let transport = transport(&TransportOptions::new().with_root_certificates(trusted))?;

    // For the service: Microsoft's roots, and neither origins nor an organization of your own.
    let verifier = WebhookVerifier::new(emulator.webhook_root_pem())?
        .with_certificate_origins([emulator.endpoint()])?
        .with_organization("Partner Center emulator")
        .with_max_age(Duration::from_secs(3 * 24 * 3600));
    let certificates = CertificateFetcher::new(transport.clone());
    let (url, mut events) = receiver::start(verifier, certificates).await?;

    let client =
        client(&emulator, &ClientOptions { transport: Some(transport), ..Default::default() })?;
    let registration = client.webhooks().registration();
    let wanted = WebhookRegistration::new().with_webhook_url(url).with_webhook_events(vec![
        WebhookEventName::TEST_CREATED,
        WebhookEventName::SUBSCRIPTION_UPDATED,
    ]);
    registration.create(wanted, None).await?;
    let test = registration.validation_events().create(None).await?.into_model();

    let Some(received) = events.recv().await else { return Err("the receiver has stopped".into()) };
    let event = received?;
    println!("received {:?} about {:?}", event.event_name, event.resource_name);

    let Some(id) = test.correlation_id else { return Err("the test event has no id".into()) };
    let mut became = registration.validation_event(id.clone()).get(None).await?.into_model();
    while became.results.is_none_or(|results| results.is_empty()) {
        tokio::time::sleep(Duration::from_millis(20)).await;
        became = registration.validation_event(id.clone()).get(None).await?.into_model();
    }
    println!("the service says: {:?}", became.status);
    Ok(())
}

fn client(emulator: &Emulator, options: &ClientOptions) -> Result<PartnerClient, Box<dyn Error>> {
    let cloud = Cloud::custom(emulator.endpoint(), emulator.authority());
    let known = emulator.credentials();
    let credential = AppUserCredential::new(
        cloud.clone(),
        &known.tenant_id,
        &known.client_id,
        known.refresh_token.clone(),
        AppUserCredentialOptions::new()
            .with_client_secret(known.client_secret.clone())
            .with_client_options(options.clone()),
    )?;
    let options = PartnerClientOptions::new().with_client_options(options.clone());
    Ok(PartnerClient::new(cloud, credential, options)?)
}
