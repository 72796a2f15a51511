//! The members of an object, one by one.

use std::borrow::Cow;

use super::FromJson;
use super::reader::Reader;
use super::shape::{Field, Shape};
use crate::support::extra::{Extra, ExtraReader};
use crate::support::spelling::{Spelling, SpellingReader};

/// An object under reading, of which the fields are known.
#[derive(Debug)]
pub(crate) struct Members<'a> {
    fields: &'static [Field],
    any_case: bool,
    /// Whether no member has been read.
    is_first: bool,
    /// The field after the one that was read last: the service sends them in one order.
    expected: usize,
    /// The name of the member that is read, as it was sent.
    name: &'a str,
    /// The same, where it was sent with escapes.
    unescaped: Option<String>,
    extra: ExtraReader,
    spelling: SpellingReader,
}

impl<'a> Members<'a> {
    #[inline]
    pub(super) fn new(shape: &'static Shape) -> Self {
        Self {
            fields: shape.fields(),
            any_case: shape.is_any_case(),
            is_first: true,
            expected: 0,
            name: "",
            unescaped: None,
            extra: ExtraReader::default(),
            spelling: SpellingReader::default(),
        }
    }

    /// Goes on to the next member and tells the number of its field, or a higher one where it has
    /// none. `Some(None)` is the end of the object.
    pub(crate) fn next(&mut self, reader: &mut Reader<'a>) -> Option<Option<usize>> {
        if !reader.more(self.is_first, b'}')? {
            return Some(None);
        }
        self.is_first = false;
        if reader.peek()? != b'"' {
            return None;
        }
        let index = match self.guess(reader) {
            Some(index) => index,
            None => self.look_up(reader)?,
        };
        reader.punctuation(b':')?;
        Some(Some(index))
    }

    /// Finds the next field, or one that comes later, spelt as the schema has it.
    #[inline]
    fn guess(&mut self, reader: &mut Reader<'a>) -> Option<usize> {
        if self.any_case && self.spelling.has_other() {
            return None;
        }
        let later = self.fields.get(self.expected..)?;
        let index = self.expected + later.iter().position(|field| reader.name(field.name))?;
        if self.any_case {
            self.spelling.note(index);
        }
        self.expected = index + 1;
        self.name = self.fields[index].name;
        self.unescaped = None;
        Some(index)
    }

    /// Finds a field whose turn it is not, or whose name is spelt in another way.
    #[inline(never)]
    fn look_up(&mut self, reader: &mut Reader<'a>) -> Option<usize> {
        match reader.cow()? {
            Cow::Borrowed(name) => (self.name, self.unescaped) = (name, None),
            Cow::Owned(name) => self.unescaped = Some(name),
        }
        let sent = self.unescaped.as_deref().unwrap_or(self.name);
        let found = if self.any_case {
            self.spelling.find(sent, self.fields.iter().map(|field| field.name))
        } else {
            self.fields.iter().position(|field| field.name == sent)
        };
        if let Some(index) = found {
            self.expected = index + 1;
        }
        Some(found.unwrap_or(usize::MAX))
    }

    /// The name of the member that is read, as it was sent.
    pub(crate) fn name(&self) -> &str {
        self.unescaped.as_deref().unwrap_or(self.name)
    }

    /// The value of an optional property. An explicit null is no value, and remembered.
    #[inline]
    pub(crate) fn optional<T: FromJson>(&mut self, reader: &mut Reader<'a>) -> Option<Option<T>> {
        if reader.peek()? != b'n' {
            return T::read(reader).map(Some);
        }
        self.null(reader)?;
        Some(None)
    }

    #[inline(never)]
    fn null(&mut self, reader: &mut Reader<'a>) -> Option<()> {
        reader.word("null")?;
        self.extra.push(self.unescaped.as_deref().unwrap_or(self.name), "null");
        Some(())
    }

    /// Keeps a member whose name has no field.
    #[inline(never)]
    pub(crate) fn unknown(&mut self, reader: &mut Reader<'a>) -> Option<()> {
        let value = reader.raw()?;
        self.extra.push(self.unescaped.as_deref().unwrap_or(self.name), value);
        Some(())
    }

    /// What was kept.
    pub(crate) fn extra(&mut self) -> Extra {
        std::mem::take(&mut self.extra).finish()
    }

    /// How the names were spelt.
    pub(crate) fn spelling(&mut self) -> Spelling {
        std::mem::take(&mut self.spelling).finish()
    }
}
