//! Open unions: objects that say themselves which of several types they are of.
//!
//! The text that tells may come last, so an object is passed over once, to see what it says, and then read
//! as what it is, in its place. An enum that is such a union lists its arms, and says for each by which
//! texts its objects are known.

use std::borrow::Cow;

use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, Unexpected};

use crate::json::error::{Failure, mark};
use crate::json::{self, FromJson, Reader, Shape};
use crate::value::raw::{capture, kind};
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
        T: FromJson + DeserializeOwned,
        U: From<Box<T>>,
    {
        // In its place: objects are large.
        Self {
            conditions,
            shape: T::shape,
            read: |text| json::attempt::<Box<T>>(text).map(U::from),
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
    let mut found: Vec<Option<Member<'a>>> = U::TAGS.iter().map(|_| None).collect();
    if reader.peek()? != b'{' {
        return Some((reader.raw()?, found.iter().map(|_| None).collect()));
    }
    let whole = reader.raw_object(|name, value| {
        for (path, best) in U::TAGS.iter().zip(&mut found) {
            if path.first().is_some_and(|first| Member::is_better(&name, best.as_ref(), first)) {
                *best = Some(Member { name: name.clone(), value });
            }
        }
    })?;
    let text = |(found, path): (Option<Member<'a>>, &&[&str])| {
        let mut value = found?.value;
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

struct Member<'a> {
    name: Cow<'a, str>,
    value: &'a str,
}

impl Member<'_> {
    /// Whether a member is the property of that name rather than the one that was found before: the last
    /// one that is spelt so is, else the last one of the spelling that comes first, as everywhere.
    fn is_better(name: &str, best: Option<&Self>, property: &str) -> bool {
        match best {
            Some(best) if best.name == property => name == property,
            Some(best) => {
                name == property || name.eq_ignore_ascii_case(property) && name <= &*best.name
            }
            None => name.eq_ignore_ascii_case(property),
        }
    }
}

/// The text of the member that is the property of that name.
pub(crate) fn last<'a>(object: &'a str, property: &str) -> Option<&'a str> {
    let mut found: Option<Member<'a>> = None;
    Reader::new(object).each_member(|name, value, _| {
        if Member::is_better(&name, found.as_ref(), property) {
            found = Some(Member { name, value });
        }
    });
    found.map(|found| found.value)
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
    let text = object(json, U::EXPECTED)?;
    let tags = tags::<U>(&text);
    match arm::<U>(&tags) {
        Some(arm) => (arm.parse)(&text).map_err(|error| within(&text, &error)),
        None => Ok(U::unknown(UnknownResource::new(tags, &text))),
    }
}

/// The text of the next value, which is an object where words for one are given.
pub(crate) fn object<'de, D: Deserializer<'de>>(
    json: D,
    expected: Option<&'static str>,
) -> Result<Cow<'de, str>, D::Error> {
    let text = capture(json)?;
    match expected {
        Some(expected) if !text.starts_with('{') => {
            mark::set(&text);
            let found = Unexpected::Other(kind(&text));
            Err(de::Error::invalid_type(found, &mark::expected(expected)))
        }
        _ => Ok(text),
    }
}

/// The shape of what an object says it is.
pub(crate) fn shape<U: Union>(text: &str) -> Option<&'static Shape> {
    arm::<U>(&tags::<U>(text)).map(|arm| (arm.shape)())
}

/// Reads text that was taken as a whole. An error is one at the place in the document.
pub(crate) fn parse<'a, S: DeserializeSeed<'a>, E: de::Error>(
    text: &'a str,
    seed: S,
) -> Result<S::Value, E> {
    let mut json = serde_json::Deserializer::from_str(text);
    let read = seed.deserialize(&mut json).and_then(|value| json.end().map(|()| value));
    read.map_err(|error| within(text, &error))
}

fn within<E: de::Error>(text: &str, error: &serde_json::Error) -> E {
    let failure = Failure::new(text, error);
    mark::set_within(text, failure.offset);
    E::custom(failure.message)
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
                $crate::value::union::deserialize(json)
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

        impl $crate::json::object::Value for $name {}

        impl $crate::json::FromJson for $name {
            fn shape() -> &'static $crate::json::Shape {
                const {
                    &$crate::json::Shape::Union {
                        expected: <$name as $crate::value::union::Union>::EXPECTED,
                        of: $crate::value::union::shape::<$name>,
                    }
                }
            }

            fn blank() -> Self {
                Self::Unknown($crate::value::resource::UnknownResource::null())
            }

            fn fill(&mut self, reader: &mut $crate::json::Reader<'_>) -> Option<()> {
                $crate::value::union::fill(self, reader)
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
