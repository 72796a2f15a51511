//! A transport that answers from a script, and a credential whose tokens say what they are for.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use azure_core::Bytes;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::ErrorKind;
use azure_core::http::headers::{HeaderName, Headers};
use azure_core::http::{
    AsyncRawResponse, ClientOptions, ExponentialRetryOptions, HttpClient, Request, RetryOptions,
    Transport,
};
use azure_core::time::{Duration as Span, OffsetDateTime};
use futures::StreamExt;

use crate::{Cloud, PartnerClient, PartnerClientOptions};

/// What the next request is answered with.
#[derive(Clone, Debug, Default)]
pub(super) struct Act {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<Piece>,
}

/// A piece of a body.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Bytes(Vec<u8>),
    /// The connection breaks.
    Break,
    /// Nothing comes any more.
    Never,
}

pub(super) fn status(status: u16) -> Act {
    Act { status, ..Act::default() }
}

pub(super) fn ok(body: impl AsRef<[u8]>) -> Act {
    status(200).body(body)
}

/// Nothing comes.
pub(super) fn never() -> Act {
    status(0)
}

impl Act {
    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(super) fn body(self, body: impl AsRef<[u8]>) -> Self {
        self.piece(Piece::Bytes(body.as_ref().to_vec()))
    }

    pub(super) fn piece(mut self, piece: Piece) -> Self {
        self.body.push(piece);
        self
    }
}

/// What was sent.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) body: Vec<u8>,
    headers: Headers,
}

impl Sent {
    pub(super) fn header(&self, name: &'static str) -> Option<String> {
        self.headers.get_optional_string(&HeaderName::from_static(name))
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text was sent")
    }
}

#[derive(Debug)]
pub(super) struct Script {
    acts: Mutex<VecDeque<Act>>,
    sent: Mutex<Vec<Sent>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait::async_trait]
impl HttpClient for Script {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        lock(&self.sent).push(Sent {
            method: request.method().to_string(),
            url: request.url().to_string(),
            body: Bytes::from(request.body()).to_vec(),
            headers: request.headers().clone(),
        });
        let act = lock(&self.acts).pop_front().expect("the script goes on");
        if act.status == 0 {
            futures::future::pending::<()>().await;
        }
        let mut headers = Headers::new();
        if !act.headers.iter().any(|(name, _)| *name == "no-ids") {
            headers.insert("ms-requestid", "of the service");
        }
        for (name, value) in act.headers {
            headers.insert(name, value);
        }
        let pieces = futures::stream::iter(act.body).then(|piece| async {
            match piece {
                Piece::Bytes(bytes) => Ok(Bytes::from(bytes)),
                Piece::Break => Err(azure_core::Error::with_message(ErrorKind::Io, "broken")),
                Piece::Never => futures::future::pending().await,
            }
        });
        Ok(AsyncRawResponse::new(act.status.into(), headers, Box::pin(pieces)))
    }
}

/// A credential whose tokens name what they are for.
#[derive(Debug)]
struct Named;

#[async_trait::async_trait]
impl TokenCredential for Named {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let end = OffsetDateTime::now_utc() + Span::hours(1);
        Ok(AccessToken::new(scopes.join(" "), end))
    }
}

impl Script {
    pub(super) fn client(acts: impl IntoIterator<Item = Act>) -> (PartnerClient, Arc<Self>) {
        Self::client_of(Cloud::GLOBAL, acts)
    }

    pub(super) fn client_of(
        cloud: Cloud,
        acts: impl IntoIterator<Item = Act>,
    ) -> (PartnerClient, Arc<Self>) {
        let acts = Mutex::new(acts.into_iter().collect());
        let script = Arc::new(Self { acts, sent: Mutex::default() });
        let retry = RetryOptions::exponential(ExponentialRetryOptions {
            initial_delay: Span::milliseconds(1),
            max_retries: 2,
            ..ExponentialRetryOptions::default()
        });
        let transport = Some(Transport::new(script.clone()));
        let client_options = ClientOptions { transport, retry, ..ClientOptions::default() };
        let options = PartnerClientOptions::new()
            .with_client_options(client_options)
            .with_poll_interval(Duration::from_millis(1))
            .with_limits(crate::Limits::new().with_error_bytes(1000).with_answer_bytes(100_000));
        let client = PartnerClient::new(cloud, Arc::new(Named), options).expect("it can be made");
        (client, script)
    }

    pub(super) fn sent(&self) -> Vec<Sent> {
        lock(&self.sent).clone()
    }

    pub(super) fn urls(&self) -> Vec<String> {
        self.sent().into_iter().map(|sent| sent.url).collect()
    }
}
