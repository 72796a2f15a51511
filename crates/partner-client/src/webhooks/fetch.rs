//! Fetches certificates.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use azure_core::http::{Context, Method, Request, StatusCode, Transport, Url};
use futures::StreamExt;
use http::Uri;

use crate::error::{Category, Error};

/// How long a file may be.
const LARGEST: usize = 64 << 10;

/// How many are kept.
const MOST: usize = 16;

/// Fetches the certificates of events over a transport of the Azure SDK, such as
/// [`transport`](crate::client::transport), and keeps each for a while. It looks at no address: hand over those that
/// [`WebhookVerifier::receive`](super::WebhookVerifier::receive) asks for.
///
/// ```no_run
/// use partner_client::client::{TransportOptions, transport};
/// use partner_client::webhooks::{CertificateFetcher, WebhookVerifier};
///
/// # async fn example(
/// #     verifier: &WebhookVerifier, headers: &http::HeaderMap, body: &[u8],
/// # ) -> Result<(), Box<dyn std::error::Error>> {
/// let certificates = CertificateFetcher::new(transport(&TransportOptions::new())?);
/// let event = verifier.receive(headers, body, |address| certificates.fetch(address)).await?;
/// # Ok(())
/// # }
/// ```
pub struct CertificateFetcher {
    transport: Transport,
    keep: Duration,
    kept: Mutex<Vec<(Uri, Instant, Vec<u8>)>>,
}

impl CertificateFetcher {
    /// A fetcher that keeps each file for ten minutes.
    #[must_use]
    pub fn new(transport: Transport) -> Self {
        Self { transport, keep: Duration::from_secs(600), kept: Mutex::default() }
    }

    /// Sets how long a file is kept. If the service begins to sign with another key at the same address
    /// meanwhile, its events are refused until then; it sends them again.
    #[must_use]
    pub fn with_keep(mut self, keep: Duration) -> Self {
        self.keep = keep;
        self
    }

    /// The file at an address: the one that is kept, or the one that is there.
    ///
    /// # Errors
    ///
    /// Where there is no connection, another status than 200, or more than 64 KiB.
    pub async fn fetch(&self, address: Uri) -> Result<Vec<u8>, Error> {
        if let Some(file) = self.find(&address) {
            return Ok(file);
        }
        let file = self.get(&address).await?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(other, ..)| *other != address);
        if kept.len() >= MOST {
            kept.remove(0);
        }
        kept.push((address, Instant::now(), file.clone()));
        Ok(file)
    }

    fn find(&self, address: &Uri) -> Option<Vec<u8>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (.., file) = kept
            .iter()
            .find(|(other, since, _)| other == address && since.elapsed() < self.keep)?;
        Some(file.clone())
    }

    async fn get(&self, address: &Uri) -> Result<Vec<u8>, Error> {
        let fail = |message| Error::new(Category::Connect, message);
        let url: Url = address.to_string().parse().map_err(|error| {
            Error::new(Category::Request, "the address of the certificate is no URL")
                .with_source(error)
        })?;
        let mut request = Request::new(url, Method::Get);
        let answer = self.transport.send(&Context::new(), &mut request).await;
        let answer =
            answer.map_err(|error| fail("the certificate was not fetched").with_source(error))?;
        if answer.status() != StatusCode::Ok {
            return Err(fail("the certificate is not where it should be"));
        }
        let (mut body, mut file) = (answer.into_body(), Vec::new());
        while let Some(piece) = body.next().await {
            let piece =
                piece.map_err(|error| fail("the certificate broke off").with_source(error))?;
            if file.len() + piece.len() > LARGEST {
                return Err(Error::new(
                    Category::TooLarge,
                    "what is there is no certificate: it is too long",
                ));
            }
            file.extend_from_slice(&piece);
        }
        Ok(file)
    }
}

impl fmt::Debug for CertificateFetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CertificateFetcher").field("keep", &self.keep).finish_non_exhaustive()
    }
}
