//! One type in words.

use std::fmt;

use crate::explain::Atlas;
use crate::explain::atlas::references;
use crate::explain::find::NotFound;
use crate::model::{Docs, Item, ItemKind, Module, Struct, Union};

/// What is known about a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The name of the type.
    pub name: String,
    /// Headings with what is below them; one line without a heading is part of the one before.
    facts: Vec<(&'static str, Vec<String>)>,
}

impl Atlas {
    /// Explains the types that a word means: see [`NotFound`] for what it may be.
    ///
    /// # Errors
    ///
    /// Where the word means none.
    pub fn explain(&self, wanted: &str) -> Result<Vec<Explanation>, NotFound> {
        let found = self.find(wanted)?;
        Ok(found.into_iter().map(|(module, item)| self.explanation(module, item)).collect())
    }

    fn explanation(&self, module: &Module, item: &Item) -> Explanation {
        let mut facts = vec![
            ("from", vec![self.place(module, item)]),
            ("is", vec![item.docs.description.clone()]),
            ("becomes", becomes(module, item)),
        ];
        facts.push(match &item.kind {
            ItemKind::Struct(structure) => ("properties", properties(structure)),
            ItemKind::OpenEnum(set) => (
                "values",
                table(set.variants.iter().map(|of| {
                    [of.text.clone(), of.name.clone(), of.description.clone().unwrap_or_default()]
                })),
            ),
            ItemKind::Union(union) => ("objects", arms(union)),
            ItemKind::Alias(_) | ItemKind::Text => ("properties", vec![]),
        });
        let mut used: Vec<String> = Vec::new();
        for reference in references(item) {
            let schema = self.items().find(|(_, item)| item.name == reference.to);
            let schema = schema.map(|(of, _)| of.schema.as_str()).unwrap_or_default();
            let line = format!("{} ({schema})", reference.to);
            if !used.contains(&line) {
                used.push(line);
            }
        }
        facts.push(("refers to", used));
        let users = self.references().filter(|reference| reference.to == item.name);
        let users = users.map(|reference| match reference.property {
            Some(property) => [format!("{}.{property}", reference.from), reference.ty.to_string()],
            None => [reference.from.to_owned(), format!("= {}", reference.ty)],
        });
        facts.push(("referred to by", table(users)));
        let messages = self.messages(module, item);
        facts.push(("messages", messages.into_iter().map(str::to_owned).collect()));
        facts.push(("documented at", page(&item.docs).into_iter().collect()));
        Explanation { name: item.name.clone(), facts }
    }

    /// The file, and the line where the schema begins.
    fn place(&self, module: &Module, item: &Item) -> String {
        let Some(pointer) = &item.pointer else {
            return format!("schemas/{}, an object without a name of its own", module.schema);
        };
        let line = self.source(module).and_then(|source| {
            let node = source.root.pointer(pointer)?;
            Some(source.problem(node.span.clone(), "", "").position().0)
        });
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        let pointer = if pointer.is_empty() { String::new() } else { format!(" #{pointer}") };
        format!("schemas/{}{line}{pointer}", module.schema)
    }
}

/// The Rust type and its file.
fn becomes(module: &Module, item: &Item) -> Vec<String> {
    let mut path = module.path.clone();
    path.pop();
    path.push(item.name.clone());
    let path = path.join("::");
    let what = match &item.kind {
        ItemKind::Struct(structure) if structure.parameters.is_empty() => {
            format!("struct partner_models::{path}")
        }
        ItemKind::Struct(structure) => {
            format!("struct partner_models::{path}<{}>", structure.parameters.join(", "))
        }
        ItemKind::OpenEnum(_) | ItemKind::Union(_) => format!("enum partner_models::{path}, open"),
        ItemKind::Text => format!("struct partner_models::{path}, text of its own type"),
        ItemKind::Alias(ty) => format!("type partner_models::{path} = {ty}"),
    };
    vec![what, format!("in crates/partner-models/src/generated/{}.rs", module.path.join("/"))]
}

fn properties(structure: &Struct) -> Vec<String> {
    let mut lines = table(structure.fields.iter().map(|field| {
        let ty = field.whole_type();
        let marks = [(field.required, "required"), (field.docs.deprecated, "deprecated")];
        let marks: Vec<_> = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
        [field.property.clone(), format!("{}: {ty}", field.name), marks.join(", ")]
    }));
    if let Some((name, ty)) = &structure.additional {
        lines.push(format!("properties of other names are in `{name}`, each {ty}"));
    } else {
        lines.push(format!("everything else is kept in `{}`", structure.extra));
    }
    lines
}

/// The types of a union, and what their objects say.
fn arms(union: &Union) -> Vec<String> {
    let says = |(tag, texts): &(usize, Vec<String>)| {
        format!("{} = {}", union.tags[*tag].path.join("."), texts.join(" or "))
    };
    let rows = union.arms.iter().flat_map(|arm| {
        let alternatives = arm.alternatives.iter();
        alternatives
            .map(move |said| [arm.ty.clone(), said.iter().map(says).collect::<Vec<_>>().join(", ")])
    });
    let mut lines = table(rows);
    lines.push("everything else is kept as it is".to_owned());
    lines
}

/// The page that the documentation links.
fn page(docs: &Docs) -> Option<String> {
    docs.notes.iter().find_map(|note| {
        Some(note.strip_prefix("[Microsoft's documentation](")?.strip_suffix(')')?.to_owned())
    })
}

/// Rows with their columns under each other.
fn table<const N: usize>(rows: impl Iterator<Item = [String; N]>) -> Vec<String> {
    let rows: Vec<_> = rows.collect();
    let width = |column: usize| {
        rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..N).map(width).collect();
    rows.iter()
        .map(|row| {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        })
        .collect()
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        for (heading, lines) in &self.facts {
            for (at, line) in lines.iter().enumerate() {
                let heading = if at == 0 { heading } else { "" };
                write!(f, "\n  {heading:<14}  {line}")?;
            }
        }
        Ok(())
    }
}
