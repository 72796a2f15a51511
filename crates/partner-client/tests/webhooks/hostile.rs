//! Nothing that was changed on its way is taken, and nothing panics.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue};
use partner_client::webhooks::WebhookVerifier;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::{BODY, World, now, sign, signed};

static WORLD: LazyLock<World> = LazyLock::new(World::new);

#[test]
fn a_body_with_one_bit_changed_is_refused() {
    let headers = signed(BODY);
    for index in 0..BODY.len() {
        for bit in [0x01, 0x20, 0x80] {
            let mut body = BODY.to_vec();
            body[index] ^= bit;
            assert!(WORLD.verify(&headers, &body).is_err(), "byte {index}");
        }
    }
    for body in
        [&BODY[1..], &BODY[..BODY.len() - 1], &[BODY, b"\n"].concat(), &[b" ", BODY].concat()]
    {
        assert!(WORLD.verify(&headers, body).is_err());
    }
}

#[test]
fn a_signature_with_one_bit_changed_is_refused() {
    let signature = STANDARD.decode(sign(BODY)).expect("base64");
    let with = |signature: &[u8]| {
        let mut headers = signed(BODY);
        let value = format!("Signature {}", STANDARD.encode(signature));
        headers.insert("authorization", value.parse().expect("a value"));
        headers
    };
    assert!(WORLD.verify(&with(&signature), BODY).is_ok());
    for index in 0..signature.len() {
        let mut changed = signature.clone();
        changed[index] ^= 1;
        assert!(WORLD.verify(&with(&changed), BODY).is_err(), "byte {index}");
    }
    for changed in
        [&signature[1..], &signature[..255], &[&[0], signature.as_slice()].concat(), &[0; 256], &[]]
    {
        assert!(WORLD.verify(&with(changed), BODY).is_err());
    }
}

#[test]
fn a_certificate_with_one_bit_changed_is_refused() {
    let headers = signed(BODY);
    for index in 0..WORLD.certificate.len() {
        let mut changed = WORLD.certificate.clone();
        changed[index] ^= 1;
        assert!(WORLD.verify_with(&headers, BODY, &changed).is_err(), "byte {index}");
        assert!(WORLD.verify_with(&headers, BODY, &WORLD.certificate[..index]).is_err(), "{index}");
    }
}

fn header_map() -> impl Strategy<Value = HeaderMap> {
    let names = prop::sample::select(vec![
        "authorization",
        "x-ms-signature",
        "x-ms-certificate-url",
        "x-ms-signature-algorithm",
    ]);
    let words = prop::sample::select(vec![
        "Signature ",
        "AAAA",
        "rsa-sha256",
        "https://certificates.example.com/x",
        "https://certificates.example.com",
        "@",
        ":",
        "/",
        "\u{fe}",
        "",
    ]);
    let value = vec(words, 0..4).prop_map(|words| words.concat());
    let value = prop_oneof![value.prop_map(String::into_bytes), vec(any::<u8>(), 0..40)];
    vec((names, value), 0..8).prop_map(|all| {
        let mut headers = HeaderMap::new();
        for (name, value) in all {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                headers.append(HeaderName::from_static(name), value);
            }
        }
        headers
    })
}

/// Bytes from nowhere, or a certificate with something wrong in it.
fn file() -> impl Strategy<Value = Vec<u8>> {
    let changed = vec((any::<prop::sample::Index>(), any::<u8>()), 1..6).prop_map(|changes| {
        let mut file = WORLD.certificate.clone();
        for (index, byte) in changes {
            let index = index.index(file.len());
            file[index] = file[index].wrapping_add(byte.max(1));
        }
        file
    });
    let pem = vec(any::<u8>(), 0..60).prop_map(|bytes| {
        [b"-----BEGIN CERTIFICATE-----\n", bytes.as_slice(), b"\n-----END CERTIFICATE-----\n"]
            .concat()
    });
    prop_oneof![vec(any::<u8>(), 0..300), changed, pem]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_panics_and_nothing_made_up_is_taken(
        headers in header_map(),
        body in vec(any::<u8>(), 0..300),
        file in file(),
    ) {
        prop_assert!(WORLD.verify(&headers, &body).is_err());
        prop_assert!(WORLD.verify_with(&signed(BODY), BODY, &file).is_err());
        // Whatever is wrong with a root, it is told.
        if let Ok(verifier) = WebhookVerifier::new(&file) {
            let signed = verifier.with_certificate_origins([crate::support::ORIGIN]).and_then(|verifier| {
                let signed = verifier.begin(&signed(BODY))?;
                verifier.verify(&signed, BODY, &WORLD.certificate, now())
            });
            prop_assert!(signed.is_err());
        }
    }
}
