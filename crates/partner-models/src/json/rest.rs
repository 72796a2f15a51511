//! What an object holds beyond its fields, while it is read.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess};

use crate::json::by_serde::capture::capture;
use crate::value::extra::{Extra, push_member};

/// Collects an [`Extra`] while an object is read.
#[derive(Debug, Default)]
pub(crate) struct ExtraReader {
    /// The members, each behind a comma.
    text: String,
    /// What is kept for want of a value of a field: never more than there are fields.
    fields: Vec<Kept>,
    /// What was kept for a field and gave way to a later member of its name.
    replaced: Vec<Range<usize>>,
}

/// A member that has a field and is not in it: a null, or a value of another type that refuses nothing.
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

impl ExtraReader {
    /// Keeps a member whose name has no field.
    pub(crate) fn read<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        self.push(name, &map.next_value::<Captured<'de>>()?.0);
        Ok(())
    }

    /// How much memory what is kept takes besides its text.
    pub(crate) fn room(&self) -> usize {
        if self.is_empty() { 0 } else { Extra::ROOM }
    }

    /// Whether nothing was kept.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Keeps a member, given its name and the JSON text of its value.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        push_member(&mut self.text, name, value);
    }

    /// Whether a member was kept for want of a value of its field.
    #[inline]
    pub(crate) fn has_kept(&self) -> bool {
        !self.fields.is_empty()
    }

    /// Whether the last member of a field's name is kept here.
    pub(crate) fn is_kept(&self, name: &str) -> bool {
        self.place(name).is_some_and(|place| !self.fields[place].is_replaced)
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|kept| kept.name(&self.text) == Some(name))
    }

    /// Notes whether a field was sent as null or has a value now: the last one counts.
    pub(crate) fn field(&mut self, name: &str, is_null: bool) {
        if is_null {
            self.keep(name, "null");
        } else if let Some(place) = self.place(name) {
            self.fields[place].is_replaced = true;
        }
    }

    /// Keeps what was sent for a field and is no value of it, in place of what was kept for it before.
    pub(crate) fn keep(&mut self, name: &str, value: &str) {
        if let Some(place) = self.place(name) {
            let kept = &mut self.fields[place];
            if self.text[..kept.at.end].ends_with(value) && kept.value == value.len() {
                kept.is_replaced = false;
                return;
            }
            self.replaced.push(self.fields.swap_remove(place).at);
        }
        let start = self.text.len();
        self.push(name, value);
        let (at, value) = (start..self.text.len(), value.len());
        self.fields.push(Kept { at, value, is_replaced: false });
    }

    /// What was kept under this name is a member without a field, whatever comes.
    pub(crate) fn release(&mut self, name: &str) {
        if let Some(place) = self.place(name) {
            let kept = self.fields.swap_remove(place);
            self.replaced.extend(kept.is_replaced.then_some(kept.at));
        }
    }

    /// As [`finish`](Self::finish), without the nulls of names that have a value after all.
    pub(crate) fn finish_without_nulls_of(self, has_value: impl Fn(&str) -> bool) -> Extra {
        let extra = self.finish();
        let is_stale = |(name, value): &(Cow<'_, str>, &str)| *value == "null" && has_value(name);
        if !extra.iter().any(|member| is_stale(&member)) {
            return extra;
        }
        let mut reader = Self::default();
        for member in extra.iter().filter(|member| !is_stale(member)) {
            reader.push(&member.0, member.1);
        }
        reader.finish()
    }

    fn drop_replaced(&mut self) {
        let mut replaced = std::mem::take(&mut self.replaced);
        replaced.extend(self.fields.drain(..).filter(|kept| kept.is_replaced).map(|kept| kept.at));
        if replaced.is_empty() {
            return;
        }
        replaced.sort_unstable_by_key(|at| at.start);
        let mut kept = String::with_capacity(self.text.len());
        let mut end = 0;
        for at in replaced {
            kept.push_str(&self.text[end..at.start]);
            end = at.end;
        }
        kept.push_str(&self.text[end..]);
        self.text = kept;
    }

    #[inline]
    pub(crate) fn finish(self) -> Extra {
        // Most objects have nothing beyond their fields.
        if self.text.is_empty() { Extra::default() } else { self.finish_kept() }
    }

    #[inline(never)]
    fn finish_kept(mut self) -> Extra {
        self.drop_replaced();
        if self.text.is_empty() {
            return Extra::default();
        }
        self.text.shrink_to_fit();
        Extra::of(self.text)
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
            let mut reader = ExtraReader::default();
            reader.push("filler", &format!("\"{}\"", "x".repeat(filler)));
            reader.push("a", "1");
            reader.push("b\"\n", "[1,{}]");
            reader.push("a", "2");
            let mut extra = reader.finish();
            assert_eq!((extra.get("a"), extra.get("b\"\n")), (Some("2"), Some("[1,{}]")));
            extra.insert("a", &3).expect("it is written");
            assert_eq!((extra.get("a"), extra.iter().count()), (Some("3"), 3));
        }
    }
}
