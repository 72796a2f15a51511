//! Verifies events.

use std::fmt;
use std::future::Future;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, Uri};
use partner_models::webhooks::WebhookEvent;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{
    EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeIdIter, anchor_from_trusted_cert,
};

use super::certificate;
use super::name::{Organizations, organizations};
use super::origin::Origin;
use super::{ReceiveError, SignedEvent, WebhookError};

/// Verifies events with the certificates that it was given. The [module](super) says what is checked and what is
/// not.
///
/// ```no_run
/// use std::time::SystemTime;
///
/// use partner_client::webhooks::WebhookVerifier;
///
/// # fn fetch(_: &http::Uri) -> std::io::Result<Vec<u8>> { Ok(Vec::new()) }
/// # fn example(roots: &[u8], headers: &http::HeaderMap, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
/// let verifier = WebhookVerifier::new(roots)?;
/// let signed = verifier.begin(headers)?;
/// let certificate = fetch(signed.certificate_url())?;
/// let event = verifier.verify(&signed, body, &certificate, SystemTime::now())?;
/// println!("{:?}", event.event_name);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct WebhookVerifier {
    roots: Vec<TrustAnchor<'static>>,
    intermediates: Vec<CertificateDer<'static>>,
    origins: Vec<Origin>,
    organization: String,
    max_age: Option<Duration>,
}

impl WebhookVerifier {
    /// Where certificates are fetched from unless it is said otherwise: where the documentation shows one. It
    /// shows no address for Partner Center operated by 21Vianet.
    pub const CERTIFICATE_ORIGINS: &'static [&'static str] =
        &["https://3psostorageacct.blob.core.windows.net"];

    /// The organization that certificates name unless it is said otherwise.
    pub const ORGANIZATION: &'static str = "Microsoft Corporation";

    /// A verifier that trusts the roots of a file: one certificate as DER, or any number as PEM.
    ///
    /// # Errors
    ///
    /// [`WebhookError::Certificate`]: there is none, or one can't be read.
    pub fn new(roots: impl AsRef<[u8]>) -> Result<Self, WebhookError> {
        let roots = certificate::read(roots.as_ref())?;
        let anchor = |root: &CertificateDer<'_>| {
            let anchor = anchor_from_trusted_cert(root).map_err(|_| WebhookError::Certificate)?;
            Ok(anchor.to_owned())
        };
        let origins = Self::CERTIFICATE_ORIGINS.iter().map(|origin| Origin::read(origin));
        Ok(Self {
            roots: roots.iter().map(anchor).collect::<Result<_, WebhookError>>()?,
            intermediates: Vec::new(),
            origins: origins.collect::<Result<_, _>>()?,
            organization: Self::ORGANIZATION.to_owned(),
            max_age: None,
        })
    }

    /// Adds certificates between the roots and those that sign, for chains that are not complete otherwise.
    /// They are not trusted by themselves.
    ///
    /// # Errors
    ///
    /// [`WebhookError::Certificate`]: there is none, or one can't be read.
    pub fn with_intermediates(mut self, file: impl AsRef<[u8]>) -> Result<Self, WebhookError> {
        self.intermediates.extend(certificate::read(file.as_ref())?);
        Ok(self)
    }

    /// Sets where certificates may be fetched from, such as `https://localhost:8443`, instead of
    /// [`CERTIFICATE_ORIGINS`](Self::CERTIFICATE_ORIGINS).
    ///
    /// # Errors
    ///
    /// [`WebhookError::Origin`]: a text has more or less in it than a scheme, a host and a port.
    pub fn with_certificate_origins<S: AsRef<str>>(
        mut self,
        origins: impl IntoIterator<Item = S>,
    ) -> Result<Self, WebhookError> {
        let origins = origins.into_iter().map(|origin| Origin::read(origin.as_ref()));
        self.origins = origins.collect::<Result<_, _>>()?;
        Ok(self)
    }

    /// Sets the organization that certificates name, instead of [`ORGANIZATION`](Self::ORGANIZATION).
    #[must_use]
    pub fn with_organization(mut self, organization: impl Into<String>) -> Self {
        self.organization = organization.into();
        self
    }

    /// Refuses events whose resource changed longer ago than this, and events that do not say when. Some
    /// events come 48 hours after the change, and the service tries for a while.
    #[must_use]
    pub fn with_max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    /// Reads what the headers of an event say of its signature, and refuses what need not be looked at further.
    ///
    /// # Errors
    ///
    /// Where a header is missing or there twice, the algorithm is not taken, or the certificate is not where it
    /// may be.
    pub fn begin(&self, headers: &HeaderMap) -> Result<SignedEvent, WebhookError> {
        SignedEvent::read(headers, &self.origins)
    }

    /// Verifies an event with the file that was fetched from
    /// [`certificate_url`](SignedEvent::certificate_url): a certificate as DER or PEM, with those between it and a
    /// root behind it or not.
    ///
    /// # Errors
    ///
    /// Where the certificate is not to be trusted now, the signature is not its key's, the event is too old, or the
    /// body is no event.
    pub fn verify(
        &self,
        signed: &SignedEvent,
        body: &[u8],
        certificate: &[u8],
        now: SystemTime,
    ) -> Result<WebhookEvent, WebhookError> {
        let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut chain = certificate::read(certificate)?;
        let leaf = chain.remove(0);
        chain.extend(self.intermediates.iter().cloned());
        let leaf = EndEntityCert::try_from(&leaf).map_err(|_| WebhookError::Certificate)?;
        let path = leaf.verify_for_usage(
            webpki::ALL_VERIFICATION_ALGS,
            &self.roots,
            &chain,
            UnixTime::since_unix_epoch(since),
            AnyUsage,
            None,
            None,
        );
        path.map_err(|error| untrusted(&error))?;
        if !self.is_of_organization(&leaf) {
            return Err(WebhookError::Organization);
        }
        let fits = |body| leaf.verify_signature(signed.algorithm, body, &signed.signature).is_ok();
        // Microsoft's sample checks the text that a reader of UTF-8 has found, which is without the mark.
        let unmarked = body.strip_prefix(b"\xef\xbb\xbf");
        if !fits(body) && !unmarked.is_some_and(fits) {
            return Err(WebhookError::Signature);
        }
        let event: WebhookEvent = partner_models::from_slice(body).map_err(WebhookError::Body)?;
        match self.max_age {
            Some(limit) if is_older(&event, limit, since) => Err(WebhookError::Stale),
            _ => Ok(event),
        }
    }

    /// Does both steps: `fetch` gets the address of the certificate and returns the file that is there. It is not
    /// called if the headers are refused.
    ///
    /// # Errors
    ///
    /// As [`begin`](Self::begin), `fetch` and [`verify`](Self::verify).
    pub async fn receive<F, E>(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        fetch: impl FnOnce(Uri) -> F,
    ) -> Result<WebhookEvent, ReceiveError<E>>
    where
        F: Future<Output = Result<Vec<u8>, E>>,
    {
        let signed = self.begin(headers)?;
        let address = signed.certificate_url().clone();
        let certificate = fetch(address).await.map_err(ReceiveError::Fetch)?;
        Ok(self.verify(&signed, body, &certificate, SystemTime::now())?)
    }

    /// Whether the subject is the organization and no other, or the issuer if the subject names none.
    fn is_of_organization(&self, leaf: &EndEntityCert<'_>) -> bool {
        let is_all = |named: Vec<String>| named.iter().all(|name| *name == self.organization);
        match organizations(leaf.subject()) {
            Organizations::Named(named) => is_all(named),
            Organizations::Unreadable => false,
            Organizations::None => match organizations(leaf.issuer()) {
                Organizations::Named(named) => is_all(named),
                Organizations::None | Organizations::Unreadable => false,
            },
        }
    }
}

