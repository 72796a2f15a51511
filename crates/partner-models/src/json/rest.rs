//! What an object has beside its fields, while it is read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess};

use crate::json::by_serde::capture::{can_be_kept, capture};
use crate::json::spelling::Spelling;
use crate::value::extra::{Extra, push_member};
use crate::value::inside::listed;

/// The members that are in no field: those that have none, nulls, values that do not fit and refuse
/// nothing; and how the others were spelt. It takes no memory until there is one.
#[derive(Debug, Default)]
pub(crate) struct Rest<'a> {
    /// Members, each behind a comma; spaces are where one was taken out.
    text: String,
    /// Whether one was taken out.
    has_gaps: bool,
    /// What is to be known of members that have a field: never more than two for each field.
    notes: Vec<Note<'a>>,
}

/// What is to be known of a member that has a field.
#[derive(Debug)]
enum Note<'a> {
    /// It is kept for want of a value: it is a null, or a value of another type that refuses nothing.
    Kept(Kept),
    /// It has the field under another spelling than the schema's.
    Other(Box<Other<'a>>),
}

#[derive(Debug)]
struct Kept {
    /// Where in the text it is, with its comma.
    at: Range<usize>,
    /// How long its value is.
    value: usize,
    /// A value for the field came later, and the last one counts.
    is_replaced: bool,
}

impl Kept {
    /// Of `,"name":null`; the name of a field needs no escapes.
    fn name<'a>(&self, text: &'a str) -> Option<&'a str> {
        text.get(self.at.start + 2..self.at.end - self.value)?.strip_suffix("\":")
    }
}

/// Why a value is not of its field's type, and the offset where that shows.
pub(crate) type Refusal = (Cow<'static, str>, usize);

/// A member that has a field under another spelling than the schema's.
#[derive(Debug)]
pub(crate) struct Other<'a> {
    pub(crate) index: usize,
    pub(crate) known: &'static str,
    pub(crate) sent: Box<str>,
    /// The text of its value; none where that is kept among the members without a field: a null, or what
    /// is not of the field's type and refuses nothing.
    pub(crate) value: Option<Cow<'a, str>>,
    /// Why the value is not of the field's type: it need not be, where the schema's own spelling comes.
    pub(crate) refusal: Option<Refusal>,
}

/// What a member under another spelling is.
pub(crate) enum Claim {
    /// One without a field, for a better spelling is there.
    Member,
    /// The field's value, unless the schema's own spelling was there.
    First,
    /// The field's value, instead of the one before it.
    Instead,
}

impl<'a> Rest<'a> {
    /// Keeps a member whose name has no field.
    pub(crate) fn read<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        self.push(name, &map.next_value::<Captured<'de>>()?.0);
        Ok(())
    }

