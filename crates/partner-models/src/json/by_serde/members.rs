//! The members of an object, one by one, by serde: what `json::members` is without it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Visitor,
};

use crate::json::by_serde::capture::{capture_typed, check_kept};
use crate::json::error::Failure;
use crate::json::mark;
use crate::json::place::{Place, Seed};
use crate::json::reader::Reader;
use crate::json::rest::{Claim, Other, Refusal, Rest};
use crate::json::room;
use crate::json::shape::{Field, bit};
use crate::json::spelling::{self, Spelling};
use crate::value::extra::Extra;
use crate::value::scan;

/// An object under reading, of which the fields are known.
pub(crate) struct Members<'de> {
    fields: &'static [Field],
    /// The field after the one that was read last: the service sends them in one order.
    expected: usize,
    /// The name of this member, where it is not a field's own.
    key: Cow<'de, str>,
    /// Whether it is spelt in another way than the schema's.
    is_other: bool,
    /// A bit for each field that was there.
    seen: u128,
    rest: Rest<'de>,
}

impl<'de> Members<'de> {
    pub(crate) fn new(fields: &'static [Field]) -> Self {
        Self {
            fields,
            expected: 0,
            key: Cow::Borrowed(""),
            is_other: false,
            seen: 0,
            rest: Rest::default(),
        }
    }

    /// The number of the next member's field, or a higher one where it has none; nothing at the end.
    pub(crate) fn next<A: MapAccess<'de>>(
        &mut self,
        map: &mut A,
    ) -> Result<Option<usize>, A::Error> {
        map.next_key_seed(Name(self))
    }

    /// Whether it is the name of the field whose turn it is, as most are.
    fn is_next(&mut self, sent: &str) -> bool {
        let is_it =
            self.fields.get(self.expected).is_some_and(|field| scan::equal(field.name, sent));
        if is_it {
            self.expected += 1;
            self.is_other = false;
        }
        is_it
    }

    fn look_up(&mut self, sent: Cow<'de, str>) -> usize {
        let found = spelling::find(&sent, self.fields.iter().map(|field| field.name));
        self.key = sent;
        let Some((index, is_exact)) = found else { return usize::MAX };
        self.expected = index + 1;
        self.is_other = !is_exact;
        index
    }

    /// Reads the value of a field into its place. An explicit null is no value, and remembered.
    pub(crate) fn field<A: MapAccess<'de>, P: Place>(
        &mut self,
        map: &mut A,
        place: &mut P,
    ) -> Result<(), A::Error> {
        let index = self.expected - 1;
        if self.is_other {
            return self.other(map, place, index);
        }
        if self.rest.has_notes() {
            self.rest.give_way(index).map_err(|value| too_deep(&value))?;
        }
        self.seen |= bit(index);
        let field = &self.fields[index];
        if field.is_lenient() {
            let Typed(value) = map.next_value::<Typed<'de>>()?;
            if !fits(place, &value) {
                if room::is_exceeded() {
                    return Err(de::Error::custom(room::TOO_LARGE));
                }
                return self.misfit(place, field.name, &value);
            }
        } else {
            map.next_value_seed(Seed(place))?;
        }
        let is_null = place.is_optional() && !place.is_taken();
        if is_null || self.rest.has_notes() {
            self.rest.field(field.name, is_null);
        }
        Ok(())
    }

    /// Reads the value of a field that is spelt in another way than the schema's.
    #[inline(never)]
    fn other<A: MapAccess<'de>, P: Place>(
        &mut self,
        map: &mut A,
        place: &mut P,
        index: usize,
    ) -> Result<(), A::Error> {
        let (known, sent) = (self.fields[index].name, std::mem::take(&mut self.key));
        let exact = self.seen & bit(index) != 0
            || bit(index) == 0 && (place.is_taken() || self.rest.is_kept(known));
        match self.rest.claim(index, &sent).map_err(|value| too_deep(&value))? {
            Claim::First if !exact => {}
            Claim::Instead => {}
            Claim::First | Claim::Member => return self.rest.read(&sent, map),
        }
        let Typed(value) = map.next_value::<Typed<'de>>()?;
        let failure = failure(place, &value);
        if room::is_exceeded() {
            return Err(de::Error::custom(room::TOO_LARGE));
        }
        let (mut value, mut refusal) = (Some(value), failure);
        if refusal.is_some() && self.fields[index].is_lenient() {
            refusal = None;
            self.misfit(place, &sent, &value.take().unwrap_or_default())?;
        } else {
            if refusal.is_some() {
                place.clear();
            }
            let is_null = refusal.is_none() && place.is_optional() && !place.is_taken();
            self.rest.field(&sent, is_null);
            value = value.filter(|_| !is_null);
        }
        self.rest.note(Other { index, known, sent: sent.into(), value, refusal });
        Ok(())
    }

    /// Keeps a value that is not of its field's type, where the schema has no more to ask of it.
    fn misfit<P: Place, E: de::Error>(
        &mut self,
        place: &mut P,
        name: &str,
        value: &str,
    ) -> Result<(), E> {
        place.clear();
        check_kept(value)?;
        self.rest.keep(name, value);
        Ok(())
    }

    /// Reads the value of a property without a field into a map.
    pub(crate) fn additional<A: MapAccess<'de>, T: Deserialize<'de>>(
        &mut self,
        map: &mut A,
        entries: &mut BTreeMap<String, T>,
    ) -> Result<(), A::Error> {
        self.rest.entry(&self.key, map, entries)
    }

    /// Keeps a member whose name has no field.
    pub(crate) fn unknown<A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        self.rest.read(&self.key, map)
    }

    /// What is not in a field, if all that must be there is, and is what it should be.
    pub(crate) fn finish<E: de::Error>(self) -> Result<(Extra, Spelling), E> {
        let seen = self.rest.fields().fold(self.seen, |seen, index| seen | bit(index));
        let rest = self.rest.finish().map_err(|(value, (message, offset))| {
            mark::set_within(&value, offset);
            E::custom(message)
        })?;
        let mut missing = self.fields.iter().enumerate().filter(|(_, field)| field.is_required());
        match missing.find(|(index, _)| seen & bit(*index) == 0) {
            Some((_, field)) => Err(E::missing_field(field.name)),
            None => Ok(rest),
        }
    }
}

