//! What an object holds beyond its fields.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeMap};

use crate::support::error::Error;
use crate::support::personal::is_shown;
use crate::support::plain::Plain;
use crate::support::raw::{capture, written};
use crate::support::raw_value;
use crate::support::same::same_value;

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
/// `Debug` shows the names and not the values, which may be personal. Two are equal where they hold
/// the same JSON.
#[derive(Clone, Default)]
pub struct Extra {
    /// One JSON object with every member's value as it was sent: a single allocation, none where
    /// there is nothing to keep.
    object: Option<Box<str>>,
}

impl Extra {
    /// Whether there is nothing beyond the fields.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.object.is_none()
    }

    /// The names and the JSON texts of the values, in the order that they were sent.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'_, str>, &str)> {
        self.members().into_iter()
    }

    /// The JSON text of the value of that name; the last one where the service sent several.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().filter(|(key, _)| key == name).last().map(|(_, value)| value)
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
        self.rebuild(name, Some(&value));
        Ok(())
    }

    /// Removes what has that name and tells whether there was anything.
    pub fn remove(&mut self, name: &str) -> bool {
        let found = self.get(name).is_some();
        if found {
            self.rebuild(name, None);
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

    /// All of it as one JSON object; `None` where there is nothing.
    pub(crate) fn object(&self) -> Option<&str> {
        self.object.as_deref()
    }

    /// All of it as one JSON object.
    pub(crate) fn into_object(self) -> String {
        self.object.map_or_else(|| "{}".to_owned(), String::from)
    }

    fn members(&self) -> Vec<(Cow<'_, str>, &str)> {
        self.object.as_deref().map(raw_value::members).unwrap_or_default()
    }

    /// The members in their order, with the one of that name replaced, added at the end or left out.
    fn rebuild(&mut self, name: &str, value: Option<&str>) {
        let mut reader = ExtraReader::default();
        let mut pending = value;
        for (key, old) in self.iter() {
            if key != name {
                reader.push(&key, old);
            } else if let Some(value) = pending.take() {
                reader.push(name, value);
            }
        }
        if let Some(value) = pending {
            reader.push(name, value);
        }
        *self = reader.finish();
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        match (&self.object, &other.object) {
            (Some(a), Some(b)) => same_value(a, b),
            (a, b) => a.is_none() && b.is_none(),
        }
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_shown() {
            f.debug_map().entries(self.members()).finish()
        } else {
            f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
        }
    }
}

/// Collects an [`Extra`] while an object is read.
#[derive(Debug, Default)]
pub(crate) struct ExtraReader {
    object: String,
    /// The fields that were sent as null: never more than there are fields.
    nulls: Vec<Null>,
}

/// A member that is the null of a field.
#[derive(Debug)]
struct Null {
    /// Where in the text it is, with what separates it from the member before.
    at: Range<usize>,
    /// A value came later, and the last one counts.
    is_replaced: bool,
}

impl Null {
    /// Of `{"name":null`; the name of a field needs no escapes.
    fn name<'a>(&self, object: &'a str) -> Option<&'a str> {
        object[self.at.clone()].get(2..)?.strip_suffix("\":null")
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

    /// Keeps a member, given its name and the JSON text of its value.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        self.object.reserve(name.len() + value.len() + 5);
        self.object.push(if self.object.is_empty() { '{' } else { ',' });
        if name.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
            self.object.push('"');
            self.object.push_str(name);
            self.object.push('"');
        } else {
            self.object.push_str(&serde_json::Value::from(name).to_string());
        }
        self.object.push(':');
        self.object.push_str(value);
    }

    /// Whether a field was sent as null.
    #[inline]
    pub(crate) fn has_nulls(&self) -> bool {
        !self.nulls.is_empty()
    }

    /// Whether the field of that name was sent as null, and not with a value after that.
    pub(crate) fn has_null(&self, name: &str) -> bool {
        let mut nulls = self.nulls.iter();
        nulls.any(|null| !null.is_replaced && null.name(&self.object) == Some(name))
    }

    /// Notes whether a field was sent as null or has a value now: the last one counts.
    pub(crate) fn field(&mut self, name: &str, is_null: bool) {
        if self.nulls.is_empty() && !is_null {
            return;
        }
        let known = self.nulls.iter_mut().find(|null| null.name(&self.object) == Some(name));
        match known {
            Some(null) => null.is_replaced = !is_null,
            None if is_null => {
                let start = self.object.len();
                self.push(name, "null");
                self.nulls.push(Null { at: start..self.object.len(), is_replaced: false });
            }
            None => {}
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
        let mut kept = String::with_capacity(self.object.len());
        let mut end = 0;
        for null in self.nulls.iter().filter(|null| null.is_replaced) {
            kept.push_str(&self.object[end..null.at.start]);
            end = null.at.end;
        }
        kept.push_str(&self.object[end..]);
        if kept.starts_with(',') {
            kept.replace_range(..1, "{");
        }
        self.object = kept;
    }

    pub(crate) fn finish(mut self) -> Extra {
        if self.nulls.iter().any(|null| null.is_replaced) {
            self.drop_replaced();
        }
        if self.object.is_empty() {
            return Extra::default();
        }
        self.object.push('}');
        Extra { object: Some(self.object.into_boxed_str()) }
    }
}

struct Captured<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Captured<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        capture(deserializer).map(Self)
    }
}
