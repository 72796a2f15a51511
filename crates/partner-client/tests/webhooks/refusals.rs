//! What is taken, and what is not.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, StatusCode};
use partner_client::webhooks::{ReceiveError, WebhookError, WebhookVerifier};
use partner_models::webhooks::WebhookEventName;
use rcgen::{ExtendedKeyUsagePurpose, KeyPair};
use ring::signature;

use crate::support::{
    BODY, ORIGIN, World, at, authority_params, headers, intermediate, leaf, params, root, sign,
    sign_with, signed, verifier, verify,
};

/// The name of an error, as `Debug` has it.
fn name<T>(result: Result<T, WebhookError>) -> String {
    let Err(error) = result else { return "Ok".into() };
    let shown = error.to_string();
    assert!(!shown.is_empty() && !shown.contains("subscription"), "{shown}");
    let name = format!("{error:?}");
    name.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

fn without(mut headers: HeaderMap, name: &str) -> HeaderMap {
    headers.remove(name);
    headers
}

fn with(mut headers: HeaderMap, name: &'static str, value: &str) -> HeaderMap {
    headers.insert(name, value.parse().expect("a value"));
    headers
}

fn and(mut headers: HeaderMap, name: &'static str, value: &str) -> HeaderMap {
    headers.append(name, value.parse().expect("a value"));
    headers
}

#[test]
fn a_signed_event_is_read() {
    let world = World::new();
    let event = world.verify(&signed(BODY), BODY).expect("it is sound");
    assert_eq!(event.event_name, Some(WebhookEventName::SUBSCRIPTION_UPDATED));
    assert_eq!(event.resource_name.as_deref(), Some("subscription"));
    let read = |json: &[u8]| serde_json::from_slice::<serde_json::Value>(json).expect("JSON");
    assert_eq!(read(&partner_models::to_vec(&event)), read(BODY), "nothing is lost");
    // An event that nobody has heard of is one, too.
    let body = br#"{"EventName":"something-new","Colour":"red"}"#;
    let event = world.verify(&signed(body), body).expect("it is sound");
    assert_eq!(event.event_name.as_ref().map(WebhookEventName::as_str), Some("something-new"));
    assert_eq!(partner_models::to_vec(&event), body);
}

#[test]
fn headers_are_looked_at_before_anything_else() {
    let world = World::new();
    let good = || signed(BODY);
    let own = with(without(good(), "authorization"), "x-ms-signature", &sign(BODY));
    let scheme = with(own.clone(), "x-ms-signature", &format!("Signature {}", sign(BODY)));
    let url = |url: &str| with(good(), "x-ms-certificate-url", url);
    let algorithm = |text: &str| with(good(), "x-ms-signature-algorithm", text);
    for (what, headers, expected) in [
        ("as it is", good(), "Ok"),
        ("in the other header", own, "Ok"),
        ("there with the scheme", scheme, "Ok"),
        (
            "a gateway's own",
            with(and(good(), "x-ms-signature", &sign(BODY)), "authorization", "Bearer x"),
            "Ok",
        ),
        ("both", and(good(), "x-ms-signature", "AAAA"), "Ok"),
        (
            "the scheme in capitals",
            with(good(), "authorization", &format!("SIGNATURE  {}", sign(BODY))),
            "Ok",
        ),
        ("nothing", HeaderMap::new(), "MissingHeader"),
        ("no signature", without(good(), "authorization"), "MissingHeader"),
        ("another scheme", with(good(), "authorization", "Bearer x"), "MissingHeader"),
        ("no scheme", with(good(), "authorization", &sign(BODY)), "MissingHeader"),
        ("an empty signature", with(good(), "authorization", "Signature "), "MissingHeader"),
        ("two signatures", and(good(), "authorization", "Signature AAAA"), "RepeatedHeader"),
        ("no base64", with(good(), "authorization", "Signature %%"), "SignatureText"),
        ("no certificate", without(good(), "x-ms-certificate-url"), "MissingHeader"),
        ("an empty address", url(""), "MissingHeader"),
        (
            "two certificates",
            and(good(), "x-ms-certificate-url", "https://evil.com/"),
            "RepeatedHeader",
        ),
        ("no algorithm", without(good(), "x-ms-signature-algorithm"), "MissingHeader"),
        ("two algorithms", and(good(), "x-ms-signature-algorithm", "rsa-sha256"), "RepeatedHeader"),
        ("capitals", algorithm("RSA-SHA256"), "Ok"),
        ("SHA-1", algorithm("rsa-sha1"), "Algorithm"),
        ("MD5", algorithm("rsa-md5"), "Algorithm"),
        ("none", algorithm("none"), "Algorithm"),
        ("a shared secret", algorithm("hmac-sha256"), "Algorithm"),
        ("another hash than was used", algorithm("rsa-sha512"), "Signature"),
        ("no URL", url("pc.cer"), "CertificateUrl"),
        ("a file", url("file:///etc/passwd"), "CertificateUrl"),
        ("with a user", url("https://certificates.example.com@evil.com/"), "CertificateUrl"),
        ("another host", url("https://evil.com/cert/pc.cer"), "ForeignCertificate"),
        ("a host that begins so", url(&format!("{ORIGIN}.evil.com/")), "ForeignCertificate"),
        (
            "a host that ends so",
            url("https://evil-certificates.example.com/"),
            "ForeignCertificate",
        ),
        ("without TLS", url("http://certificates.example.com/"), "ForeignCertificate"),
        ("another port", url("https://certificates.example.com:8443/"), "ForeignCertificate"),
        ("this machine", url("https://127.0.0.1/"), "ForeignCertificate"),
        ("the same port", url("https://CERTIFICATES.example.com:443/x"), "Ok"),
    ] {
        assert_eq!(name(world.verify(&headers, BODY)), expected, "{what}");
    }
    // Unless something else is said, certificates are where the documentation has one.
    let usual = WebhookVerifier::new(world.root.der()).expect("a root");
    assert_eq!(name(usual.begin(&good())), "ForeignCertificate");
    let documented = "https://3psostorageacct.blob.core.windows.net/cert/pcnotifications-dispatch.microsoft.com.cer";
    let signed = usual.begin(&url(documented)).expect("it is allowed");
    assert_eq!(signed.certificate_url(), documented);
}

#[test]
fn stronger_hashes_are_taken_too() {
    let world = World::new();
    for (text, encoding) in [
        ("rsa-sha384", &signature::RSA_PKCS1_SHA384 as &dyn signature::RsaEncoding),
        ("rsa-sha512", &signature::RSA_PKCS1_SHA512),
    ] {
        let text_of = STANDARD.encode(sign_with(encoding, BODY));
        let headers = with(signed(BODY), "authorization", &format!("Signature {text_of}"));
        let headers = with(headers, "x-ms-signature-algorithm", text);
        assert_eq!(name(world.verify(&headers, BODY)), "Ok", "{text}");
    }
    // Another padding is another algorithm.
    let pss = STANDARD.encode(sign_with(&signature::RSA_PSS_SHA256, BODY));
    let headers = with(signed(BODY), "authorization", &format!("Signature {pss}"));
    assert_eq!(name(world.verify(&headers, BODY)), "Signature");
}

#[test]
fn a_certificate_is_trusted_by_its_chain_its_time_and_its_organization() {
    const MICROSOFT: Option<&str> = Some("Microsoft Corporation");
    let world = World::new();
    let good = signed(BODY);
    let check = |certificate: &[u8]| name(world.verify_with(&good, BODY, certificate));
    let made = |params: rcgen::CertificateParams| leaf(&params, &world.root).der().to_vec();
    assert_eq!(check(&made(params(MICROSOFT, "pc"))), "Ok");

    let mut expired = params(MICROSOFT, "pc");
    expired.not_after = at(-1);
    assert_eq!(check(&made(expired)), "Expired");
    let mut later = params(MICROSOFT, "pc");
    later.not_before = at(1);
    assert_eq!(check(&made(later)), "NotYetValid");
    assert_eq!(check(&made(params(Some("Contoso"), "pc"))), "Organization");
    assert_eq!(check(&made(params(Some("microsoft corporation"), "pc"))), "Organization");
    assert_eq!(check(&made(params(Some("Microsoft Corporation Ltd"), "pc"))), "Organization");
    let deceiving = params(Some("Contoso"), "O=Microsoft Corporation");
    assert_eq!(check(&made(deceiving)), "Organization");
    // One that names none is taken for what its issuer is, as in Microsoft's sample.
    assert_eq!(check(&made(params(None, "pc"))), "Ok");
    let other = root(authority_params(Some("Contoso"), "root"));
    let of_other = leaf(&params(None, "pc"), &other);
    assert_eq!(name(verify(&verifier(&other), &good, BODY, of_other.der())), "Organization");
    let contoso = verifier(&other).with_organization("Contoso");
    assert_eq!(name(verify(&contoso, &good, BODY, of_other.der())), "Ok");

    // The same name and the same key, and another root.
    let foreign = root(authority_params(MICROSOFT, "root"));
    assert_eq!(check(leaf(&params(MICROSOFT, "pc"), &foreign).der()), "Untrusted");
    let own = params(MICROSOFT, "pc").self_signed(&crate::support::rsa()).expect("a certificate");
    assert_eq!(check(own.der()), "Untrusted", "it has signed itself");
    assert_eq!(check(world.root.der()), "Untrusted", "a root signs no events");
    for usage in [
        vec![ExtendedKeyUsagePurpose::ServerAuth],
        vec![ExtendedKeyUsagePurpose::ClientAuth, ExtendedKeyUsagePurpose::CodeSigning],
    ] {
        let mut params = params(MICROSOFT, "pc");
        params.extended_key_usages = usage;
        assert_eq!(check(&made(params)), "Ok", "the documentation names no usage");
    }
    // A key of another kind.
    let key = KeyPair::generate().expect("a key");
    let ecdsa = params(MICROSOFT, "pc").signed_by(&key, &world.root).expect("a certificate");
    assert_eq!(check(ecdsa.der()), "Signature");
    for file in [
        b"".as_slice(),
        b"0",
        b"<html>",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        assert_eq!(check(file), "Certificate", "{}", String::from_utf8_lossy(file));
    }
    assert_eq!(check(&vec![b'0'; 2 << 20]), "Certificate", "too long");
}

#[test]
fn certificates_between_come_with_the_file_or_are_given() {
    let world = World::new();
    let between =
        intermediate(authority_params(Some("Microsoft Corporation"), "between"), &world.root);
    let leaf = leaf(&params(Some("Microsoft Corporation"), "pc"), &between);
    let good = signed(BODY);
    assert_eq!(name(world.verify_with(&good, BODY, leaf.der())), "Untrusted", "one is missing");
    let file = format!("{}\r\n{}", leaf.pem(), between.pem());
    assert_eq!(name(world.verify_with(&good, BODY, file.as_bytes())), "Ok");
    let given = world.verifier.clone().with_intermediates(between.pem()).expect("a certificate");
    assert_eq!(name(verify(&given, &good, BODY, leaf.der())), "Ok");
    assert_eq!(name(verify(&given, &good, BODY, leaf.pem().as_bytes())), "Ok");
    // One that is given is not trusted by itself.
    let other = verifier(&root(authority_params(None, "other")));
    let other = other.with_intermediates(between.der()).expect("a certificate");
    assert_eq!(name(verify(&other, &good, BODY, leaf.der())), "Untrusted");
    let mut expired = authority_params(Some("Microsoft Corporation"), "between");
    expired.not_after = at(-1);
    let expired = intermediate(expired, &world.root);
    let leaf = crate::support::leaf(&params(Some("Microsoft Corporation"), "pc"), &expired);
    let file = leaf.pem() + &expired.pem();
    assert_eq!(name(world.verify_with(&good, BODY, file.as_bytes())), "Expired");
    for bad in [b"".as_slice(), b"no PEM", b"0"] {
        assert_eq!(name(WebhookVerifier::new(bad)), "Certificate");
        // What is DER and no certificate is found out only where a chain is looked for.
        let expected = if bad == b"0" { "Ok" } else { "Certificate" };
        assert_eq!(name(world.verifier.clone().with_intermediates(bad)), expected);
    }
}

#[test]
fn an_event_that_is_too_old_is_refused_where_there_is_a_limit() {
    let world = World::new();
    let limited = |seconds| world.verifier.clone().with_max_age(Duration::from_secs(seconds));
    let check = |verifier: &WebhookVerifier, body: &[u8]| {
        name(verify(verifier, &signed(body), body, &world.certificate))
    };
    assert_eq!(check(&limited(600), BODY), "Ok");
    assert_eq!(check(&limited(599), BODY), "Stale");
    let dated =
        |date: &str| format!(r#"{{"EventName":"test-created","ResourceChangeUtcDate":{date}}}"#);
    for (date, expected) in [
        (r#""2026-11-16T16:19:06.3520276""#, "Ok"),
        (r#""2026-11-16T17:19:06.35+01:00""#, "Ok"),
        (r#""2026-11-16T16:19:05Z""#, "Stale"),
        (r#""2026-11-16T16:19:06+01:00""#, "Stale"),
        (r#""yesterday""#, "Stale"),
        (r#""0001-01-01T00:00:00""#, "Stale"),
        ("null", "Stale"),
    ] {
        assert_eq!(check(&limited(600), dated(date).as_bytes()), expected, "{date}");
        assert_eq!(check(&world.verifier, dated(date).as_bytes()), "Ok", "{date} without a limit");
    }
}

#[test]
fn a_mark_before_the_body_may_have_been_left_out_when_it_was_signed() {
    let world = World::new();
    let marked = [b"\xef\xbb\xbf", BODY].concat();
    assert_eq!(name(world.verify(&signed(BODY), &marked)), "Ok");
    assert_eq!(name(world.verify(&signed(&marked), &marked)), "Ok");
    assert_eq!(name(world.verify(&signed(&marked), BODY)), "Signature");
    assert_eq!(name(world.verify(&signed(b"no JSON"), b"no JSON")), "Body");
    assert_eq!(name(world.verify(&signed(b""), b"")), "Body");
}

#[tokio::test]
async fn a_refused_call_fetches_nothing_and_says_what_to_answer() {
    let world = World::new();
    let never = |_| async { panic!("nothing is fetched") as Result<Vec<u8>, std::io::Error> };
    for (headers, status) in [
        (HeaderMap::new(), 401),
        (without(signed(BODY), "x-ms-certificate-url"), 400),
        (without(signed(BODY), "x-ms-signature-algorithm"), 400),
        (with(signed(BODY), "x-ms-certificate-url", "https://evil.com/"), 401),
        (headers(&[("authorization", "Bearer x")]), 401),
    ] {
        let error = world.verifier.receive(&headers, BODY, never).await.expect_err("it is refused");
        assert_eq!(error.status().as_u16(), status, "{error}");
    }
    let unreachable = |_| async { Err::<Vec<u8>, _>("no network") };
    let error = world.verifier.receive(&signed(BODY), BODY, unreachable).await;
    let error = error.expect_err("there is no certificate");
    assert!(matches!(error, ReceiveError::Fetch("no network")));
    assert_eq!(error.status(), StatusCode::SERVICE_UNAVAILABLE);
}
