//! An answer as the client gives it: what `call` costs beside reading. The transport is in the process, and
//! answers each request with the same body.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use azure_core::Bytes;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::http::headers::Headers;
use azure_core::http::{AsyncRawResponse, ClientOptions, HttpClient, Request, Transport};
use azure_core::time::{Duration, OffsetDateTime};
use partner_client::operations::ListUserLicenses;
use partner_client::{Cloud, PartnerClient, PartnerClientOptions};
use partner_models::{Collection, licenses::License};

#[derive(Debug)]
struct Always(Bytes);

#[async_trait::async_trait]
impl HttpClient for Always {
    async fn execute_request(&self, _: &Request) -> azure_core::Result<AsyncRawResponse> {
        Ok(AsyncRawResponse::from_bytes(200_u16.into(), Headers::new(), self.0.clone()))
    }
}

#[derive(Debug)]
struct Token;

#[async_trait::async_trait]
impl TokenCredential for Token {
    async fn get_token(
        &self,
        _: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        Ok(AccessToken::new("token", OffsetDateTime::now_utc() + Duration::hours(1)))
    }
}

/// A client that is answered with this body.
pub fn client(body: &[u8]) -> PartnerClient {
    let transport = Transport::new(Arc::new(Always(Bytes::copy_from_slice(body))));
    let options = ClientOptions { transport: Some(transport), ..ClientOptions::default() };
    let options = PartnerClientOptions::new().with_client_options(options);
    PartnerClient::new(Cloud::GLOBAL, Arc::new(Token), options).expect("it can be made")
}

/// Sends a request, and takes the model out of the answer.
pub fn model(client: &PartnerClient) -> Option<Collection<License>> {
    let operation =
        ListUserLicenses::new("5d2b1a1e-7c3f-4a55-9d0e-3f0a8c6e1b20", "alex@contoso.com");
    let call = pin!(client.call(operation));
    // Nothing waits for anything: one poll is all.
    match call.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer.ok().map(|answer| answer.into_model()),
        Poll::Pending => None,
    }
}
