//! The emulator as a command: `cargo run -p partner-emulator -- --help`.

mod cli;

use std::process::ExitCode;
use std::{error, fs};

use clap::Parser;
use partner_emulator::Audience;

use cli::Cli;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<(), Box<dyn error::Error>> {
    let certificate = cli.write_certificate.clone();
    let emulator = cli.builder()?.start().await?;
    if let (Some(path), Some(pem)) = (&certificate, emulator.root_certificate_pem()) {
        let written = fs::write(path, pem);
        written.map_err(|error| format!("can't write {}: {error}", path.display()))?;
    }
    let token = match &cli.access_token {
        Some(token) => token.clone(),
        None => emulator.issue_token(Audience::AppUser),
    };
    print!("{}", cli::greeting(&emulator, &token, certificate.as_deref(), cli.seed.is_some()));
    stopped().await?;
    emulator.stop().await;
    Ok(())
}

/// Waits for an interrupt or, where there are such signals, to be terminated.
async fn stopped() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            result = tokio::signal::ctrl_c() => result,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
