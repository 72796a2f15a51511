//! Connections.

use std::fmt;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::app::App;
use crate::faults::Outcome;

/// Tells hyper to end the connection.
#[derive(Debug)]
struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a fault was asked for")
    }
}

impl std::error::Error for Dropped {}

/// Serves connections until `stop` is told, or its sender is gone.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    app: Arc<App>,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // The caller is gone already, or there are too many open files: neither is for ever.
                Err(_) => {
                    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
                    continue;
                }
            },
            () = told(&mut stop) => break,
        };
        let (app, tls, mut stop) = (Arc::clone(&app), tls.clone(), stop.clone());
        tokio::spawn(async move {
            // Small answers are not to wait for more.
            let _ = stream.set_nodelay(true);
            let connection = async {
                match tls {
                    None => connection(stream, app).await,
                    // What does not speak TLS is none of our business.
                    Some(tls) => {
                        if let Ok(stream) = tls.accept(stream).await {
                            connection(stream, app).await;
                        }
                    }
                }
            };
            tokio::select! {
                () = connection => {}
                () = told(&mut stop) => {}
            }
        });
    }
    app.close();
}

/// Waits until `stop` is told, or its sender is gone.
async fn told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await.is_ok();
}

async fn connection(stream: impl AsyncRead + AsyncWrite + Unpin, app: Arc<App>) {
    let service = service_fn(move |request: Request<Incoming>| {
        let app = Arc::clone(&app);
        async move {
            match app.answer(request.map(Body::new)).await {
                Outcome::Answer(response) => Ok(response),
                Outcome::Drop => Err(Dropped),
            }
        }
    });
    // However it ends, it has ended: the caller knows more than could be told here.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
