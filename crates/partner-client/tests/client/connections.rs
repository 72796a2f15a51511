//! Connections that do not come about: those that may yet are tried again, the others are not.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use azure_core::credentials::TokenCredential;
use azure_core::http::{ClientOptions, RetryOptions, Transport};
use partner_client::client::{TransportOptions, transport};
use partner_client::{
    AppUserCredential, AppUserCredentialOptions, Category, Cloud, Error, PartnerClient,
    PartnerClientOptions,
};
use partner_emulator::Emulator;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::{Fixed, cloud, quick_retries};

/// Far below what the usual retries take, which is more than a minute.
const AT_ONCE: Duration = Duration::from_secs(5);

/// A transport that goes through a proxy, if there is one, and trusts nobody.
fn through(proxy: Option<&str>) -> Transport {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has them")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let mut builder = reqwest::Client::builder().tls_backend_preconfigured(tls).no_proxy();
    if let Some(proxy) = proxy {
        builder = builder.proxy(reqwest::Proxy::all(proxy).expect("it is a URL"));
    }
    Transport::new(Arc::new(builder.build().expect("it can be made")))
}

fn options(transport: Transport, retry: RetryOptions) -> ClientOptions {
    ClientOptions { transport: Some(transport), retry, ..ClientOptions::default() }
}

async fn get(cloud: Cloud, client_options: ClientOptions) -> Error {
    let options = PartnerClientOptions::new().with_client_options(client_options);
    let client = PartnerClient::new(cloud, Arc::new(Fixed("token".to_owned())), options);
    let client = client.expect("it can be made");
    client.customer("c").user("u").get(None).await.expect_err("nobody is there")
}

async fn sign_in(cloud: Cloud, client_options: ClientOptions) -> Error {
    let options = AppUserCredentialOptions::new().with_client_options(client_options);
    let credential = AppUserCredential::new(cloud, "t", "id", "r", options).expect("made");
    credential.get_token(&["scope"], None).await.map_err(Error::from).expect_err("nobody is there")
}

/// A server that says the same to everybody as soon as it is spoken to, and how many came.
async fn saying(answer: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let address = listener.local_addr().expect("it has one").to_string();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            // Whether it gets through is seen on the other side.
            drop(stream.read(&mut [0; 4096]).await);
            drop(stream.write_all(answer).await);
        }
    });
    (address, count)
}

#[tokio::test]
async fn an_unknown_authority_is_final() {
    let emulator = Emulator::start().await.expect("it starts");
    // As users have it, who do not know of the emulator's certificate; and as another verifier says it.
    let usual = || transport(&TransportOptions::new()).expect("it can be set up");
    for transport in [usual(), through(None)] {
        let begin = Instant::now();
        let error =
            get(cloud(&emulator), options(transport.clone(), RetryOptions::default())).await;
        assert_eq!(error.category(), Category::Connect, "{error:?}");
        assert_eq!(error.operation(), Some("getCustomerUser"));
        assert!(error.sent().request_id.is_some());
        let error = sign_in(cloud(&emulator), options(transport, RetryOptions::default())).await;
        assert_eq!(error.category(), Category::SignIn, "{error:?}");
        assert!(begin.elapsed() < AT_ONCE, "{:?}", begin.elapsed());
    }
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn what_will_never_be_tls_is_final_and_the_rest_is_tried_again() {
    for (answer, tries) in [
        (&b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], 1),
        (b"SSH-2.0-OpenSSH\r\n", 1),
        (b"\x15\x03\x03\x00\x02\x02\x28", 1), // alert: handshake failure
        (b"\x15\x03\x03\x00\x02\x02\x46", 1), // alert: protocol version
        (b"\x15\x03\x03\x00\x02\x02\x70", 1), // alert: unrecognised name
        (b"\x15\x03\x03\x00\x02\x02\x50", 3), // alert: internal error
        (b"", 3),
    ] {
        let (address, count) = saying(answer).await;
        let url = format!("https://{address}");
        let cloud = Cloud::custom(url.clone(), url);
        let client_options = || options(through(None), quick_retries(2));
        let error = get(cloud.clone(), client_options()).await;
        assert_eq!(error.category(), Category::Connect, "{answer:?}: {error:?}");
        assert_eq!(count.swap(0, Ordering::SeqCst), tries, "{answer:?}: {error:?}");
        let error = sign_in(cloud, client_options()).await;
        assert_eq!(error.category(), Category::SignIn, "{answer:?}: {error:?}");
        assert_eq!(count.load(Ordering::SeqCst), tries, "{answer:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_proxy_that_wants_to_know_who_asks_is_final() {
    for (answer, tries) in [
        (&b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"[..], 1),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", 3),
    ] {
        let (address, count) = saying(answer).await;
        let through = through(Some(&format!("http://{address}")));
        let client_options = options(through, quick_retries(2));
        let error = get(Cloud::GLOBAL, client_options.clone()).await;
        assert_eq!(error.category(), Category::Connect, "{error:?}");
        assert_eq!(count.swap(0, Ordering::SeqCst), tries, "{error:?}");
        let error = sign_in(Cloud::GLOBAL, client_options).await;
        assert_eq!(error.category(), Category::SignIn, "{error:?}");
        assert_eq!(count.load(Ordering::SeqCst), tries, "{error:?}");
    }
}
