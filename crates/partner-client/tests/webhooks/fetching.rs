//! Certificates are fetched once, and nothing else is taken for one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use azure_core::http::headers::Headers;
use azure_core::http::{AsyncRawResponse, HttpClient, Request, Transport};
use partner_client::webhooks::CertificateFetcher;
use partner_client::{Category, Error};

/// A server that answers with a status and so many bytes, as the path says: `/200/7`.
#[derive(Debug, Default)]
struct Server(AtomicUsize);

#[async_trait::async_trait]
impl HttpClient for Server {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let path = request.url().path().to_owned();
        let mut parts = path.split('/').skip(1).map(|part| part.parse::<u32>().expect("a number"));
        let (status, length) = (parts.next().unwrap_or(200), parts.next().unwrap_or_default());
        let status = u16::try_from(status).expect("a status");
        let body = vec![b'x'; length as usize];
        Ok(AsyncRawResponse::from_bytes(status.into(), Headers::new(), body))
    }
}

async fn fetch(fetcher: &CertificateFetcher, path: &str) -> Result<usize, Error> {
    let address = format!("https://certificates.example.com{path}").parse().expect("a URL");
    fetcher.fetch(address).await.map(|file| file.len())
}

#[tokio::test]
async fn a_certificate_is_kept_for_a_while() {
    let server = Arc::new(Server::default());
    let count = || server.0.load(Ordering::Relaxed);
    let fetcher = CertificateFetcher::new(Transport::new(server.clone()));
    for _ in 0..3 {
        assert_eq!(fetch(&fetcher, "/200/7").await.expect("it is there"), 7);
    }
    assert_eq!(count(), 1);
    assert_eq!(fetch(&fetcher, "/200/8").await.expect("it is there"), 8);
    assert_eq!(count(), 2, "another address");
    for other in 100..140 {
        fetch(&fetcher, &format!("/200/{other}")).await.expect("it is there");
    }
    fetch(&fetcher, "/200/7").await.expect("it is there");
    assert_eq!(count(), 43, "not all are kept for ever");
    let fetcher = CertificateFetcher::new(Transport::new(server.clone())).with_keep(Duration::ZERO);
    fetch(&fetcher, "/200/7").await.expect("it is there");
    fetch(&fetcher, "/200/7").await.expect("it is there");
    assert_eq!(count(), 45);
}

#[tokio::test]
async fn other_answers_are_no_certificates_and_are_not_kept() {
    let server = Arc::new(Server::default());
    let fetcher = CertificateFetcher::new(Transport::new(server.clone()));
    for (path, category) in [
        ("/302/7", Category::Connect),
        ("/404/7", Category::Connect),
        ("/206/7", Category::Connect),
        ("/200/65537", Category::TooLarge),
    ] {
        for _ in 0..2 {
            let error = fetch(&fetcher, path).await.expect_err("it is none");
            assert_eq!(error.category(), category, "{path}");
        }
    }
    assert_eq!(server.0.load(Ordering::Relaxed), 8);
    assert_eq!(fetch(&fetcher, "/200/65536").await.expect("it is there"), 65536);
}
