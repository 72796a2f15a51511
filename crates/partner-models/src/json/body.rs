//! Bodies that say themselves what they are.

use std::borrow::Cow;
use std::marker::PhantomData;

use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::json::by_serde::capture::capture;
use crate::json::error::Failure;
use crate::json::mark;
use crate::value::inside::members;
use crate::value::raw::RawJson;
use crate::value::resource::UnknownResource;

/// The text of a body, and what it says it is. The type comes last on the wire, so the text must be
/// there as a whole before it can be read as anything.
pub struct Body<'de> {
    text: Cow<'de, str>,
    object_type: Option<String>,
}

impl Serialize for UnknownResource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json().serialize(serializer)
    }
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
        let object_type = last(&text, "attributes")
            .and_then(|attributes| last(attributes, "objectType"))
            .and_then(|name| serde_json::from_str(name).ok());
        Self { text, object_type }
    }

    fn object_type(&self) -> Option<&str> {
        self.object_type.as_deref()
    }

    /// The object type as it is spelt among those that are known, which are in order.
    pub(crate) fn known(&self, known: &[&'static str]) -> Option<&'static str> {
        let sent = self.object_type()?;
        match known.binary_search(&sent) {
            Ok(index) => Some(known[index]),
            Err(_) => known.iter().find(|known| known.eq_ignore_ascii_case(sent)).copied(),
        }
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

    /// All of it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn keep_as_it_is(self) -> UnknownResource {
        let json = RawJson::of(self.text);
        UnknownResource::new(self.object_type, json)
    }

    pub(crate) fn keep<E: de::Error>(self) -> Result<UnknownResource, E> {
        let json = serde_json::from_str(&self.text).map_err(E::custom)?;
        Ok(UnknownResource::new(self.object_type, json))
    }
}

/// The text of the member that is the property of that name: the last one that is spelt so, else the last
/// one of the spelling that comes first, as everywhere.
fn last<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    let mut found: Option<(Cow<'a, str>, &'a str)> = None;
    for (key, value) in members(object) {
        let is_better = match &found {
            Some((best, _)) if *best == name => key == name,
            Some((best, _)) => key == name || key.eq_ignore_ascii_case(name) && key <= *best,
            None => key.eq_ignore_ascii_case(name),
        };
        if is_better {
            found = Some((key, value));
        }
    }
    found.map(|(_, value)| value)
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
