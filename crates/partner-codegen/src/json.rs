//! JSON that remembers where in the text each value stands, and the order of members.

use std::collections::HashSet;
use std::ops::Range;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// A JSON value and its place in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The bytes that the value takes in its file.
    pub span: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What a JSON value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, by its text.
    Number(String),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object, in the order of the text.
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// The bytes of the name, quotes included.
    pub name_span: Range<usize>,
    /// Its value.
    pub value: Node,
}

/// Why text is not the JSON we take: what is wrong and where.
#[derive(Debug, Clone, PartialEq)]
pub struct ParseError {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Range<usize>,
}

/// Reads strict JSON. A name that appears twice in one object is an error: one of the two would be
/// lost without a word.
///
/// # Errors
///
/// The first thing that is wrong.
pub fn parse(text: &str) -> Result<Node, ParseError> {
    let refused = |message: &str, span| Err(ParseError { message: message.into(), span });
    if text.trim().is_empty() {
        return refused("not JSON: the file is empty", 0..0);
    }
    if text.starts_with('\u{feff}') {
        return refused(
            "the file begins with a byte-order mark; save it as UTF-8 without one",
            0..0,
        );
    }
    // serde_json is the stricter judge of the grammar; the parser below knows the places.
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let line_start: usize =
            text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let mut at = (line_start + error.column().saturating_sub(1)).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let width = text[at..].chars().next().map_or(0, char::len_utf8);
        let position = format!(" at line {} column {}", error.line(), error.column());
        let message = error.to_string().replace(&position, "");
        return Err(ParseError { message: format!("not JSON: {message}"), span: at..at + width });
    }
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = parse_to_ast(text, &CollectOptions::default(), &strict).map_err(|error| {
        let range = error.range();
        ParseError { message: format!("not JSON: {}", error.kind()), span: range.start..range.end }
    })?;
    match parsed.value {
        Some(value) => convert(value),
        None => refused("not JSON: there is no value", 0..0),
    }
}

fn convert(value: ast::Value<'_>) -> Result<Node, ParseError> {
    let range = value.range();
    let kind = match value {
        ast::Value::NullKeyword(_) => Kind::Null,
        ast::Value::BooleanLit(literal) => Kind::Bool(literal.value),
        ast::Value::NumberLit(literal) => Kind::Number(literal.value.to_owned()),
        ast::Value::StringLit(literal) => Kind::String(literal.value.into_owned()),
        ast::Value::Array(array) => {
            Kind::Array(array.elements.into_iter().map(convert).collect::<Result<_, _>>()?)
        }
        ast::Value::Object(object) => {
            let mut members: Vec<Member> = Vec::with_capacity(object.properties.len());
            let mut names = HashSet::with_capacity(object.properties.len());
            for property in object.properties {
                let range = property.name.range();
                let name = property.name.into_string();
                let name_span = range.start..range.end;
                if !names.insert(name.clone()) {
                    let message = format!("the name `{name}` appears twice in this object");
                    return Err(ParseError { message, span: name_span });
                }
                members.push(Member { name, name_span, value: convert(property.value)? });
            }
            Kind::Object(members)
        }
    };
    Ok(Node { span: range.start..range.end, kind })
}

impl Node {
    /// The members, where this is an object; none otherwise.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Object(members) => members,
            _ => &[],
        }
    }

    /// The member of that name.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members().iter().find(|member| member.name == name)
    }

    /// The value of the member of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.member(name).map(|member| &member.value)
    }

    /// The elements, where this is an array; none otherwise.
    #[must_use]
    pub fn elements(&self) -> &[Node] {
        match &self.kind {
            Kind::Array(elements) => elements,
            _ => &[],
        }
    }

    /// The text, where this is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The text of the string member of that name.
    #[must_use]
    pub fn str(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// Whether the member of that name is `true`.
    #[must_use]
    pub fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(|node| node.kind == Kind::Bool(true))
    }

    /// The value at a JSON pointer below this one.
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |node, token| {
            let token = token.replace("~1", "/").replace("~0", "~");
            match &node.kind {
                Kind::Object(_) => node.get(&token),
                Kind::Array(elements) => elements.get(token.parse::<usize>().ok()?),
                _ => None,
            }
        })
    }

    /// The value that takes those bytes, and the JSON pointer to it.
    #[must_use]
    pub fn at(&self, span: &Range<usize>) -> Option<(String, &Node)> {
        if self.span == *span {
            return Some((String::new(), self));
        }
        let holds = |node: &Node| node.span.start <= span.start && span.end <= node.span.end;
        let (token, node) = match &self.kind {
            Kind::Object(members) => {
                let member = members.iter().find(|member| holds(&member.value))?;
                (member.name.replace('~', "~0").replace('/', "~1"), &member.value)
            }
            Kind::Array(elements) => {
                let index = elements.iter().position(holds)?;
                (index.to_string(), &elements[index])
            }
            _ => return None,
        };
        let (pointer, node) = node.at(span)?;
        Some((format!("/{token}{pointer}"), node))
    }

    /// The value without its places.
    #[must_use]
    pub fn to_value(&self) -> serde_json::Value {
        use serde_json::Value;
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(value) => Value::Bool(*value),
            Kind::Number(text) => serde_json::from_str(text).unwrap_or(Value::Null),
            Kind::String(text) => Value::String(text.clone()),
            Kind::Array(elements) => Value::Array(elements.iter().map(Self::to_value).collect()),
            Kind::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|member| (member.name.clone(), member.value.to_value()))
                    .collect(),
            ),
        }
    }
}
