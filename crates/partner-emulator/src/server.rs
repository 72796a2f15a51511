//! Connections.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::app::App;
use crate::faults::Outcome;
use crate::page::Peer;
use crate::request_line::RequestLines;
use crate::waiting::Waiting;

/// Tells hyper to end the connection.
#[derive(Debug)]
struct Ended {
    by_reset: bool,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a fault was asked for")
    }
}

impl Error for Ended {}

/// Serves connections until `stop` is told, or its sender is gone.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    app: Arc<App>,
    mut stop: watch::Receiver<bool>,
) {
    let waiting = Waiting::default();
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => (stream, Peer(peer)),
                // The caller is gone already, or there are too many open files: neither is for ever.
                Err(_) => {
                    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
                    continue;
                }
            },
            () = told(&mut stop) => break,
        };
        let app = Arc::clone(&app);
        let (tls, mut stop) = (tls.clone(), stop.clone());
        let serve = |greeting| async move {
            // Small answers are not to wait for more.
            let _ = stream.set_nodelay(true);
            let connection = async {
                match tls {
                    None => {
                        drop(greeting);
                        if let Some(stream) = connection(stream, peer, app).await {
                            reset(&stream);
                        }
                    }
                    // What does not speak TLS is none of our business.
                    Some(tls) => {
                        let patience = app.world.config.patience;
                        let accepted = tokio::time::timeout(patience, tls.accept(stream)).await;
                        drop(greeting);
                        if let Ok(Ok(stream)) = accepted
                            && let Some(stream) = connection(stream, peer, app).await
                        {
                            reset(stream.get_ref().0);
                        }
                    }
                }
            };
            tokio::select! {
                () = connection => {}
                () = told(&mut stop) => {}
            }
        };
        waiting.start(|greeting| tokio::spawn(serve(greeting)).abort_handle());
    }
}

/// Waits until `stop` is told, or its sender is gone.
async fn told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await.is_ok();
}

/// Serves a connection to its end, and returns it where it is to be reset.
async fn connection<S>(stream: S, peer: Peer, app: Arc<App>) -> Option<S>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let app_patience = app.world.config.patience;
    let service = service_fn(move |request: Request<Incoming>| {
        let app = Arc::clone(&app);
        Box::pin(async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(peer);
            match app.answer(request).await {
                Outcome::Answer(response) => Ok(response),
                Outcome::Drop => Err(Ended { by_reset: false }),
                Outcome::Reset => Err(Ended { by_reset: true }),
            }
        })
    });
    let patience = app_patience;
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .serve_connection(TokioIo::new(RequestLines::new(stream)), service);
    // However else it ends, it has ended: the caller knows more than could be told here.
    let error = (&mut connection).await.err()?;
    let ended = error.source()?.downcast_ref::<Ended>()?;
    ended.by_reset.then(|| connection.into_parts().io.into_inner().into_inner())
}

/// Lets a connection end, when it is dropped, with a reset and not in the orderly way.
fn reset(stream: &TcpStream) {
    // Where that can't be had, it just ends.
    let _ = stream.set_zero_linger();
}
