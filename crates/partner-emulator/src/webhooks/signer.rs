//! Signs events: RSA with SHA-256, and a certificate that everybody can get from the emulator.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_RSA_SHA256,
};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use time::{Duration, OffsetDateTime};

use super::WebhookOptions;

/// The key, for everybody to see: it proves nothing. ring makes no RSA keys, and what makes them takes long.
/// Who is to be trusted is said by the certificate, whose issuer is made at each start.
const KEY: &[u8] = include_bytes!("../assets/webhook-key.pk8");

/// What the header `X-MS-Signature-Algorithm` says.
pub(super) const ALGORITHM: &str = "rsa-sha256";

/// What signs events.
pub(crate) struct EventSigner {
    key: RsaKeyPair,
    random: SystemRandom,
    /// The certificate of the key, as DER.
    pub(crate) certificate: Vec<u8>,
    /// The certificate that it chains to.
    pub(crate) root_der: Vec<u8>,
    pub(crate) root_pem: String,
}

/// Why there is no signer.
type NoSigner = Box<dyn std::error::Error + Send + Sync>;

impl EventSigner {
    /// A signer with certificates of its own.
    pub(crate) fn new(options: &WebhookOptions) -> Result<Self, NoSigner> {
        let organization = &options.organization;
        let root_key = KeyPair::generate()?;
        let mut root = params(organization, "Partner Center emulator: root of events")?;
        root.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        root.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate = root.self_signed(&root_key)?;
        let issuer = Issuer::new(root, root_key);

        let mut leaf = params(organization, "pcnotifications-dispatch.emulator.invalid")?;
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        leaf.use_authority_key_identifier_extension = true;
        let key = KeyPair::from_pkcs8_der_and_sign_algo(&KEY.into(), &PKCS_RSA_SHA256)?;
        let leaf = leaf.signed_by(&key, &issuer)?;
        Ok(Self {
            key: RsaKeyPair::from_pkcs8(KEY).map_err(|error| error.to_string())?,
            random: SystemRandom::new(),
            certificate: leaf.der().to_vec(),
            root_der: certificate.der().to_vec(),
            root_pem: certificate.pem(),
        })
    }

    /// The signature of a body, as text.
    pub(super) fn sign(&self, body: &[u8]) -> Option<String> {
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key.sign(&RSA_PKCS1_SHA256, &self.random, body, &mut signature).ok()?;
        Some(STANDARD.encode(signature))
    }
}

fn params(organization: &str, name: &str) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::OrganizationName, organization);
    params.distinguished_name.push(DnType::CommonName, name);
    let now = OffsetDateTime::now_utc();
    params.not_before = now - Duration::days(1);
    params.not_after = now + Duration::days(365);
    Ok(params)
}
