//! A client that hides nothing: it shows an answer as it came over the socket.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use contract_tests::compare::differences;
use http_body_util::BodyExt;
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{HeaderMap, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use partner_emulator::{Audience, Emulator};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// The path of the documented customer.
pub(crate) const CUSTOMER: &str = "/v1/customers/0c39d6d5-c70d-4c55-bc02-f620844f3fd1";

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// An answer that did not come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lost {
    /// The status, where there was that much.
    pub(crate) head: Option<StatusCode>,
}

impl Answer {
    /// The body without its byte-order mark, as text.
    pub(crate) fn text(&self) -> &str {
        let text = std::str::from_utf8(&self.body).expect("bodies are UTF-8");
        text.trim_start_matches('\u{feff}')
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(self.text()).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no header {name}")).to_str().expect("text")
    }

    /// The status and the code of the error.
    pub(crate) fn error(&self) -> (u16, i64) {
        (self.status.as_u16(), self.json()["code"].as_i64().expect("the body is an error"))
    }
}

/// An emulator as it comes.
pub(crate) async fn start() -> Emulator {
    Emulator::start().await.expect("it starts")
}

/// A caller with the token of a signed-in user.
pub(crate) struct Caller<'a> {
    emulator: &'a Emulator,
    token: Option<String>,
}

impl<'a> Caller<'a> {
    pub(crate) fn new(emulator: &'a Emulator) -> Self {
        Self { emulator, token: Some(emulator.issue_token(Audience::AppUser)) }
    }

    pub(crate) fn with_token(emulator: &'a Emulator, token: Option<String>) -> Self {
        Self { emulator, token }
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.send(&Call::get(target)).await
    }

    pub(crate) async fn post(&self, target: &str, body: &Value) -> Answer {
        self.send(&Call::post(target, body.to_string())).await
    }

    pub(crate) async fn send(&self, call: &Call) -> Answer {
        self.try_send(call).await.expect("the call is answered")
    }

    /// What there was of an answer where the connection ended.
    pub(crate) async fn try_send(&self, call: &Call) -> Result<Answer, Lost> {
        let mut call = call.clone();
        if let Some(token) = &self.token
            && !call.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"))
        {
            call = call.with(AUTHORIZATION.as_str(), &format!("Bearer {token}"));
        }
        send(self.emulator, &call).await
    }
}

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Call {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.into(),
            target: target.into(),
            headers: Vec::new(),
            body: String::new(),
        }
    }

    pub(crate) fn get(target: &str) -> Self {
        Self::new("GET", target).with("Accept", "application/json")
    }

    pub(crate) fn post(target: &str, body: impl Into<String>) -> Self {
        let call = Self { body: body.into(), ..Self::new("POST", target) };
        call.with("Accept", "application/json").with(CONTENT_TYPE.as_str(), "application/json")
    }

    pub(crate) fn form(target: &str, fields: &[(&str, &str)]) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let call = Self { body, ..Self::new("POST", target) };
        call.with(CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded")
    }

    /// With a header, instead of one of that name.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn fault(self, fault: &str) -> Self {
        self.with("X-Emulator-Fault", fault)
    }
}

/// Sends a request over a connection of its own.
pub(crate) async fn send(emulator: &Emulator, call: &Call) -> Result<Answer, Lost> {
    let stream = TcpStream::connect(emulator.address()).await.expect("the emulator listens");
    match emulator.root_certificate_der() {
        None => exchange(stream, emulator, call).await,
        Some(root) => {
            let stream = connector(root).connect(name(), stream).await.expect("TLS with its root");
            exchange(stream, emulator, call).await
        }
    }
}

pub(crate) fn connector(root: &[u8]) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(root.to_vec())).expect("it is a certificate");
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider has them")
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

/// The certificate in a PEM file.
pub(crate) fn der(pem: &str) -> Vec<u8> {
    let certificate = CertificateDer::from_pem_slice(pem.as_bytes());
    certificate.expect("it is a certificate").to_vec()
}

pub(crate) fn name() -> ServerName<'static> {
    ServerName::try_from("localhost").expect("a name")
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    emulator: &Emulator,
    call: &Call,
) -> Result<Answer, Lost> {
    let none = |_| Lost { head: None };
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(none)?;
    let connection = tokio::spawn(connection);
    let mut request = Request::builder().method(call.method.as_str()).uri(&call.target);
    request = request.header(HOST, format!("localhost:{}", emulator.address().port()));
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    let request = request.body(Body::from(call.body.clone())).expect("a request");
    let response: Response<_> = sender.send_request(request).await.map_err(none)?;
    let (parts, body) = response.into_parts();
    let body = body.collect().await;
    drop(sender);
    drop(connection);
    match body {
        Ok(body) => {
            Ok(Answer { status: parts.status, headers: parts.headers, body: body.to_bytes() })
        }
        Err(_) => Err(Lost { head: Some(parts.status) }),
    }
}

/// The answer to a GET as it is on the wire, of an emulator without TLS: the target is sent as it is, also
/// where it is no target.
pub(crate) async fn raw(emulator: &Emulator, target: &str) -> String {
    let mut stream = TcpStream::connect(emulator.address()).await.expect("the emulator listens");
    let token = emulator.issue_token(Audience::AppUser);
    let head = format!(
        "GET {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("it is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("it is text");
    answer
}

/// Panics where two JSON texts differ.
pub(crate) fn assert_same(expected: &str, actual: &str) {
    let found = differences(expected, actual);
    assert!(found.is_empty(), "{found:#?}");
}
