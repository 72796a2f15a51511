//! Sends an event once.

use std::net::{IpAddr, SocketAddr};

use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue};
use axum::http::uri::Authority;
use axum::http::{Request, StatusCode, Uri};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinSet;
use tokio_rustls::rustls::pki_types::ServerName;

use super::delivery::Stored;
use super::page::CERTIFICATE;
use super::signer::ALGORITHM;
use crate::record::connector;
use crate::world::World;

/// How much of an answer is kept.
const LONGEST: usize = 200;

/// How much of an answer is read.
const LARGEST: usize = 64 << 10;

/// What became of a try.
pub(super) enum Answered {
    /// A status, and the beginning of the body.
    Status(StatusCode, String),
    /// There was no answer; there may be one later.
    Nothing(String),
    /// It is not sent there, and will not be.
    Refused(String),
}

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Sends an event. Redirections are not followed.
pub(super) async fn post(world: &World, stored: &Stored) -> Answered {
    let target = match target(world, &stored.callback_url).await {
        Ok(target) => target,
        Err(answered) => return answered,
    };
    let patience = world.config.patience;
    match tokio::time::timeout(patience, send(world, stored, &target)).await {
        Ok(Ok(answered)) => answered,
        Ok(Err(error)) => Answered::Nothing(cut(&error.to_string())),
        Err(_) => Answered::Nothing("there was no answer in time".into()),
    }
}

/// Where to connect to.
struct Target {
    uri: Uri,
    host: String,
    address: SocketAddr,
    is_tls: bool,
}

/// The address of a URL. What was looked at is what is connected to: a name can't mean something else later.
async fn target(world: &World, url: &str) -> Result<Target, Answered> {
    let refuse = |what: &str| Answered::Refused(what.to_owned());
    let uri: Uri = url.parse().map_err(|_| refuse("the callback is no URL"))?;
    let is_tls = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => false,
        _ => return Err(refuse("the callback is no URL of http:// or https://")),
    };
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let port = uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
    let anywhere = world.webhooks.options.anywhere;
    let elsewhere = || {
        refuse(
            "the callback is neither localhost nor a loopback address: the emulator sends to other machines \
             only if it is told to send anywhere",
        )
    };
    // Names of others are not even looked up.
    if !anywhere && !may_be_here(&host) {
        return Err(elsewhere());
    }
    let addresses = lookup_host((host.as_str(), port)).await;
    let addresses: Vec<_> =
        addresses.map_err(|error| Answered::Nothing(cut(&error.to_string())))?.collect();
    if !anywhere && !addresses.iter().all(|address| address.ip().is_loopback()) {
        return Err(elsewhere());
    }
    let address = *addresses.first().ok_or_else(|| Answered::Nothing("no address".into()))?;
    Ok(Target { uri, host, address, is_tls })
}

fn may_be_here(host: &str) -> bool {
    let is_loopback = host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    is_loopback || host.eq_ignore_ascii_case("localhost")
}

async fn send(world: &World, stored: &Stored, target: &Target) -> Result<Answered, Failed> {
    let body = stored.body.as_bytes();
    let signature = world.webhooks.signer.sign(body).ok_or("the event can't be signed")?;
    let path = target.uri.path_and_query().map_or("/", |path| path.as_str());
    let host = target.uri.authority().map_or("", Authority::as_str);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let request = Request::post(path)
        .header(HOST, HeaderValue::from_str(host)?)
        .header(CONTENT_TYPE, "application/json")
        .header("X-MS-Certificate-Url", format!("{}{CERTIFICATE}", world.endpoint))
        .header("X-MS-Signature-Algorithm", ALGORITHM);
    let request = if stored.in_own_header {
        request.header("x-ms-signature", signature)
    } else {
        request.header(AUTHORIZATION, format!("Signature {signature}"))
    };
    let request = request.body(Body::from(stored.body.clone()))?;
    let stream = TcpStream::connect(target.address).await?;
    if !target.is_tls {
        return exchange(stream, request).await;
    }
    let tls = connector(world.webhooks.options.certificates.as_deref())?;
    let name = ServerName::try_from(target.host.clone())?;
    exchange(tls.connect(name, stream).await?, request).await
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Body>,
) -> Result<Answered, Failed> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // It ends with the try, however that ends.
    let mut connections = JoinSet::new();
    connections.spawn(connection);
    let (parts, body) = sender.send_request(request).await?.into_parts();
    // A receiver that has said enough by its status need not be listened to.
    let body = to_bytes(Body::new(body), LARGEST).await.unwrap_or_default();
    Ok(Answered::Status(parts.status, cut(&String::from_utf8_lossy(&body))))
}

/// The beginning of a text, without what would not show.
fn cut(text: &str) -> String {
    text.chars().filter(|char| !char.is_control()).take(LONGEST).collect()
}
