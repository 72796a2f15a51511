//! A part of a document, read by `serde_json`: errors get their place in the document.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};

use crate::Error;
use crate::json::error::{ErrorKind, Failure, INVALID_UTF8, path};
use crate::json::locate::Within;
use crate::json::mark;
use crate::json::room;

/// A text that begins with something that is not in the document, and holds a part of it.
pub(super) struct Part<'a> {
    pub(super) bytes: &'a [u8],
    /// How long the beginning is.
    pub(super) lead: usize,
    pub(super) within: Option<Within<'a>>,
    /// How much memory its values may take.
    pub(super) room: usize,
    /// The line and the column, in the document, of an offset behind the beginning.
    pub(super) position: &'a dyn Fn(usize) -> (usize, usize),
}

impl<'a> Part<'a> {
    /// Reads the part. Where it is no JSON, there may be two errors: it may also be of the wrong type
    /// before that.
    pub(super) fn read<T: Deserialize<'a>>(&self) -> Result<T, Wrong> {
        let text = match std::str::from_utf8(self.bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = &self.bytes[..error.valid_up_to()];
                let text = std::str::from_utf8(valid).unwrap_or_default();
                let failure = Failure {
                    kind: ErrorKind::Utf8,
                    message: INVALID_UTF8.into(),
                    offset: text.len(),
                };
                return Err(Wrong { data: None, end: Some(self.error(text, failure)) });
            }
        };
        mark::clear();
        let (read, exceeded) = room::within(self.room, || serde_json::from_str(text));
        read.map_err(|error: serde_json::Error| {
            if exceeded {
                let failure = Failure { kind: ErrorKind::TooLarge, ..Failure::new(text, &error) };
                return Wrong { data: Some(self.error(text, failure)), end: None };
            }
            let typed = Failure::new(text, &error);
            let Err(error) = serde_json::from_str::<IgnoredAny>(text) else {
                return Wrong { data: Some(self.error(text, typed)), end: None };
            };
            if typed.kind == ErrorKind::Data {
                let end = self.error(text, Failure::new(text, &error));
                return Wrong { data: Some(self.error(text, typed)), end: Some(end) };
            }
            Wrong { data: None, end: Some(self.error(text, typed)) }
        })
    }

    fn error(&self, text: &str, failure: Failure) -> Error {
        let text = text.get(self.lead..).unwrap_or_default();
        let offset = failure.offset.saturating_sub(self.lead).min(text.len());
        let path = path(failure.kind, self.within, text, offset);
        Error::new(failure.kind, failure.message, path, (self.position)(offset))
    }
}

/// Why a part could not be read.
pub(super) struct Wrong {
    /// It is not of its type.
    pub(super) data: Option<Error>,
    /// It is not JSON, so that what follows has no meaning.
    pub(super) end: Option<Error>,
}

/// The only item of an array.
pub(super) struct Only<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Only<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OnlyVisitor<T>(PhantomData<fn() -> T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for OnlyVisitor<T> {
            type Value = Only<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an item")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Only<T>, A::Error> {
                let item = seq.next_element()?;
                // Asked for so that what follows an item is told as it would be in its own array.
                seq.next_element::<IgnoredAny>()?;
                item.map(Only).ok_or_else(|| serde::de::Error::invalid_length(0, &self))
            }
        }

        deserializer.deserialize_seq(OnlyVisitor(PhantomData))
    }
}
