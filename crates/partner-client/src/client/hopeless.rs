//! Connections that will not come about, however often they are tried.

use std::error::Error;
use std::io;

/// Whether no further try will do: the certificate is not to be trusted, or a proxy wants to know who asks.
pub(super) fn is_hopeless(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if is_of_certificate(error) || is_of_proxy(error) {
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

fn is_of_certificate(error: &(dyn Error + 'static)) -> bool {
    matches!(
        error.downcast_ref::<rustls::Error>(),
        Some(
            rustls::Error::InvalidCertificate(_)
                | rustls::Error::NoCertificatesPresented
                | rustls::Error::UnsupportedNameType
                | rustls::Error::PeerIncompatible(_)
        )
    )
}

/// The error of a tunnel has no type that can be named.
fn is_of_proxy(error: &(dyn Error + 'static)) -> bool {
    let text = error.to_string();
    text.contains("proxy authorization required") || text.contains("proxy authentication required")
}
