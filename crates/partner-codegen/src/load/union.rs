//! The arms of an open union: what an object must say to be of that arm's type.
//!
//! An arm is a `$ref`. Beside it `properties` may say, by `const` or `enum`, what the object has then:
//!
//! ```json
//! { "$ref": "office-line.schema.json",
//!   "properties": { "billingProvider": { "const": "office" } }, "required": ["billingProvider"] }
//! ```
//!
//! An arm that says nothing is told by the `objectType` of its `attributes`.

use crate::json::{Kind, Node};

/// What an object must say: one of these texts at a path.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition<'a> {
    /// The names of the properties that lead there.
    pub path: Vec<&'a str>,
    /// The schema of the last property.
    pub node: &'a Node,
    /// The texts, with their places.
    pub texts: Vec<(&'a Node, &'a str)>,
}

/// Something wrong with an arm: where, what, and the way out.
pub(crate) type Fault<'a> = (&'a Node, String, String);

/// The conditions of an arm, in the order in which it states them.
///
/// # Errors
///
/// What of the arm says nothing that could be honoured.
pub(crate) fn conditions(arm: &Node) -> Result<Vec<Condition<'_>>, Fault<'_>> {
    if let Some(other) = arm.members().iter().find(|it| {
        !matches!(&*it.name, "$ref" | "properties" | "required" | "description" | "$comment")
    }) {
        return Err((
            &other.value,
            format!("`{}` is not allowed on an arm of an open union", other.name),
            "an arm is a `$ref`, a `description` and, in `properties` and `required`, what its objects say".into(),
        ));
    }
    let mut conditions = Vec::new();
    if arm.get("properties").is_some() || arm.get("required").is_some() {
        said(arm, &mut Vec::new(), &mut conditions)?;
    }
    Ok(conditions)
}

fn said<'a>(
    node: &'a Node,
    path: &mut Vec<&'a str>,
    conditions: &mut Vec<Condition<'a>>,
) -> Result<(), Fault<'a>> {
    let properties = node.get("properties").map(Node::members).unwrap_or_default();
    if properties.is_empty() {
        let help =
            "write `\"properties\": {\"type\": {\"const\": \"…\"}}, \"required\": [\"type\"]`";
        return Err((node, "this says nothing of what an object has".into(), help.into()));
    }
    let required = node.get("required").map(Node::elements).unwrap_or_default();
    for name in required {
        if !properties.iter().any(|it| name.as_str() == Some(&*it.name)) {
            let message = "this is required, and not among the `properties` of the arm".into();
            return Err((name, message, "say by `const` what it must be, or leave it out".into()));
        }
    }
    for property in properties {
        let schema = &property.value;
        if !required.iter().any(|name| name.as_str() == Some(&*property.name)) {
            let message = format!("`{}` is not `required` beside it", property.name);
            let help = "an object without it would be valid as this arm: add it to `required`";
            return Err((schema, message, help.into()));
        }
        path.push(&property.name);
        let names: Vec<&str> = schema.members().iter().map(|it| &*it.name).collect();
        let is_object = |it: &&str| {
            matches!(*it, "type" | "properties" | "required" | "description" | "$comment")
        };
        if names.iter().all(is_object)
            && names.contains(&"properties")
            && schema.str("type").is_none_or(|name| name == "object")
        {
            said(schema, path, conditions)?;
        } else {
            conditions.push(Condition { path: path.clone(), node: schema, texts: texts(schema)? });
        }
        path.pop();
    }
    Ok(())
}

/// The texts of `{"const": …}` or `{"enum": […]}`.
fn texts(schema: &Node) -> Result<Vec<(&Node, &str)>, Fault<'_>> {
    let fault = |node| {
        let help = "write `{\"const\": \"…\"}`, or `{\"enum\": [\"…\", \"…\"]}`; an object inside says so in \
                    `properties` and `required` of its own";
        (node, "this does not say by which texts an object is known".to_owned(), help.to_owned())
    };
    let is_text = schema.str("type").is_none_or(|name| name == "string");
    let is_note = |name: &str| matches!(name, "type" | "description" | "$comment");
    let mut members = schema.members().iter().filter(|it| !is_note(&it.name));
    let (Some(member), None, true) = (members.next(), members.next(), is_text) else {
        return Err(fault(schema));
    };
    let nodes = match (&*member.name, &member.value.kind) {
        ("const", _) => std::slice::from_ref(&member.value),
        ("enum", Kind::Array(nodes)) if !nodes.is_empty() => nodes,
        _ => return Err(fault(schema)),
    };
    nodes
        .iter()
        .map(|node| node.as_str().map(|text| (node, text)).ok_or_else(|| fault(node)))
        .collect()
}
