//! What the user of the example says.

use std::io::{self, Write};
use std::path::PathBuf;

use azure_core::credentials::Secret;
use clap::Parser;
use partner_client::Cloud;
use partner_emulator::Emulator;
use partner_models::licenses::LicenseGroupQuery;

use crate::text::{decode, token};

/// Prints the licences that a user of a customer has
#[derive(Parser)]
#[command(after_help = "\
Without --endpoint, an emulator answers. With it, sign-in takes these environment variables:

  PARTNER_TENANT_ID           the partner's tenant
  PARTNER_CLIENT_ID           the application, as registered there
  PARTNER_CLIENT_SECRET       its secret
  PARTNER_REFRESH_TOKEN       the refresh token of a user who consented, or
  PARTNER_REFRESH_TOKEN_FILE  the file that holds it, and that a new one is written to

Examples:
  $ cargo run --example user_licenses
  $ cargo run --example user_licenses -- --csv > licences.csv
  $ cargo run --example user_licenses -- --endpoint https://api.partnercenter.microsoft.com \\
      --customer CUSTOMER --user alex@contoso.com")]
pub(crate) struct Arguments {
    /// Where the service is; an emulator without it
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint: Option<String>,
    /// Where the partner signs in
    #[arg(long, value_name = "URL", default_value_t = Cloud::GLOBAL.authority().to_owned())]
    pub(crate) authority: String,
    /// A root certificate to trust, in PEM: that of an emulator
    #[arg(long, value_name = "FILE")]
    pub(crate) root_certificate: Option<PathBuf>,
    /// The customer
    #[arg(long, value_name = "ID", default_value = Emulator::CUSTOMER_ID)]
    pub(crate) customer: String,
    /// The user: the id or the user principal name
    #[arg(long, value_name = "ID", default_value = Emulator::USER_ID)]
    pub(crate) user: String,
    /// A group of licences, Group1 or Group2; may be repeated. Both without it
    #[arg(long, value_name = "GROUP")]
    group: Vec<String>,
    /// Print JSON, as the service sent it
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Print comma-separated values
    #[arg(long)]
    pub(crate) csv: bool,
}

impl Arguments {
    pub(crate) fn groups(&self) -> Vec<LicenseGroupQuery> {
        if self.group.is_empty() {
            return LicenseGroupQuery::KNOWN.to_vec();
        }
        self.group.iter().map(|group| group.as_str().into()).collect()
    }
}

/// The value of an environment variable.
pub(crate) fn from_environment(name: &str) -> Result<String, String> {
    match std::env::var(name) {
        Ok(value) if !value.is_empty() => Ok(value),
        _ => Err(format!("the environment variable {name} is not set (see --help)")),
    }
}

/// A refresh token, and where its successor goes.
pub(crate) struct RefreshToken {
    pub(crate) value: Secret,
    file: Option<PathBuf>,
}

impl RefreshToken {
    pub(crate) fn of(value: String) -> Self {
        Self { value: value.into(), file: None }
    }

    pub(crate) fn from_environment() -> Result<Self, String> {
        let Ok(file) = from_environment("PARTNER_REFRESH_TOKEN_FILE") else {
            let name = "PARTNER_REFRESH_TOKEN";
            let value = from_environment(name)?;
            let value = token(&value).ok_or_else(|| format!("{name} holds no token"))?;
            return Ok(Self::of(value.to_owned()));
        };
        let fault = |error| format!("{file}: {error}");
        let text = decode(&std::fs::read(&file).map_err(fault)?)
            .ok_or_else(|| format!("{file}: the file is neither UTF-8 nor UTF-16"))?;
        let value = token(&text).ok_or_else(|| format!("{file}: the file holds no token"))?;
        // Where a link leads, so that the link stays one.
        let path = std::fs::canonicalize(&file).map_err(fault)?;
        Ok(Self { value: value.to_owned().into(), file: Some(path) })
    }

    /// Keeps a new token, where it was said where. A new file takes the place of the old one once it
    /// is whole and on the disk, and is for its owner alone.
    pub(crate) fn store(&self, token: &Secret) -> io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let folder = file.parent().ok_or(io::ErrorKind::NotADirectory)?;
        let mut new = tempfile::NamedTempFile::new_in(folder)?; // mode 0600
        new.write_all(token.secret().as_bytes())?;
        new.as_file().sync_all()?;
        new.persist(file)?;
        Ok(())
    }
}
