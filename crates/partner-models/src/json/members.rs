//! The members of an object, one by one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::json::place::{Optional, Place, Required};
use crate::json::reader::{Position, Reader};
use crate::json::rest::{Claim, Other, Rest};
use crate::json::room;
use crate::json::shape::{Field, Shape, bit};
use crate::json::spelling::{self, Spelling};
use crate::json::traits::FromJson;
use crate::value::extra::Extra;

/// An object under reading, of which the fields are known.
#[derive(Debug)]
pub(crate) struct Members<'a> {
    fields: &'static [Field],
    /// What stands before the next member: a brace before the first one, else a comma.
    mark: u8,
    /// Whether the value of a field is more than the next value: the name of this member is spelt in
    /// another way, or there were such names, or nulls.
    is_special: bool,
    /// Whether the name of this member is spelt in another way than the schema's.
    is_other: bool,
    /// Whether the name was sent with escapes; then its quotes are there.
    is_escaped: bool,
    /// The field after the one that was read last: the service sends them in one order.
    expected: usize,
    /// The name of the member that is read, as it was sent, without its quotes.
    name: &'a str,
    /// A bit for each required field that was there.
    seen: u128,
    rest: Rest<'a>,
}

/// What comes next in an object.
pub(crate) enum Next {
    /// A member: the number of its field, or a higher one where it has none.
    Member(usize),
    /// The brace that closes the object.
    End,
}

impl<'a> Members<'a> {
    /// Begins an object of which the shape is known. Its brace is passed with its first member.
    #[inline]
    pub(crate) fn open(reader: &mut Reader<'a>, shape: &'static Shape) -> Option<Self> {
        if reader.peek()? != b'{' {
            return None;
        }
        reader.deeper()?;
        Some(Self {
            fields: shape.fields(),
            mark: b'{',
            is_special: false,
            is_other: false,
            is_escaped: false,
            expected: 0,
            name: "",
            seen: 0,
            rest: Rest::default(),
        })
    }

