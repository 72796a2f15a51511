//! How many small reads the emulator answers in a second, and what memory that takes.
//!
//! `cargo run --release -p partner-emulator --example load -- [CONNECTIONS] [SECONDS] [tls]`
//!
//! The callers are in the same process and take their share of the same cores: what is shown is less than
//! what the emulator could do for others.

use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs};

use axum::body::Body;
use http_body_util::BodyExt;
use hyper::Request;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use partner_emulator::{Audience, Emulator};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

type Error = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let number =
        |index: usize, usual: u64| arguments.get(index).map_or(Ok(usual), |text| text.parse());
    let (connections, seconds) = (number(0, 32)?, number(1, 10)?);
    let is_tls = arguments.iter().any(|argument| argument == "tls");
    let builder = Emulator::builder();
    let builder = if is_tls { builder } else { builder.http() };
    let emulator = builder.start().await?;
    let token = format!("Bearer {}", emulator.issue_token(Audience::AppUser));
    let users = format!("/v1/customers/{}/users/{}", Emulator::CUSTOMER_ID, Emulator::USER_ID);
    println!("memory at the start   {}", memory());
    for (what, path) in [("one user", users.clone()), ("licences", format!("{users}/licenses"))] {
        let until = Instant::now() + Duration::from_secs(seconds);
        let callers = (0..connections).map(|_| {
            let root = emulator.root_certificate_der().map(<[u8]>::to_vec);
            let (address, path, token) = (emulator.address(), path.clone(), token.clone());
            tokio::spawn(async move {
                let stream = TcpStream::connect(address).await?;
                stream.set_nodelay(true)?;
                match root {
                    None => call(stream, &path, &token, until).await,
                    Some(root) => {
                        let name = ServerName::try_from("localhost")?;
                        let stream = connector(&root)?.connect(name, stream).await?;
                        call(stream, &path, &token, until).await
                    }
                }
            })
        });
        let callers: Vec<_> = callers.collect();
        let mut times = Vec::new();
        for caller in callers {
            times.extend(caller.await??);
        }
        times.sort_unstable();
        let at = |share: usize| times.get(times.len() * share / 1000).copied().unwrap_or_default();
        println!(
            "{what:<21} {} calls/s on {connections} connections; half within {:?}, 99 % within {:?}, the slowest {:?}",
            times.len() as u64 / seconds,
            at(500),
            at(990),
            times.last().copied().unwrap_or_default(),
        );
        println!(
            "memory after that     {} ({} calls in the log)",
            memory(),
            emulator.requests().len()
        );
    }
    emulator.stop().await?;
    Ok(())
}

/// Calls again and again: how long each call took.
async fn call(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    path: &str,
    token: &str,
    until: Instant,
) -> Result<Vec<Duration>, Error> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let mut times = Vec::new();
    while Instant::now() < until {
        let began = Instant::now();
        let request = Request::get(path)
            .header("Host", "localhost")
            .header("Accept", "application/json")
            .header("Authorization", token)
            .body(Body::empty())?;
        let response = sender.send_request(request).await?;
        if response.status() != 200 {
            return Err(format!("{} {}", path, response.status()).into());
        }
        response.into_body().collect().await?;
        times.push(began.elapsed());
    }
    Ok(times)
}

fn connector(root: &[u8]) -> Result<TlsConnector, Error> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(root.to_vec()))?;
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// What the process has in memory, and the most that it had, where the system tells.
fn memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or(" unknown").trim().to_owned()
    };
    format!("{}, at most {}", line("VmRSS:"), line("VmHWM:"))
}
