//! The `examples` of schemas as doctests: one that no longer is read, or written back as it was,
//! fails `cargo test --doc` with the name of its type or field.

use heck::ToSnakeCase;

use crate::json::{Kind, Node};
use crate::model::{Doctest, Item, ItemKind, Model, Struct};
use crate::resolve::{Resolved, is_identifier};

/// Gives every type and field a doctest for each of its examples. They name types by their path in
/// `partner_models`, so modules of other people's schemas have none.
pub fn add_doctests(model: &mut Model, resolved: &Resolved<'_>) {
    for (module, source) in model.modules.iter_mut().zip(resolved.sources) {
        let text = &*source.text;
        for item in &mut module.items {
            let Some((_, node)) = source.root.at(&item.place.0) else { continue };
            let plain = Doctest {
                path: module.path[..module.path.len() - 1]
                    .iter()
                    .chain([&item.name])
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join("::"),
                arguments: arguments(item),
                json: String::new(),
                shown_as: None,
            };
            item.docs.doctests = examples(node)
                .iter()
                .map(|example| Doctest {
                    json: dedent(text, example),
                    shown_as: shown_as(&item.name, example),
                    ..plain.clone()
                })
                .collect();
            if let ItemKind::Struct(structure) = &mut item.kind {
                of_fields(structure, node, &plain, text);
            }
        }
    }
}

fn examples(node: &Node) -> &[Node] {
    node.get("examples").map(Node::elements).unwrap_or_default()
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

/// An object or an array is shown as code; anything else is among the notes of the documentation.
fn shown_as(name: &str, example: &Node) -> Option<String> {
    matches!(example.kind, Kind::Object(_) | Kind::Array(_)).then(|| {
        let name = name.to_snake_case();
        if is_identifier(&name) { name } else { "value".to_owned() }
    })
}

/// The examples of the properties, each in an object that has nothing but it and what is required.
fn of_fields(structure: &mut Struct, node: &Node, plain: &Doctest, text: &str) {
    let required: Vec<(String, String)> = structure
        .fields
        .iter()
        .filter(|field| field.required)
        .filter_map(|field| {
            let value = examples(node).first()?.get(&field.property)?;
            Some((field.property.clone(), dedent(text, value)))
        })
        .collect();
    for field in &mut structure.fields {
        let Some(property) = node.get("properties").and_then(|all| all.get(&field.property)) else {
            continue;
        };
        let of_field = |example: &Node| {
            let own = (field.property.clone(), dedent(text, example));
            let others = required.iter().filter(|(name, _)| *name != field.property);
            let members: Vec<_> = others
                .chain([&own])
                .map(|(name, value)| format!("{}: {value}", serde_json::Value::from(name.as_str())))
                .collect();
            Doctest { json: format!("{{{}}}", members.join(", ")), ..plain.clone() }
        };
        field.docs.doctests = examples(property).iter().map(of_field).collect();
    }
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
