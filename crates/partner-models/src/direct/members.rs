//! The members of an object, one by one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::FromJson;
use super::reader::Reader;
use super::shape::{Field, Shape};
use crate::support::object::Rest;

/// An object under reading, of which the fields are known.
#[derive(Debug)]
pub(crate) struct Members<'a> {
    fields: &'static [Field],
    any_case: bool,
    /// What stands before the next member: a brace before the first one, else a comma.
    mark: u8,
    /// The field after the one that was read last: the service sends them in one order.
    expected: usize,
    /// The name of the member that is read, as it was sent, without its quotes.
    name: &'a str,
    /// Whether it was sent with escapes; then its quotes are there.
    is_escaped: bool,
    /// What is not in a field.
    pub(crate) rest: Rest,
}

/// What comes next in an object.
pub(crate) enum Next {
    /// A member: the number of its field, or a higher one where it has none.
    Member(usize),
    /// The brace that closes the object.
    End,
}

impl<'a> Members<'a> {
    #[inline]
    pub(super) fn new(shape: &'static Shape) -> Self {
        Self {
            fields: shape.fields(),
            any_case: shape.is_any_case(),
            mark: b'{',
            expected: 0,
            name: "",
            is_escaped: false,
            rest: Rest::default(),
        }
    }

    /// Goes on to the next member.
    #[inline]
    pub(crate) fn next(&mut self, reader: &mut Reader<'a>) -> Option<Next> {
        // What is expected, the way the service writes it: most members are read like this.
        if let Some(field) = self.fields.get(self.expected)
            && !self.any_case
            && reader.key(self.mark, field.key)
        {
            (self.name, self.is_escaped) = (field.name, false);
            self.mark = b',';
            self.expected += 1;
            return Some(Next::Member(self.expected - 1));
        }
        self.search(reader)
    }

    /// Finds the next field, or one that comes later, spelt as the schema has it, or any; or the end.
    #[inline(never)]
    fn search(&mut self, reader: &mut Reader<'a>) -> Option<Next> {
        let is_first = self.mark == b'{';
        if is_first {
            reader.punctuation(b'{')?;
        }
        if !reader.more(is_first, b'}')? {
            return Some(Next::End);
        }
        self.mark = b',';
        if reader.peek()? != b'"' {
            return None;
        }
        let later = self.fields.get(self.expected..).unwrap_or_default();
        let is_known = !(self.any_case && self.rest.spelling.has_other());
        if let Some(more) = later.iter().position(|field| is_known && reader.key_here(field.key)) {
            let index = self.expected + more;
            if self.any_case {
                self.rest.spelling.note(index);
            }
            self.expected = index + 1;
            (self.name, self.is_escaped) = (self.fields[index].name, false);
            return Some(Next::Member(index));
        }
        let index = self.look_up(reader)?;
        reader.punctuation(b':')?;
        Some(Next::Member(index))
    }

    /// Finds a field whose turn it is not, or whose name is spelt in another way.
    #[inline(never)]
    fn look_up(&mut self, reader: &mut Reader<'a>) -> Option<usize> {
        (self.name, self.is_escaped) = reader.quoted()?;
        let sent = self.name()?;
        let found = if self.any_case {
            self.rest.spelling.find(&sent, self.fields.iter().map(|field| field.name))
        } else {
            self.fields.iter().position(|field| field.name == sent)
        };
        if let Some(index) = found {
            self.expected = index + 1;
        }
        Some(found.unwrap_or(usize::MAX))
    }

    /// The name of the member that is read, as it was sent.
    fn name(&self) -> Option<Cow<'a, str>> {
        if self.is_escaped {
            return serde_json::from_str(self.name).ok().map(Cow::Owned);
        }
        Some(Cow::Borrowed(self.name))
    }

    /// Reads the value of an optional property into its place. An explicit null is no value, and
    /// remembered.
    #[inline(never)]
    pub(crate) fn optional<T: FromJson>(
        &mut self,
        reader: &mut Reader<'a>,
        place: &mut Option<T>,
    ) -> Option<()> {
        if reader.peek()? == b'n' {
            *place = None;
            return self.null(reader);
        }
        if self.rest.extra.has_nulls() {
            self.rest.extra.field(&self.name()?, false);
        }
        place.insert(T::blank()).fill(reader)
    }

    /// Reads the value of a property without a field into a map. Of several the last one counts, and a
    /// null is no value.
    pub(crate) fn additional<T: FromJson>(
        &mut self,
        reader: &mut Reader<'a>,
        entries: &mut BTreeMap<String, T>,
    ) -> Option<()> {
        let name = self.name()?;
        if reader.peek()? == b'n' {
            reader.word("null")?;
            entries.remove(&*name);
            self.rest.extra.push(&name, "null");
        } else {
            let mut value = T::blank();
            value.fill(reader)?;
            entries.insert(name.into_owned(), value);
        }
        Some(())
    }

    #[inline(never)]
    fn null(&mut self, reader: &mut Reader<'a>) -> Option<()> {
        reader.word("null")?;
        self.rest.extra.field(&self.name()?, true);
        Some(())
    }

    /// Keeps a member whose name has no field.
    #[inline(never)]
    pub(crate) fn unknown(&mut self, reader: &mut Reader<'a>) -> Option<()> {
        let value = reader.raw()?;
        self.rest.extra.push(&self.name()?, value);
        Some(())
    }
}
