//! The command line.

use std::fmt::Write;
use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Parser, ValueEnum};
use partner_emulator::{Builder, Emulator, Fault, Scope, Seed};

/// A Partner Center on your own machine.
///
/// Serves the operations of schemas/openapi.json over HTTPS, with a token endpoint beside them, until
/// it is interrupted. What it prints at the start is all that a client needs.
#[derive(Debug, Parser)]
#[command(name = "partner-emulator", version, after_help = EXAMPLES)]
pub(crate) struct Cli {
    /// The port to listen on; 0 for any that is free
    #[arg(long, value_name = "PORT", default_value_t = 8443)]
    port: u16,
    /// The address to listen on
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    address: IpAddr,
    /// HTTP without TLS
    #[arg(long)]
    http: bool,
    /// Write the root certificate to a file (PEM), for a client to trust
    #[arg(long, value_name = "FILE", conflicts_with = "http")]
    pub(crate) write_certificate: Option<PathBuf>,
    /// Start with these customers (JSON) and not with those of the documentation
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,
    /// How many users a page has where the call does not say
    #[arg(long, value_name = "NUMBER", default_value_t = 500)]
    page_size: usize,
    /// Leave out the byte-order mark that the service puts before bodies
    #[arg(long)]
    no_byte_order_mark: bool,

    /// Accept this access token for ever
    #[arg(long, value_name = "TOKEN", help_heading = "Tokens")]
    pub(crate) access_token: Option<String>,
    /// How long access tokens are valid
    #[arg(long, value_name = "SECONDS", default_value_t = 3600, help_heading = "Tokens")]
    token_lifetime: u64,
    /// How often a refresh token works; without it, an old one goes on working beside the new
    #[arg(long, value_name = "NUMBER", help_heading = "Tokens")]
    refresh_token_uses: Option<u32>,
    /// Keep one refresh token for ever
    #[arg(long, conflicts_with = "refresh_token_uses", help_heading = "Tokens")]
    no_rotation: bool,

    /// Answer 429 beyond so many calls in so many seconds
    #[arg(long, value_name = "CALLS/SECONDS", value_parser = rate, help_heading = "Faults")]
    rate_limit: Option<(u32, Duration)>,
    /// Let these go wrong now and then; several with commas
    #[arg(long, value_name = "FAULT", value_delimiter = ',', help_heading = "Faults")]
    fault: Vec<Fault>,
    /// How many of the calls go wrong
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, value_parser = share, help_heading = "Faults")]
    fault_probability: f64,
    /// Which of the calls go wrong: the same ones for the same number
    #[arg(long, value_name = "NUMBER", default_value_t = 1, help_heading = "Faults")]
    fault_seed: u64,
    /// Which calls can go wrong
    #[arg(long, value_enum, value_name = "CALLS", default_value_t = Calls::Api, help_heading = "Faults")]
    fault_scope: Calls,
}

/// The scopes of faults, as words.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Calls {
    /// Those to the API
    Api,
    /// Those to the token endpoint
    Token,
    /// Both
    All,
}

const EXAMPLES: &str = "\
What can go wrong:
  delay=MS            the answer comes late
  slow=MS             it comes in ten pieces, with a pause before each
  drop                the connection ends and the call is not carried out
  reset               the connection is reset and the call is not carried out
  drop-after          the call is carried out and the connection ends
  drop-mid            the call is carried out and the connection ends half-way through the answer
  truncate            the call is carried out and the body is cut short
  html                a gateway's page with status 502
  error-in-200        the body of an error with status 200
  status=5XX          that status with the body of an error
  throttle=SECONDS    429, to be tried again after so many seconds

  Any call can ask for one itself, with the header `X-Emulator-Fault: truncate`.

Examples:
  partner-emulator --write-certificate root.pem
  partner-emulator --http --port 8080 --access-token secret
  partner-emulator --fault drop,status=503,throttle=1 --fault-probability 0.2
  partner-emulator --rate-limit 500/60 --token-lifetime 60 --refresh-token-uses 1";

/// `500/60`
fn rate(text: &str) -> Result<(u32, Duration), String> {
    let (calls, seconds) = text.split_once('/').ok_or("calls/seconds is wanted, such as 500/60")?;
    let calls = calls.trim().parse().map_err(|_| "the calls are a whole number")?;
    let seconds: u32 = seconds.trim().parse().map_err(|_| "the seconds are a whole number")?;
    match seconds {
        0 => Err("at least one second is wanted".into()),
        seconds => Ok((calls, Duration::from_secs(seconds.into()))),
    }
}

fn share(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "a number is wanted")?;
    if (0.0..=1.0).contains(&share) {
        Ok(share)
    } else {
        Err("a share from 0 to 1 is wanted".into())
    }
}

