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
