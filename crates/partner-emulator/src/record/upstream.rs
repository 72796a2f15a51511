//! Passes calls on to another server, such as the real service.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls_platform_verifier::ConfigVerifierExt;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

use super::TrafficError;
use crate::api::Failure;

/// Marks an answer of another server: it stays as it is.
#[derive(Clone, Copy)]
pub(crate) struct Forwarded;

/// Other servers that calls are passed on to.
pub(crate) struct Upstream {
    api: Server,
    authority: Server,
    patience: Duration,
}

struct Server {
    host: String,
    port: u16,
    tls: Option<TlsConnector>,
}

impl Upstream {
    /// The API at one address and the authority at another; the certificates of this file are trusted,
    /// or those of the system.
    pub(crate) fn new(
        api: &str,
        authority: &str,
        roots: Option<&str>,
        patience: Duration,
    ) -> Result<Self, TrafficError> {
        let (api, authority) = (Server::new(api, roots)?, Server::new(authority, roots)?);
        Ok(Self { api, authority, patience })
    }

    /// Passes a call on, and its answer back.
    pub(crate) async fn forward(
        &self,
        is_sign_in: bool,
        method: &Method,
        target: &str,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Response<Body>, Failure> {
        let server = if is_sign_in { &self.authority } else { &self.api };
        let call = server.call(method, target, headers, body.clone());
        match tokio::time::timeout(self.patience, call).await {
            Ok(Ok(response)) => Ok(response),
            _ => Err(Failure::unexpected(StatusCode::BAD_GATEWAY)),
        }
    }
}

impl Server {
    fn new(url: &str, roots: Option<&str>) -> Result<Self, TrafficError> {
        let fail = |what: &str| TrafficError(format!("{url}: {what}"));
        let uri: Uri = url.parse().map_err(|_| fail("the address of a server is wanted"))?;
        let host = uri.host().ok_or_else(|| fail("the address has no host"))?.to_owned();
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(fail("the address has no path"));
        }
        let (tls, port) = match uri.scheme_str() {
            Some("https") => (Some(connector(roots).map_err(|error| fail(&error))?), 443),
            Some("http") => (None, 80),
            _ => return Err(fail("https:// or http:// is wanted")),
        };
        Ok(Self { host, port: uri.port_u16().unwrap_or(port), tls })
    }

    async fn call(
        &self,
        method: &Method,
        target: &str,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<Response<Body>, Box<dyn std::error::Error + Send + Sync>> {
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await?;
        let mut request = Request::builder().method(method).uri(target).body(Body::from(body))?;
        let own = request.headers_mut();
        for (name, value) in headers {
            // What is about this connection and not about the call is said anew.
            let is_own = [HOST, CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING, ACCEPT_ENCODING];
            if !is_own.contains(name) && !name.as_str().starts_with("x-emulator-") {
                own.append(name, value.clone());
            }
        }
        own.insert(HOST, HeaderValue::from_str(&format!("{}:{}", self.host, self.port))?);
        match &self.tls {
            None => exchange(stream, request).await,
            Some(tls) => {
                let name = ServerName::try_from(self.host.clone())?;
                exchange(tls.connect(name, stream).await?, request).await
            }
        }
    }
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Body>,
) -> Result<Response<Body>, Box<dyn std::error::Error + Send + Sync>> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let response = sender.send_request(request).await?;
    let (mut parts, body) = response.into_parts();
    let body = axum::body::to_bytes(Body::new(body), LARGEST).await?;
    drop(sender);
    connection.abort();
    for name in [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
        parts.headers.remove(name);
    }
    parts.extensions.insert(Forwarded);
    Ok(Response::from_parts(parts, Body::from(body)))
}

/// How large an answer may be.
const LARGEST: usize = 256 << 20;

/// TLS that trusts these certificates (PEM), or those of the system.
pub(crate) fn connector(roots: Option<&str>) -> Result<TlsConnector, String> {
    let config = match roots {
        Some(pem) => {
            let mut store = RootCertStore::empty();
            for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
                let certificate =
                    certificate.map_err(|error| format!("no certificate: {error}"))?;
                store.add(certificate).map_err(|error| format!("no certificate: {error}"))?;
            }
            let provider = Arc::new(crypto::ring::default_provider());
            let builder = ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .map_err(|error| error.to_string())?;
            builder.with_root_certificates(store).with_no_client_auth()
        }
        None => {
            // Where there is a provider already, it is this one or as good.
            let _ = crypto::ring::default_provider().install_default();
            ClientConfig::with_platform_verifier().map_err(|error| error.to_string())?
        }
    };
    Ok(TlsConnector::from(Arc::new(config)))
}
