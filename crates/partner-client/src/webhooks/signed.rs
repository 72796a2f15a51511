//! What the headers of an event say of its signature.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, Uri};
use rustls_pki_types::SignatureVerificationAlgorithm;
use webpki::ring::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
};

use super::WebhookError;
use super::origin::Origin;

const CERTIFICATE_URL: &str = "X-MS-Certificate-Url";
const ALGORITHM: &str = "X-MS-Signature-Algorithm";
const AUTHORIZATION: &str = "Authorization";
const SIGNATURE: &str = "x-ms-signature";

/// What the headers of an event say of its signature: nothing of it is verified yet. Fetch the certificate, and
/// hand both to [`WebhookVerifier::verify`](super::WebhookVerifier::verify).
#[derive(Clone, Debug)]
pub struct SignedEvent {
    pub(super) certificate_url: Uri,
    pub(super) signature: Vec<u8>,
    pub(super) algorithm: &'static dyn SignatureVerificationAlgorithm,
}

impl SignedEvent {
    /// Where the certificate is. The origin is one that is allowed.
    #[must_use]
    pub fn certificate_url(&self) -> &Uri {
        &self.certificate_url
    }

    pub(super) fn read(headers: &HeaderMap, origins: &[Origin]) -> Result<Self, WebhookError> {
        let signature = signature(headers)?;
        let url =
            one(headers, CERTIFICATE_URL)?.ok_or(WebhookError::MissingHeader(CERTIFICATE_URL))?;
        let algorithm = one(headers, ALGORITHM)?.ok_or(WebhookError::MissingHeader(ALGORITHM))?;
        let algorithm = match algorithm.to_ascii_lowercase().as_str() {
            "rsa-sha256" => RSA_PKCS1_2048_8192_SHA256,
            "rsa-sha384" => RSA_PKCS1_2048_8192_SHA384,
            "rsa-sha512" => RSA_PKCS1_2048_8192_SHA512,
            _ => return Err(WebhookError::Algorithm),
        };
        let certificate_url: Uri = url.parse().map_err(|_| WebhookError::CertificateUrl)?;
        let origin = Origin::of(&certificate_url).ok_or(WebhookError::CertificateUrl)?;
        if !origins.contains(&origin) {
            return Err(WebhookError::ForeignCertificate);
        }
        let signature = STANDARD.decode(signature).map_err(|_| WebhookError::SignatureText)?;
        Ok(Self { certificate_url, signature, algorithm })
    }
}

/// The signature: in `Authorization`, or in the other header if that has none. A gateway may have put something
/// of its own into `Authorization`.
fn signature(headers: &HeaderMap) -> Result<&str, WebhookError> {
    let own = one(headers, SIGNATURE)?;
    // Other schemes may be there as often as they like.
    let mut values = headers.get_all(AUTHORIZATION).iter().filter_map(|value| value.to_str().ok());
    let mut signatures = values.by_ref().filter_map(with_scheme);
    let signature = signatures.next();
    if signatures.next().is_some() {
        return Err(WebhookError::RepeatedHeader(AUTHORIZATION));
    }
    let own = own.map(|own| with_scheme(own).unwrap_or(own));
    let found = signature.or(own).filter(|text| !text.is_empty());
    found.ok_or(WebhookError::MissingHeader(AUTHORIZATION))
}

/// What is behind the scheme `Signature`.
fn with_scheme(value: &str) -> Option<&str> {
    let (scheme, rest) = value.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("signature").then(|| rest.trim())
}

/// The value of a header that may be there once.
fn one<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<Option<&'a str>, WebhookError> {
    let mut values = headers.get_all(name).iter();
    let value = values.next();
    if values.next().is_some() {
        return Err(WebhookError::RepeatedHeader(name));
    }
    let text = |value: &'a http::HeaderValue| {
        let text = value.to_str().map_err(|_| WebhookError::MissingHeader(name))?;
        Ok(text.trim())
    };
    Ok(value.map(text).transpose()?.filter(|text| !text.is_empty()))
}
