//! Objects that an open union does not know.

use std::borrow::Cow;
use std::fmt;

use crate::value::inside::last;
use crate::value::personal::Personal;
use crate::value::raw::RawJson;

/// A resource that [`Resource`](crate::Resource), or another open union, has no variant for: it says that it
/// is something else, or nothing.
///
/// ```
/// use partner_models::Resource;
///
/// let json = r#"{"price": 1.50, "attributes": {"objectType": "Offer"}}"#;
/// let resource: Resource = partner_models::from_str(json)?;
/// let Resource::Unknown(offer) = &resource else { panic!("{resource:?} is known") };
/// assert_eq!(offer.object_type().as_deref(), Some("Offer"));
/// assert_eq!(offer.json().get(), json);
/// # Ok::<(), partner_models::Error>(())
/// ```
///
/// Only reading makes one, so that nothing that is known can be hidden in here.
#[derive(Clone)]
pub struct UnknownResource {
    /// What it says where the union looks.
    tags: Box<[Option<Box<str>>]>,
    json: RawJson,
}

impl UnknownResource {
    /// One of which the text is known to be JSON.
    pub(crate) fn new(tags: Vec<Option<Cow<'_, str>>>, json: &str) -> Self {
        // Of what says nothing there may be many.
        let says = tags.iter().any(Option::is_some);
        let tags = if says { tags } else { Vec::new() };
        Self {
            tags: tags.into_iter().map(|tag| tag.map(Into::into)).collect(),
            json: RawJson::of(json),
        }
    }

    /// One that says nothing.
    pub(crate) fn null() -> Self {
        Self { tags: Box::default(), json: RawJson::null() }
    }

    /// The text at the place of that number where the union looks.
    pub(crate) fn tag(&self, index: usize) -> Option<&str> {
        self.tags.get(index)?.as_deref()
    }

    /// The object type that it says it has, in its `attributes`.
    #[must_use]
    pub fn object_type(&self) -> Option<Cow<'_, str>> {
        let text = last(last(self.json.get(), "attributes")?, "objectType")?;
        serde_json::from_str(text).ok().map(Cow::Owned)
    }

    /// The whole of it.
    #[must_use]
    pub fn json(&self) -> &RawJson {
        &self.json
    }
}

impl PartialEq for UnknownResource {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

/// Shows what kind of value it is, and nothing of what it says: that may be personal.
impl fmt::Debug for UnknownResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tags: Vec<_> = self.tags.iter().map(|tag| tag.as_ref().map(Personal)).collect();
        f.debug_struct("UnknownResource").field("tags", &tags).field("json", &self.json).finish()
    }
}
