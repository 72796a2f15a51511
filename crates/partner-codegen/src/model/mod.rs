//! Stage 3: the Rust types, before they are text.

mod build;
mod check;
mod dispatch;
mod docs;
mod examples;
pub mod shape;
mod spell;
mod union;

pub use build::build;
pub use docs::{Docs, Doctest};
pub use examples::add_doctests;
pub(crate) use union::OBJECT_TYPE;

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
    OpenEnum(OpenEnum),
    /// An enum of objects that say themselves which of them they are.
    Union(Union),
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

/// An open enum.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenEnum {
    /// Its known values.
    pub variants: Vec<Variant>,
    /// Whether a value may be a number as well.
    pub numbers: bool,
}

/// An open union.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// Where its objects say what they are.
    pub tags: Vec<Tag>,
    /// The known objects.
    pub arms: Vec<Arm>,
}

/// Where an object says what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// The names of the properties that lead there.
    pub path: Vec<String>,
    /// The name of the method that gives what is there.
    pub name: String,
}

/// A known object of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// The name of its type and of the variant.
    pub ty: String,
    /// How many type parameters the type has.
    pub parameters: usize,
    /// What an object of it says: all the texts of one of these, by the numbers of the tags.
    pub alternatives: Vec<Vec<(usize, Vec<String>)>>,
    /// For each tag, how its text is told of a value.
    pub told: Vec<Told>,
    /// What it means.
    pub description: String,
}

/// How the text of a tag is told of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// It is always this.
    Always(String),
    /// By a field.
    Field {
        /// The name of the field.
        name: String,
        /// Whether it is always there.
        required: bool,
    },
    /// It is not.
    Not,
}

/// A value of an open enum.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// The name of the variant.
    pub name: String,
    /// The name of the constant.
    pub constant: String,
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
    /// Text that holds the JSON of a value.
    JsonText(Box<Type>),
    /// A resource of any type.
    Resource,
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
            Self::List(inner)
            | Self::Map(inner)
            | Self::Boxed(inner)
            | Self::Nullable(inner)
            | Self::JsonText(inner) => inner.names(names),
            _ => {}
        }
    }
}
