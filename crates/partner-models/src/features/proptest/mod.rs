//! The feature `proptest`: strategies made from schemas. A strategy makes JSON text, which has
//! everything that a value can hold, and reads the value from it.

mod any;
mod arm;
mod list;
mod number;
mod object;
mod schema;
mod string;

use std::fmt::Debug;

use proptest::arbitrary::Arbitrary;
use proptest::strategy::{BoxedStrategy, Strategy};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::schema::HasSchema;
use crate::{DateTime, Integer, JsonText, Number, NumberOrString, RawJson, Text};
use schema::{Bindings, Place};

/// Makes a type `Arbitrary`; a generic one for whatever is `Arbitrary` itself.
macro_rules! arbitrary {
    ($ty:ty, $id:expr $(, $parameter:ident = $anchor:literal)*) => {
        impl<$($parameter),*> ::proptest::arbitrary::Arbitrary for $ty
        where
            $($parameter: ::proptest::arbitrary::Arbitrary<Strategy: 'static>
                + ::serde::Serialize
                + ::serde::de::DeserializeOwned
                + 'static,)*
        {
            type Parameters = ();
            type Strategy = ::proptest::strategy::BoxedStrategy<Self>;

            fn arbitrary_with((): ()) -> Self::Strategy {
                let items = [$(($anchor, $crate::features::proptest::written::<$parameter>())),*];
                $crate::features::proptest::values($id, items)
            }
        }
    };
}
pub(crate) use arbitrary;

/// JSON texts that a schema allows.
pub(crate) fn texts(schema: &Value, id: &str) -> BoxedStrategy<String> {
    Place::new(id).texts(schema, &Bindings::new())
}

/// Values of the type with that schema.
pub(crate) fn values<T, const N: usize>(
    id: &str,
    items: [(&str, BoxedStrategy<String>); N],
) -> BoxedStrategy<T>
where
    T: DeserializeOwned + Debug + 'static,
{
    let bindings = items.into_iter().map(|(anchor, texts)| (anchor.to_owned(), texts)).collect();
    read(Place::new(id).texts(&json!({ "$ref": id }), &bindings))
}

/// The values of a type as JSON text.
pub(crate) fn written<T>() -> BoxedStrategy<String>
where
    T: Arbitrary<Strategy: 'static> + Serialize,
{
    T::arbitrary()
        .prop_filter_map("the value can't be written", |value| {
            crate::with_serde::to_string(&value).ok()
        })
        .boxed()
}

fn read<T: DeserializeOwned + Debug + 'static>(texts: BoxedStrategy<String>) -> BoxedStrategy<T> {
    texts
        .prop_filter_map("the type refuses what its schema allows", |text| {
            crate::with_serde::from_str(&text).ok()
        })
        .boxed()
}

macro_rules! plain {
    ($($ty:ty),+) => {$(
        impl Arbitrary for $ty {
            type Parameters = ();
            type Strategy = BoxedStrategy<Self>;

            fn arbitrary_with((): ()) -> Self::Strategy {
                read(texts(&<$ty>::schema_reference(), ""))
            }
        }
    )+};
}

plain!(DateTime, Integer, Number, NumberOrString, RawJson, Text);

impl<T: 'static> Arbitrary for JsonText<T> {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        read(texts(&Self::schema_reference(), ""))
    }
}