impl fmt::Debug for WebhookVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookVerifier")
            .field("roots", &self.roots.len())
            .field("intermediates", &self.intermediates.len())
            .field("origins", &self.origins)
            .field("organization", &self.organization)
            .field("max_age", &self.max_age)
            .finish()
    }
}

/// Takes a certificate for any usage: the documentation names none, and .NET looks at none.
struct AnyUsage;

impl ExtendedKeyUsageValidator for AnyUsage {
    fn validate(&self, mut usages: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        usages.try_for_each(|usage| usage.map(drop))
    }
}

fn untrusted(error: &webpki::Error) -> WebhookError {
    match error {
        webpki::Error::CertExpired { .. } => WebhookError::Expired,
        webpki::Error::CertNotValidYet { .. } => WebhookError::NotYetValid,
        webpki::Error::BadDer | webpki::Error::BadDerTime => WebhookError::Certificate,
        _ => WebhookError::Untrusted,
    }
}

/// Whether an event is older than it may be, or does not say. A date without a zone is in UTC, as its name says.
fn is_older(event: &WebhookEvent, limit: Duration, now: Duration) -> bool {
    let parts = event.resource_change_utc_date.as_ref().and_then(|date| date.parts().ok());
    let then = parts.and_then(|mut parts| {
        parts.offset_minutes.get_or_insert(0);
        parts.unix_seconds()
    });
    let Some(then) = then.and_then(|then| u64::try_from(then).ok()) else { return true };
    now.as_secs().saturating_sub(then) > limit.as_secs()
}
