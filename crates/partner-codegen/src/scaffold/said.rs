//! What a table says that a property is.

use crate::corpus::Row;
use crate::scaffold::infer::Seen;

/// A type, as a table's words mean it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    /// Nothing that is understood.
    Any,
    Text,
    Date,
    Integer,
    Number,
    NumberOrString,
    Boolean,
    /// An object of whatever.
    Object,
    /// An object of texts under names of their own.
    Map,
    List(Box<Self>),
    /// A type that may have a table of its own.
    Named(String),
    /// One of these texts, or another.
    OneOf(Vec<String>),
}

impl Said {
    /// What a row says.
    pub(super) fn of(row: &Row) -> Self {
        let item = match (Self::read(&row.item), row.allowed.as_slice()) {
            (Self::Text | Self::Any, [_, ..]) => Self::OneOf(row.allowed.clone()),
            (item, _) => item,
        };
        if row.is_list { Self::List(Box::new(item)) } else { item }
    }

    fn read(printed: &str) -> Self {
        let words = printed.trim().trim_end_matches('.').to_lowercase();
        let is = |names: &[&str]| names.contains(&words.as_str());
        if is(&["uri", "guid", "securestring", "enum"])
            || (words.starts_with("string") && !words.contains("date"))
        {
            Self::Text
        } else if words.contains("date") && !words.contains("update") {
            Self::Date
        } else if is(&["int", "integer", "long", "nullable int"]) {
            Self::Integer
        } else if is(&["number", "decimal", "double", "float"]) {
            Self::Number
        } else if is(&["decimal/string"]) {
            Self::NumberOrString
        } else if is(&["bool", "boolean"]) {
            Self::Boolean
        } else if is(&["dictionary<string, string>", "key/value pairs"]) {
            Self::Map
        } else if is(&["object", "objects", "json", "json object"]) {
            Self::Object
        } else if words.is_empty()
            || is(&["array", "json array", "ienumerable", "files"])
            || words.contains(' ') && words.contains("pairs")
            || words.contains('<')
        {
            Self::Any
        } else {
            Self::Named(printed.trim().trim_end_matches('.').to_owned())
        }
    }

    /// Whether samples are of this type, without a look at the objects and lists within. A named type may be
    /// an object, or a set of texts.
    pub(super) fn agrees(&self, seen: &Seen, is_set: bool) -> bool {
        let number = seen.whole.is_some();
        let kinds =
            [seen.boolean, number, seen.text.is_some(), seen.list.is_some(), seen.object.is_some()];
        let one = kinds.iter().filter(|kind| **kind).count() == 1;
        match self {
            Self::Any => false,
            Self::Text | Self::Date | Self::OneOf(_) => one && seen.text.is_some(),
            Self::Integer => one && seen.whole == Some(true),
            Self::Number => one && number,
            Self::NumberOrString => kinds[2] || kinds[1] && !kinds[0] && !kinds[3] && !kinds[4],
            Self::Boolean => one && seen.boolean,
            Self::List(_) => one && seen.list.is_some(),
            Self::Named(_) if is_set => one && seen.text.is_some(),
            Self::Object | Self::Named(_) => one && seen.object.is_some(),
            Self::Map => {
                let texts = |seen: &Seen| Self::Text.agrees(seen, false) && !seen.null;
                one && seen.object.as_ref().is_some_and(|of| of.iter().all(|(_, seen)| texts(seen)))
            }
        }
    }

    /// In the words of a comment.
    pub(super) fn noun(&self) -> String {
        match self {
            Self::Any => "anything".into(),
            Self::Text | Self::OneOf(_) => "a text".into(),
            Self::Date => "a date".into(),
            Self::Integer => "a whole number".into(),
            Self::Number => "a number".into(),
            Self::NumberOrString => "a number or a text".into(),
            Self::Boolean => "a boolean".into(),
            Self::Object | Self::Map => "an object".into(),
            Self::List(_) => "a list".into(),
            Self::Named(name) => format!("a {name}"),
        }
    }
}
