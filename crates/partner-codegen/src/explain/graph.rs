//! The types and their references as a Mermaid flowchart.

use std::collections::BTreeSet;

use crate::explain::Atlas;
use crate::explain::atlas::{Reference, references};
use crate::explain::find::NotFound;
use crate::model::{Item, ItemKind, Module, Type};

impl Atlas {
    /// The schema graph in [Mermaid](https://mermaid.js.org): a node for each type, a line for each
    /// reference, labelled with its property, with `*` where that is a list. Without a word it shows every type;
    /// with the name of a family, its types and those that they refer to; with a type or a schema, all
    /// that can be reached from it.
    ///
    /// # Errors
    ///
    /// Where the word is neither a family nor a type nor a schema.
    pub fn graph(&self, of: Option<&str>) -> Result<String, NotFound> {
        let family = |module: &Module, family: &str| {
            module.path.len() > 1 && module.path[0] == family.trim_end_matches('/')
        };
        let chosen: BTreeSet<&str> = match of {
            None => self.items().map(|(_, item)| item.name.as_str()).collect(),
            Some(word) if self.model.modules.iter().any(|module| family(module, word)) => {
                let own = self.items().filter(|(module, _)| family(module, word));
                own.map(|(_, item)| item.name.as_str()).collect()
            }
            Some(word) => self.reachable(self.find(word)?.into_iter().map(|(_, item)| item)),
        };
        Ok(self.draw(&chosen))
    }

    /// The types that can be reached from these, themselves included.
    fn reachable<'a>(&'a self, from: impl Iterator<Item = &'a Item>) -> BTreeSet<&'a str> {
        let mut open: Vec<&str> = from.map(|item| item.name.as_str()).collect();
        let mut reached = BTreeSet::new();
        while let Some(name) = open.pop() {
            if reached.insert(name) {
                let item = self.items().find(|(_, item)| item.name == name);
                open.extend(
                    item.into_iter().flat_map(|(_, item)| references(item)).map(|of| of.to),
                );
            }
        }
        reached
    }

    fn draw(&self, chosen: &BTreeSet<&str>) -> String {
        let mut nodes: BTreeSet<&str> = chosen.clone();
        let mut lines = String::new();
        for (_, item) in self.items().filter(|(_, item)| chosen.contains(item.name.as_str())) {
            for reference in references(item) {
                nodes.insert(reference.to);
                lines.push_str(&line(&reference));
            }
        }
        let mut text = String::from("flowchart LR\n");
        for (_, item) in self.items().filter(|(_, item)| nodes.contains(item.name.as_str())) {
            text.push_str(&node(item));
        }
        text + &lines
    }
}

/// A struct is a box, an enum has round ends, a union has pointed ones, text leans, an alias has a double edge.
fn node(item: &Item) -> String {
    let name = &item.name;
    match &item.kind {
        ItemKind::Struct(structure) if !structure.parameters.is_empty() => {
            // Angle brackets would be taken for HTML.
            format!("  {name}[{name} of {}]\n", structure.parameters.join(", "))
        }
        ItemKind::Struct(_) => format!("  {name}[{name}]\n"),
        ItemKind::OpenEnum(_) => format!("  {name}([{name}])\n"),
        ItemKind::Union(_) => format!("  {name}{{{{{name}}}}}\n"),
        ItemKind::Text => format!("  {name}[/{name}/]\n"),
        ItemKind::Alias(_) => format!("  {name}[[{name}]]\n"),
    }
}

fn line(reference: &Reference<'_>) -> String {
    let Reference { from, property, ty, to } = reference;
    match property {
        Some(property) => {
            let list = if has_list(ty) { " *" } else { "" };
            format!("  {from} -->|{}{list}| {to}\n", label(property))
        }
        None => format!("  {from} -.-> {to}\n"),
    }
}

fn has_list(ty: &Type) -> bool {
    match ty {
        Type::List(_) => true,
        Type::Boxed(inner) | Type::Nullable(inner) => has_list(inner),
        _ => false,
    }
}

/// A property as Mermaid takes it: brackets, bars, quotes and the like would end a label.
fn label(property: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "@_.- ".contains(c);
    let escaped = |c: char| if plain(c) { c.to_string() } else { format!("#{};", u32::from(c)) };
    property.chars().map(escaped).collect()
}
