//! Certificates and signatures that are good or bad on purpose.

use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use partner_client::webhooks::{WebhookError, WebhookVerifier};
use partner_models::webhooks::WebhookEvent;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, PKCS_RSA_SHA256,
};
use ring::rand::SystemRandom;
use ring::signature::{self, RsaEncoding, RsaKeyPair};
use time::OffsetDateTime;

/// A key for tests: the one of the emulator.
const KEY: &[u8] = include_bytes!("../../../partner-emulator/src/assets/webhook-key.pk8");

pub(crate) const BODY: &[u8] = br#"{"EventName":"subscription-updated","ResourceUri":"https://api.example.com/v1/customers/1/subscriptions/2","ResourceName":"subscription","AuditUri":null,"ResourceChangeUtcDate":"2026-11-16T16:19:06.3520276+00:00"}"#;

pub(crate) const ORIGIN: &str = "https://certificates.example.com";

/// Ten minutes after the change.
pub(crate) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_794_846_546)
}

pub(crate) fn at(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from(now()) + time::Duration::seconds(seconds)
}

/// A certificate to be: valid for a day around now.
pub(crate) fn params(organization: Option<&str>, name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).expect("no names are sound");
    if let Some(organization) = organization {
        params.distinguished_name.push(DnType::OrganizationName, organization);
    }
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = at(-86_400);
    params.not_after = at(86_400);
    params
}

pub(crate) type Authority = CertifiedIssuer<'static, KeyPair>;

pub(crate) fn authority_params(organization: Option<&str>, name: &str) -> CertificateParams {
    let mut params = params(organization, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

pub(crate) fn root(params: CertificateParams) -> Authority {
    Authority::self_signed(params, KeyPair::generate().expect("a key")).expect("a certificate")
}

pub(crate) fn intermediate(params: CertificateParams, by: &Authority) -> Authority {
    Authority::signed_by(params, KeyPair::generate().expect("a key"), by).expect("a certificate")
}

pub(crate) fn rsa() -> KeyPair {
    KeyPair::from_pkcs8_der_and_sign_algo(&KEY.into(), &PKCS_RSA_SHA256).expect("a key")
}

/// The certificate of the key that [`sign`] signs with.
pub(crate) fn leaf(params: &CertificateParams, by: &Authority) -> rcgen::Certificate {
    params.signed_by(&rsa(), by).expect("a certificate")
}

pub(crate) fn sign_with(encoding: &'static dyn RsaEncoding, body: &[u8]) -> Vec<u8> {
    let key = RsaKeyPair::from_pkcs8(KEY).expect("a key");
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(encoding, &SystemRandom::new(), body, &mut signature).expect("it can be signed");
    signature
}

pub(crate) fn sign(body: &[u8]) -> String {
    STANDARD.encode(sign_with(&signature::RSA_PKCS1_SHA256, body))
}

pub(crate) fn headers(values: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in values {
        headers.append(*name, value.parse().expect("a value"));
    }
    headers
}

/// The headers of an event that is signed.
pub(crate) fn signed(body: &[u8]) -> HeaderMap {
    headers(&[
        ("authorization", &format!("Signature {}", sign(body))),
        ("x-ms-certificate-url", &format!("{ORIGIN}/cert/pc.cer")),
        ("x-ms-signature-algorithm", "rsa-sha256"),
    ])
}

/// What takes a while to be made.
pub(crate) struct World {
    pub(crate) root: Authority,
    pub(crate) certificate: Vec<u8>,
    pub(crate) verifier: WebhookVerifier,
}

impl World {
    pub(crate) fn new() -> Self {
        let root = root(authority_params(Some("Microsoft Corporation"), "root"));
        let certificate = leaf(&params(Some("Microsoft Corporation"), "pc"), &root).der().to_vec();
        let verifier = verifier(&root);
        Self { root, certificate, verifier }
    }

    pub(crate) fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<WebhookEvent, WebhookError> {
        self.verify_with(headers, body, &self.certificate)
    }

    pub(crate) fn verify_with(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        certificate: &[u8],
    ) -> Result<WebhookEvent, WebhookError> {
        verify(&self.verifier, headers, body, certificate)
    }
}

pub(crate) fn verifier(root: &Authority) -> WebhookVerifier {
    let verifier = WebhookVerifier::new(root.der()).expect("a root");
    verifier.with_certificate_origins([ORIGIN]).expect("an origin")
}

pub(crate) fn verify(
    verifier: &WebhookVerifier,
    headers: &HeaderMap,
    body: &[u8],
    certificate: &[u8],
) -> Result<WebhookEvent, WebhookError> {
    let signed = verifier.begin(headers)?;
    verifier.verify(&signed, body, certificate, now())
}
