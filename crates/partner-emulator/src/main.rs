//! The emulator as a command: `cargo run -p partner-emulator -- --help`.

mod cli;
mod greeting;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{error, fs, io, thread};

use clap::Parser;
use partner_emulator::{Audience, Emulator};
use tokio::sync::mpsc;

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
    let builder = cli.builder()?;
    let builder = if cli.quiet { builder } else { builder.on_call(printer()) };
    let emulator = builder.start().await?;
    if let (Some(path), Some(pem)) = (&certificate, emulator.root_certificate_pem()) {
        let written = fs::write(path, pem);
        written.map_err(|error| format!("can't write {}: {error}", path.display()))?;
    }
    let token = match &cli.access_token {
        Some(token) => token.clone(),
        None => emulator.issue_token(Audience::AppUser),
    };
    print!("{}", greeting::greeting(&emulator, &token, certificate.as_deref(), cli.has_seed()));
    tokio::select! {
        ended = stopped() => ended?,
        () = commands(&emulator) => {}
    }
    emulator.stop().await?;
    Ok(())
}

/// How many lines may wait to be printed.
const WAITING: usize = 1024;

/// Prints lines in the background. Where nobody reads what is printed, it does not hold up calls: lines
/// are left out, and how many.
fn printer() -> impl Fn(&str) + Send + Sync {
    let (sender, lines) = std::sync::mpsc::sync_channel::<String>(WAITING);
    let left_out = Arc::new(AtomicUsize::new(0));
    let missing = Arc::clone(&left_out);
    thread::spawn(move || {
        for line in lines {
            let missing = missing.swap(0, Ordering::Relaxed);
            let more = if missing > 0 {
                format!("… {missing} calls are left out\n")
            } else {
                String::new()
            };
            // Whoever read it may be gone.
            let _ = writeln!(io::stdout(), "{more}{line}");
        }
    });
    move |line| {
        if sender.try_send(line.to_owned()).is_err() {
            left_out.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Carries out what is typed, for as long as something is.
async fn commands(emulator: &Emulator) {
    let (sender, mut lines) = mpsc::unbounded_channel();
    // Reading what is typed can't be broken off: the thread ends with the program.
    thread::spawn(move || {
        let lines = io::stdin().lines().map_while(Result::ok);
        lines.for_each(|line| drop(sender.send(line)));
    });
    while let Some(line) = lines.recv().await {
        if line.trim().is_empty() {
            continue;
        }
        match emulator.command(&line) {
            Ok(text) => println!("{}", text.trim_end()),
            Err(error) => eprintln!("error: {error}"),
        }
    }
    std::future::pending::<()>().await;
}

/// Waits for an interrupt or, where there are such signals, to be terminated.
async fn stopped() -> io::Result<()> {
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
