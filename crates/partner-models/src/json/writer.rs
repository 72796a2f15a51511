//! The text that is written.

use crate::value::extra::Extra;
use crate::value::inside::each_listed;
use crate::value::scan;
use crate::value::text::{IN_PLACE, Text};

/// JSON text under writing.
#[derive(Debug)]
pub struct Writer {
    out: Vec<u8>,
}

impl Writer {
    pub(crate) fn new() -> Self {
        Self { out: Vec::with_capacity(128) }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.out
    }

    /// Writes JSON as it is. Where its length is known, as that of names is, copying it is no call.
    #[expect(clippy::inline_always, reason = "a length that is known must be known inside")]
    #[inline(always)]
    pub(crate) fn verbatim(&mut self, json: &str) {
        self.out.extend_from_slice(json.as_bytes());
    }

    /// Writes a string.
    #[inline]
    pub(crate) fn string(&mut self, text: &str) {
        if !scan::is_plain(text.as_bytes()) {
            return self.serde(text);
        }
        self.out.reserve(text.len() + 2); // once, and not for each of the three
        self.out.push(b'"');
        self.verbatim(text);
        self.out.push(b'"');
    }

    /// Writes a string that was kept. One in place needs no look at its bytes, and a length that is
    /// always the same makes copying it no call.
    #[inline]
    pub(crate) fn text(&mut self, text: &Text) {
        let Some((bytes, len)) = text.in_place() else { return self.string(text) };
        self.out.reserve(IN_PLACE + 2);
        self.out.push(b'"');
        let start = self.out.len();
        self.out.extend_from_slice(bytes);
        self.out.truncate(start + len);
        self.out.push(b'"');
    }

    /// Writes a number: its value, or its text.
    pub(crate) fn number(&mut self, number: Result<i64, &str>) {
        match number {
            Ok(value) => self.serde(&value),
            Err(text) => self.verbatim(text),
        }
    }

    /// Writes a string or a number the way `serde_json` does, which can't fail for these.
    #[cold]
    pub(crate) fn serde<T: serde::Serialize + ?Sized>(&mut self, value: &T) {
        if serde_json::to_writer(&mut self.out, value).is_err() {
            self.verbatim("null");
        }
    }

    /// Begins an object. Every member begins with a comma; that of the first one becomes the brace.
    #[inline]
    pub(crate) fn open(&self) -> usize {
        self.out.len()
    }

    /// Ends the object that began here.
    #[inline]
    pub(crate) fn close(&mut self, start: usize) {
        match self.out.get_mut(start) {
            Some(comma) => *comma = b'{',
            None => self.out.push(b'{'),
        }
        self.out.push(b'}');
    }

    /// Writes what an object holds beyond its fields, except what the fields write themselves.
    #[inline]
    pub(crate) fn extra(&mut self, extra: &Extra, is_field: impl Fn(&str) -> bool) {
        if !extra.is_empty() {
            self.members_of(extra.text(), &is_field);
        }
    }

    #[inline(never)]
    fn members_of(&mut self, text: &str, is_field: &dyn Fn(&str) -> bool) {
        each_listed(text, |name, _, place| {
            if !is_field(&name) {
                self.out.extend_from_slice(text[place].as_bytes());
            }
        });
    }
}
