//! Open unions: objects that say themselves which of several types they are of.
//!
//! The text that tells may come last, so an object is passed over once, to see what it says, and then read
//! as what it is, in its place. An enum that is such a union lists its arms, and says for each by which
//! texts its objects are known.

use std::borrow::Cow;

use serde::de::Deserializer;
use serde::ser::{Serialize, Serializer};

use crate::json::body;
use crate::json::reader::Reader;
use crate::json::shape::Shape;
use crate::json::traits::FromJson;
use crate::value::inside::{is_better, last};
use crate::value::resource::UnknownResource;

/// An enum with a variant for each known object, and one for the others.
pub(crate) trait Union: Sized + 'static {
    /// The words for an object in an error; nothing where anything else is kept as well.
    const EXPECTED: Option<&'static str> = None;
    /// Where an object says what it is: the names of the properties that lead there.
    const TAGS: &'static [&'static [&'static str]];
    /// The known objects.
    const ARMS: &'static [Arm<Self>];

    /// What is not known.
    fn unknown(object: UnknownResource) -> Self;
}

/// What an object says: one of these texts at the tag of that number.
type Condition = (usize, &'static [&'static str]);

/// A known object.
pub(crate) struct Arm<U: 'static> {
    conditions: &'static [Condition],
    shape: fn() -> &'static Shape,
    read: fn(&str) -> Option<U>,
    parse: fn(&str) -> Result<U, serde_json::Error>,
}

impl<U> Arm<U> {
    /// Objects of the type are those that say all of this.
    pub(crate) const fn of<T>(conditions: &'static [Condition]) -> Self
    where
        T: FromJson,
        U: From<Box<T>>,
    {
        // In its place: objects are large.
        Self {
            conditions,
            shape: T::shape,
            read: |text| {
                let (mut reader, mut object) = (Reader::new(text), Box::<T>::blank());
                object.fill(&mut reader)?;
                reader.is_at_end().then(|| object.into())
            },
            parse: |text| serde_json::from_str::<Box<T>>(text).map(U::from),
        }
    }

    fn is_of(&self, tags: &Tags<'_>) -> bool {
        self.conditions.iter().all(|(tag, texts)| {
            let sent = tags.get(*tag).and_then(Option::as_deref);
            sent.is_some_and(|sent| texts.iter().any(|text| text.eq_ignore_ascii_case(sent)))
        })
    }

    /// The first text of the first tag: what the arms of `Resource` are in order of.
    fn first(&self) -> &'static str {
        self.conditions.first().and_then(|(_, texts)| texts.first()).copied().unwrap_or_default()
    }
}

/// The texts that an object says, by the numbers of the tags.
type Tags<'a> = Vec<Option<Cow<'a, str>>>;

fn arm<U: Union>(tags: &Tags<'_>) -> Option<&'static Arm<U>> {
    // There may be hundreds of resources.
    if let [Some(sent)] = tags.as_slice()
        && let Ok(index) = U::ARMS.binary_search_by(|arm| arm.first().cmp(sent))
        && U::ARMS[index].is_of(tags)
    {
        return Some(&U::ARMS[index]);
    }
    U::ARMS.iter().find(|arm| arm.is_of(tags))
}

/// Passes an object: its text, and what it says. What is no object says nothing.
fn pass<'a, U: Union>(reader: &mut Reader<'a>) -> Option<(&'a str, Tags<'a>)> {
    let mut found: Vec<Option<(Cow<'a, str>, &'a str)>> = U::TAGS.iter().map(|_| None).collect();
    if reader.peek()? != b'{' {
        return Some((reader.raw()?, found.iter().map(|_| None).collect()));
    }
    let whole = reader.raw_object(|name: Cow<'a, str>, value| {
        for (path, best) in U::TAGS.iter().zip(&mut found) {
            let before = best.as_ref().map(|(name, _)| &**name);
            if path.first().is_some_and(|first| is_better(&name, before, first)) {
                *best = Some((name.clone(), value));
            }
        }
    })?;
    let text = |(found, path): (Option<(Cow<'a, str>, &'a str)>, &&[&str])| {
        let (_, mut value) = found?;
        for name in path.iter().skip(1) {
            value = last(value, name)?;
        }
        string(value)
    };
    Some((whole, found.into_iter().zip(U::TAGS).map(text).collect()))
}

/// What an object says of which the text is known to be JSON.
fn tags<U: Union>(text: &str) -> Tags<'_> {
    pass::<U>(&mut Reader::new(text)).map(|(_, tags)| tags).unwrap_or_default()
}

/// The text of a JSON string.
fn string(json: &str) -> Option<Cow<'_, str>> {
    let inner = json.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        return serde_json::from_str(json).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inner))
}

/// Reads an object directly.
pub(crate) fn fill<U: Union>(place: &mut U, reader: &mut Reader<'_>) -> Option<()> {
    if U::EXPECTED.is_some() && reader.peek()? != b'{' {
        return None;
    }
    let (text, tags) = pass::<U>(reader)?;
    *place = match arm::<U>(&tags) {
        Some(arm) => (arm.read)(text)?,
        None => U::unknown(UnknownResource::new(tags, text)),
    };
    Some(())
}

/// Reads an object by serde.
pub(crate) fn deserialize<'de, U: Union, D: Deserializer<'de>>(json: D) -> Result<U, D::Error> {
    let text = body::object(json, U::EXPECTED)?;
    let tags = tags::<U>(&text);
    match arm::<U>(&tags) {
        Some(arm) => (arm.parse)(&text).map_err(|error| body::within(&text, &error)),
        None => Ok(U::unknown(UnknownResource::new(tags, &text))),
    }
}

/// The shape of what an object says it is.
pub(crate) fn shape<U: Union>(text: &str) -> Option<&'static Shape> {
    arm::<U>(&tags::<U>(text)).map(|arm| (arm.shape)())
}

impl Serialize for UnknownResource {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.json().serialize(to)
    }
}

/// The traits of a union, for its variants and their types.
macro_rules! union {
    ($name:ident $(, $variant:ident($ty:ty))* $(,)?) => {
        $(
            impl From<$ty> for $name {
                fn from(object: $ty) -> Self {
                    Self::$variant(Box::new(object))
                }
            }

            impl From<Box<$ty>> for $name {
                fn from(object: Box<$ty>) -> Self {
                    Self::$variant(object)
                }
            }
        )*

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
                $crate::json::union::deserialize(json)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(object) => object.serialize(to),)*
                    Self::Unknown(object) => object.serialize(to),
                }
            }
        }

        impl $crate::json::FromJson for $name {
            fn shape() -> &'static $crate::json::Shape {
                const {
                    &$crate::json::Shape::Union {
                        expected: <$name as $crate::json::union::Union>::EXPECTED,
                        of: $crate::json::union::shape::<$name>,
                    }
                }
            }

            fn blank() -> Self {
                Self::Unknown($crate::value::resource::UnknownResource::null())
            }

            fn fill(&mut self, reader: &mut $crate::json::Reader<'_>) -> Option<()> {
                $crate::json::union::fill(self, reader)
            }
        }

        impl $crate::json::ToJson for $name {
            fn write(&self, writer: &mut $crate::json::Writer) {
                match self {
                    $(Self::$variant(object) => object.write(writer),)*
                    Self::Unknown(object) => object.json().write(writer),
                }
            }

            fn look(&self, look: &mut $crate::json::Look<'_>) {
                match self {
                    $(Self::$variant(object) => object.look(look),)*
                    Self::Unknown(object) => object.json().look(look),
                }
            }
        }
    };
}

pub(crate) use union;

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
