//! Stage 3: the Rust types, before they are text.

mod build;
mod check;
mod dispatch;
mod docs;
mod examples;
pub mod shape;
mod spell;

pub use build::build;
pub use docs::{Docs, Doctest};
pub use examples::add_doctests;

use std::ops::Range;

/// Everything to generate.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// One for each schema file.
    pub modules: Vec<Module>,
}

/// What a schema file becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    /// The path of the schema, below the schema folder.
    pub schema: String,
    /// The names of the Rust modules that lead to it, its own last.
    pub path: Vec<String>,
    /// Its types.
    pub items: Vec<Item>,
}

/// A Rust type to generate.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// Where its schema is in the file: a JSON pointer, empty for the root; `None` for the type of an
    /// inline object, which only its own type refers to.
    pub pointer: Option<String>,
    /// The place of its schema in the file.
    pub place: Place,
    /// Its documentation.
    pub docs: Docs,
    /// What it is.
    pub kind: ItemKind,
}

/// The bytes that a schema takes in its file. Where it stands is no part of what it is: any two places
/// are equal.
#[derive(Debug, Clone, Default)]
pub struct Place(pub Range<usize>);

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What a Rust type is.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemKind {
    /// A struct with named fields.
    Struct(Struct),
    /// An open enum.
    OpenEnum(Vec<Variant>),
    /// A distinct type that is text.
    Text,
    /// Another name for a type.
    Alias(Type),
}

/// A struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Struct {
    /// Its type parameters.
    pub parameters: Vec<String>,
    /// Its fields, in the order of the schema.
    pub fields: Vec<Field>,
    /// The name and the type of the field that holds the properties without a name of their own.
    pub additional: Option<(String, Type)>,
    /// The name of the field that holds everything else.
    pub extra: String,
    /// The name of the field that remembers how names were spelt, unless names are read as they are
    /// spelt alone, as in modules that stand alone.
    pub spelling: Option<String>,
    /// The `objectType` by which a body is known to be one of these.
    pub object_type: Option<String>,
}

impl Struct {
    /// The field that holds the items, if this is what is around a list: the one list of its one type
    /// parameter.
    #[must_use]
    pub fn list_items(&self) -> Option<&Field> {
        let [_] = self.parameters.as_slice() else { return None };
        let is_items = |field: &&Field| matches!(&field.ty, Type::List(of) if matches!(**of, Type::Parameter(_)));
        let mut items = self.fields.iter().filter(is_items);
        items.next().filter(|_| items.next().is_none())
    }
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name of the property.
    pub property: String,
    /// The name of the field.
    pub name: String,
    /// The type of its value, where there is one.
    pub ty: Type,
    /// Whether the property is always there.
    pub required: bool,
    /// Whether a value of another type is kept as unknown, and not refused.
    pub lenient: bool,
    /// Its documentation.
    pub docs: Docs,
}

/// A value of an open enum.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// The name of the variant.
    pub name: String,
    /// The text.
    pub text: String,
    /// What it means.
    pub description: Option<String>,
}

/// The type of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Text.
    Text,
    /// A date that keeps its text.
    DateTime,
    /// True or false.
    Bool,
    /// A whole number that keeps its digits.
    Integer,
    /// A number that keeps its digits.
    Number,
    /// A number or a string.
    NumberOrString,
    /// Any JSON, as text.
    Raw,
    /// A generated type with its type arguments.
    Named(String, Vec<Type>),
    /// A type parameter.
    Parameter(String),
    /// A list.
    List(Box<Type>),
    /// Values by name.
    Map(Box<Type>),
    /// On the heap, because the type contains itself.
    Boxed(Box<Type>),
    /// A value or null.
    Nullable(Box<Type>),
}

impl Type {
    /// The generated types that this one names.
    pub fn names<'a>(&'a self, names: &mut Vec<&'a str>) {
        match self {
            Self::Named(name, arguments) => {
                names.push(name);
                for argument in arguments {
                    argument.names(names);
                }
            }
            Self::List(inner) | Self::Map(inner) | Self::Boxed(inner) | Self::Nullable(inner) => {
                inner.names(names);
            }
            _ => {}
        }
    }
}
