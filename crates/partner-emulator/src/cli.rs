//! The command line.

use std::fmt::Write;
use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Parser, ValueEnum};
use partner_emulator::{
    Builder, Emulator, Fault, Limit, Scenario, Scope, Seed, Strictness, WebhookOptions,
};

/// A Partner Center on your own machine.
///
/// Serves the operations of openapi/partner-center.json over HTTPS, with a token endpoint beside them,
/// until it is interrupted. What it prints at the start is all that a client needs. It takes commands
/// while it runs: type `help`.
#[derive(Debug, Parser)]
#[command(name = "partner-emulator", version, after_help = help())]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
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
    /// Start with these documents (JSON) and not with those of the documentation: a file, or a folder
    /// with a file per family; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Vec<PathBuf>,
    /// Serve another description (an `OpenAPI` 3.1 document) than that of Partner Center
    #[arg(long, value_name = "FILE")]
    description: Option<PathBuf>,
    /// How many users a page has where the call does not say
    #[arg(long, value_name = "NUMBER", default_value_t = 500)]
    page_size: usize,
    /// Leave out the byte-order mark that the service puts before bodies
    #[arg(long)]
    no_byte_order_mark: bool,

    /// Do not print the calls
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Keep the state in this file: go on from it, and save it after changes and at the end
    #[arg(long, value_name = "FILE", help_heading = "State")]
    state: Option<PathBuf>,
    /// Begin with the seed, the time and the faults of this file (JSON)
    #[arg(long, value_name = "FILE", help_heading = "State")]
    scenario: Option<PathBuf>,
    /// Start at this time, such as 2026-01-31T12:00:00Z
    #[arg(long, value_name = "TIME", help_heading = "State")]
    time: Option<String>,
    /// Let the clock stand still: it moves when it is moved
    #[arg(long, help_heading = "State")]
    frozen: bool,

    /// Record calls and answers into this folder, without tokens and personal data
    #[arg(long, value_name = "FOLDER", help_heading = "Traffic")]
    record: Option<PathBuf>,
    /// Answer calls that were recorded into this folder as they were answered then
    #[arg(long, value_name = "FOLDER", help_heading = "Traffic")]
    fixtures: Option<PathBuf>,
    /// Pass calls on to this server, such as <https://api.partnercenter.microsoft.com>
    #[arg(long, value_name = "URL", help_heading = "Traffic", conflicts_with = "fixtures")]
    upstream: Option<String>,
    /// Pass sign-in on to this one, such as <https://login.microsoftonline.com>
    #[arg(long, value_name = "URL", help_heading = "Traffic", requires = "upstream")]
    upstream_authority: Option<String>,
    /// Trust these certificates of theirs (PEM) and not those of the system
    #[arg(long, value_name = "FILE", help_heading = "Traffic", requires = "upstream")]
    upstream_certificate: Option<PathBuf>,

    /// Send events to other machines than this one, too
    #[arg(long, help_heading = "Webhooks")]
    webhooks_anywhere: bool,
    /// Trust these certificates (PEM) of receivers and not those of the system
    #[arg(long, value_name = "FILE", help_heading = "Webhooks")]
    webhook_certificate: Option<PathBuf>,
    /// The organization that the certificates of events name
    #[arg(long, value_name = "NAME", help_heading = "Webhooks")]
    webhook_organization: Option<String>,
    /// How long to wait before an event is sent a second time; each further pause is twice as long
    #[arg(long, value_name = "SECONDS", default_value_t = 1, help_heading = "Webhooks")]
    webhook_pause: u64,

    /// Do not insist on these; several with commas
    #[arg(long, value_name = "NAME", value_delimiter = ',', help_heading = "Strictness")]
    lenient: Vec<Strictness>,

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
    /// Users have no second factor: calls with `ValidateMfa: true` are refused
    #[arg(long, help_heading = "Tokens")]
    no_mfa: bool,

    /// Answer 429 beyond so many calls in so many seconds, of all operations or of one; may be given
    /// more than once
    #[arg(long, value_name = "[OPERATION=]CALLS/SECONDS", help_heading = "Faults")]
    rate_limit: Vec<Limit>,
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
  aadsts=CODE         the token endpoint refuses: 50076, 50078, 50079 (a second factor is wanted), 65001
                      (consent is), 50173, 700016, 700082, 700084, 7000222
  denied=CODE         401 with a code of the API: 900421 (a second factor is wanted), 900420
  throttle=SECONDS    429, to be tried again after so many seconds

  Any call can ask for one itself, with the header `X-Emulator-Fault: truncate`.

The clock is the real one unless it is moved: by --time and --frozen, by the command `clock +31d`, or by
any call with the header `X-Emulator-Clock: +31d` or `X-Emulator-Clock: 2026-01-31T12:00:00Z`. Tokens
end by it.

At / the emulator has a page for a browser on this machine. Each call is printed in a line, without
personal data; --quiet ends that.

Commands are typed, or sent: curl -d 'clock +31d' https://localhost:8443/_emulator
";

