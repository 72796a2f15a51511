//! Tokens of the shape that the world's have: signed, and readable by everyone.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

/// The key that the emulator signs with, made when it starts.
pub(crate) struct Signer {
    key: EcdsaKeyPair,
    random: SystemRandom,
    /// The key as it can be kept.
    document: Vec<u8>,
}

impl Signer {
    pub(crate) fn new() -> Result<Self, ring::error::Unspecified> {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random)?;
        Self::of(document.as_ref()).ok_or(ring::error::Unspecified)
    }

    /// One with a key that was kept, as text.
    pub(crate) fn restore(text: &str) -> Option<Self> {
        Self::of(&URL_SAFE_NO_PAD.decode(text).ok()?)
    }

    pub(crate) fn keep(&self) -> String {
        encode(&self.document)
    }

    fn of(document: &[u8]) -> Option<Self> {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document, &random);
        Some(Self { key: key.ok()?, random, document: document.to_vec() })
    }

    /// The name of the key: it is the beginning of the key itself.
    fn id(&self) -> String {
        encode(self.key.public_key().as_ref().get(1..17).unwrap_or_default())
    }

    /// A JSON Web Token with these claims.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let head = json!({ "typ": "JWT", "alg": "ES256", "kid": self.id() });
        let signed = format!(
            "{}.{}",
            encode(head.to_string().as_bytes()),
            encode(claims.to_string().as_bytes())
        );
        let signature = self.key.sign(&self.random, signed.as_bytes());
        let signature = signature.map_or_else(|_| Vec::new(), |it| it.as_ref().to_vec());
        format!("{signed}.{}", encode(&signature))
    }

    /// The key for those who check signatures, as a JSON Web Key Set.
    pub(crate) fn keys(&self) -> Value {
        // 4, then the two coordinates of the point.
        let (x, y) = self.key.public_key().as_ref().get(1..).unwrap_or_default().split_at(32);
        json!({ "keys": [{
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256",
            "kid": self.id(), "x": encode(x), "y": encode(y),
        }] })
    }
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
