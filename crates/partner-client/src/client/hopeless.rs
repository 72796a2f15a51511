//! Connections that will not come about, however often they are tried.

use std::error::Error;
use std::io;

use rustls::{AlertDescription, InvalidMessage};

/// Whether no further try will do: the two sides don't agree about TLS, be it that the certificate is not to
/// be trusted or that there is no TLS at all, or a proxy wants to know who asks.
///
/// A name that is not found is not hopeless: while a network comes up, or a resolver is restarted, every name
/// is unknown. Nor is a refused connection, or a proxy that does not get through.
pub(super) fn is_hopeless(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.downcast_ref().is_some_and(is_final) || is_of_proxy(error) {
            return true;
        }
        // What an `io::Error` holds is no source of it where it is the same as the error itself.
        let held = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if held.is_some_and(|held| is_hopeless(held)) {
            return true;
        }
        next = error.source();
    }
    false
}

fn is_final(error: &rustls::Error) -> bool {
    use rustls::Error as Tls;
    match error {
        Tls::InvalidCertificate(_)
        | Tls::NoCertificatesPresented
        | Tls::UnsupportedNameType
        | Tls::PeerIncompatible(_)
        | Tls::NoApplicationProtocol
        // The first byte is none of TLS.
        | Tls::InvalidMessage(InvalidMessage::InvalidContentType) => true,
        Tls::AlertReceived(alert) => matches!(
            alert,
            AlertDescription::HandshakeFailure
                | AlertDescription::BadCertificate
                | AlertDescription::UnsupportedCertificate
                | AlertDescription::CertificateRevoked
                | AlertDescription::CertificateExpired
                | AlertDescription::CertificateUnknown
                | AlertDescription::UnknownCA
                | AlertDescription::AccessDenied
                | AlertDescription::ProtocolVersion
                | AlertDescription::InsufficientSecurity
                | AlertDescription::UnrecognisedName
                | AlertDescription::CertificateRequired
                | AlertDescription::NoApplicationProtocol
        ),
        _ => false,
    }
}

/// The error of a tunnel has no type that can be named. A test holds these words against a proxy.
fn is_of_proxy(error: &(dyn Error + 'static)) -> bool {
    let text = error.to_string();
    text.contains("proxy authorization required") || text.contains("proxy authentication required")
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::*;

    /// What reqwest says of a proxy that answers so.
    async fn through_a_proxy(answer: &'static str) -> reqwest::Error {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
        let address = listener.local_addr().expect("it has an address");
        let proxy = std::thread::spawn(move || {
            let (mut connection, _) = listener.accept().expect("somebody comes");
            let mut request = [0; 1024];
            let _ = connection.read(&mut request).expect("a request");
            connection.write_all(answer.as_bytes()).expect("it is sent");
        });
        let proxied = reqwest::Proxy::all(format!("http://{address}")).expect("it is a URL");
        let tls = rustls::ClientConfig::builder_with_provider(
            rustls::crypto::ring::default_provider().into(),
        );
        let tls = tls.with_safe_default_protocol_versions().expect("there are some");
        let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
        let client = reqwest::Client::builder().tls_backend_preconfigured(tls).proxy(proxied);
        let client = client.build().expect("it can be made");
        let error = client.get("https://localhost:1/").send().await.expect_err("no tunnel");
        proxy.join().expect("no panic");
        error
    }

    #[tokio::test]
    async fn a_proxy_that_wants_to_know_who_asks_is_hopeless() {
        let error = through_a_proxy(
            "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
        )
        .await;
        assert!(is_hopeless(&error), "{error:?}");
        let error = through_a_proxy("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n").await;
        assert!(!is_hopeless(&error), "{error:?}");
    }

    #[test]
    fn certificates_are_found_wherever_they_are_in_the_chain() {
        let certificate =
            || rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
        assert!(is_hopeless(&certificate()));
        assert!(is_hopeless(&io::Error::other(certificate())));
        assert!(is_hopeless(&io::Error::other(io::Error::other(certificate()))));
        let azure = azure_core::Error::new(
            azure_core::error::ErrorKind::Connection,
            io::Error::other(certificate()),
        );
        assert!(is_hopeless(&azure));
        assert!(!is_hopeless(&io::Error::other("reset")));
        assert!(!is_hopeless(&rustls::Error::HandshakeNotComplete));
    }
}