const LAST: &str = "
Examples:
  partner-emulator --write-certificate root.pem
  partner-emulator --http --port 8080 --access-token secret
  partner-emulator --state state.json --time 2026-01-31 --frozen
  partner-emulator --fault drop,status=503,throttle=1 --fault-probability 0.2
  partner-emulator --rate-limit 500/60 --rate-limit listCustomerUsers=5/60 --refresh-token-uses 1";

/// What stands behind the options: all faults, the clock, and what is insisted on.
fn help() -> String {
    let mut text = format!(
        "{EXAMPLES}\nOn these the documentation is silent, and the emulator refuses them:\n"
    );
    for one in Strictness::ALL {
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {:<19} {}", one.to_string(), one.refuses());
    }
    text + LAST
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
        let mut seed: Option<Seed> = None;
        let mut builder = Emulator::builder();
        if let Some(path) = &self.scenario {
            let scenario = Scenario::from_json(&read(path)?);
            builder =
                builder.scenario(scenario.map_err(|error| format!("{}: {error}", path.display()))?);
        }
        builder = self.traffic(builder)?.webhooks(self.webhooks()?);
        if let Some(time) = &self.time {
            builder = builder.time(time).map_err(|error| format!("--time {time}: {error}"))?;
        }
        if self.frozen {
            builder = builder.frozen(true);
        }
        if let Some(path) = &self.state {
            builder = builder.state(path);
        }
        builder = builder
            .lenient(self.lenient.iter().copied())
            .mfa(!self.no_mfa)
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
        for limit in &self.rate_limit {
            builder = builder.limit(limit.clone());
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
        if let Some(path) = &self.description {
            builder = builder.description(read(path)?);
        }
        for file in files(&self.seed)? {
            let more = Seed::from_json(&read(&file)?);
            let more = more.map_err(|error| format!("{}: {error}", file.display()))?;
            seed = Some(seed.unwrap_or_default().and(more));
        }
        if let Some(seed) = seed {
            builder = builder.seed(seed);
        }
        Ok(builder)
    }
}

impl Cli {
    /// Whether it starts with documents of the user's own.
    pub(crate) fn has_seed(&self) -> bool {
        !self.seed.is_empty() || self.scenario.is_some() || self.description.is_some()
    }

    fn webhooks(&self) -> Result<WebhookOptions, String> {
        let mut options = WebhookOptions::new()
            .with_anywhere(self.webhooks_anywhere)
            .with_first_pause(Duration::from_secs(self.webhook_pause));
        if let Some(path) = &self.webhook_certificate {
            options = options.with_certificates(read(path)?);
        }
        if let Some(name) = &self.webhook_organization {
            options = options.with_organization(name);
        }
        Ok(options)
    }

    fn traffic(&self, mut builder: Builder) -> Result<Builder, String> {
        if let Some(folder) = &self.record {
            builder = builder.record(folder);
        }
        if let Some(folder) = &self.fixtures {
            builder = builder.fixtures(folder);
        }
        if let Some(url) = &self.upstream {
            let certificates = self.upstream_certificate.as_deref().map(read).transpose()?;
            builder = builder.upstream(url, self.upstream_authority.clone(), certificates);
        }
        Ok(builder)
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// The files, and those with `.json` at their end of each folder, in the order of their names.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut own: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        own.retain(|file| file.extension().is_some_and(|end| end == "json"));
        if own.is_empty() {
            return Err(format!("{}: there is no seed (*.json) in the folder", path.display()));
        }
        own.sort();
        files.extend(own);
    }
    Ok(files)
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
            parse(&["--rate-limit", "a=500/60", "--fault", "drop,status=503", "--fault", "html"]);
        let cli = cli.expect("it is sound");
        let limit = &cli.rate_limit[0];
        let rate = (limit.calls, limit.window.as_secs());
        assert_eq!((limit.operation.as_deref(), rate), (Some("a"), (500, 60)));
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
            (["--lenient", "all"], "`all`: one of query-parameters"),
        ] {
            let error = parse(&arguments).expect_err("it is not sound");
            assert!(error.contains(expected), "{error}");
        }
        let cli = parse(&["--seed", "no-such-file.json"]).expect("that shows later");
        let error = cli.builder().expect_err("there is no such file");
        assert!(error.starts_with("no-such-file.json: "), "{error}");
    }

    #[test]
    fn the_help_tells_every_fault_the_clock_and_what_is_insisted_on() {
        let help = Cli::command().render_long_help().to_string();
        let error = "explode".parse::<Fault>().expect_err("it is none").to_string();
        let (_, faults) = error.split_once("one of ").expect("a list of all");
        let faults = faults.trim_end_matches(" is wanted").replace(" and ", ", ");
        let names: Vec<_> =
            faults.split(", ").filter_map(|fault| fault.split('=').next()).collect();
        assert!(names.len() >= 13, "{names:?}");
        for name in names {
            assert!(
                help.lines().any(|line| line.trim_start().starts_with(name)),
                "no {name}: {help}"
            );
        }
        for word in ["X-Emulator-Clock", "X-Emulator-Fault", "--frozen", "--state"] {
            assert!(help.contains(word), "no {word}");
        }
        for one in Strictness::ALL {
            assert!(help.contains(&one.to_string()) && help.contains(one.refuses()), "no {one}");
        }
    }
}
