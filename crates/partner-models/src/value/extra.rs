//! What an object holds beyond its fields.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use crate::value::inside::{Listed, listed};
use crate::value::personal::is_shown;
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
    index: OnceLock<Box<Index>>,
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
            let mut index = Box::<Index>::default();
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
    /// How much memory what is kept takes besides its text.
    pub(crate) const ROOM: usize = size_of::<Members>();

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

    /// Sets the value of that name, given its JSON text.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        let members = self.members.get_or_insert_default();
        members.remove(name);
        members.push(name, value);
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

    /// What this text holds: members of which each stands behind a comma.
    pub(crate) fn of(text: String) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        Self { members: Some(Box::new(Members { text, ..Members::default() })) }
    }

    /// The same without the nulls of names that have a value after all.
    pub(crate) fn without_nulls_of(mut self, has_value: impl Fn(&str) -> bool) -> Self {
        let is_stale = |member: &Listed<'_>| member.value == "null" && has_value(&member.name);
        let members = listed(self.text());
        if members.iter().any(is_stale) {
            let kept = members.iter().filter(|member| !is_stale(member));
            self = Self::of(kept.map(|member| &self.text()[member.place.clone()]).collect());
        }
        self
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
pub(crate) fn push_member(text: &mut String, name: &str, value: &str) {
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

#[cfg(test)]
#[path = "extra_tests.rs"]
mod tests;
