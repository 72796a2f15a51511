//! Bodies of answers that are not a success.

mod said;

use std::fmt;

use crate::RawJson;
use crate::errors::{ApiError, ErrorCode, ThrottlingError};
use crate::value::personal::is_shown;
use crate::value::printable::Printable;
use said::Said;

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
    /// The documented shape, or one with `code` or `message` beside it.
    Api(Box<ApiError>),
    /// What comes with status 429.
    Throttling(ThrottlingError),
    /// An error in another shape, mostly inside `error` or `odata.error`, as sibling services and the token
    /// service have it.
    Nested(Box<NestedError>),
    /// A JSON string and nothing around it.
    Text(String),
    /// Not the documented error shape: the text, with invalid UTF-8 replaced.
    Other(String),
    /// Nothing at all, or white space, as with status 204.
    Empty,
}

/// How long a code is shown.
const LONGEST_CODE: usize = 64;

impl ErrorBody {
    /// Tells what a body is. A leading byte-order mark is accepted.
    #[must_use]
    pub fn read(body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return Self::Empty;
        }
        let said = Said::of(text);
        let throttling = crate::from_str::<ThrottlingError>(text).ok();
        if let Some(error) = throttling.filter(|error| error.status_code.is_some())
            && (said.code.is_none() || error.status_code.as_ref().is_some_and(|it| *it == 429))
            && said.message.as_deref() == error.message.as_deref()
        {
            return Self::Throttling(error);
        }
        // The documented shape is that of an error which has there all that it says.
        if let Ok(error) = crate::from_str::<ApiError>(text)
            && (error.code.is_some() || error.description.is_some() || error.message.is_some())
            && error.code == said.code
            && error.description.as_deref().or(error.message.as_deref()) == said.message.as_deref()
        {
            return Self::Api(Box::new(error));
        }
        if said.is_error()
            && let Ok(json) = crate::from_str(text)
        {
            let Said { code, message, inner_code } = said;
            return Self::Nested(Box::new(NestedError { code, message, inner_code, json }));
        }
        crate::from_str(text).map_or_else(|_| Self::Other(text.to_owned()), Self::Text)
    }

    /// The service's code for what went wrong, in whichever shape.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        match self {
            Self::Api(error) => error.code.as_ref(),
            Self::Nested(error) => error.code.as_ref(),
            Self::Throttling(_) | Self::Text(_) | Self::Other(_) | Self::Empty => None,
        }
    }

    /// The code of the error that led to this one, as with status 412.
    #[must_use]
    pub fn inner_code(&self) -> Option<ErrorCode> {
        match self {
            Self::Api(error) => Said::of(&crate::to_string(&**error)).inner_code,
            Self::Nested(error) => error.inner_code.clone(),
            Self::Throttling(_) | Self::Text(_) | Self::Other(_) | Self::Empty => None,
        }
    }

    /// What the service says to people, in whichever shape.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.description.as_deref().or(error.message.as_deref()),
            Self::Throttling(error) => error.message.as_deref(),
            Self::Nested(error) => error.message.as_deref(),
            Self::Text(text) => Some(text),
            Self::Other(_) | Self::Empty => None,
        }
    }

    /// Whether the body itself says that there were too many requests.
    #[must_use]
    pub fn is_throttling(&self) -> bool {
        matches!(self, Self::Throttling(error) if error.status_code.as_ref().is_some_and(|it| *it == 429))
    }
}

impl fmt::Display for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(_) | Self::Nested(_) => match self.code() {
                Some(code) => {
                    write!(f, "error {}", Printable(&code.text(), LONGEST_CODE))?;
                    match self.inner_code() {
                        Some(inner) => {
                            write!(f, " because of {}", Printable(&inner.text(), LONGEST_CODE))
                        }
                        None => Ok(()),
                    }
                }
                None => f.write_str("an error without a code"),
            },
            Self::Throttling(_) if self.is_throttling() => f.write_str("too many requests"),
            Self::Throttling(error) => {
                let status = error.status_code.as_ref().map(|status| status.text());
                write!(f, "status {}", Printable(&status.unwrap_or_default(), LONGEST_CODE))
            }
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
            Self::Nested(error) if is_shown() => error.fmt(f),
            Self::Text(text) | Self::Other(text) if is_shown() => write!(f, "ErrorBody({text:?})"),
            _ => write!(f, "ErrorBody({self})"),
        }
    }
}

