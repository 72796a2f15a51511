//! A receiver of events, with axum.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use partner_client::Error;
use partner_client::webhooks::{CertificateFetcher, ReceiveError, WebhookVerifier};
use partner_models::webhooks::WebhookEvent;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What became of a call.
pub(crate) type Received = Result<WebhookEvent, ReceiveError<Error>>;

struct Receiver {
    verifier: WebhookVerifier,
    certificates: CertificateFetcher,
    received: UnboundedSender<Received>,
}

/// Starts a receiver on this machine: where it is, and what it receives.
pub(crate) async fn start(
    verifier: WebhookVerifier,
    certificates: CertificateFetcher,
) -> io::Result<(String, UnboundedReceiver<Received>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/webhooks/callback", listener.local_addr()?);
    let (sender, received) = unbounded_channel();
    let state = Arc::new(Receiver { verifier, certificates, received: sender });
    let router = Router::new()
        .route("/webhooks/callback", post(receive))
        // An event has some 400 bytes.
        .layer(DefaultBodyLimit::max(64 << 10))
        .with_state(state);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok((url, received))
}

/// Answers at once: whoever waits on the channel does the work.
async fn receive(
    State(state): State<Arc<Receiver>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let certificates = &state.certificates;
    let fetch = |address| certificates.fetch(address);
    let received = state.verifier.receive(&headers, &body, fetch).await;
    let status = received.as_ref().map_or_else(ReceiveError::status, |_| StatusCode::OK);
    // Nobody may be waiting any more.
    let _ = state.received.send(received);
    status
}
