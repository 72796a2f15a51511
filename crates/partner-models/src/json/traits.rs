//! What can be read and written by generated code.

use serde::de::{DeserializeOwned, Deserializer};

use crate::json::reader::Reader;
use crate::json::shape::{Field, Shape};
use crate::json::writer::Writer;
use crate::value::extra::Extra;
use crate::value::text::Text;

/// What [`from_slice`](crate::from_slice) and [`from_str`](crate::from_str) read.
///
/// Every type of this crate is, and `Vec`, `Option`, `Box` and `BTreeMap<String, _>` of such a type.
/// Types of your own that implement serde's traits are read by [`with_serde`](crate::with_serde).
/// The trait can be named in bounds; only this crate can implement it.
pub trait FromJson: DeserializeOwned {
    /// What its JSON looks like.
    #[doc(hidden)]
    fn shape() -> &'static Shape;

    /// A value to begin with.
    #[doc(hidden)]
    fn blank() -> Self;

    /// Makes a blank value the next one in the text, in its place: values are large, and moving them
    /// about costs more than reading them. `None` where the text has something else.
    #[doc(hidden)]
    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()>;

    /// Makes a blank value the one that serde reads, in its place where that saves moving it about.
    #[doc(hidden)]
    fn fill_by_serde<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        *self = Self::deserialize(json)?;
        Ok(())
    }
}

/// What [`to_vec`](crate::to_vec) and [`to_string`](crate::to_string) write: see [`FromJson`].
pub trait ToJson {
    /// Writes the value.
    #[doc(hidden)]
    fn write(&self, writer: &mut Writer);

    /// Shows what it is; a value that is no object shows nothing, and may be anything.
    #[doc(hidden)]
    fn look(&self, look: &mut Look<'_>) {
        look.is_open = true;
    }

    /// Shows what a list has, and whether a value is one that says nothing.
    #[doc(hidden)]
    fn look_inside(&self, _look: &mut Look<'_>) {}

    /// The text that it is.
    #[doc(hidden)]
    fn as_text(&self) -> Option<&str> {
        None
    }
}

/// What an object shows of what it is.
#[doc(hidden)]
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is seen by itself, in any combination")]
pub struct Look<'a> {
    /// A name to look for among those that are written.
    pub(crate) name: &'a str,
    pub(crate) is_written: bool,
    /// Whether a property has a value, or is null, other than what any resource has.
    pub has_own: bool,
    /// Whether there are attributes or links.
    pub has_envelope: bool,
    /// Whether a property has a value that says more than that there is nothing: no empty list, no number.
    pub has_content: bool,
    /// Whether any name will do.
    pub is_open: bool,
    /// Whether it is a number, or a list of nothing.
    pub(crate) is_void: bool,
    /// Whether it is an item of a list.
    pub(crate) is_item: bool,
    /// The first item of a list that shows nothing of its own: which one, and its object type.
    pub blank_item: Option<(usize, Option<Text>)>,
    /// The object type among the attributes.
    pub object_type: Option<Text>,
}

impl Look<'_> {
    pub(crate) fn field<T: ToJson + ?Sized>(&mut self, sent: &str, field: &str, value: &T) {
        self.is_written |= sent == self.name;
        match field {
            "attributes" | "links" => self.has_envelope = true,
            _ => self.has_own = true,
        }
        // More than that is not asked for, and a list may have many items.
        if !self.name.is_empty() || self.is_item && self.has_own {
            return;
        }
        match field {
            "links" => {}
            "attributes" => {
                let mut inner = Look::default();
                value.look(&mut inner);
                self.object_type = inner.object_type;
            }
            "objectType" => self.object_type = value.as_text().map(Text::from),
            _ => {
                let mut inner = Look::default();
                value.look_inside(&mut inner);
                self.has_content |= !inner.is_void;
                self.blank_item = self.blank_item.take().or(inner.blank_item);
            }
        }
    }

    /// The items of a list.
    pub(crate) fn items<T: ToJson>(&mut self, items: &[T]) {
        self.is_void = items.is_empty();
        for (index, item) in items.iter().enumerate() {
            let mut inner = Look { is_item: true, ..Look::default() };
            item.look(&mut inner);
            if !inner.has_own && !inner.is_open {
                self.blank_item = Some((index, inner.object_type));
                return;
            }
        }
    }

    /// Nulls under the names of fields.
    pub(crate) fn nulls(&mut self, fields: &[Field], extra: &Extra) {
        if self.has_own || self.is_open || !self.name.is_empty() {
            return;
        }
        self.has_own = extra.iter().any(|(name, value)| {
            let is_it = |field: &Field| field.name.eq_ignore_ascii_case(&name);
            value == "null" && fields.iter().any(is_it)
        });
    }
}
