//! The headers of calls and answers.

use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use uuid::Uuid;

use super::failure::Failure;

const REQUEST_ID: HeaderName = HeaderName::from_static("ms-requestid");
const CORRELATION_ID: HeaderName = HeaderName::from_static("ms-correlationid");
const CORRELATION_VECTOR: HeaderName = HeaderName::from_static("ms-cv");
const SERVER_ID: HeaderName = HeaderName::from_static("ms-serverid");

/// The ids of a call: the caller's, as they are spelt, or new ones.
pub(crate) struct Ids {
    pub(crate) request: String,
    pub(crate) correlation: String,
}

impl Ids {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let id = |name| match guid(headers, name) {
            Ok(Some(id)) => id.to_owned(),
            _ => Uuid::new_v4().to_string(),
        };
        Self { request: id(&REQUEST_ID), correlation: id(&CORRELATION_ID) }
    }

    /// Takes away what every answer of the API carries.
    pub(crate) fn remove(headers: &mut HeaderMap) {
        for name in [REQUEST_ID, CORRELATION_ID, CORRELATION_VECTOR, SERVER_ID] {
            headers.remove(name);
        }
    }

    /// Adds what every answer of the API carries.
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        let vector = &Uuid::new_v4().into_bytes()[..12];
        let vector = format!("{}.0", STANDARD_NO_PAD.encode(vector));
        for (name, value) in [
            (REQUEST_ID, self.request.as_str()),
            (CORRELATION_ID, self.correlation.as_str()),
            (CORRELATION_VECTOR, &vector),
            (SERVER_ID, "020021921"),
        ] {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
    }
}

/// The one value of a header.
pub(crate) fn one<'a>(
    headers: &'a HeaderMap,
    name: &HeaderName,
) -> Result<Option<&'a str>, Failure> {
    let mut values = headers.get_all(name).iter();
    let fail = || Failure::invalid(format!("{name}: one value in ASCII is wanted."));
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(|_| fail()),
        _ => Err(fail()),
    }
}

fn guid<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Failure> {
    let value = one(headers, name)?;
    match value {
        Some(text) if text.len() != 36 || Uuid::parse_str(text).is_err() => {
            Err(Failure::invalid(format!("{name}: a GUID is wanted.")))
        }
        value => Ok(value),
    }
}

/// Whether JSON is among what the caller takes.
pub(crate) fn accepts_json(headers: &HeaderMap) -> bool {
    let mut ranges =
        headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).peekable();
    ranges.peek().is_none() || ranges.flat_map(|value| value.split(',')).any(is_json_range)
}

fn is_json_range(range: &str) -> bool {
    let mut parts = range.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let refused = parts.any(|part| {
        let quality = part.strip_prefix("q=").or_else(|| part.strip_prefix("Q="));
        quality.is_some_and(|quality| quality.trim().parse() == Ok(0.0_f32))
    });
    matches!(kind.as_str(), "application/json" | "application/*" | "*/*") && !refused
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_found_among_what_is_accepted() {
        let accepts = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(ACCEPT, value.parse().expect("a header"));
            }
            accepts_json(&headers)
        };
        assert!(accepts(&[]));
        assert!(accepts(&["text/html, application/json;q=0.9"]));
        assert!(accepts(&["text/html", "*/*"]));
        assert!(accepts(&["Application/JSON; charset=utf-8"]));
        assert!(!accepts(&["application/xml"]));
        assert!(!accepts(&["application/json;q=0"]));
        assert!(!accepts(&["application/json; q=0.0, text/html"]));
    }
}