    /// The value of a property without a field, into the map of those. Of several the last one counts, and
    /// a null is no value.
    pub(crate) fn entry<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
        &mut self,
        name: &str,
        map: &mut A,
        values: &mut BTreeMap<String, T>,
    ) -> Result<(), A::Error> {
        match map.next_value::<Option<T>>()? {
            Some(value) => {
                values.insert(name.to_owned(), value);
            }
            None => {
                values.remove(name);
                self.push(name, "null");
            }
        }
        Ok(())
    }

    /// How much memory what is kept takes besides its text.
    pub(crate) fn room(&self) -> usize {
        if self.is_empty() { 0 } else { Extra::ROOM }
    }

    /// Whether nothing was kept.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether there is something to be known of members that have a field.
    #[inline]
    pub(crate) fn has_notes(&self) -> bool {
        !self.notes.is_empty()
    }

    /// Keeps a member, given its name and the JSON text of its value.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        push_member(&mut self.text, name, value);
    }

    /// Whether the last member of a field's name is kept here.
    pub(crate) fn is_kept(&mut self, name: &str) -> bool {
        self.kept(name).is_some_and(|(_, kept)| !kept.is_replaced)
    }

    fn kept(&mut self, name: &str) -> Option<(usize, &mut Kept)> {
        let text = &self.text;
        self.notes.iter_mut().enumerate().find_map(|(at, note)| match note {
            Note::Kept(kept) if kept.name(text) == Some(name) => Some((at, kept)),
            _ => None,
        })
    }

    /// Notes whether a field was sent as null or has a value now: the last one counts.
    pub(crate) fn field(&mut self, name: &str, is_null: bool) {
        if is_null {
            self.keep(name, "null");
        } else if let Some((_, kept)) = self.kept(name) {
            kept.is_replaced = true;
        }
    }

    /// Keeps what was sent for a field and is no value of it, in place of what was kept for it before.
    pub(crate) fn keep(&mut self, name: &str, value: &str) {
        if let Some((place, kept)) = self.kept(name) {
            kept.is_replaced = false;
            let (at, length) = (kept.at.clone(), kept.value);
            if self.text.get(at.end - length..at.end) == Some(value) {
                return;
            }
            self.notes.swap_remove(place);
            self.take_out(at);
        }
        let start = self.text.len();
        self.push(name, value);
        let (at, value) = (start..self.text.len(), value.len());
        self.notes.push(Note::Kept(Kept { at, value, is_replaced: false }));
    }

    fn take_out(&mut self, at: Range<usize>) {
        let spaces = " ".repeat(at.len());
        self.text.replace_range(at, &spaces);
        self.has_gaps = true;
    }

    /// Takes a field away from the member that has it under another spelling, as the schema's own came.
    /// The value that nests too deep to be kept is an error.
    pub(crate) fn give_way(&mut self, index: usize) -> Result<(), Cow<'a, str>> {
        let other = self.take_other(index);
        other.map_or(Ok(()), |other| self.make_member(*other))
    }

    /// What the member sent under this name is. One that it takes the place of becomes a member without a
    /// field, or is an error as in [`give_way`](Self::give_way).
    pub(crate) fn claim(&mut self, index: usize, sent: &str) -> Result<Claim, Cow<'a, str>> {
        match self.others().find(|other| other.index == index) {
            None => return Ok(Claim::First),
            Some(other) if *other.sent < *sent => return Ok(Claim::Member),
            Some(_) => {}
        }
        // Of several members of one name the last one counts.
        if let Some(old) = self.take_other(index).filter(|old| *old.sent != *sent) {
            self.make_member(*old)?;
        }
        Ok(Claim::Instead)
    }

    fn take_other(&mut self, index: usize) -> Option<Box<Other<'a>>> {
        let is_it = |note: &Note<'_>| matches!(note, Note::Other(it) if it.index == index);
        let at = self.notes.iter().position(is_it)?;
        match self.notes.remove(at) {
            Note::Other(other) => Some(other),
            Note::Kept(_) => None,
        }
    }

    /// Makes it a member without a field, whatever comes.
    fn make_member(&mut self, other: Other<'a>) -> Result<(), Cow<'a, str>> {
        if let Some((place, kept)) = self.kept(&other.sent) {
            let gap = kept.is_replaced.then(|| kept.at.clone());
            self.notes.swap_remove(place);
            if let Some(at) = gap {
                self.take_out(at);
            }
        }
        match other.value {
            Some(value) if !can_be_kept(&value) => return Err(value),
            Some(value) => self.push(&other.sent, &value),
            None => {}
        }
        Ok(())
    }

    /// Notes that a field was sent under another spelling.
    pub(crate) fn note(&mut self, other: Other<'a>) {
        self.notes.push(Note::Other(Box::new(other)));
    }

    fn others(&self) -> impl Iterator<Item = &Other<'a>> {
        self.notes.iter().filter_map(|note| match note {
            Note::Other(other) => Some(&**other),
            Note::Kept(_) => None,
        })
    }

    /// The numbers of the fields that were sent under another spelling.
    pub(crate) fn fields(&self) -> impl Iterator<Item = usize> {
        self.others().map(|other| other.index)
    }

    /// What was kept and how fields were spelt, or the first value that is not of its field's type.
    #[inline]
    pub(crate) fn finish(self) -> Result<(Extra, Spelling), (Cow<'a, str>, Refusal)> {
        // Most objects have nothing beside their fields.
        if self.text.is_empty() && self.notes.is_empty() {
            return Ok((Extra::default(), Spelling::default()));
        }
        self.finish_kept()
    }

    #[inline(never)]
    fn finish_kept(mut self) -> Result<(Extra, Spelling), (Cow<'a, str>, Refusal)> {
        let mut differing = Vec::new();
        for note in std::mem::take(&mut self.notes) {
            match note {
                Note::Kept(kept) if kept.is_replaced => self.take_out(kept.at),
                Note::Kept(_) => {}
                Note::Other(other) => match other.refusal {
                    Some(refusal) => return Err((other.value.unwrap_or_default(), refusal)),
                    None => differing.push((other.known, other.sent)),
                },
            }
        }
        let mut text = self.text;
        if self.has_gaps {
            text = listed(&text).into_iter().map(|member| &text[member.place]).collect();
        }
        text.shrink_to_fit();
        Ok((Extra::of(text), Spelling::new(differing)))
    }
}

struct Captured<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Captured<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        capture(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_several_counts_and_all_are_replaced() {
        for filler in [0, 1024] {
            let mut rest = Rest::default();
            rest.push("filler", &format!("\"{}\"", "x".repeat(filler)));
            rest.push("a", "1");
            rest.push("b\"\n", "[1,{}]");
            rest.push("a", "2");
            let (mut extra, _) = rest.finish().expect("every value fits");
            assert_eq!((extra.get("a"), extra.get("b\"\n")), (Some("2"), Some("[1,{}]")));
            extra.insert("a", &3).expect("it is written");
            assert_eq!((extra.get("a"), extra.iter().count()), (Some("3"), 3));
        }
    }

    #[test]
    fn what_gave_way_leaves_nothing_behind() {
        let mut rest = Rest::default();
        rest.keep("a", "\"4\"");
        rest.push("b", "1");
        rest.keep("a", "[]");
        rest.keep("a", "{}");
        rest.field("c", true);
        rest.field("c", false);
        let (extra, _) = rest.finish().expect("every value fits");
        assert_eq!(extra.text(), r#","b":1,"a":{}"#);
    }

    /// Nothing is allocated for an object that has nothing but fields: both are as small as they can be.
    #[test]
    fn it_is_small() {
        assert!(size_of::<Rest<'_>>() <= 56, "{}", size_of::<Rest<'_>>());
    }
}