impl Cli {
    /// The settings.
    pub(crate) fn builder(&self) -> Result<Builder, String> {
        let mut builder = Emulator::builder()
            .port(self.port)
            .address(self.address)
            .page_size(self.page_size)
            .byte_order_mark(!self.no_byte_order_mark)
            .token_lifetime(Duration::from_secs(self.token_lifetime))
            .rotate_refresh_tokens(!self.no_rotation);
        if self.http {
            builder = builder.http();
        }
        if let Some(token) = &self.access_token {
            builder = builder.access_token(token);
        }
        if let Some(uses) = self.refresh_token_uses {
            builder = builder.refresh_token_uses(uses);
        }
        if let Some((calls, window)) = self.rate_limit {
            builder = builder.rate_limit(calls, window);
        }
        if !self.fault.is_empty() {
            let scope = match self.fault_scope {
                Calls::Api => Scope::Api,
                Calls::Token => Scope::Token,
                Calls::All => Scope::All,
            };
            builder = builder.random_faults(
                scope,
                self.fault.as_slice(),
                self.fault_probability,
                self.fault_seed,
            );
        }
        if let Some(path) = &self.seed {
            let fail = |error: String| format!("{}: {error}", path.display());
            let text = fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
            builder =
                builder.seed(Seed::from_json(&text).map_err(|error| fail(error.to_string()))?);
        }
        Ok(builder)
    }
}

/// What a client needs to know, and a first call.
pub(crate) fn greeting(
    emulator: &Emulator,
    token: &str,
    certificate: Option<&Path>,
    own_seed: bool,
) -> String {
    let (endpoint, credentials) = (emulator.endpoint(), emulator.credentials());
    let trust = match (emulator.root_certificate_pem(), certificate) {
        (None, _) => String::new(),
        (Some(_), Some(path)) => format!("--cacert {} ", path.display()),
        (Some(_), None) => "--insecure ".to_owned(),
    };
    let mut text = format!(
        "endpoint       {endpoint}\n\
         token endpoint {authority}/{tenant}/oauth2/token\n\
         client id      {client}\n\
         client secret  {secret}\n\
         refresh token  {refresh}\n\
         access token   {token}\n",
        authority = emulator.authority(),
        tenant = credentials.tenant_id,
        client = credentials.client_id,
        secret = credentials.client_secret,
        refresh = credentials.refresh_token,
    );
    if !own_seed {
        let (customer, user) = (Emulator::CUSTOMER_ID, Emulator::USER_ID);
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "customer       {customer}\n\
             user           {user}\n\n\
             The documented request:\n\n  \
             curl {trust}-H 'Authorization: Bearer {token}' -H 'Accept: application/json' \\\n    \
             {endpoint}/v1/customers/{customer}/users/{user}/licenses\n",
        );
    }
    let _ = write!(
        text,
        "\nA new access token:\n\n  \
         curl {trust}{authority}/{tenant}/oauth2/token -d grant_type=refresh_token \\\n    \
         -d resource=https://api.partnercenter.microsoft.com -d client_id={client} \\\n    \
         -d client_secret={secret} -d refresh_token={refresh}\n",
        authority = emulator.authority(),
        tenant = credentials.tenant_id,
        client = credentials.client_id,
        secret = credentials.client_secret,
        refresh = credentials.refresh_token,
    );
    text
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn parse(arguments: &[&str]) -> Result<Cli, String> {
        let all = ["partner-emulator"].iter().chain(arguments);
        Cli::try_parse_from(all).map_err(|error| error.to_string())
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn limits_and_faults_are_read() {
        let cli =
            parse(&["--rate-limit", "500/60", "--fault", "drop,status=503", "--fault", "html"]);
        let cli = cli.expect("it is sound");
        assert_eq!(cli.rate_limit, Some((500, Duration::from_secs(60))));
        assert_eq!(cli.fault, [Fault::Drop, Fault::Status(503), Fault::Html]);
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (arguments, expected) in [
            (["--rate-limit", "500"], "calls/seconds is wanted, such as 500/60"),
            (["--rate-limit", "a/60"], "the calls are a whole number"),
            (["--rate-limit", "1/s"], "the seconds are a whole number"),
            (["--rate-limit", "1/0"], "at least one second is wanted"),
            (["--fault-probability", "2"], "a share from 0 to 1 is wanted"),
            (["--fault-probability", "NaN"], "a share from 0 to 1 is wanted"),
            (["--fault", "explode"], "the fault `explode`: one of delay=MS"),
        ] {
            let error = parse(&arguments).expect_err("it is not sound");
            assert!(error.contains(expected), "{error}");
        }
        let cli = parse(&["--seed", "no-such-file.json"]).expect("that shows later");
        let error = cli.builder().expect_err("there is no such file");
        assert!(error.starts_with("no-such-file.json: "), "{error}");
    }
}
