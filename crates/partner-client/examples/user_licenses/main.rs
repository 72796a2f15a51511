//! The licences that a user has, as a table, JSON or CSV.
//!
//! ```console
//! $ cargo run --example user_licenses
//! ```
//!
//! starts an emulator, signs in and asks for the documented user's licences. With `--endpoint` and
//! credentials from the environment, the same program talks to the real service; `--help` tells.

mod arguments;
mod show;
mod text;

use std::error::Error;
use std::future::ready;
use std::process::ExitCode;

use azure_core::credentials::Secret;
use azure_core::http::ClientOptions;
use clap::Parser;
use partner_client::client::{TransportOptions, transport};
use partner_client::operations::ListUserLicensesOptions;
use partner_client::{
    AppUserCredential, AppUserCredentialOptions, Cloud, PartnerClient, PartnerClientOptions,
};
use partner_emulator::Emulator;

use arguments::{Arguments, RefreshToken, from_environment};

/// What it takes to ask.
struct Partner {
    cloud: Cloud,
    transport: TransportOptions,
    tenant: String,
    application: String,
    secret: Secret,
    refresh_token: RefreshToken,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // What others wrote may be in it.
            let mut shown = error.to_string();
            let mut source = error.source();
            while let Some(cause) = source {
                shown.push_str(&format!(": {cause}"));
                source = cause.source();
            }
            eprintln!("user_licenses: {}", partner_models::printable(&shown, 2000));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    // It stops when it is dropped, that is at the end.
    let emulator;
    let partner = match &arguments.endpoint {
        Some(endpoint) => of_environment(endpoint, arguments)?,
        None => {
            emulator = Emulator::start().await?;
            of_emulator(&emulator)?
        }
    };
    let client_options = ClientOptions {
        transport: Some(transport(&partner.transport)?),
        ..ClientOptions::default()
    };
    let refresh_token = partner.refresh_token;
    let first = refresh_token.value.clone();
    let credential = AppUserCredential::new(
        partner.cloud.clone(),
        &partner.tenant,
        &partner.application,
        first,
        AppUserCredentialOptions::new()
            .with_client_secret(partner.secret)
            .with_client_options(client_options.clone())
            .with_on_new_refresh_token(move |token| ready(refresh_token.store(&token))),
    )?;
    let options = PartnerClientOptions::new().with_client_options(client_options);
    let client = PartnerClient::new(partner.cloud, credential, options)?;

    let options = ListUserLicensesOptions::new().with_license_group_ids(arguments.groups());
    let response = client
        .customer(arguments.customer.as_str())
        .user(arguments.user.as_str())
        .licenses()
        .list(options)
        .await?;
    show::print(&response.into_model(), arguments)?;
    Ok(())
}

fn of_emulator(emulator: &Emulator) -> Result<Partner, Box<dyn Error>> {
    let known = emulator.credentials();
    let root = emulator.root_certificate_pem().ok_or("the emulator has no certificate")?;
    eprintln!("an emulator at {} (see --endpoint)", emulator.endpoint());
    Ok(Partner {
        cloud: Cloud::custom(emulator.endpoint(), emulator.authority()),
        transport: TransportOptions::new().with_root_certificates(root),
        tenant: known.tenant_id.clone(),
        application: known.client_id.clone(),
        secret: known.client_secret.clone().into(),
        refresh_token: RefreshToken::of(known.refresh_token.clone()),
    })
}

fn of_environment(endpoint: &str, arguments: &Arguments) -> Result<Partner, Box<dyn Error>> {
    let mut transport = TransportOptions::new();
    if let Some(file) = &arguments.root_certificate {
        let fault = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let pem = std::fs::read(file).map_err(|error| fault(&error))?;
        let pem = text::decode(&pem).ok_or_else(|| fault(&"the file is not text"))?;
        transport = transport.with_root_certificates(pem);
    }
    Ok(Partner {
        cloud: Cloud::custom(endpoint, arguments.authority.as_str()),
        transport,
        tenant: from_environment("PARTNER_TENANT_ID")?,
        application: from_environment("PARTNER_CLIENT_ID")?,
        secret: from_environment("PARTNER_CLIENT_SECRET")?.into(),
        refresh_token: RefreshToken::from_environment()?,
    })
}
