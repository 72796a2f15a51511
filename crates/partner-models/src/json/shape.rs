//! What the JSON of a type looks like, as data.

/// What the JSON of a type looks like: enough to tell what is wrong with a text without making values.
#[derive(Debug)]
#[non_exhaustive]
pub enum Shape {
    /// True or false.
    Bool,
    /// Any string.
    String,
    /// A string of a type that has a name; the words for it in an error.
    Text(&'static str),
    /// A whole number that keeps its digits.
    Integer,
    /// A number that keeps its digits.
    Number,
    /// A number or a string.
    NumberOrString,
    /// A number for `f64`.
    F64,
    /// A number for `i64`.
    I64,
    /// A number for `u64`.
    U64,
    /// Anything.
    Raw,
    /// An object that says itself what it is.
    Union {
        /// The words for it in an error; nothing where it may be anything.
        expected: Option<&'static str>,
        /// What the text says it is; nothing where that is not known.
        of: fn(&str) -> Option<&'static Shape>,
    },
    /// A list of values of this shape.
    List(fn() -> &'static Shape),
    /// An object whose values are of this shape, whatever their names.
    Map(fn() -> &'static Shape),
    /// A value of this shape or null.
    Nullable(fn() -> &'static Shape),
    /// An object with fields.
    Object {
        /// The words for it in an error.
        expected: &'static str,
        /// Its fields, in the order of the schema, which is that of the service.
        fields: &'static [Field],
        /// What the values under other names are, where the schema says so.
        additional: Option<fn() -> &'static Shape>,
    },
}

/// A property of an object.
#[derive(Debug)]
pub struct Field {
    pub(crate) name: &'static str,
    /// What it is written with: `,"name":`.
    pub(super) before: &'static str,
    /// The name with quotes and colon, as the service writes it; empty where it has escapes.
    pub(super) key: &'static str,
    pub(crate) kind: Kind,
    pub(super) shape: fn() -> &'static Shape,
}

/// What is asked of the value of a property.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// It must be there.
    Required,
    /// It may be absent or null.
    Optional,
    /// It may be absent or null, and one of another type is kept as unknown.
    Lenient,
}

impl Field {
    pub(crate) const fn new(
        kind: Kind,
        shape: fn() -> &'static Shape,
        name: &'static str,
        before: &'static str,
    ) -> Self {
        let key = if is_plain(name) { before.split_at(1).1 } else { "" };
        Self { name, before, key, kind, shape }
    }

    /// Whether one of them must be there.
    pub(crate) const fn any_required(mut fields: &[Self]) -> bool {
        while let [field, behind @ ..] = fields {
            if matches!(field.kind, Kind::Required) {
                return true;
            }
            fields = behind;
        }
        false
    }

    pub(crate) fn is_required(&self) -> bool {
        self.kind == Kind::Required
    }

    pub(crate) fn is_lenient(&self) -> bool {
        self.kind == Kind::Lenient
    }
}

const fn is_plain(name: &str) -> bool {
    let mut rest = name.as_bytes();
    while let [byte, behind @ ..] = rest {
        if matches!(byte, ..0x20 | b'"' | b'\\') {
            return false;
        }
        rest = behind;
    }
    true
}

impl Shape {
    pub(super) fn fields(&self) -> &'static [Field] {
        match self {
            Self::Object { fields, .. } => fields,
            _ => &[],
        }
    }
}

/// Objects with more required fields than bits are none of ours: the generator refuses them.
pub(crate) fn bit(index: usize) -> u128 {
    u32::try_from(index).ok().and_then(|index| 1_u128.checked_shl(index)).unwrap_or(0)
}
