//! Bodies that say themselves what they are.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::direct::{self, FromJson};
use crate::support::error::{Failure, mark};
use crate::support::raw::{RawJson, capture};
use crate::support::raw_value::members;

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

/// Shows the object type and not the rest, which may be personal.
impl fmt::Debug for UnknownResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownResource")
            .field("object_type", &self.object_type)
            .field("json", &self.json)
            .finish()
    }
}

impl Serialize for UnknownResource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

/// The text of a body, and what it says it is. The type comes last on the wire, so the text must be
/// there as a whole before it can be read as anything.
pub struct Body<'de> {
    text: Cow<'de, str>,
    object_type: Option<String>,
    is_as_known: bool,
}

impl<'de> Body<'de> {
    pub(crate) fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        capture(deserializer).map(Self::of_text)
    }

    /// The body of that text, which is known to be JSON.
    pub(crate) fn of(text: &'de str) -> Self {
        Self::of_text(Cow::Borrowed(text))
    }

    fn of_text(text: Cow<'de, str>) -> Self {
        let attributes = last(&text, "attributes");
        let object_type = attributes
            .and_then(|(attributes, _)| last(attributes, "objectType"))
            .and_then(|(name, _)| serde_json::from_str(name).ok());
        let is_as_known = attributes.is_some_and(|(_, is_as_known)| is_as_known);
        Self { text, object_type, is_as_known }
    }

    pub(crate) fn object_type(&self) -> Option<&str> {
        self.object_type.as_deref()
    }

    /// Whether `attributes` is spelt as the schemas have it, and not in another ASCII case.
    pub(crate) fn is_as_known(&self) -> bool {
        self.is_as_known
    }

    /// Reads the body as the type that it says it is. An error is one at the place in the document.
    pub(crate) fn parse<T: DeserializeOwned, E: de::Error>(&self) -> Result<T, E> {
        self.parse_by(PhantomData)
    }

    /// The same, as what the seed reads.
    pub(crate) fn parse_by<'a, S: DeserializeSeed<'a>, E: de::Error>(
        &'a self,
        seed: S,
    ) -> Result<S::Value, E> {
        let mut json = serde_json::Deserializer::from_str(&self.text);
        let read = seed.deserialize(&mut json).and_then(|value| json.end().map(|()| value));
        read.map_err(|error| {
            let failure = Failure::new(&self.text, &error);
            mark::set_within(&self.text, failure.offset);
            E::custom(failure.message)
        })
    }

    /// Reads the body as the type that it says it is, by generated code.
    pub(crate) fn read_directly<T: FromJson>(&self) -> Option<T> {
        direct::attempt(&self.text)
    }

    pub(crate) fn keep_as_it_is(self) -> UnknownResource {
        let json = RawJson::of(&self.text);
        UnknownResource { object_type: self.object_type.map(String::into_boxed_str), json }
    }

    pub(crate) fn keep<E: de::Error>(self) -> Result<UnknownResource, E> {
        let object_type = self.object_type.map(String::into_boxed_str);
        let json = serde_json::from_str(&self.text).map_err(E::custom)?;
        Ok(UnknownResource { object_type, json })
    }
}

/// The text of the last member of that name, and whether the name is spelt so; one that differs in ASCII
/// case counts where there is no other.
fn last<'a>(object: &'a str, name: &str) -> Option<(&'a str, bool)> {
    let found = |is_it: &dyn Fn(&str) -> bool| {
        members(object).into_iter().rev().find(|(key, _)| is_it(key)).map(|(_, value)| value)
    };
    let exact = found(&|key| key == name).map(|value| (value, true));
    exact.or_else(|| found(&|key| key.eq_ignore_ascii_case(name)).map(|value| (value, false)))
}

#[cfg(test)]
mod tests {
    use crate::{Collection, Resource};

    /// The variant and, of an unknown one, the object type.
    fn told(json: &str) -> String {
        let resource: Resource = crate::from_str(json).expect(json);
        assert_eq!(crate::to_string(&resource).expect(json), json);
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
            (r#"{"attributes":{"objectType":"license"}}"#, r#"unknown Some("license")"#),
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
    fn a_type_that_is_read_in_any_case_is_told_in_any_case() {
        let update =
            r#"{"LicensesToAssign":[{"SkuId":"a"}],"Attributes":{"ObjectType":"LicenseUpdate"}}"#;
        assert_eq!(told(update), r#"known Some("LicenseUpdate")"#);
        // Read as a licence, it would look as if it had no plans.
        let license = r#"{"ServicePlans":[],"Attributes":{"ObjectType":"License"}}"#;
        assert_eq!(told(license), r#"unknown Some("License")"#);
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
        assert_eq!(crate::to_string(&list).expect("it is written"), json);
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