/// An error in another shape than the documented one, such as that of Microsoft Graph, of `OData`, of
/// `OAuth` or of a gateway.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NestedError {
    /// Which error it is.
    pub code: Option<ErrorCode>,
    /// What went wrong, for people to read.
    pub message: Option<String>,
    /// The code of the innermost error that it gives.
    pub inner_code: Option<ErrorCode>,
    /// The whole body.
    pub json: RawJson,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_told_apart() {
        let shape = |body: &str| match ErrorBody::read(body.as_bytes()) {
            ErrorBody::Api(_) => "api",
            ErrorBody::Throttling(_) => "throttling",
            ErrorBody::Nested(_) => "nested",
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
            (r#"{"message":"m"}"#, "api"),
            (r#"{"Message":"m"}"#, "api"),
            (r#"{"code":"c","message":"m"}"#, "api"),
            (r#"{"code":1,"description":"d","data":{"a":1}}"#, "api"),
            (r#"{"error":{"code":"BadRequest"}}"#, "nested"),
            (r#"{"Error":{"Message":"m"}}"#, "nested"),
            (r#"{"odata.error":{"code":"X","message":{"lang":"en","value":"m"}}}"#, "nested"),
            (r#"{"error":"invalid_grant","error_description":"d"}"#, "nested"),
            (r#"{"error":{}}"#, "other"),
            (r#"{"error":null}"#, "other"),
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
    fn code_and_message_are_found_in_every_dress() {
        for (body, code, message, inner) in [
            (r#"{"code":60012,"description":"m"}"#, "60012", "m", ""),
            (r#"{"code":"c","message":"m"}"#, "c", "m", ""),
            (r#"{"CODE":"c","MESSAGE":"m"}"#, "c", "m", ""),
            (r#"{"code":1,"description":"m","data":{"a":1}}"#, "1", "m", ""),
            (
                r#"{"code":1,"description":"m","innerError":{"code":2,"innererror":{"code":"3"}}}"#,
                "1",
                "m",
                "3",
            ),
            (
                r#"{"code":2004,"description":"m","innerCode":"PreconditionFailed"}"#,
                "2004",
                "m",
                "PreconditionFailed",
            ),
            (
                r#"{"error":{"code":"c","message":"m","innerError":{"code":"i","date":"d"}}}"#,
                "c",
                "m",
                "i",
            ),
            (r#"{"error":{"code":400,"message":"m"}}"#, "400", "m", ""),
            (r#"{"odata.error":{"code":"c","message":{"lang":"en","value":"m"}}}"#, "c", "m", ""),
            (r#"{"error":"c","error_description":"m"}"#, "c", "m", ""),
        ] {
            let body = ErrorBody::read(body.as_bytes());
            let text = |code: Option<ErrorCode>| code.map(|code| code.text().into_owned());
            assert_eq!(text(body.code().cloned()).as_deref(), Some(code), "{body:?}");
            assert_eq!(body.message(), Some(message), "{body:?}");
            assert_eq!(text(body.inner_code()).unwrap_or_default(), inner, "{body:?}");
        }
    }

    #[test]
    fn every_other_dress_is_told_too() {
        for (body, code, message, inner) in [
            (r#"{"errors":[{"code":"c","message":"m"},{"code":"d"}]}"#, "c", "m", ""),
            (r#"[{"code":"c","message":"m"}]"#, "c", "m", ""),
            (r#"{"statusCode":400,"code":"c","message":"m"}"#, "c", "m", ""),
            (r#"{"statusCode":400,"error":{"code":"c","message":"m"}}"#, "c", "m", ""),
            (r#"{"statusCode":404,"error":"Not Found","message":"m"}"#, "Not Found", "m", ""),
            (r#"{"message":"m","error":{"code":"c"}}"#, "c", "m", ""),
            (r#"{"description":"m","error":{"code":"c"}}"#, "c", "m", ""),
            (r#"{"errorCode":"c","errorMessage":"m"}"#, "c", "m", ""),
            (r#"{"title":"t","detail":"m","status":400}"#, "", "m", ""),
            (r#"{"code":"c","message":{"lang":"en","value":"m"}}"#, "c", "m", ""),
            (r#"{"code":"c","description":"m","data":{"code":"i"}}"#, "c", "m", "i"),
            (r#"{"code":"c","description":"m","data":[{"code":"i"}]}"#, "c", "m", "i"),
            (r#"{"code":"c","description":"m","data":{"innerError":{"code":"i"}}}"#, "c", "m", "i"),
            (
                r#"{"ODATA.ERROR":{"CODE":"c","MESSAGE":{"VALUE":"m"},"INNERERROR":{"CODE":"i"}}}"#,
                "c",
                "m",
                "i",
            ),
        ] {
            let read = ErrorBody::read(body.as_bytes());
            let text =
                |code: Option<ErrorCode>| code.map_or_else(String::new, |code| code.text().into());
            let told = (
                text(read.code().cloned()),
                read.message().unwrap_or_default(),
                text(read.inner_code()),
            );
            assert_eq!(told, (code.to_owned(), message, inner.to_owned()), "{body}");
        }
    }

    /// A wrong value in one place hides nothing that stands in another.
    #[test]
    fn what_is_odd_hides_nothing() {
        let names = [
            ("code", "\"c\""),
            ("message", "\"m\""),
            ("innerError", "{}"),
            ("data", "[]"),
            ("source", "\"s\""),
        ];
        for (name, _) in names {
            for odd in ["true", "7.5e3", "{}", "[]", "null", "[1]", r#"{"a":{}}"#] {
                let members = names.map(|(key, value)| {
                    format!("\"{key}\":{}", if key == name { odd } else { value })
                });
                let inner = format!("{{{}}}", members.join(","));
                for body in [format!("{{\"error\":{inner}}}"), format!("[{inner}]"), inner] {
                    let read = ErrorBody::read(body.as_bytes());
                    let code = read.code().is_some_and(|code| code.text() == "c");
                    assert!(code || name == "code", "{body}");
                    assert!(read.message() == Some("m") || name == "message", "{body}");
                }
            }
        }
        let deep = format!("{}{{}}{}", r#"{"error":"#.repeat(100), "}".repeat(100));
        assert!(matches!(ErrorBody::read(deep.as_bytes()), ErrorBody::Other(_)));
    }

    #[test]
    fn what_is_shown_is_one_line_of_printable_text() {
        let code = format!("a\n\u{1b}[31m\u{202e}{}", "x".repeat(1_000_000));
        for body in [
            serde_json::json!({ "code": code }),
            serde_json::json!({ "error": { "code": code, "innerError": { "code": code } } }),
        ] {
            let shown = ErrorBody::read(body.to_string().as_bytes()).to_string();
            assert!(shown.starts_with(r"error a\u{a}\u{1b}[31m\u{202e}xxx"), "{shown}");
            assert!(shown.len() < 300 && shown.ends_with('…'), "{shown}");
        }
        let status = ErrorBody::read(br#"{"statusCode":503,"message":"m"}"#);
        assert_eq!((status.to_string(), status.is_throttling()), ("status 503".to_owned(), false));
        assert!(ErrorBody::read(br#"{"statusCode":"429"}"#).to_string().starts_with("not the"));
        assert!(ErrorBody::read(br#"{"StatusCode":429.0}"#).is_throttling());
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
