//! The form of a schema: what its own keywords make of it.

use crate::json::Node;

/// What a schema describes, as far as its own keywords tell.
#[derive(Debug, Clone, PartialEq)]
pub enum Form<'a> {
    /// `$ref`: another schema's type.
    Ref(&'a Node),
    /// `$dynamicRef`: a type parameter.
    DynamicRef(&'a Node),
    /// `type: object`: a struct, or a map where there are no `properties`.
    Object,
    /// `type: array`.
    Array,
    /// `type: string`.
    String,
    /// `type: integer`.
    Integer,
    /// `type: number`.
    Number,
    /// `type: boolean`.
    Boolean,
    /// `type: string` that holds JSON: `contentMediaType`. This is its `contentSchema`.
    JsonText(Option<&'a Node>),
    /// `anyOf` of known values and any string: an open enum.
    OpenSet(OpenSet<'a>),
    /// `anyOf` of known objects and any object: an open union. These are the known ones.
    Union(&'a [Node]),
    /// `type: [string, number]`, in either order.
    NumberOrString,
    /// A schema or `null`: `anyOf` of it and `type: null`.
    Nullable(&'a Node),

    /// Nothing that decides a type: any JSON.
    Any,
}

/// An open set of values.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenSet<'a> {
    /// The known values.
    pub values: Vec<KnownValue<'a>>,
    /// Whether a value may be a number as well.
    pub numbers: bool,
}

/// A value of an open set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KnownValue<'a> {
    /// The schema node that holds the text.
    pub node: &'a Node,
    /// The text.
    pub text: &'a str,
    /// What it means, where the schema says.
    pub description: Option<&'a str>,
}

/// A refusal: the keyword or value at fault, what is wrong, and the way out.
pub type Refusal<'a> = (&'a str, String, String);

/// The form of a schema.
///
/// # Errors
///
/// Where the keywords fit none.
pub fn form(node: &Node) -> Result<Form<'_>, Refusal<'_>> {
    if let Some(target) = node.get("$ref") {
        return Ok(Form::Ref(target));
    }
    if let Some(target) = node.get("$dynamicRef") {
        return Ok(Form::DynamicRef(target));
    }
    if let Some(branches) = node.get("anyOf") {
        return any_of(branches);
    }
    let Some(types) = node.get("type") else {
        return Ok(Form::Any);
    };
    let mut names = type_names(types);
    names.retain(|name| *name != "null");
    names.sort_unstable();
    match names[..] {
        ["object"] => Ok(Form::Object),
        ["array"] => Ok(Form::Array),
        ["string"] if has_content(node) => Ok(Form::JsonText(node.get("contentSchema"))),
        ["string"] => Ok(Form::String),
        ["integer"] => Ok(Form::Integer),
        ["number"] => Ok(Form::Number),
        ["boolean"] => Ok(Form::Boolean),
        ["number", "string"] => Ok(Form::NumberOrString),
        [] => Err((
            "type",
            "a value that is always null carries nothing".into(),
            "leave the property out, or add the type that it has otherwise".into(),
        )),
        _ => Err((
            "type",
            "these types together have no Rust type".into(),
            "name one type, one and `null`, or `number` and `string`; leave `type` out for any JSON"
                .into(),
        )),
    }
}

fn has_content(node: &Node) -> bool {
    ["contentMediaType", "contentSchema"].iter().any(|keyword| node.get(keyword).is_some())
}

fn type_names(types: &Node) -> Vec<&str> {
    types.as_str().into_iter().chain(types.elements().iter().filter_map(Node::as_str)).collect()
}

/// Whether `type` lists `null` beside what decides the form.
#[must_use]
pub fn type_allows_null(node: &Node) -> bool {
    node.get("type").is_some_and(|types| type_names(types).contains(&"null"))
}

fn any_of(branches: &Node) -> Result<Form<'_>, Refusal<'_>> {
    let refused = || {
        let message = "this `anyOf` is neither an open set of values, an open union of objects nor a \
                       nullable value";
        let help = "an open set is `anyOf: [{\"enum\": […]}, {\"type\": \"string\"}]`, an open union is \
                    `anyOf: [{\"$ref\": …}, …, {\"type\": \"object\"}]`, a nullable value is `anyOf: [{…}, \
                    {\"type\": \"null\"}]`";
        Err(("anyOf", message.to_owned(), help.to_owned()))
    };
    let Some((last, known)) = branches.elements().split_last() else { return refused() };
    if let ([value], true) = (known, is_null(last)) {
        return Ok(Form::Nullable(value));
    }
    let is_any = |name| last.str("type") == Some(name) && last.members().len() == 1;
    if is_any("object") && !known.is_empty() && known.iter().all(|arm| arm.get("$ref").is_some()) {
        return Ok(Form::Union(known));
    }
    let numbers = last.members().len() == 1 && is_number_or_string(last);
    match known {
        [known] if is_any("string") || numbers => match known_values(known) {
            Some(values) => Ok(Form::OpenSet(OpenSet { values, numbers })),
            None => Err((
                "anyOf",
                "the known values of an open set are texts, and there is one at least".into(),
                "write `{\"enum\": [\"…\"]}` or `{\"oneOf\": [{\"const\": \"…\", \"description\": \"…\"}]}`; \
                 numbers are kept with their digits if the last branch is `{\"type\": [\"string\", \"number\"]}`"
                    .into(),
            )),
        },
        _ => refused(),
    }
}

fn is_number_or_string(node: &Node) -> bool {
    let mut names = node.get("type").map(type_names).unwrap_or_default();
    names.sort_unstable();
    matches!(names[..], ["number" | "integer", "string"])
}

fn is_null(node: &Node) -> bool {
    node.str("type") == Some("null") && node.members().len() == 1
}

/// The values of `{"enum": [texts]}` or `{"oneOf": [{"const": text, "description": …}]}`.
fn known_values(node: &Node) -> Option<Vec<KnownValue<'_>>> {
    let values: Vec<_> = if let Some(texts) = node.get("enum") {
        has_only(node, &["enum", "type"]).then_some(())?;
        let value = |node| Some(KnownValue { node, text: node.as_str()?, description: None });
        texts.elements().iter().map(value).collect::<Option<_>>()?
    } else {
        has_only(node, &["oneOf"]).then_some(())?;
        node.get("oneOf")?.elements().iter().map(described_value).collect::<Option<_>>()?
    };
    (node.str("type").is_none_or(|name| name == "string") && !values.is_empty()).then_some(values)
}

fn described_value(branch: &Node) -> Option<KnownValue<'_>> {
    has_only(branch, &["const", "description"]).then_some(())?;
    let node = branch.get("const")?;
    Some(KnownValue { node, text: node.as_str()?, description: branch.str("description") })
}

fn has_only(node: &Node, allowed: &[&str]) -> bool {
    node.members().iter().all(|member| allowed.contains(&member.name.as_str()))
}
