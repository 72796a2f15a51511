//! Why an event is not taken.

use std::error::Error;
use std::fmt;

use http::StatusCode;

/// Why an event is not taken, or a [`WebhookVerifier`](super::WebhookVerifier) can't be made. What is shown of it has
/// nothing of the event in it.
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// A header is missing, or is no text.
    MissingHeader(&'static str),
    /// A header is there more than once.
    RepeatedHeader(&'static str),
    /// The signature is no base64.
    SignatureText,
    /// The algorithm is none that is taken.
    Algorithm,
    /// The address of the certificate is no URL of `https://` or of an origin that is allowed.
    CertificateUrl,
    /// The certificate is somewhere else than where it may be.
    ForeignCertificate,
    /// A certificate can't be read.
    Certificate,
    /// The certificate does not chain to a root that was given, or may not be used for that.
    Untrusted,
    /// A certificate of the chain is not valid any more.
    Expired,
    /// A certificate of the chain is not valid yet.
    NotYetValid,
    /// The certificate names another organization, or none.
    Organization,
    /// The signature is not that of the certificate's key for this body.
    Signature,
    /// The event is older than it may be, or does not say how old it is.
    Stale,
    /// The body is signed and is no event.
    Body(partner_models::Error),
    /// An origin is no `https://host` or `http://host`, with a port or without.
    Origin,
}

impl WebhookError {
    /// The status to answer the sender with: 400 or 401, as Microsoft's sample answers.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::MissingHeader(name) if *name != "Authorization" => StatusCode::BAD_REQUEST,
            Self::RepeatedHeader(_) | Self::Body(_) => StatusCode::BAD_REQUEST,
            _ => StatusCode::UNAUTHORIZED,
        }
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingHeader(name) => return write!(f, "the header {name} is missing"),
            Self::RepeatedHeader(name) => return write!(f, "the header {name} is there twice"),
            Self::SignatureText => "the signature is no base64",
            Self::Algorithm => "the algorithm of the signature is not taken",
            Self::CertificateUrl => "the address of the certificate is no URL",
            Self::ForeignCertificate => "the certificate is not where it may be",
            Self::Certificate => "the certificate can't be read",
            Self::Untrusted => "the certificate does not chain to a root that is trusted",
            Self::Expired => "the certificate has expired",
            Self::NotYetValid => "the certificate is not valid yet",
            Self::Organization => "the certificate is not of the organization that is wanted",
            Self::Signature => "the signature does not fit the body",
            Self::Stale => "the event is too old, or has no date",
            Self::Body(_) => "the body is no event",
            Self::Origin => "an origin is wanted, such as https://example.com",
        })
    }
}

impl Error for WebhookError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Body(error) => Some(error),
            _ => None,
        }
    }
}

/// Why [`receive`](super::WebhookVerifier::receive) has no event.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReceiveError<E> {
    /// The event is not taken.
    Refused(WebhookError),
    /// The certificate could not be fetched. The service sends the event again if the answer is 503.
    Fetch(E),
}

impl<E> ReceiveError<E> {
    /// The status to answer the sender with: 503 if the certificate could not be fetched.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refused(error) => error.status(),
            Self::Fetch(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl<E> From<WebhookError> for ReceiveError<E> {
    fn from(error: WebhookError) -> Self {
        Self::Refused(error)
    }
}

impl<E> fmt::Display for ReceiveError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(f),
            Self::Fetch(_) => f.write_str("the certificate could not be fetched"),
        }
    }
}

impl<E: Error + 'static> Error for ReceiveError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Refused(error) => error.source(),
            Self::Fetch(error) => Some(error),
        }
    }
}