/// The error of a value that nests too deep to be kept.
fn too_deep<E: de::Error>(value: &str) -> E {
    check_kept(value).err().unwrap_or_else(|| E::custom("recursion limit exceeded"))
}

/// Whether text, which is that of a value, fits a place; then it is there. Generated code reads it, for
/// nobody asks why where it does not.
fn fits<P: Place>(place: &mut P, text: &str) -> bool {
    let mut reader = Reader::new(text);
    place.clear();
    if place.is_optional() && reader.peek() == Some(b'n') {
        return true;
    }
    let fits = place.fill(&mut reader).is_some();
    // A place that serde fills may have left a mark, at a fault that is none.
    mark::clear();
    fits
}

/// Reads text into a place; why it does not fit.
fn failure<P: Place>(place: &mut P, text: &str) -> Option<Refusal> {
    let mut json = serde_json::Deserializer::from_str(text);
    let error = place.fill_by_serde(&mut json).err()?;
    let Failure { message, offset, .. } = Failure::new(text, &error);
    Some((message, offset))
}

/// Finds the field of a name.
struct Name<'a, 'de>(&'a mut Members<'de>);

impl<'de> DeserializeSeed<'de> for Name<'_, 'de> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<usize, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name<'_, 'de> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<usize, E> {
        let is_next = self.0.is_next(name);
        Ok(if is_next { self.0.expected - 1 } else { self.0.look_up(Cow::Borrowed(name)) })
    }

    fn visit_str<E>(self, name: &str) -> Result<usize, E> {
        let is_next = self.0.is_next(name);
        Ok(if is_next { self.0.expected - 1 } else { self.0.look_up(Cow::Owned(name.into())) })
    }
}

/// The text of a value that is read as a type once it is known what for.
struct Typed<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Typed<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        capture_typed(json).map(Self)
    }
}

/// The place of a value that may be null, of a type that serde alone reads.
pub(crate) struct Anew<'a, T>(pub(crate) &'a mut Option<T>);

impl<T: DeserializeOwned> Place for Anew<'_, T> {
    fn is_taken(&self) -> bool {
        self.0.is_some()
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn clear(&mut self) {
        *self.0 = None;
    }

    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        *self.0 = Some(serde_json::from_str(reader.raw()?).ok()?);
        Some(())
    }

    fn fill_by_serde<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        *self.0 = Option::deserialize(json)?;
        Ok(())
    }
}
