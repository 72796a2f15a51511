//! The connection to the service.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use azure_core::http::Transport;
use rustls::ClientConfig;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls_platform_verifier::Verifier;

use crate::error::{Category, Error};

/// How long the transport waits, and whom it trusts.
#[derive(Clone)]
#[non_exhaustive]
pub struct TransportOptions {
    /// How long a connection may take to come about: 20 s unless set.
    pub connect_timeout: Duration,
    /// How long the service may send nothing: 60 s unless set.
    pub read_timeout: Duration,
    /// How long one try may take from beginning to end: 120 s unless set.
    pub timeout: Duration,
    /// Certificates to trust besides those that the system trusts, in PEM.
    pub root_certificates: Vec<u8>,
}

impl Default for TransportOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(20),
            read_timeout: Duration::from_secs(60),
            timeout: Duration::from_secs(120),
            root_certificates: Vec::new(),
        }
    }
}

impl TransportOptions {
    /// The options as they are unless set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long a connection may take to come about.
    #[must_use]
    pub fn with_connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets how long the service may send nothing.
    #[must_use]
    pub fn with_read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Sets how long one try may take from beginning to end.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Adds certificates to trust, in PEM.
    #[must_use]
    pub fn with_root_certificates(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.root_certificates.extend_from_slice(pem.as_ref());
        self.root_certificates.push(b'\n');
        self
    }
}

impl fmt::Debug for TransportOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportOptions")
            .field("connect_timeout", &self.connect_timeout)
            .field("read_timeout", &self.read_timeout)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// A transport for `ClientOptions`: reqwest, with the platform's own judgement of certificates.
///
/// # Errors
///
/// [`Category::Request`]: the certificates are not PEM, or the system has none to trust.
pub fn transport(options: &TransportOptions) -> Result<Transport, Error> {
    let mut roots = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(&options.root_certificates) {
        roots.push(certificate.map_err(refused("a root certificate is not PEM"))?);
    }
    let provider = Arc::new(ring::default_provider());
    let verifier = Verifier::new_with_extra_roots(roots, provider.clone())
        .map_err(refused("no certificates can be judged"))?;
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(refused("TLS can't be set up"))?
        .dangerous() // the builder's word for a verifier that is not its own
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .connect_timeout(options.connect_timeout)
        .read_timeout(options.read_timeout)
        .timeout(options.timeout)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(refused("the transport can't be set up"))?;
    Ok(Transport::new(Arc::new(client)))
}

fn refused<E>(message: &'static str) -> impl FnOnce(E) -> Error
where
    E: std::error::Error + Send + Sync + 'static,
{
    move |error| Error::new(Category::Request, message).with_source(error)
}
