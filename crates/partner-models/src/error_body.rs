//! Bodies of answers that are not a success.

use std::fmt;

use crate::errors::{ApiError, ThrottlingError};
use crate::support::personal::is_shown;

/// The body of an answer that is not a success, whatever it is.
///
/// The service documents one shape and uses several. Reading one never fails: what is none of the
/// known shapes is kept as text.
///
/// ```
/// use partner_models::ErrorBody;
///
/// let body = ErrorBody::read(br#"{"code":60012,"description":"No licences left.","data":[]}"#);
/// let ErrorBody::Api(error) = &body else { panic!("not the documented error shape") };
/// assert_eq!(error.code.as_ref().map(|code| code.text()).as_deref(), Some("60012"));
///
/// assert!(matches!(ErrorBody::read(b""), ErrorBody::Empty));
/// let gateway = ErrorBody::read(b"<html>502 Bad Gateway</html>");
/// assert!(matches!(&gateway, ErrorBody::Other(text) if text.contains("502")));
/// assert_eq!(gateway.to_string(), "not the documented error shape (28 bytes)");
/// ```
///
/// `Debug` and `Display` show neither what the service says to people nor text that no schema
/// describes; [`reveal`](crate::reveal) does.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum ErrorBody {
    /// The documented shape.
    Api(Box<ApiError>),
    /// What comes with status 429.
    Throttling(ThrottlingError),
    /// A JSON string and nothing around it.
    Text(String),
    /// Not the documented error shape: the text, with invalid UTF-8 replaced.
    Other(String),
    /// Nothing at all, or white space, as with status 204.
    Empty,
}

impl ErrorBody {
    /// Tells what a body is. A leading byte-order mark is accepted.
    #[must_use]
    pub fn read(body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return Self::Empty;
        }
        if let Ok(error) = crate::from_str::<ApiError>(text)
            && (error.code.is_some() || error.description.is_some())
        {
            return Self::Api(Box::new(error));
        }
        if let Ok(error) = crate::from_str::<ThrottlingError>(text)
            && (error.status_code.is_some() || error.message.is_some())
        {
            return Self::Throttling(error);
        }
        crate::from_str(text).map_or_else(|_| Self::Other(text.to_owned()), Self::Text)
    }

    /// What the service says to people, in whichever shape.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.description.as_deref(),
            Self::Throttling(error) => error.message.as_deref(),
            Self::Text(text) => Some(text),
            Self::Other(_) | Self::Empty => None,
        }
    }
}

impl fmt::Display for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => match &error.code {
                Some(code) => write!(f, "error {code}"),
                None => f.write_str("an error without a code"),
            },
            Self::Throttling(_) => f.write_str("too many requests"),
            Self::Text(text) => write!(f, "text ({} bytes)", text.len()),
            Self::Other(text) => write!(f, "not the documented error shape ({} bytes)", text.len()),
            Self::Empty => f.write_str("no body"),
        }
    }
}

impl fmt::Debug for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) if is_shown() => error.fmt(f),
            Self::Throttling(error) if is_shown() => error.fmt(f),
            Self::Text(text) | Self::Other(text) if is_shown() => write!(f, "ErrorBody({text:?})"),
            _ => write!(f, "ErrorBody({self})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_told_apart() {
        let shape = |body: &str| match ErrorBody::read(body.as_bytes()) {
            ErrorBody::Api(_) => "api",
            ErrorBody::Throttling(_) => "throttling",
            ErrorBody::Text(_) => "text",
            ErrorBody::Other(_) => "other",
            ErrorBody::Empty => "empty",
        };
        for (body, expected) in [
            (r#"{"code":2000,"description":"d","data":[],"source":"s"}"#, "api"),
            (r#"{"code":"2000"}"#, "api"),
            (r#"{"Code":2000,"Description":null}"#, "api"),
            (r#"{"description":"d","data":[{"any":1}]}"#, "api"),
            ("\u{feff}{\"code\":1}", "api"),
            (r#"{"statusCode":429,"message":"m"}"#, "throttling"),
            (r#""Resource not found.""#, "text"),
            (r#"{"error":{"code":"BadRequest"}}"#, "other"),
            (r#"{"code":{"nested":1}}"#, "other"),
            ("{}", "other"),
            ("null", "other"),
            ("<html>", "other"),
            ("{\"code\":1", "other"),
            ("", "empty"),
            (" \r\n", "empty"),
            ("\u{feff}", "empty"),
        ] {
            assert_eq!(shape(body), expected, "{body}");
        }
        assert!(matches!(ErrorBody::read(b"\xff\xfe"), ErrorBody::Other(_)));
    }

    #[test]
    fn text_is_kept_and_not_shown() {
        let body = ErrorBody::read(b"alice@contoso.com is locked");
        assert!(matches!(&body, ErrorBody::Other(text) if text == "alice@contoso.com is locked"));
        assert!(!format!("{body} {body:?}").contains("alice"));
        assert!(format!("{:?}", crate::reveal(&body)).contains("alice@contoso.com"));
        assert_eq!(ErrorBody::read(br#""m""#).message(), Some("m"));
    }
}
