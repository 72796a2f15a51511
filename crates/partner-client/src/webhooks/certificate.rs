//! Certificates as files have them.

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use super::WebhookError;

/// How much of a file is looked at. A certificate has some 2 kB.
const LARGEST: usize = 1 << 20;

/// How many certificates a file may have.
const MOST: usize = 1000;

/// The certificates of a file: one as DER, or any number as PEM. At least one.
pub(super) fn read(file: &[u8]) -> Result<Vec<CertificateDer<'static>>, WebhookError> {
    if file.len() > LARGEST {
        return Err(WebhookError::Certificate);
    }
    // DER begins with the tag of a sequence, which is `0`; PEM may begin with any text.
    let certificates = if file.first() == Some(&0x30) && !file.starts_with(b"0-") {
        vec![CertificateDer::from(file.to_vec())]
    } else {
        let all = CertificateDer::pem_slice_iter(file).take(MOST);
        let all = all.collect::<Result<Vec<_>, _>>().map_err(|_| WebhookError::Certificate)?;
        all.into_iter().map(CertificateDer::into_owned).collect()
    };
    if certificates.is_empty() {
        return Err(WebhookError::Certificate);
    }
    Ok(certificates)
}
