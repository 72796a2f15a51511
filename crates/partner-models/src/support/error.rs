//! Why JSON could not be read, and where.

use std::borrow::Cow;
use std::fmt;

use serde_json::error::Category;

use crate::support::locate;

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
}

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

    /// From an error of `serde_json`'s over this text.
    pub(crate) fn in_text(text: &str, error: &serde_json::Error) -> Self {
        let kind = match error.classify() {
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
        Self::at(kind, message, text, offset)
    }

    /// The bytes as text, if they are UTF-8.
    pub(crate) fn check_utf8(bytes: &[u8]) -> Result<&str, Self> {
        std::str::from_utf8(bytes).map_err(|error| Self::invalid_utf8(bytes, error.valid_up_to()))
    }

    pub(crate) fn invalid_utf8(bytes: &[u8], offset: usize) -> Self {
        let start = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
        let text = std::str::from_utf8(&bytes[start..offset]).unwrap_or_default();
        Self::at(ErrorKind::Utf8, "invalid UTF-8".into(), text, text.len())
    }

    pub(crate) fn writing(error: &serde_json::Error) -> Self {
        Self(Box::new(Inner {
            kind: ErrorKind::Write,
            message: error.to_string().into(),
            path: String::new(),
            line: 0,
            column: 0,
        }))
    }

    fn at(kind: ErrorKind, message: Cow<'static, str>, text: &str, offset: usize) -> Self {
        let (line, column) = locate::position(text, offset);
        let path = match kind {
            ErrorKind::Data => locate::path(text, offset),
            // The character that does not fit counts as read, and says nothing of where it is.
            ErrorKind::Syntax => locate::unfinished_path(text, offset.saturating_sub(1)),
            _ => locate::unfinished_path(text, offset),
        };
        Self(Box::new(Inner { kind, message, path, line, column }))
    }
}

/// What `serde_json` says, without its position, which we give ourselves, and without the value that
/// it found.
fn message(error: &serde_json::Error) -> Cow<'static, str> {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&position).unwrap_or(&text);
    let Some(found) = text.strip_prefix("invalid type: ").or(text.strip_prefix("invalid value: "))
    else {
        return text.to_owned().into();
    };
    // What is expected never contains the separator; what was found may.
    let (found, expected) = found.rsplit_once(", expected ").unwrap_or((found, "something else"));
    let expected = match expected {
        "a sequence" => "an array",
        "a map" => "an object",
        other => other,
    };
    let found = match found.split([' ', '`']).next().unwrap_or_default() {
        "string" | "character" => "a string",
        "integer" | "floating" | "number" => "a number",
        "boolean" => "a boolean",
        "null" | "unit" | "Option" => "null",
        "sequence" => "an array",
        "map" => "an object",
        // The words of this crate's own types, which hold no data.
        "a" | "an" => found,
        _ => "something else",
    };
    format!("expected {expected}, found {found}").into()
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

impl std::error::Error for Error {}

/// Where the value at fault ends, if it was taken as raw text first.
///
/// `serde_json` gives an error the position that reading has reached when the error comes back to it.
/// A type that takes raw text judges it afterwards, when the reader has moved on; it leaves a mark so
/// that the position is right all the same.
pub(crate) mod mark {
    use std::cell::Cell;

    thread_local! {
        /// The address of the end of the text: nothing but a number to compare.
        static END: Cell<Option<usize>> = const { Cell::new(None) };
    }

    pub(crate) fn clear() {
        END.set(None);
    }

    pub(crate) fn set(raw: &str) {
        END.set(Some(raw.as_bytes().as_ptr_range().end.addr()));
    }

    /// The mark as an offset in this text, if that is where it was set: raw text may also be a copy.
    pub(crate) fn take(text: &str) -> Option<usize> {
        let offset = END.take()?.checked_sub(text.as_ptr().addr())?;
        (offset <= text.len()).then_some(offset)
    }
}
