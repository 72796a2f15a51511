//! What an object holds beyond its fields.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use serde::de::{Deserialize, Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeMap};

use crate::json::error::Error;
use crate::json::raw_value::{Listed, listed};
use crate::value::personal::is_shown;
use crate::value::plain::Plain;
use crate::value::raw::{capture, written};
use crate::value::same::same_members;

/// What an object holds beyond its fields: properties the schema does not know, and properties it
/// knows that were sent as an explicit `null`.
///
/// All of it is written back as it was read. A null here gives way to its field once that has a
/// value.
///
/// ```
/// use partner_models::licenses::ProductSku;
///
/// let json = r#"{"id":"efccb6f7-5641-4e0e-bd10-b4976e1bf68e","name":null,"tier":"gold"}"#;
/// let mut sku: ProductSku = partner_models::from_str(json)?;
/// assert_eq!(sku.extra.get("tier"), Some(r#""gold""#));
/// assert_eq!(sku.extra.get("name"), Some("null"));
/// assert_eq!(partner_models::to_string(&sku), json);
///
/// sku.name = Some("E3".into());
/// sku.extra.insert("tier", "silver")?;
/// assert_eq!(
///     partner_models::to_string(&sku),
///     r#"{"id":"efccb6f7-5641-4e0e-bd10-b4976e1bf68e","name":"E3","tier":"silver"}"#,
/// );
/// # Ok::<(), partner_models::Error>(())
/// ```
///
/// `Debug` shows how many there are, and neither names nor values, which may be personal. Two are equal
/// where they hold the same JSON.
#[derive(Clone, Default)]
pub struct Extra {
    /// Nothing where there is nothing to keep.
    members: Option<Box<Members>>,
}

/// All members as one text, each as it was sent behind a comma; spaces are where one was taken out.
#[derive(Default)]
struct Members {
    text: String,
    /// How much of the text is where something was taken out.
    blank: usize,
    /// Where the members of a name are, once somebody has asked, if looking through the text takes long.
    index: OnceLock<Index>,
}

type Index = HashMap<String, Vec<Range<usize>>>;

/// Text that is looked through as fast as an index is asked.
const SHORT: usize = 512;

impl Members {
    fn is_short(&self) -> bool {
        self.text.len() <= SHORT
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut index = Index::new();
            for Listed { name, place, .. } in listed(&self.text) {
                index.entry(name.into_owned()).or_default().push(place);
            }
            index
        })
    }

    /// Where the members of that name are.
    fn places(&self, name: &str) -> Vec<Range<usize>> {
        if self.is_short() {
            let found = listed(&self.text).into_iter().filter(|member| member.name == name);
            return found.map(|member| member.place).collect();
        }
        self.index().get(name).cloned().unwrap_or_default()
    }

    fn get(&self, name: &str) -> Option<&str> {
        if self.is_short() {
            let members = listed(&self.text).into_iter().rev();
            return members.filter(|member| member.name == name).map(|member| member.value).next();
        }
        let place = self.index().get(name)?.last()?.clone();
        listed(&self.text[place]).first().map(|member| member.value)
    }

    fn remove(&mut self, name: &str) -> bool {
        let places = self.places(name);
        for place in &places {
            self.blank += place.len();
            self.text.replace_range(place.clone(), &" ".repeat(place.len()));
        }
        if let Some(index) = self.index.get_mut() {
            index.remove(name);
        }
        if self.blank > SHORT && self.blank > self.text.len() / 2 {
            let members = listed(&self.text);
            let text = members.iter().map(|member| &self.text[member.place.clone()]).collect();
            *self = Self { text, ..Self::default() };
        }
        !places.is_empty()
    }

    fn push(&mut self, name: &str, value: &str) {
        let start = self.text.len();
        push_member(&mut self.text, name, value);
        let place = start..self.text.len();
        if let Some(index) = self.index.get_mut() {
            index.entry(name.to_owned()).or_default().push(place);
        }
    }
}

impl Clone for Members {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), blank: self.blank, index: OnceLock::new() }
    }
}

impl Extra {
    /// Whether there is nothing beyond the fields.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_none()
    }

    /// The names and the JSON texts of the values, in the order that they were sent.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'_, str>, &str)> {
        self.members().into_iter()
    }

    /// The JSON text of the value of that name; the last one where the service sent several.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.members.as_ref()?.get(name)
    }

    /// The value of that name, read as a type of your choice.
    ///
    /// # Errors
    ///
    /// Where the value is not of that type; paths and positions count from the start of the value.
    pub fn parse<'a, T: Deserialize<'a>>(&'a self, name: &str) -> Result<Option<T>, Error> {
        self.get(name).map(crate::with_serde::from_str).transpose()
    }

    /// Sets the value of that name. To send an explicit null for a field that is `None`, insert
    /// `&()` under the property's JSON name.
    ///
    /// # Errors
    ///
    /// Where the value cannot be written as JSON, or nests deeper than could be read again.
    pub fn insert<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        let value = written(value)?;
        let members = self.members.get_or_insert_default();
        members.remove(name);
        members.push(name, &value);
        Ok(())
    }

    /// Removes what has that name and tells whether there was anything.
    pub fn remove(&mut self, name: &str) -> bool {
        let Some(members) = &mut self.members else { return false };
        let found = members.remove(name);
        if members.blank == members.text.len() {
            self.members = None;
        }
        found
    }

    /// Writes the members, except those that the object's fields write themselves.
    pub(crate) fn write<M: SerializeMap>(
        &self,
        map: &mut M,
        is_field: impl Fn(&str) -> bool,
    ) -> Result<(), M::Error> {
        for (name, value) in self.members() {
            if !is_field(&name) {
                map.serialize_entry(&name, &Plain(value))?;
            }
        }
        Ok(())
    }

    /// The text of all members, each behind a comma; empty where there is nothing.
    pub(crate) fn text(&self) -> &str {
        self.members.as_ref().map_or("", |members| &members.text)
    }

    fn members(&self) -> Vec<(Cow<'_, str>, &str)> {
        listed(self.text()).into_iter().map(|member| (member.name, member.value)).collect()
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text() || same_members(&self.members(), &other.members())
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_shown() {
            return f.debug_map().entries(self.members()).finish();
        }
        match self.members().len() {
            1 => f.write_str("Extra(1 member)"),
            count => write!(f, "Extra({count} members)"),
        }
    }
}

/// Writes a member behind a comma.
fn push_member(text: &mut String, name: &str, value: &str) {
    text.reserve(name.len() + value.len() + 4);
    text.push(',');
    if name.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
        text.push('"');
        text.push_str(name);
        text.push('"');
    } else {
        text.push_str(&serde_json::Value::from(name).to_string());
    }
    text.push(':');
    text.push_str(value);
}

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
        if self.is_empty() { 0 } else { size_of::<Members>() }
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
        Extra { members: Some(Box::new(Members { text: self.text, ..Members::default() })) }
    }
}

struct Captured<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Captured<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        capture(deserializer).map(Self)
    }
}

#[cfg(test)]
#[path = "extra_tests.rs"]
mod tests;
