//! Objects that an open union does not know.

use std::borrow::Cow;
use std::fmt;

use serde::ser::{Serialize, Serializer};

use crate::value::personal::Personal;
use crate::value::raw::RawJson;
use crate::value::union::last;

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

impl Serialize for UnknownResource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Collection, Resource};

    /// The variant and, of an unknown one, the object type.
    fn told(json: &str) -> String {
        let resource: Resource = crate::from_str(json).expect(json);
        assert_eq!(crate::to_string(&resource), json);
        match &resource {
            Resource::Unknown(unknown) => format!("unknown {:?}", unknown.object_type()),
            known => format!("known {:?}", known.object_type()),
        }
    }

    #[test]
    fn a_body_is_what_it_says() {
        for (json, expected) in [
            (r#"{"attributes":{"objectType":"License"}}"#, r#"known Some("License")"#),
            (r#"{"attributes":{"ObjectType":"License"}}"#, r#"known Some("License")"#),
            (r#"{"attributes":{"objectType":"license"}}"#, r#"known Some("License")"#),
            (r#"{"attributes":{"objectType":"Offer"},"a":1.50}"#, r#"unknown Some("Offer")"#),
            (r#"{"attributes":{"objectType":7}}"#, "unknown None"),
            (r#"{"attributes":{"objectType":null}}"#, "unknown None"),
            (r#"{"attributes":null}"#, "unknown None"),
            (r#"{"attributes":["objectType"]}"#, "unknown None"),
            (r#"{"objectType":"License"}"#, "unknown None"),
            ("{}", "unknown None"),
            ("[1]", "unknown None"),
            ("null", "unknown None"),
            (r#""License""#, "unknown None"),
        ] {
            assert_eq!(told(json), expected, "{json}");
        }
    }

    #[test]
    fn names_and_object_types_are_told_in_any_case() {
        for json in [
            r#"{"LicensesToAssign":[{"SkuId":"a"}],"Attributes":{"ObjectType":"LicenseUpdate"}}"#,
            r#"{"ATTRIBUTES":{"objecttype":"LicenseUpdate"}}"#,
            r#"{"Attributes":{"ObjectType":"License"},"attributes":{"objectType":"LicenseUpdate"}}"#,
            r#"{"attributes":{"objectType":"License","ObjectType":"x","objectType":"LicenseUpdate"}}"#,
            r#"{"attributes":{"objectType":"licenseupdate"}}"#,
        ] {
            let resource: Resource = crate::from_str(json).expect(json);
            assert!(matches!(resource, Resource::LicenseUpdate(_)), "{json}");
        }
    }

    #[test]
    fn a_list_tells_each_of_its_items() {
        let json = r#"{"items":[{"attributes":{"objectType":"License"}},{"id":1},{"items":[],"attributes":{"objectType":"Collection"}}],"attributes":{"objectType":"Collection"}}"#;
        let Resource::Collection(list) = crate::from_str(json).expect("it is read") else {
            panic!("it is a list")
        };
        assert!(matches!(
            list.items(),
            [Resource::License(_), Resource::Unknown(_), Resource::Collection(_)]
        ));
        assert_eq!(crate::to_string(&list), json);
        let list: Collection<Resource> = *list;
        assert_eq!(Resource::from(list).object_type(), Some("Collection"));
    }

    #[test]
    fn what_does_not_fit_is_an_error_at_its_place() {
        let json = "{\"items\": [{}, \n  {\"servicePlans\": [{\"id\": 7}], \"attributes\": {\"objectType\": \"License\"}}],\n\"attributes\": {\"objectType\": \"Collection\"}}";
        let error = crate::from_str::<Resource>(json).expect_err("the id is a number");
        assert_eq!(
            error.to_string(),
            "items[1].servicePlans[0].id: expected a ServicePlanId string, found a number at line 2 column 28"
        );
        let error = crate::from_str::<Collection<Resource>>(&format!("\u{feff}{json}"));
        assert_eq!(error.expect_err("the same").path(), "items[1].servicePlans[0].id");
    }
}
