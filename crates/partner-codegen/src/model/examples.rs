//! The `examples` of types as doctests. Those of properties are in the notes; the contract tests try all.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use crate::json::{Kind, Node};
use crate::load::Source;
use crate::model::{Doctest, Item, ItemKind, Model, Module};
use crate::resolve::{Resolved, is_identifier};

/// Gives every type a doctest for each of its examples that is an object or an array; anything else is
/// among the notes. They name types by their path in `partner_models`, so modules of other people's schemas
/// have none.
pub fn add_doctests(model: &mut Model, resolved: &Resolved<'_>) {
    for (module, source) in model.modules.iter_mut().zip(resolved.sources) {
        let families = &module.path[..module.path.len() - 1];
        for item in &mut module.items {
            let Some((_, node)) = source.root.at(&item.place.0) else { continue };
            let path = families.iter().chain([&item.name]).map(String::as_str).collect::<Vec<_>>();
            let examples = node.get("examples").map(Node::elements).unwrap_or_default();
            item.docs.doctests = examples
                .iter()
                .filter(|example| matches!(example.kind, Kind::Object(_) | Kind::Array(_)))
                .map(|example| Doctest {
                    path: path.join("::"),
                    arguments: arguments(item),
                    json: dedent(&source.text, example),
                    variable: variable(&item.name),
                })
                .collect();
        }
    }
}

impl Model {
    /// The first example of each type that has one, as JSON, by the name of the type.
    pub(crate) fn examples(&self, sources: &[Source]) -> BTreeMap<String, String> {
        let of_module = |(module, source): (&Module, &Source)| {
            let of_item = |item: &Item| {
                let (_, node) = source.root.at(&item.place.0)?;
                let example = node.get("examples")?.elements().first()?;
                Some((item.name.clone(), dedent(&source.text, example)))
            };
            module.items.iter().filter_map(of_item).collect::<Vec<_>>()
        };
        self.modules.iter().zip(sources).flat_map(of_module).collect()
    }
}

/// What an open parameter may be is any JSON.
fn arguments(item: &Item) -> String {
    match &item.kind {
        ItemKind::Struct(structure) if !structure.parameters.is_empty() => {
            format!("<{}>", vec!["partner_models::RawJson"; structure.parameters.len()].join(", "))
        }
        _ => String::new(),
    }
}

fn variable(name: &str) -> String {
    let name = name.to_snake_case();
    if is_identifier(&name) { name } else { "value".to_owned() }
}

/// The text of a value as it stands in its file, moved to the left margin.
fn dedent(text: &str, node: &Node) -> String {
    let line = text[..node.span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let margin = text[line..].len() - text[line..].trim_start_matches([' ', '\t']).len();
    let mut dedented = String::new();
    for (index, line) in text[node.span.clone()].split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        if index > 0 {
            dedented.push('\n');
            dedented.push_str(&line[blank.min(margin)..]);
        } else {
            dedented.push_str(line);
        }
    }
    dedented
}

#[cfg(test)]
mod tests {
    use super::dedent;
    use crate::json::parse;

    #[test]
    fn a_value_is_moved_to_the_margin() {
        let text = "{\n  \"a\": {\n    \"b\": [\n      1\n    ]\n  }\n}";
        let root = parse(text).expect("it is JSON");
        let node = root.get("a").expect("there is such a member");
        assert_eq!(dedent(text, node), "{\n  \"b\": [\n    1\n  ]\n}");
    }
}
