//! The tables against the model.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::corpus::{Kind, Table};
use crate::coverage::report::{Coverage, Difference, Missing};
use crate::model::{Item, ItemKind, Model, Type};

/// A type of the model that a table can be about.
struct Known<'a> {
    schema: &'a str,
    item: &'a Item,
    members: Vec<&'a str>,
}

pub(super) fn compare(tables: &[Table], model: &Model, coverage: &mut Coverage) {
    let known = known(model);
    let by_name: HashMap<String, usize> =
        known.iter().enumerate().map(|(at, known)| (normal(&known.item.name), at)).collect();
    // By type, and by name for those without.
    let mut found: BTreeMap<usize, Vec<&Table>> = BTreeMap::new();
    let mut missing: BTreeMap<String, (Missing, BTreeSet<String>)> = BTreeMap::new();
    for table in tables.iter().filter(|table| table.kind != Kind::Body) {
        let at = by_name.get(&normal(&table.name)).copied().or_else(|| by_page(table, &known));
        if let Some(at) = at {
            found.entry(at).or_default().push(table);
            continue;
        }
        let name = table.type_name();
        let (entry, members) = missing
            .entry(normal(&name))
            .or_insert_with(|| (Missing { name, pages: vec![] }, BTreeSet::new()));
        members.extend(table.members().map(str::to_lowercase));
        if !entry.pages.contains(&table.page) {
            entry.pages.push(table.page.clone());
        }
    }
    coverage.resources = found.len() + missing.len();
    for (missing, members) in missing.into_values() {
        coverage.properties += members.len();
        coverage.missing.push(missing);
    }
    for (at, tables) in found {
        let difference = difference(&known[at], &tables, coverage);
        if !difference.is_empty() {
            coverage.different.push(difference);
        }
    }
    coverage.different.sort_by(|a, b| a.type_name.cmp(&b.type_name));
}

fn known(model: &Model) -> Vec<Known<'_>> {
    let items: HashMap<&str, &Item> = model
        .modules
        .iter()
        .flat_map(|module| &module.items)
        .map(|item| (item.name.as_str(), item))
        .collect();
    let mut known = Vec::new();
    for module in &model.modules {
        for item in &module.items {
            known.push(Known { schema: &module.schema, item, members: members(item, &items) });
        }
    }
    known
}

/// The properties or values of a type; those of its target where it is an alias.
fn members<'a>(item: &'a Item, items: &HashMap<&str, &'a Item>) -> Vec<&'a str> {
    match &item.kind {
        ItemKind::Struct(structure) => {
            structure.fields.iter().map(|field| field.property.as_str()).collect()
        }
        ItemKind::OpenEnum(set) => {
            set.variants.iter().map(|variant| variant.text.as_str()).collect()
        }
        ItemKind::Alias(Type::Named(name, _)) => {
            items.get(name.as_str()).map(|item| members(item, items)).unwrap_or_default()
        }
        _ => vec![],
    }
}

/// `ProductSku`, `Product SKU`, `product-sku`: one name.
fn normal(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The type for a table under words that name none, such as *REST response*: one that links the page
/// and has most of the table's properties, and at least half of them.
fn by_page(table: &Table, known: &[Known<'_>]) -> Option<usize> {
    if !table.name.contains(' ') {
        return None;
    }
    let shared = |known: &Known<'_>| {
        let has = |name: &&str| known.members.iter().any(|of| of.eq_ignore_ascii_case(name));
        table.members().filter(has).count()
    };
    known
        .iter()
        .enumerate()
        .filter(|(_, known)| links(known.item, &table.page))
        .map(|(at, known)| (shared(known), at))
        .filter(|(shared, _)| *shared > 0 && shared * 2 >= table.rows.len())
        .max_by_key(|(shared, at)| (*shared, std::cmp::Reverse(*at)))
        .map(|(_, at)| at)
}

/// Whether the documentation of a type links that page.
fn links(item: &Item, page: &str) -> bool {
    item.docs
        .notes
        .iter()
        .any(|note| note.split(['(', ')', '#']).any(|part| part.rsplit('/').next() == Some(page)))
}

fn difference(known: &Known<'_>, tables: &[&Table], coverage: &mut Coverage) -> Difference {
    let mut difference = Difference {
        type_name: known.item.name.clone(),
        schema: known.schema.to_owned(),
        ..Difference::default()
    };
    let mut documented: Vec<&str> = Vec::new();
    for name in tables.iter().flat_map(|table| table.members()) {
        if !documented.contains(&name) {
            documented.push(name);
        }
    }
    coverage.properties += documented.len();
    let same_but_case = |name: &str| {
        known.members.iter().find(|of| of.eq_ignore_ascii_case(name)).map(|of| (*of).to_owned())
    };
    for name in &documented {
        if known.members.contains(name) {
            coverage.properties_found += 1;
        } else if let Some(of) = same_but_case(name) {
            coverage.properties_found += 1;
            difference.case_only.push(((*name).to_owned(), of));
        } else {
            difference.not_in_schema.push((*name).to_owned());
        }
    }
    difference.not_documented = known
        .members
        .iter()
        .filter(|of| !documented.iter().any(|name| name.eq_ignore_ascii_case(of)))
        .map(|of| (*of).to_owned())
        .collect();
    difference
}