    /// Goes on to the next member.
    #[inline]
    pub(crate) fn next(&mut self, reader: &mut Reader<'a>) -> Option<Next> {
        // What is expected, the way the service writes it: most members are read like this.
        if let Some(field) = self.fields.get(self.expected)
            && reader.key(self.mark, field.key)
        {
            (self.name, self.is_escaped, self.is_other) = (field.name, false, false);
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
        if let Some(more) = later.iter().position(|field| reader.key_here(field.key)) {
            let index = self.expected + more;
            self.expected = index + 1;
            (self.name, self.is_escaped, self.is_other) = (self.fields[index].name, false, false);
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
        self.is_other = false;
        let sent = self.name()?;
        let Some((index, is_exact)) =
            spelling::find(&sent, self.fields.iter().map(|field| field.name))
        else {
            return Some(usize::MAX);
        };
        self.expected = index + 1;
        self.is_other = !is_exact;
        self.is_special |= self.is_other;
        Some(index)
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
        if self.is_special || reader.peek()? == b'n' {
            return self.special(reader, &mut Optional(place));
        }
        let start = reader.position();
        match place.insert(T::blank()).fill(reader) {
            Some(()) => Some(()),
            None => self.misfit(reader, &start, &mut Optional(place)),
        }
    }

    /// Keeps a value that is not of its field's type, where the schema has no more to ask of it.
    #[cold]
    fn misfit(
        &mut self,
        reader: &mut Reader<'a>,
        start: &Position,
        place: &mut dyn Place,
    ) -> Option<()> {
        if !self.fields[self.expected - 1].is_lenient() || room::is_exceeded() {
            return None;
        }
        place.clear();
        reader.go_back(start);
        let value = reader.raw()?;
        self.rest.keep(&self.name()?, value);
        self.is_special = true;
        Some(())
    }

    /// Reads the value of a required property into its place.
    #[inline(never)]
    pub(crate) fn required<T: FromJson>(
        &mut self,
        reader: &mut Reader<'a>,
        place: &mut T,
    ) -> Option<()> {
        let bit = bit(self.expected - 1);
        let is_seen = self.seen & bit != 0;
        if self.is_special {
            // Under another spelling it is among the others.
            self.seen |= if self.is_other { 0 } else { bit };
            return self.special(reader, &mut Required { place, is_seen });
        }
        self.seen |= bit;
        *place = T::blank();
        place.fill(reader)
    }

    /// Reads the value of a property where its name, or one before it, is spelt in another way, or where
    /// it or one before it is null.
    #[inline(never)]
    fn special(&mut self, reader: &mut Reader<'a>, place: &mut dyn Place) -> Option<()> {
        let index = self.expected - 1;
        let known = self.fields[index].name;
        let name = self.name()?;
        if self.is_other {
            match self.rest.claim(index, &name).ok()? {
                Claim::Member => return self.unknown(reader),
                // Something under the schema's own name.
                Claim::First if place.is_taken() || self.rest.is_kept(known) => {
                    return self.unknown(reader);
                }
                Claim::First | Claim::Instead => {}
            }
        } else {
            self.rest.give_way(index).ok()?;
        }
        let is_null = place.is_optional() && reader.peek()? == b'n';
        if !self.is_other {
            let start = reader.position();
            if is_null {
                reader.word("null")?;
                place.clear();
            } else if place.fill(reader).is_none() {
                return self.misfit(reader, &start, place);
            }
            self.note_null(&name, is_null);
            return Some(());
        }
        reader.peek()?;
        let start = reader.position();
        let fits = if is_null {
            place.clear();
            reader.word("null")
        } else {
            place.fill(reader)
        };
        let (mut value, mut refusal) = (None, None);
        if fits.is_none() && self.fields[index].is_lenient() {
            self.misfit(reader, &start, place)?;
        } else {
            if fits.is_none() {
                if room::is_exceeded() {
                    return None;
                }
                // It may yet be no field's: whether it is shows at the end, and nobody asks why.
                refusal = Some((Cow::Borrowed(""), 0));
                reader.go_back(&start);
                reader.raw()?;
                place.clear();
            }
            value = (!is_null).then_some(Cow::Borrowed(reader.since(&start)?));
            self.note_null(&name, is_null);
        }
        self.rest.note(Other { index, known, sent: (&*name).into(), value, refusal });
        Some(())
    }

    fn note_null(&mut self, name: &str, is_null: bool) {
        self.rest.field(name, is_null);
        self.is_special |= is_null;
    }

    /// Reads the value of a property without a field into a map. Of several the last one counts, and a
    /// null is no value.
    pub(crate) fn additional<T: FromJson>(
        &mut self,
        reader: &mut Reader<'a>,
        entries: &mut BTreeMap<String, T>,
    ) -> Option<()> {
        let name = self.name()?;
        room::take(size_of::<(String, T)>())?;
        if reader.peek()? == b'n' {
            reader.word("null")?;
            entries.remove(&*name);
            self.rest.push(&name, "null");
        } else {
            let mut value = T::blank();
            value.fill(reader)?;
            entries.insert(name.into_owned(), value);
        }
        Some(())
    }

    /// Keeps a member whose name has no field.
    #[inline(never)]
    pub(crate) fn unknown(&mut self, reader: &mut Reader<'a>) -> Option<()> {
        let value = reader.raw()?;
        self.rest.push(&self.name()?, value);
        Some(())
    }

    /// Whether there was nothing but values of fields, under the names that the schema has.
    #[inline]
    pub(crate) fn is_plain(&self) -> bool {
        !self.is_special && self.rest.is_empty()
    }

    /// What is not in a field, if all that must be there is, and is what it should be.
    #[inline]
    pub(crate) fn finish(self, has_required: bool) -> Option<(Extra, Spelling)> {
        if has_required {
            let seen = self.rest.fields().fold(self.seen, |seen, index| seen | bit(index));
            let mut fields = self.fields.iter().enumerate();
            if fields.any(|(index, field)| field.is_required() && seen & bit(index) == 0) {
                return None;
            }
        }
        let room = self.rest.room();
        if room > 0 {
            room::take(room)?;
        }
        self.rest.finish().ok()
    }
}
