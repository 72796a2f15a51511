//! Why JSON could not be read, and where.

use std::borrow::Cow;
use std::sync::Arc;
use std::{fmt, io};

use serde_json::error::Category;

use crate::json::locate::{self, Within};
use crate::json::mark;
use crate::json::room::TOO_LARGE;
use crate::json::words::{message, said};

/// Why JSON could not be read, and where.
///
/// The text names what was expected and what kind of value was found, never the value itself, which
/// may be personal or secret:
///
/// ```
/// use partner_models::{Collection, licenses::License};
///
/// let json = r#"{"items": [{"productSku": {"id": 7}}]}"#;
/// let error = partner_models::from_str::<Collection<License>>(json).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "items[0].productSku.id: expected a ProductSkuId string, found a number at line 1 column 34",
/// );
/// assert_eq!(error.path(), "items[0].productSku.id");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    message: Cow<'static, str>,
    path: String,
    line: usize,
    column: usize,
    cause: Option<Cause>,
}

/// What a reader reported. Two are equal where they are of one kind.
#[derive(Clone)]
struct Cause(Arc<io::Error>);

impl PartialEq for Cause {
    fn eq(&self, other: &Self) -> bool {
        self.0.kind() == other.0.kind()
    }
}

impl Eq for Cause {}

/// What sort of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is not JSON.
    Syntax,
    /// The text ends before its JSON value does.
    UnexpectedEnd,
    /// The text is JSON, but a value is of the wrong type or a required property is missing.
    Data,
    /// The bytes are not UTF-8.
    Utf8,
    /// A value could not be written as JSON.
    Write,
    /// A reader failed: [`Error::io`] tells how. Only [`stream`](crate::stream) reads from one.
    Io,
    /// An item, or what surrounds the items, is longer than [`stream`](crate::stream) was told to keep
    /// in memory.
    TooLong,
    /// The values would take more memory than [`from_slice_within`](crate::from_slice_within) or
    /// [`stream`](crate::stream) were told to take.
    TooLarge,
    /// The list whose items [`stream`](crate::stream) has handed out appears once more, and the last
    /// one counts.
    Replaced,
}

impl Error {
    /// What sort of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The JSON path of the value at fault, such as `items[3].servicePlans[1].id`; empty where that
    /// is the whole document.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The line of the position where reading stopped, from 1; 0 where there is no position.
    #[must_use]
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// The column of the position where reading stopped: how many bytes of its line were read. A
    /// byte-order mark does not count.
    #[must_use]
    pub fn column(&self) -> usize {
        self.0.column
    }

    /// What the reader reported, where that is what went wrong; also the error's `source`.
    #[must_use]
    pub fn io(&self) -> Option<&io::Error> {
        self.0.cause.as_ref().map(|cause| &*cause.0)
    }

    /// From an error of `serde_json`'s over this text.
    pub(crate) fn in_text(text: &str, error: &serde_json::Error) -> Self {
        let Failure { kind, message, offset } = Failure::new(text, error);
        Self::at(kind, message, text, offset)
    }

    /// The bytes as text, if they are UTF-8.
    pub(crate) fn check_utf8(bytes: &[u8]) -> Result<&str, Self> {
        std::str::from_utf8(bytes).map_err(|error| Self::invalid_utf8(bytes, error.valid_up_to()))
    }

    pub(crate) fn invalid_utf8(bytes: &[u8], offset: usize) -> Self {
        let start = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
        let text = std::str::from_utf8(&bytes[start..offset]).unwrap_or_default();
        Self::at(ErrorKind::Utf8, INVALID_UTF8.into(), text, text.len())
    }

    pub(crate) fn writing(error: &serde_json::Error) -> Self {
        Self::new(ErrorKind::Write, message(error), String::new(), (0, 0))
    }

    pub(crate) fn too_large(bytes: usize) -> Self {
        let message = format!("{TOO_LARGE} ({bytes} bytes)");
        Self::new(ErrorKind::TooLarge, message.into(), String::new(), (0, 0))
    }

    /// The message has the kind of error only: the reader's own words may hold anything.
    pub(crate) fn reading(error: io::Error, path: String, position: (usize, usize)) -> Self {
        let message = format!("the reader failed: {}", error.kind()).into();
        let mut new = Self::new(ErrorKind::Io, message, path, position);
        new.0.cause = Some(Cause(Arc::new(error)));
        new
    }

    fn at(kind: ErrorKind, message: Cow<'static, str>, text: &str, offset: usize) -> Self {
        Self::new(kind, message, path(kind, None, text, offset), locate::position(text, offset))
    }

    pub(crate) fn new(
        kind: ErrorKind,
        message: Cow<'static, str>,
        path: String,
        (line, column): (usize, usize),
    ) -> Self {
        Self(Box::new(Inner { kind, message, path, line, column, cause: None }))
    }
}

pub(crate) const INVALID_UTF8: &str = "invalid UTF-8";

/// The path to name where reading a text has failed at an offset.
pub(crate) fn path(
    kind: ErrorKind,
    within: Option<Within<'_>>,
    text: &str,
    offset: usize,
) -> String {
    match kind {
        ErrorKind::Data => locate::path(within, text, offset),
        // The character that does not fit counts as read, and says nothing of where it is.
        ErrorKind::Syntax => locate::unfinished_path(within, text, offset.saturating_sub(1)),
        _ => locate::unfinished_path(within, text, offset),
    }
}

/// What `serde_json` could not read, and the offset of it in the text.
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) message: Cow<'static, str>,
    pub(crate) offset: usize,
}

impl Failure {
    pub(crate) fn new(text: &str, error: &serde_json::Error) -> Self {
        let kind = match error.classify() {
            Category::Syntax if is_json_all_the_same(error) => ErrorKind::Data,
            Category::Syntax => ErrorKind::Syntax,
            Category::Eof => ErrorKind::UnexpectedEnd,
            Category::Data | Category::Io => ErrorKind::Data,
        };
        let mut offset = locate::offset(text, error.line(), error.column());
        let message = message(error);
        // A value that was taken as raw text is refused only after more has been read.
        if kind == ErrorKind::Data
            && let Some(end) = mark::take(text)
        {
            offset = end;
        }
        Self { kind, message, offset }
    }
}

/// Whether the grammar of JSON has nothing against what `serde_json` calls a fault of syntax.
fn is_json_all_the_same(error: &serde_json::Error) -> bool {
    matches!(
        said(error).as_str(),
        "number out of range"
            | "recursion limit exceeded"
            | "lone leading surrogate in hex escape"
            | "unexpected end of hex escape"
    )
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { message, path, line, column, .. } = &*self.0;
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        f.write_str(message)?;
        if *line > 0 {
            write!(f, " at line {line} column {column}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self})")
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.io().map(|error| error as _)
    }
}
