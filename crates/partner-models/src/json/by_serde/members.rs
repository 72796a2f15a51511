//! The members of an object, one by one, by serde: what `json::members` is without it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::{self, Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess};

use crate::json::by_serde::capture::{capture_typed, check_kept};
use crate::json::by_serde::read::{Key, entry};
use crate::json::error::{Failure, mark};
use crate::json::object::Rest;
use crate::json::rest::ExtraReader;
use crate::json::room;
use crate::json::spelling::{self, Claim, Other, Others};
use crate::json::{Field, bit};
use crate::value::scan;

/// An object under reading, of which the fields are known.
pub(crate) struct Members<'de> {
    fields: &'static [Field],
    /// The field after the one that was read last: the service sends them in one order.
    expected: usize,
    /// The name of this member.
    key: Key<'de>,
    /// Whether it is spelt in another way than the schema's.
    is_other: bool,
    /// A bit for each field that was there.
    seen: u128,
    extra: ExtraReader,
    others: Others<'de, Failure>,
}

/// The place of a field's value.
pub(crate) trait Place {
    /// Whether it has a value.
    fn is_taken(&self) -> bool;

    /// Takes the value out.
    fn clear(&mut self);

    /// Reads a value into it, or none where there is a null and may be one.
    fn read<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error>;
}

impl<'de> Members<'de> {
    pub(crate) fn new(fields: &'static [Field]) -> Self {
        Self {
            fields,
            expected: 0,
            key: Key(Cow::Borrowed("")),
            is_other: false,
            seen: 0,
            extra: ExtraReader::default(),
            others: Others::default(),
        }
    }

    /// The number of the next member's field, or a higher one where it has none; nothing at the end.
    pub(crate) fn next<A: MapAccess<'de>>(
        &mut self,
        map: &mut A,
    ) -> Result<Option<usize>, A::Error> {
        let Some(key) = map.next_key::<Key<'de>>()? else { return Ok(None) };
        let is_next = |field: &Field| scan::equal(field.name, key.as_str());
        let found = if self.fields.get(self.expected).is_some_and(is_next) {
            Some((self.expected, true))
        } else {
            spelling::find(key.as_str(), self.fields.iter().map(|field| field.name))
        };
        self.key = key;
        let Some((index, is_exact)) = found else { return Ok(Some(usize::MAX)) };
        self.expected = index + 1;
        self.is_other = !is_exact;
        Ok(Some(index))
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
        if let Some(old) = self.others.give_way(index) {
            self.keep(old)?;
        }
        self.seen |= bit(index);
        if self.fields[index].is_lenient() {
            let Typed(value) = map.next_value::<Typed<'de>>()?;
            if read(place, &value).is_some() {
                if room::is_exceeded() {
                    return Err(de::Error::custom(room::TOO_LARGE));
                }
                return self.misfit(place, &value);
            }
        } else {
            map.next_value_seed(Seed(place))?;
        }
        if !place.is_taken() || self.extra.has_kept() {
            self.extra.field(self.key.as_str(), !place.is_taken());
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
        let known = self.fields[index].name;
        let exact = self.seen & bit(index) != 0
            || bit(index) == 0 && (place.is_taken() || self.extra.is_kept(known));
        match self.others.claim(index, self.key.as_str()) {
            Claim::Member => return self.unknown(map),
            Claim::First if exact => return self.unknown(map),
            Claim::First | Claim::Again => {}
            Claim::Instead(old) => self.keep(old)?,
        }
        let Typed(value) = map.next_value::<Typed<'de>>()?;
        let failure = read(place, &value);
        if room::is_exceeded() {
            return Err(de::Error::custom(room::TOO_LARGE));
        }
        if failure.is_some() && self.fields[index].is_lenient() {
            self.misfit(place, &value)?;
            self.others.note((index, known), self.key.as_str(), None, None);
            return Ok(());
        }
        if failure.is_some() {
            place.clear();
        }
        let is_null = failure.is_none() && !place.is_taken();
        self.extra.field(self.key.as_str(), is_null);
        let value = (!is_null).then_some(value);
        self.others.note((index, known), self.key.as_str(), value, failure);
        Ok(())
    }

    /// Keeps a value that is not of its field's type, where the schema has no more to ask of it.
    fn misfit<P: Place, E: de::Error>(&mut self, place: &mut P, value: &str) -> Result<(), E> {
        place.clear();
        check_kept(value)?;
        self.extra.keep(self.key.as_str(), value);
        Ok(())
    }

    fn keep<E: de::Error>(&mut self, old: Other<'de, Failure>) -> Result<(), E> {
        old.value().map_or(Ok(()), check_kept)?;
        old.keep(&mut self.extra);
        Ok(())
    }

    /// Reads the value of a property without a field into a map.
    pub(crate) fn additional<A: MapAccess<'de>, T: Deserialize<'de>>(
        &mut self,
        map: &mut A,
        entries: &mut BTreeMap<String, T>,
    ) -> Result<(), A::Error> {
        entry(map, self.key.as_str(), &mut self.extra, entries)
    }

    /// Keeps a member whose name has no field.
    pub(crate) fn unknown<A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        self.extra.read(self.key.as_str(), map)
    }

    /// What is not in a field, if all that must be there is, and is what it should be.
    pub(crate) fn finish<E: de::Error>(self) -> Result<Rest, E> {
        let seen = self.others.fields().fold(self.seen, |seen, index| seen | bit(index));
        let spelling = self.others.finish().map_err(|(value, failure)| {
            mark::set_within(&value, failure.offset);
            E::custom(failure.message)
        })?;
        let mut missing = self.fields.iter().enumerate().filter(|(_, field)| field.is_required());
        match missing.find(|(index, _)| seen & bit(*index) == 0) {
            Some((_, field)) => Err(E::missing_field(field.name)),
            None => Ok(Rest { extra: self.extra, spelling }),
        }
    }
}

/// Reads text into a place; why it does not fit.
fn read<P: Place>(place: &mut P, text: &str) -> Option<Failure> {
    let mut json = serde_json::Deserializer::from_str(text);
    place.read(&mut json).map_err(|error| Failure::new(text, &error)).err()
}

/// The text of a value that is read as a type once it is known what for.
struct Typed<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Typed<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        capture_typed(json).map(Self)
    }
}

struct Seed<'a, P>(&'a mut P);

impl<'de, P: Place> DeserializeSeed<'de> for Seed<'_, P> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        self.0.read(json)
    }
}

/// The place of a value that may be null, of a type that serde alone reads.
pub(crate) struct Anew<'a, T>(pub(crate) &'a mut Option<T>);

impl<T: DeserializeOwned> Place for Anew<'_, T> {
    fn is_taken(&self) -> bool {
        self.0.is_some()
    }

    fn clear(&mut self) {
        *self.0 = None;
    }

    fn read<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        *self.0 = Option::deserialize(json)?;
        Ok(())
    }
}
