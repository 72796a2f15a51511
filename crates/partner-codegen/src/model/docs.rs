//! What a schema says about itself, as documentation.

use crate::json::{Kind, Node};
use crate::load::{Form, constraints, form};
use crate::prose;

/// The documentation of a Rust item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Docs {
    /// What it means.
    pub description: String,
    /// Further paragraphs, in Markdown.
    pub notes: Vec<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Whether the values are personal data or secrets, which `Debug` does not show.
    pub personal: bool,
    /// Whether the values are GUIDs as a rule, and compared as such.
    pub guid: bool,
    /// What its examples come to: see [`add_doctests`](crate::model::add_doctests).
    pub doctests: Vec<Doctest>,
}

/// JSON that a type reads, for readers to see and `cargo test --doc` to try.
#[derive(Debug, Clone, PartialEq)]
pub struct Doctest {
    /// The path of the type below `partner_models`.
    pub path: String,
    /// Its type arguments, with the angle brackets; empty where it has no parameter.
    pub arguments: String,
    /// The JSON, as it stands in the schema.
    pub json: String,
    /// What to call the value.
    pub variable: String,
}

impl Docs {
    /// The documentation of a schema.
    #[must_use]
    pub fn of(node: &Node) -> Self {
        let mut notes = Vec::new();
        if node.is_true("readOnly") {
            notes.push("The service sets it; in a request it is ignored.".to_owned());
        }
        if node.is_true("writeOnly") {
            notes.push("It is sent only: the service does not return it.".to_owned());
        }
        if node.is_true("x-personal") {
            notes.push("Personal data: `Debug` does not show it.".to_owned());
        }
        if node.is_true("x-lenient") && !matches!(form(node), Ok(Form::Object)) {
            notes.push("A value of another type is kept in `extra`.".to_owned());
        }
        if let Some(default) = node.get("default") {
            notes.push(format!(
                "If it is absent, the service uses {}.",
                prose::code(&default.to_value().to_string())
            ));
        }
        let bounds: Vec<_> = form(node)
            .map_or(&[][..], |form| constraints(&form))
            .iter()
            .filter_map(|keyword| {
                Some(prose::code(&format!("{keyword}: {}", node.get(keyword)?.to_value())))
            })
            .collect();
        if !bounds.is_empty() {
            notes.push(format!(
                "The schema requires {}; reading does not check it.",
                bounds.join(", ")
            ));
        }
        let examples: Vec<_> = node
            .get("examples")
            .map(Node::elements)
            .unwrap_or_default()
            .iter()
            .filter(|example| !matches!(example.kind, Kind::Object(_) | Kind::Array(_)))
            .map(|example| {
                let text = example.as_str().map(str::to_owned);
                prose::code(&text.unwrap_or_else(|| example.to_value().to_string()))
            })
            .collect();
        if !examples.is_empty() {
            notes.push(format!("Example: {}.", examples.join(", ")));
        }
        if let Some(url) = node.get("externalDocs").and_then(|docs| docs.str("url")) {
            notes.push(prose::link("Microsoft's documentation", url));
        }
        Self {
            description: node.str("description").unwrap_or_default().to_owned(),
            notes,
            deprecated: node.is_true("deprecated"),
            personal: node.is_true("x-personal"),
            guid: node.str("format") == Some("uuid"),
            doctests: Vec::new(),
        }
    }
}
