//! Types as Rust users write them. `render` makes tokens of types; here they are for people.

use std::fmt;

use crate::model::{Field, Type};

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::Raw => f.write_str("RawJson"),
            Self::Parameter(name) => f.write_str(name),
            Self::Named(name, arguments) if arguments.is_empty() => f.write_str(name),
            Self::Named(name, arguments) => {
                let arguments: Vec<_> = arguments.iter().map(ToString::to_string).collect();
                write!(f, "{name}<{}>", arguments.join(", "))
            }
            Self::List(inner) => write!(f, "Vec<{inner}>"),
            Self::Map(inner) => write!(f, "BTreeMap<String, {inner}>"),
            Self::Boxed(inner) => write!(f, "Box<{inner}>"),
            Self::Nullable(inner) => write!(f, "Option<{inner}>"),
            Self::JsonText(inner) => write!(f, "JsonText<{inner}>"),
            // The others are called in the model what they are called in Rust.
            other => write!(f, "{other:?}"),
        }
    }
}

impl Field {
    /// The type of the field itself: an optional one is an `Option` once, null or not.
    #[must_use]
    pub fn whole_type(&self) -> Type {
        if self.required {
            self.ty.clone()
        } else {
            Type::Nullable(Box::new(without_null(&self.ty)))
        }
    }
}

fn without_null(ty: &Type) -> Type {
    match ty {
        Type::Nullable(inner) => without_null(inner),
        Type::Boxed(inner) => Type::Boxed(Box::new(without_null(inner))),
        other => other.clone(),
    }
}
