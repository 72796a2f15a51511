//! The lines of generated code: which macro does what for a type.

use serde_json::{Value, json};

use crate::schema::HasSchema;
use crate::{DateTime, Integer, JsonText, Number, NumberOrString, RawJson, Text};

/// Gives a type its schema; a generic one with the dynamic anchor that stands for each parameter.
macro_rules! described {
    ($ty:ty, $id:expr, $text:expr) => {
        impl $ty {
            /// The text of the JSON Schema that this type is made from.
            pub const SCHEMA: &'static str = $text;
        }

        impl $crate::schema::HasSchema for $ty {
            const SCHEMA: &'static str = <$ty>::SCHEMA;
            const SCHEMA_ID: &'static str = $id;
        }

        $crate::features::json_schema!($ty, $id, $text);
        $crate::features::arbitrary!($ty, $id);
    };
    ($ty:ty, $id:expr, $text:expr, $($parameter:ident = $anchor:literal),+) => {
        impl<$($parameter),+> $ty {
            /// The text of the JSON Schema that this type is made from. What the items are is not in
            /// it: [`HasSchema::schema_reference`](crate::schema::HasSchema::schema_reference) says.
            pub const SCHEMA: &'static str = $text;
        }

        impl<$($parameter: $crate::schema::HasSchema),+> $crate::schema::HasSchema for $ty {
            const SCHEMA: &'static str = <$ty>::SCHEMA;
            const SCHEMA_ID: &'static str = $id;

            fn schema_reference() -> ::serde_json::Value {
                $crate::features::bound(
                    $id,
                    [$(($anchor, <$parameter as $crate::schema::HasSchema>::schema_reference())),+],
                )
            }
        }

        $crate::features::json_schema!($ty, $id, $text, $($parameter = $anchor),+);
        $crate::features::arbitrary!($ty, $id, $($parameter = $anchor),+);
    };
}
pub(crate) use described;

/// A reference to a schema with dynamic anchors, bound the way a schema file does it.
pub(crate) fn bound<const N: usize>(id: &str, anchors: [(&str, Value); N]) -> Value {
    let defs = anchors.into_iter().map(|(anchor, mut schema)| {
        match &mut schema {
            Value::Object(schema) if !schema.contains_key("$dynamicAnchor") => {
                schema.insert("$dynamicAnchor".into(), anchor.into());
            }
            _ => schema = json!({ "$dynamicAnchor": anchor, "allOf": [schema] }),
        }
        (anchor.to_owned(), schema)
    });
    json!({ "$ref": id, "$defs": defs.collect::<serde_json::Map<_, _>>() })
}

/// What the text holds is not said: `Resource` has no schema.
impl<T> HasSchema for JsonText<T> {
    const SCHEMA: &'static str = r#"{"type":"string","contentMediaType":"application/json"}"#;
    const SCHEMA_ID: &'static str = "";
}

/// The types without a file: they stand for themselves.
macro_rules! plain {
    ($($ty:ty => $schema:literal,)+) => {$(
        impl HasSchema for $ty {
            const SCHEMA: &'static str = $schema;
            const SCHEMA_ID: &'static str = "";
        }
    )+};
}

plain! {
    DateTime => r#"{"type":"string"}"#,
    Integer => r#"{"type":"integer"}"#,
    Number => r#"{"type":"number"}"#,
    NumberOrString => r#"{"type":["number","string"]}"#,
    RawJson => "{}",
    Value => "{}",
    String => r#"{"type":"string"}"#,
    Text => r#"{"type":"string"}"#,
    bool => r#"{"type":"boolean"}"#,
}
