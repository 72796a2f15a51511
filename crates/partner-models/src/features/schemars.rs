//! The feature `schemars`: the source schemas as `JsonSchema`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value};

use crate::features::reference::resolve;
use crate::generated::schema_files::DEFINITIONS;
use crate::schema::HasSchema;
use crate::{DateTime, Integer, JsonText, Number, NumberOrString, RawJson, Text};

/// Gives a type its `JsonSchema`.
macro_rules! json_schema {
    ($ty:ty, $id:expr, $text:expr $(, $parameter:ident = $anchor:literal)*) => {
        impl<$($parameter: ::schemars::JsonSchema),*> ::schemars::JsonSchema for $ty {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                $crate::features::schemars::name(stringify!($ty), &[$($parameter::schema_name()),*])
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                $crate::features::schemars::id($id, &[$($parameter::schema_id()),*])
            }

            fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                let arguments = [$((
                    $anchor,
                    ::schemars::SchemaGenerator::subschema_for::<$parameter>
                        as $crate::features::schemars::Subschema,
                )),*];
                $crate::features::schemars::schema($text, $id, &arguments, generator)
            }
        }
    };
}
pub(crate) use json_schema;

/// Another name of a Rust type has a schema too, which other schemas refer to by this stand-in.
macro_rules! alias {
    ($name:ident, $id:expr, $text:expr) => {
        pub(crate) enum $name {}
        $crate::features::json_schema!($name, $id, $text);
    };
}
pub(crate) use alias;

/// Adds the schema of a type to a document and gives what refers to it.
pub(crate) type Subschema = fn(&mut SchemaGenerator) -> Schema;

/// How a schema is referred to in a document of schemas.
pub(crate) struct Definition {
    id: &'static str,
    subschema: Subschema,
}

impl Definition {
    pub(crate) const fn of<T: JsonSchema>(id: &'static str) -> Self {
        Self { id, subschema: SchemaGenerator::subschema_for::<T> }
    }
}

/// The name of a type under its path; `Collection_of_License` for a generic one.
pub(crate) fn name(path: &'static str, arguments: &[Cow<'static, str>]) -> Cow<'static, str> {
    let path = path.split('<').next().unwrap_or(path);
    let name = path.rsplit("::").next().unwrap_or(path).trim();
    match arguments {
        [] => Cow::Borrowed(name),
        _ => Cow::Owned(format!("{name}_of_{}", arguments.join("_and_"))),
    }
}

pub(crate) fn id(id: &'static str, arguments: &[Cow<'static, str>]) -> Cow<'static, str> {
    match arguments {
        [] => Cow::Borrowed(id),
        _ => Cow::Owned(format!("{id}<{}>", arguments.join(","))),
    }
}

/// The source schema, with its references leading to definitions of the document.
pub(crate) fn schema(
    text: &str,
    id: &str,
    arguments: &[(&str, Subschema)],
    generator: &mut SchemaGenerator,
) -> Schema {
    let mut schema: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
    // The document has these for itself; what was in `$defs` is among its definitions.
    for keyword in ["$schema", "$id", "$defs"] {
        schema.remove(keyword);
    }
    Document { id, arguments, generator }.relink(&mut schema);
    schema.into()
}

struct Document<'a> {
    id: &'a str,
    arguments: &'a [(&'a str, Subschema)],
    generator: &'a mut SchemaGenerator,
}

impl Document<'_> {
    fn relink(&mut self, schema: &mut Map<String, Value>) {
        if let Some(subschema) = self.target(schema) {
            schema.remove("$ref");
            schema.remove("$dynamicRef");
            include(schema, subschema(self.generator));
        }
        // What `examples`, `default` and the like hold is data, whatever it looks like.
        for keyword in ["properties", "$defs"] {
            if let Some(Value::Object(schemas)) = schema.get_mut(keyword) {
                for schema in schemas.values_mut() {
                    self.relink_value(schema);
                }
            }
        }
        for keyword in ["anyOf", "oneOf"] {
            if let Some(Value::Array(schemas)) = schema.get_mut(keyword) {
                for schema in schemas {
                    self.relink_value(schema);
                }
            }
        }
        for keyword in ["items", "additionalProperties", "contentSchema"] {
            if let Some(inner) = schema.get_mut(keyword) {
                self.relink_value(inner);
            }
        }
    }

    fn relink_value(&mut self, schema: &mut Value) {
        if let Value::Object(schema) = schema {
            self.relink(schema);
        }
    }

    /// What the schema refers to.
    fn target(&self, schema: &Map<String, Value>) -> Option<Subschema> {
        if let Some(anchor) = schema.get("$dynamicRef").and_then(Value::as_str) {
            let anchor = anchor.trim_start_matches('#');
            return self.arguments.iter().find(|(name, _)| *name == anchor).map(|(_, of)| *of);
        }
        let reference = resolve(self.id, schema.get("$ref")?.as_str()?);
        DEFINITIONS.iter().find(|definition| definition.id == reference).map(|of| of.subschema)
    }
}

/// Puts into a schema what another one asks: beside its own keywords, or whole where both have one.
fn include(schema: &mut Map<String, Value>, other: Schema) {
    match other.to_value() {
        Value::Object(other) if other.keys().all(|keyword| !schema.contains_key(keyword)) => {
            schema.extend(other);
        }
        Value::Bool(true) => {}
        other => {
            schema.insert("allOf".into(), Value::Array(vec![other]));
        }
    }
}

macro_rules! plain {
    ($($ty:ident),+) => {$(
        impl JsonSchema for $ty {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($ty).into()
            }

            fn schema_id() -> Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($ty)).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                <$ty as HasSchema>::schema_reference().try_into().unwrap_or_default()
            }
        }
    )+};
}

plain!(DateTime, Integer, Number, NumberOrString, RawJson, Text);

impl<T> JsonSchema for JsonText<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "JsonText".into()
    }

    fn schema_id() -> Cow<'static, str> {
        concat!(module_path!(), "::JsonText").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        Self::schema_reference().try_into().unwrap_or_default()
    }
}
