//! Bodies that say themselves what they are.

use std::fmt;

use crate::value::personal::Personal;
use crate::value::raw::RawJson;

/// A resource that [`Resource`](crate::Resource) has no variant for: of an object type that is not
/// known, or without one.
///
/// ```
/// use partner_models::Resource;
///
/// let json = r#"{"price": 1.50, "attributes": {"objectType": "Offer"}}"#;
/// let resource: Resource = partner_models::from_str(json)?;
/// let Resource::Unknown(offer) = &resource else { panic!("{resource:?} is known") };
/// assert_eq!(offer.object_type(), Some("Offer"));
/// assert_eq!(offer.json().get(), json);
/// # Ok::<(), partner_models::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct UnknownResource {
    object_type: Option<Box<str>>,
    json: RawJson,
}

impl UnknownResource {
    /// The object type that it says it has.
    #[must_use]
    pub fn object_type(&self) -> Option<&str> {
        self.object_type.as_deref()
    }

    pub(crate) fn new(object_type: Option<String>, json: RawJson) -> Self {
        Self { object_type: object_type.map(String::into_boxed_str), json }
    }

    /// One that says nothing.
    pub(crate) fn null() -> Self {
        Self { object_type: None, json: RawJson::null() }
    }

    /// The whole of it.
    #[must_use]
    pub fn json(&self) -> &RawJson {
        &self.json
    }
}

/// Shows what kind of value it is, and nothing of what it says: that may be personal.
impl fmt::Debug for UnknownResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownResource")
            .field("object_type", &self.object_type.as_ref().map(Personal))
            .field("json", &self.json)
            .finish()
    }
}
