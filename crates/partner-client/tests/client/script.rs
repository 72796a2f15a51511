//! A transport that answers from a script.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use azure_core::error::ErrorKind;
use azure_core::http::headers::{HeaderName, Headers};
use azure_core::http::{AsyncRawResponse, ClientOptions, HttpClient, Request, Transport};
use partner_client::{Cloud, PartnerClient, PartnerClientOptions};

use crate::support::{Fixed, quick_retries};

/// What the next try is answered with.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// This status, these headers, this body.
    Answer(u16, Vec<(&'static str, &'static str)>, String),
    /// No connection came about.
    Refuse,
    /// The connection broke after the request was sent.
    Break,
}

impl Act {
    pub(crate) fn status(status: u16) -> Self {
        Self::Answer(status, vec![], String::new())
    }

    pub(crate) fn ok(body: &str) -> Self {
        Self::Answer(200, vec![], body.to_owned())
    }

    pub(crate) fn wait(status: u16, retry_after: &'static str) -> Self {
        Self::Answer(status, vec![("retry-after", retry_after)], String::new())
    }
}

#[derive(Debug)]
pub(crate) struct Script {
    acts: Mutex<VecDeque<Act>>,
    seen: Mutex<Vec<Request>>,
}

#[async_trait::async_trait]
impl HttpClient for Script {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        self.seen.lock().expect("no panic before").push(request.clone());
        let act = self.acts.lock().expect("no panic before").pop_front();
        let fail =
            |kind: ErrorKind| Err(azure_core::Error::with_message(kind, "as the script has it"));
        match act.expect("the script goes on") {
            Act::Answer(status, values, body) => {
                let mut headers = Headers::new();
                headers.insert("ms-requestid", "of the service");
                for (name, value) in values {
                    headers.insert(name, value);
                }
                Ok(AsyncRawResponse::from_bytes(status.into(), headers, body))
            }
            Act::Refuse => fail(ErrorKind::Connection),
            Act::Break => fail(ErrorKind::Io),
        }
    }
}

impl Script {
    /// A client that is answered from a script, and tries three times.
    pub(crate) fn client(acts: impl IntoIterator<Item = Act>) -> (PartnerClient, Arc<Self>) {
        Self::client_with(acts, PartnerClientOptions::new())
    }

    pub(crate) fn client_with(
        acts: impl IntoIterator<Item = Act>,
        options: PartnerClientOptions,
    ) -> (PartnerClient, Arc<Self>) {
        let script = Self::of(acts);
        let client_options = script.client_options();
        let credential = Arc::new(Fixed("access-token-of-the-script".into()));
        let options = options.with_client_options(client_options);
        let client =
            PartnerClient::new(Cloud::GLOBAL, credential, options).expect("it can be made");
        (client, script)
    }

    pub(crate) fn of(acts: impl IntoIterator<Item = Act>) -> Arc<Self> {
        let acts = Mutex::new(acts.into_iter().collect());
        Arc::new(Self { acts, seen: Mutex::default() })
    }

    pub(crate) fn client_options(self: &Arc<Self>) -> ClientOptions {
        ClientOptions {
            transport: Some(Transport::new(self.clone())),
            retry: quick_retries(2),
            ..ClientOptions::default()
        }
    }

    /// The bodies, request by request.
    pub(crate) fn bodies(&self) -> Vec<String> {
        let seen = self.seen.lock().expect("no panic before");
        let body = |request: &Request| {
            String::from_utf8_lossy(&azure_core::Bytes::from(request.body())).into_owned()
        };
        seen.iter().map(body).collect()
    }

    /// How many requests have been sent.
    pub(crate) fn count(&self) -> usize {
        self.seen.lock().expect("no panic before").len()
    }

    /// The values of a header, request by request.
    pub(crate) fn header(&self, name: &'static str) -> Vec<String> {
        let seen = self.seen.lock().expect("no panic before");
        let value = |request: &Request| {
            request.headers().get_optional_string(&HeaderName::from_static(name))
        };
        seen.iter().map(|request| value(request).unwrap_or_default()).collect()
    }

    /// The URLs, request by request.
    pub(crate) fn urls(&self) -> Vec<String> {
        let seen = self.seen.lock().expect("no panic before");
        seen.iter().map(|request| request.url().to_string()).collect()
    }
}
