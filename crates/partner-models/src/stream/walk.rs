//! The way through a document, one member or item a step.
//!
//! The structure around the items is followed here; what is between is found by its end and read by
//! `serde_json`. Where the document is not JSON, `serde_json` gets the text up to there, so that it is
//! the one to say why.

use std::io::Read;

use crate::json::error::{Error, ErrorKind, path};
use crate::stream::Envelope;
use crate::stream::input::{Input, Position};
use crate::stream::items::End;
use crate::stream::items::{Items, List, State};
use crate::stream::part::Wrong;
use crate::stream::value::{self, Value};

/// How the search for the end of a value ended.
enum Found {
    Whole,
    /// The document ends first.
    Partly,
    /// Longer than it may be; passed over from this place on.
    TooLong(Position),
}

impl<R: Read, E: Envelope> Items<R, E> {
    /// Reads on to the next item; to the next part of the document where there is none.
    pub(super) fn step(&mut self) -> Result<Option<E::Item>, End<E>> {
        match self.state {
            State::Start => self.start()?,
            State::Members { first } => self.member(first)?,
            State::Items { read, is_closed } => return self.item(read, is_closed),
            State::Behind => {
                self.space()?;
                if self.peek()?.is_some() {
                    return Err(self.not_json()?);
                }
                return Err(match self.read_around() {
                    Ok(envelope) => End(Ok(envelope)),
                    Err(wrong) => self.end(wrong),
                });
            }
        }
        Ok(None)
    }

    fn start(&mut self) -> Result<(), End<E>> {
        if self.peek()? == Some(0xef) {
            let mark = self.try_io(Input::take_char)?;
            if mark != "\u{feff}".as_bytes() {
                self.around.push(&mark, Position::default());
                return Err(self.not_json_so_far());
            }
            self.input.position = Position::default();
        }
        self.space()?;
        match self.peek()? {
            Some(b'{') => {
                self.punctuation()?;
                self.state = State::Members { first: true };
            }
            // Most likely of the wrong type, which is told at the end of the value.
            Some(byte) if value::begins(byte) && byte != b'[' => {
                self.value_around()?;
                self.state = State::Behind;
            }
            Some(b'[') => {
                self.punctuation()?;
                return Err(self.wrong_type());
            }
            _ => return Err(self.not_json()?),
        }
        Ok(())
    }

    fn member(&mut self, first: bool) -> Result<(), End<E>> {
        self.space()?;
        match self.peek()? {
            Some(b'}') => {
                self.punctuation()?;
                self.state = State::Behind;
                return Ok(());
            }
            Some(b',') if !first => {
                self.punctuation()?;
                self.space()?;
            }
            _ if first => {}
            _ => return Err(self.not_json()?),
        }
        if self.peek()? != Some(b'"') {
            return Err(self.not_json()?);
        }
        self.value_around()?;
        let is_list = self.is_list();
        self.space()?;
        if self.peek()? != Some(b':') {
            return Err(self.not_json()?);
        }
        self.punctuation()?;
        self.space()?;
        let Some(next) = self.peek()?.filter(|next| value::begins(*next)) else {
            return Err(self.not_json()?);
        };
        if is_list && let Some(list) = &mut self.list {
            if list.has_items {
                let message = "the list appears once more, and the last one counts";
                // Not by a walk through all that was read: there may be many such lists.
                let text = format!("{{{}:", list.quoted);
                let path = path(ErrorKind::UnexpectedEnd, None, &text, text.len());
                let place = self.input.position.line_and_column();
                let error = Error::new(ErrorKind::Replaced, message.into(), path, place);
                self.pending.push_back(error);
            }
            if next == b'[' {
                self.punctuation()?;
                self.state = State::Items { read: 0, is_closed: true };
                return Ok(());
            }
        }
        self.value_around()?;
        self.state = State::Members { first: false };
        Ok(())
    }

    /// Whether the name in the buffer is that of the property with the items. Of several spellings the
    /// schema's own counts, else the one that comes first in the order of bytes, as it does where the
    /// envelope is read.
    fn is_list(&mut self) -> bool {
        let Ok(name) = serde_json::from_slice::<String>(&self.buffer) else { return false };
        if !name.eq_ignore_ascii_case(E::ITEMS) {
            return false;
        }
        let has_items = match &self.list {
            Some(list) if list.name == name => return true,
            Some(list) if list.name == E::ITEMS || name != E::ITEMS && list.name < name => {
                return false;
            }
            Some(list) => list.has_items,
            None => false,
        };
        let quoted = String::from_utf8_lossy(&self.buffer).into_owned();
        self.list = Some(List { name, quoted, has_items });
        true
    }

