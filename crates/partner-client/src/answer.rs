//! An answer, before it is read.

use std::fmt;

use http::{HeaderMap, StatusCode};
use partner_models::{ErrorBody, ErrorKind, FromJson};

use crate::error::{Category, Error};
use crate::file::{File, content_type, mismatch};
use crate::limits::Limits;

/// An answer that is a success, before it is read.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Answer<'a> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body.
    pub body: &'a [u8],
}

impl<'a> Answer<'a> {
    /// An answer of these parts.
    #[must_use]
    pub fn new(status: StatusCode, headers: &'a HeaderMap, body: &'a [u8]) -> Self {
        Self { status, headers, body }
    }

    /// Reads the body as JSON. A leading byte-order mark is accepted.
    ///
    /// # Errors
    ///
    /// If the body is not such JSON, is that of an error, or takes more memory than it may.
    pub fn json<T: FromJson>(&self, limits: &Limits) -> Result<T, Error> {
        let read = partner_models::from_slice_within(self.body, limits.answer_memory);
        read.map_err(|error| match error.kind() {
            ErrorKind::TooLarge => Error::new(Category::TooLarge, error.to_string())
                .with_status(self.status)
                .with_source(error),
            // Something else may well be the body of an error.
            _ if self.is_error() => {
                self.refused(Category::ErrorInSuccess, IS_ERROR.to_owned()).with_source(error)
            }
            _ => self.refused(Category::Unreadable, error.to_string()).with_source(error),
        })
    }

    /// Reads the body as text. A text that is sent as JSON is the text that the JSON says.
    ///
    /// # Errors
    ///
    /// If the body is not UTF-8, is that of an error, or is a page for people.
    pub fn text(&self, limits: &Limits) -> Result<String, Error> {
        self.is_no_error()?;
        let kind = content_type(self.headers).unwrap_or_default();
        if kind.ends_with("json")
            && let Ok(text) = self.json::<String>(limits)
        {
            return Ok(text);
        }
        self.is_no_page()?;
        let text = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(self.body);
        String::from_utf8(text.to_vec()).map_err(|error| {
            self.refused(Category::Unreadable, "the text is not UTF-8".to_owned())
                .with_source(error)
        })
    }

    /// Reads the body as a file of one of the media types that were asked for.
    ///
    /// # Errors
    ///
    /// If the body is that of an error, or is something else that is surely no such file.
    pub fn file(&self, accept: &str) -> Result<File, Error> {
        self.is_no_error()?;
        match mismatch(self.headers, accept, self.body) {
            Some(message) => Err(self.refused(Category::Unreadable, message)),
            None => Ok(File::of(self.headers, self.body.to_vec())),
        }
    }

    /// What to say of a success that is not described.
    #[doc(hidden)]
    #[must_use]
    pub fn unexpected(&self) -> Error {
        let message = format!("{} is not one of the successes of the operation", self.status);
        self.refused(Category::Unreadable, message)
    }

    /// That the body is no page for people, which a gateway writes in the place of an answer.
    pub(crate) fn is_no_page(&self) -> Result<(), Error> {
        match mismatch(self.headers, "text/plain", self.body) {
            Some(message) => Err(self.refused(Category::Unreadable, message)),
            None => Ok(()),
        }
    }

    fn is_no_error(&self) -> Result<(), Error> {
        if self.is_error() {
            return Err(self.refused(Category::ErrorInSuccess, IS_ERROR.to_owned()));
        }
        Ok(())
    }

    /// Whether the body is that of an error, in whichever shape.
    pub(crate) fn is_error(&self) -> bool {
        is_error(&ErrorBody::read(self.body))
    }

    /// The error that keeps the body.
    pub(crate) fn refused(&self, category: Category, message: String) -> Error {
        Error::new(category, message)
            .with_status(self.status)
            .with_body(ErrorBody::read(self.body))
            .with_bytes(self.body)
    }
}

/// What to say of a success that is a failure.
pub(crate) const IS_ERROR: &str = "the body is that of an error";

/// Whether this is the body of an error, in whichever shape.
pub(crate) fn is_error(body: &ErrorBody) -> bool {
    matches!(body, ErrorBody::Api(_) | ErrorBody::Throttling(_) | ErrorBody::Nested(_))
}

/// The body may be personal, so only its length is shown.
impl fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("body", &format_args!("[{} bytes]", self.body.len()))
            .finish_non_exhaustive()
    }
}
