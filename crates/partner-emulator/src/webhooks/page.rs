//! What the emulator shows of events: certificates for receivers, and deliveries for people and tests.

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

/// All deliveries, as JSON.
const LIST: &str = "/_emulator/webhooks/deliveries";

/// Whether a path is one of these.
pub(crate) fn is_path(path: &str) -> bool {
    [CERTIFICATE, ROOT, LIST].contains(&path)
}

/// Answers a call to one of them.
pub(crate) fn answer(
    webhooks: &Webhooks,
    documents: &Documents,
    method: &Method,
    path: &str,
) -> Response<Body> {
    let (kind, body) = match path {
        CERTIFICATE => ("application/pkix-cert", webhooks.signer.certificate.clone()),
        ROOT => ("application/x-pem-file", webhooks.signer.root_pem.clone().into_bytes()),
        _ => {
            let all = documents.list(&DELIVERIES);
            let all: Vec<&Value> = all.map(|(_, document)| &document.value).collect();
            ("application/json; charset=utf-8", json!({ "deliveries": all }).to_string().into())
        }
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
