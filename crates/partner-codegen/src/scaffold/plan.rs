//! The types of new families: what each is made of, before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToKebabCase, ToUpperCamelCase};

use crate::corpus::{Kind, Row, Table, of_page};
use crate::json::Node;
use crate::resolve::RESERVED;
use crate::scaffold::infer::Seen;
use crate::scaffold::known::{Known, Target, plain};
use crate::scaffold::said::Said;

/// A type that gets a schema.
#[derive(Debug, Default)]
pub(super) struct Entity {
    /// `SelfServePolicy`
    pub(super) name: String,
    pub(super) family: String,
    pub(super) page: String,
    pub(super) rows: Vec<Row>,
    pub(super) is_set: bool,
    pub(super) seen: Option<Seen>,
    /// The object types that its samples name.
    pub(super) object_types: BTreeSet<String>,
}

impl Entity {
    /// The path of its schema.
    pub(super) fn path(&self) -> String {
        format!("{}/{}.schema.json", self.family, self.name.to_kebab_case())
    }

    fn row(&self, name: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.name.eq_ignore_ascii_case(name))
    }

    /// How much of an object the table has, from 0 to 100.
    pub(super) fn share(&self, node: &Node) -> usize {
        let members = node.members();
        let known = members.iter().filter(|member| self.row(&member.name).is_some()).count();
        known * 100 / members.len().max(1)
    }
}

/// A type, there or to be made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Type {
    /// The path of a schema that is there.
    There(String),
    /// One of the plan's.
    New(usize),
}

/// The new types.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) entities: Vec<Entity>,
    by_name: BTreeMap<String, usize>,
    there: Known,
}

impl Plan {
    /// The types of those tables, beside the ones that are there.
    pub(super) fn of<'a>(there: Known, tables: impl Iterator<Item = (&'a str, &'a Table)>) -> Self {
        let mut plan = Self { entities: vec![], by_name: BTreeMap::new(), there };
        let mut tables: Vec<_> = tables.filter(|(_, table)| table.kind != Kind::Body).collect();
        // Of two types of one name, that of the page of that name keeps it.
        tables.sort_by_key(|(_, table)| table.type_name() != of_page(&table.page));
        for (family, table) in tables {
            plan.table(family, table);
        }
        plan.name_objects();
        plan
    }

    /// Finds the tables of what other tables only call objects: of the same page, under the name of the
    /// property, by itself (`renewsTo`) or after that of the type (`lineItems` of a `Cart`).
    fn name_objects(&mut self) {
        for at in 0..self.entities.len() {
            let entity = &self.entities[at];
            let found: Vec<_> = entity
                .rows
                .iter()
                .map(|row| {
                    let is_object = match Said::of(row) {
                        Said::List(item) => matches!(*item, Said::Object | Said::Any),
                        said => said == Said::Object,
                    };
                    let names = [format!("{}{}", entity.name, row.name), row.name.clone()];
                    let types = names.iter().filter_map(|name| self.find(name));
                    let mut same = types.filter_map(|ty| match ty {
                        Type::New(of) if self.entities[of].page == entity.page => Some(of),
                        _ => None,
                    });
                    same.next().filter(|_| is_object)
                })
                .collect();
            for (row, of) in found.into_iter().enumerate() {
                if let Some(of) = of {
                    let name = self.entities[of].name.clone();
                    self.entities[at].rows[row].item = name;
                }
            }
        }
    }

    fn table(&mut self, family: &str, table: &Table) {
        // Statuses and what they mean are no type.
        if table.members().all(|name| name.chars().all(|c| c.is_ascii_digit())) {
            return;
        }
        let mut name = table.type_name();
        if RESERVED.contains(&name.as_str()) {
            name = format!("{}{name}", of_page(&table.page));
        }
        let mut wanted = name.clone();
        if self.there.named(&name).is_some() {
            return;
        }
        if let Some(at) = self.by_name.get(&plain(&name)).copied() {
            let known = &mut self.entities[at];
            let (long, short) = if known.rows.len() < table.rows.len() {
                (&table.rows, &known.rows)
            } else {
                (&known.rows, &table.rows)
            };
            let has = |row: &Row| long.iter().any(|of| of.name.eq_ignore_ascii_case(&row.name));
            if known.page == table.page || short.iter().all(has) {
                for row in &table.rows {
                    if known.row(&row.name).is_none() {
                        known.rows.push(row.clone());
                    }
                }
                return;
            }
            wanted = self.free(&format!("{} {name}", of_page(&table.page)));
        }
        self.add(Entity {
            name: wanted,
            family: family.to_owned(),
            page: table.page.clone(),
            rows: table.rows.clone(),
            is_set: table.kind == Kind::Enum,
            ..Entity::default()
        });
    }

    /// Adds a type of a free name.
    pub(super) fn add(&mut self, entity: Entity) -> usize {
        self.by_name.insert(plain(&entity.name), self.entities.len());
        self.entities.push(entity);
        self.entities.len() - 1
    }

    /// A name like that one which no type has.
    pub(super) fn free(&self, name: &str) -> String {
        let name = name.to_upper_camel_case();
        let is_free = |name: &str| {
            let key = plain(name);
            !self.by_name.contains_key(&key)
                && self.there.named(name).is_none()
                && !RESERVED.iter().any(|taken| plain(taken) == key)
        };
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        names.find(|name| is_free(name)).unwrap_or(name)
    }

    /// The type that a page names, in the singular or the plural.
    pub(super) fn find(&self, name: &str) -> Option<Type> {
        let name = plain(name);
        let stems = ["", "resource", "resources", "object", "objects", "collection", "s"];
        let new = stems.iter().find_map(|end| self.by_name.get(name.strip_suffix(end)?));
        match new {
            Some(at) => Some(Type::New(*at)),
            None => self.there.named(&name).map(|target| Type::There(target.reference.clone())),
        }
    }

    /// Adds a sample to a type, and its parts to theirs.
    pub(super) fn absorb(&mut self, at: usize, node: &Node) {
        let entity = &mut self.entities[at];
        entity.seen.get_or_insert_default().add(node);
        if let Some(name) = node.get("attributes").and_then(|of| of.str("objectType")) {
            entity.object_types.insert(name.to_owned());
        }
        let mut parts = Vec::new();
        for member in node.members() {
            // An object inside would have a name like this.
            let inside = || Said::Named(format!("{}{}", entity.name, member.name));
            let said = entity.row(&member.name).map_or_else(inside, Said::of);
            let (name, nodes) = match said {
                Said::Named(name) => (name, vec![&member.value]),
                Said::List(item) => match *item {
                    Said::Named(name) => (name, member.value.elements().iter().collect()),
                    _ => continue,
                },
                _ => (format!("{}{}", entity.name, member.name), vec![&member.value]),
            };
            parts.push((name, nodes));
        }
        for (name, nodes) in parts {
            let Some(Type::New(part)) = self.find(&name) else { continue };
            if self.entities[part].is_set || part == at {
                continue;
            }
            for node in nodes.into_iter().filter(|node| !node.members().is_empty()) {
                self.absorb(part, node);
            }
        }
    }

    /// The schemas that a type of a family may refer to.
    pub(super) fn known(&self, mut there: Known, family: &str) -> Known {
        for entity in &self.entities {
            let reference = super::known::relative(family, &entity.path());
            there.add(&entity.name, Target { reference, is_set: entity.is_set });
        }
        there
    }
}
