//! What the emulator shows of events: certificates for receivers, and deliveries for people.

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderValue, Method, Response, StatusCode};
use serde_json::{Value, json};

use super::{DELIVERIES, Webhooks};
use crate::store::Documents;

/// The certificate that events are signed with, as DER.
pub(super) const CERTIFICATE: &str = "/_emulator/webhooks/certificate.cer";

/// The certificate to trust, as PEM.
const ROOT: &str = "/_emulator/webhooks/root.pem";

/// Whether a path is one of these.
pub(crate) fn is_path(path: &str) -> bool {
    [CERTIFICATE, ROOT].contains(&path)
}

/// All deliveries. They are shown with the page, to this machine alone: the address of a callback may have a
/// secret in it.
pub(crate) fn listed(documents: &Documents) -> Value {
    let all = documents.list(&DELIVERIES).map(|(_, document)| document.value.clone());
    json!({ "deliveries": all.collect::<Vec<_>>() })
}

/// Answers a call to one of them, from anywhere: there is nothing secret in a certificate.
pub(crate) fn answer(webhooks: &Webhooks, method: &Method, path: &str) -> Response<Body> {
    let (kind, body) = if path == CERTIFICATE {
        ("application/pkix-cert", webhooks.signer.certificate.clone())
    } else {
        ("application/x-pem-file", webhooks.signer.root_pem.clone().into_bytes())
    };
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if !matches!(*method, Method::GET | Method::HEAD) {
        *response.body_mut() = Body::empty();
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}