    fn item(&mut self, read: usize, is_closed: bool) -> Result<Option<E::Item>, End<E>> {
        self.try_io(Input::skip_space)?;
        let first = match self.peek()? {
            Some(b']') => {
                if let Some(list) = &mut self.list {
                    list.has_items |= read > 0;
                }
                self.punctuation()?;
                self.state = State::Members { first: false };
                return Ok(None);
            }
            first if read == 0 => first,
            Some(b',') => {
                self.input.consume(1);
                self.try_io(Input::skip_space)?;
                self.peek()?
            }
            _ => {
                let last = if is_closed { "\"\" " } else { "0 " };
                return Err(self.no_item(read - 1, "[[", last)?);
            }
        };
        let Some(first) = first.filter(|first| value::begins(*first)) else {
            return Err(self.no_item(read, if read == 0 { "[[" } else { "[[0," }, "")?);
        };
        let place = self.input.position;
        // Nested as deep as in the document, which counts for how deep it may nest itself.
        let found = self.value("[[", self.max_len)?;
        let is_closed = matches!(first, b'"' | b'{' | b'[');
        self.state = State::Items { read: read + 1, is_closed };
        let is_whole = matches!(found, Found::Whole);
        match found {
            Found::Whole => self.buffer.extend_from_slice(b"]]"),
            Found::Partly => {}
            Found::TooLong(place) => {
                let message = format!("an item of more than {} bytes", self.max_len);
                let place = place.line_and_column();
                let error =
                    Error::new(ErrorKind::TooLong, message.into(), self.within(read).path(), place);
                self.pending.push_back(error);
                return Ok(None);
            }
        }
        match self.read_item(read, place) {
            Ok(item) => Ok(Some(item)),
            Err(Wrong { data, end: None }) => {
                self.pending.extend(data);
                Ok(None)
            }
            Err(_) => {
                if is_whole {
                    self.buffer.truncate(self.buffer.len() - 2);
                }
                Err(self.item_not_json(read, place)?)
            }
        }
    }

    /// Reads a value that is not an item.
    fn value_around(&mut self) -> Result<(), End<E>> {
        let place = self.input.position;
        let room = self.max_len.saturating_sub(self.around.len());
        if let Found::TooLong(place) = self.value("", room)? {
            let message = format!("more than {} bytes around the items", self.max_len);
            let place = place.line_and_column();
            return Err(
                Error::new(ErrorKind::TooLong, message.into(), self.path_here(), place).into()
            );
        }
        self.around.push(&self.buffer, place);
        if serde_json::from_slice::<serde::de::IgnoredAny>(&self.buffer).is_err() {
            return Err(self.not_json_before_here()?);
        }
        Ok(())
    }

    /// Reads a value into the buffer, behind that text.
    fn value(&mut self, lead: &str, max_len: usize) -> Result<Found, End<E>> {
        self.buffer.clear();
        self.buffer.extend_from_slice(lead.as_bytes());
        let max_len = max_len.saturating_add(lead.len());
        let mut value = Value::default();
        let mut too_long = None;
        loop {
            let here = self.input.position;
            let available = match self.input.available() {
                Ok(available) => available,
                Err(error) => return Err(self.reading(error)),
            };
            if available.is_empty() {
                return Ok(too_long.map_or(Found::Partly, Found::TooLong));
            }
            let (count, ended) = value.feed(available);
            if too_long.is_none() && self.buffer.len() + count <= max_len {
                self.buffer.extend_from_slice(&available[..count]);
                self.input.consume(count);
            } else {
                // The first byte that is too much, however the reader's pieces fall.
                let fits = max_len.saturating_sub(self.buffer.len()).min(count - 1);
                let place = here.behind(&available[..=fits]);
                too_long = too_long.or(Some(place));
                self.input.consume(count);
            }
            if ended {
                return Ok(too_long.map_or(Found::Whole, Found::TooLong));
            }
        }
    }

    fn punctuation(&mut self) -> Result<(), End<E>> {
        if let Some(byte) = self.peek()? {
            self.around.push(&[byte], self.input.position);
            self.input.consume(1);
        }
        Ok(())
    }

    fn space(&mut self) -> Result<(), End<E>> {
        self.try_io(Input::skip_space)?;
        self.around.push_space(self.input.position);
        Ok(())
    }

    fn peek(&mut self) -> Result<Option<u8>, End<E>> {
        self.try_io(Input::peek)
    }
}
