//! How a stream ends.

use std::io::{self, Read};

use serde::de::IgnoredAny;

use crate::json::error::{Error, ErrorKind, path};
use crate::json::locate::Within;
use crate::stream::Envelope;
use crate::stream::input::{Input, Position};
use crate::stream::items::{End, Items, State};
use crate::stream::part::{Only, Part, Wrong};

impl<R: Read, E: Envelope> Items<R, E> {
    /// Reads what is around the items, as far as it has come.
    pub(super) fn read_around(&self) -> Result<E, Wrong> {
        let part = Part {
            bytes: self.around.bytes(),
            lead: 0,
            within: None,
            room: self.max_memory,
            position: &|offset| self.around.place(offset).line_and_column(),
        };
        part.read()
    }

    /// The next character does not belong where it is, or there is none.
    pub(super) fn not_json(&mut self) -> Result<End<E>, End<E>> {
        let place = self.input.position;
        let character = self.try_io(Input::take_char)?;
        self.around.push(&character, place);
        Ok(self.not_json_so_far())
    }

    /// The value that was read last is not JSON.
    pub(super) fn not_json_before_here(&mut self) -> Result<End<E>, End<E>> {
        let place = self.input.position;
        let lookahead = self.lookahead()?;
        self.around.push(&lookahead, place);
        Ok(self.not_json_so_far())
    }

    /// What follows a value that is not JSON: `serde_json` looks at all four digits of an escape before
    /// it judges one of them, and so tells `"\u"` from a text that ends there.
    fn lookahead(&mut self) -> Result<Vec<u8>, End<E>> {
        let mut bytes = Vec::new();
        for _ in 0..4 {
            bytes.extend(self.try_io(Input::take_char)?);
        }
        Ok(bytes)
    }

    /// What was read last is not JSON, or there is no more.
    pub(super) fn not_json_so_far(&mut self) -> End<E> {
        match self.read_around() {
            Err(wrong) => self.end(wrong),
            Ok(_) => self.error_here(ErrorKind::Syntax, "not JSON").into(),
        }
    }

    /// The item in the buffer, which begins at that place, is not JSON.
    pub(super) fn item_not_json(
        &mut self,
        index: usize,
        place: Position,
    ) -> Result<End<E>, End<E>> {
        let lookahead = self.lookahead()?;
        self.buffer.extend(lookahead);
        Ok(match self.read_item(index, place) {
            Err(wrong) => {
                self.tell_around();
                self.end(wrong)
            }
            Ok(_) => self.error_here(ErrorKind::Syntax, "not JSON").into(),
        })
    }

    /// The item in the buffer, which begins at that place.
    pub(super) fn read_item(&self, index: usize, place: Position) -> Result<E::Item, Wrong> {
        let part = Part {
            bytes: &self.buffer,
            lead: 2,
            within: Some(self.within(index)),
            room: self.max_memory,
            position: &|offset| place.behind(&self.buffer[2..2 + offset]).line_and_column(),
        };
        part.read::<Only<Only<E::Item>>>().map(|item| item.0.0)
    }

    /// The document has begun, and it can't be an envelope.
    pub(super) fn wrong_type(&mut self) -> End<E> {
        match self.read_around() {
            // That it has not ended is no news.
            Err(Wrong { data: Some(data), .. }) => data.into(),
            _ => self.not_json_so_far(),
        }
    }

    /// The next character is neither an item nor what separates items, or there is none. `lead` opens
    /// the list for `serde_json`, and `last` stands for the item of that index as far as it was read.
    pub(super) fn no_item(
        &mut self,
        index: usize,
        lead: &str,
        last: &str,
    ) -> Result<End<E>, End<E>> {
        let place = self.input.position;
        let mut bytes = [lead, last].concat().into_bytes();
        bytes.extend(self.try_io(Input::take_char)?);
        let part = Part {
            bytes: &bytes,
            lead: lead.len(),
            within: Some(self.within(index)),
            room: self.max_memory,
            position: &|offset| {
                let read = &bytes[lead.len()..][..offset];
                place.behind(read.get(last.len()..).unwrap_or_default()).line_and_column()
            },
        };
        // A list of its own, so that it is read as one, and not passed over.
        Ok(match part.read::<Only<Vec<IgnoredAny>>>() {
            Err(wrong) => {
                self.tell_around();
                self.end(wrong)
            }
            Ok(_) => self.error_here(ErrorKind::Syntax, "not JSON").into(),
        })
    }

    /// Tells what is wrong around the items so far, before an end among the items.
    fn tell_around(&mut self) {
        self.pending.extend(self.read_around().err().and_then(|wrong| wrong.data));
    }

    pub(super) fn end(&mut self, wrong: Wrong) -> End<E> {
        match wrong {
            Wrong { data, end: Some(end) } => {
                self.pending.extend(data);
                end.into()
            }
            Wrong { data: Some(data), end: None } => data.into(),
            Wrong { data: None, end: None } => {
                self.error_here(ErrorKind::Syntax, "not JSON").into()
            }
        }
    }

    pub(super) fn try_io<T>(
        &mut self,
        read: impl FnOnce(&mut Input<R>) -> io::Result<T>,
    ) -> Result<T, End<E>> {
        read(&mut self.input).map_err(|error| self.reading(error))
    }

    pub(super) fn reading(&mut self, error: io::Error) -> End<E> {
        if matches!(self.state, State::Items { .. }) {
            self.tell_around();
        }
        Error::reading(error, self.path_here(), self.input.position.line_and_column()).into()
    }

    pub(super) fn error_here(&self, kind: ErrorKind, message: &'static str) -> Error {
        let position = self.input.position.line_and_column();
        Error::new(kind, message.into(), self.path_here(), position)
    }

    pub(super) fn path_here(&self) -> String {
        if let State::Items { read, .. } = self.state {
            return self.within(read).path();
        }
        let bytes = self.around.bytes();
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        path(ErrorKind::UnexpectedEnd, None, text, text.len())
    }

    /// Where an item is.
    pub(super) fn within(&self, index: usize) -> Within<'_> {
        Within { name: self.list.as_ref().map_or("", |list| &list.quoted), index }
    }
}
