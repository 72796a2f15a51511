//! What is left out on purpose: a committed list, each entry with its reason.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::corpus::{Corpus, Kind, Operation, Table, normal};
use crate::coverage::report::{Coverage, Described};
use crate::model::Model;

/// What is left out, by what it is and what it is called.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LeftOut(BTreeMap<String, BTreeMap<String, String>>);

/// What an entry may be about, and how it is called there.
const KINDS: &[&str] = &["operations", "resources", "properties", "bodies"];

impl LeftOut {
    /// Reads `left-out.json`: `{"operations": {"GET /common/oauth2/authorize": "why"}}`, and so on.
    ///
    /// # Errors
    ///
    /// A text that is not of that form, or an entry without a reason.
    pub fn read(text: &str) -> Result<Self, String> {
        let fail = |what: String| format!("left-out.json: {what}");
        let value: Value = serde_json::from_str(text).map_err(|error| fail(error.to_string()))?;
        let kinds = value.as_object().ok_or_else(|| fail("expected an object".into()))?;
        let mut all = BTreeMap::new();
        for (kind, entries) in kinds {
            if !KINDS.contains(&kind.as_str()) {
                return Err(fail(format!("`{kind}` is none of {}", KINDS.join(", "))));
            }
            let entries =
                entries.as_object().ok_or_else(|| fail(format!("{kind}: expected an object")))?;
            let mut of = BTreeMap::new();
            for (name, reason) in entries {
                let reason = reason.as_str().filter(|reason| !reason.trim().is_empty());
                let reason = reason.ok_or_else(|| fail(format!("{kind}: {name}: no reason")))?;
                of.insert(name.clone(), reason.to_owned());
            }
            all.insert(kind.clone(), of);
        }
        Ok(Self(all))
    }

    /// The entries of a kind.
    pub(super) fn of(&self, kind: &str) -> impl Iterator<Item = (&str, &str)> {
        let entries = self.0.get(kind).into_iter().flatten();
        entries.map(|(name, reason)| (name.as_str(), reason.as_str()))
    }

    fn has(&self, kind: &str, name: &str) -> bool {
        self.0.get(kind).is_some_and(|entries| entries.contains_key(name))
    }

    /// The kinds that have entries.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, entries)| !entries.is_empty()).map(|(kind, _)| kind.as_str())
    }

    /// Takes operations and tables out of the facts, and says which entries name none, or one that is here.
    pub(super) fn facts(
        &self,
        corpus: &mut Corpus,
        described: &[Described],
        model: &Model,
    ) -> Vec<String> {
        let operation = |of: &Operation| format!("{} {}", of.method, of.path);
        let table = |of: &Table| format!("{}: {}", of.page, of.name);
        let mut stale = Vec::new();
        for (name, _) in self.of("operations") {
            if !corpus.operations.iter().any(|of| operation(of) == name) {
                stale.push(format!("operations: {name}: no page has it"));
            }
            let is = |of: &&Described| {
                name.split_once(' ').is_some_and(|(method, path)| {
                    of.method == method && normal(&of.path) == normal(path)
                })
            };
            if described.iter().any(|of| is(&of)) {
                stale.push(format!("operations: {name}: it is described"));
            }
        }
        for (name, _) in self.of("resources") {
            if !corpus.tables.iter().any(|of| of.kind != Kind::Body && table(of) == name) {
                stale.push(format!("resources: {name}: no page has it"));
            }
            let is = |of: &&Table| of.kind != Kind::Body && table(of) == name;
            let type_name = corpus.tables.iter().find(is).map(Table::type_name);
            let mut types = model.modules.iter().flat_map(|module| &module.items);
            if types.any(|item| Some(&item.name) == type_name.as_ref()) {
                stale.push(format!("resources: {name}: it has a schema"));
            }
        }
        corpus.operations.retain(|of| !self.has("operations", &operation(of)));
        corpus.tables.retain(|of| of.kind == Kind::Body || !self.has("resources", &table(of)));
        stale
    }

    /// Takes properties and bodies out of what differs, and says which entries name none.
    pub(super) fn differences(&self, coverage: &mut Coverage) -> Vec<String> {
        let mut stale = Vec::new();
        for (name, _) in self.of("properties") {
            let mut found = false;
            for difference in &mut coverage.different {
                let before = difference.not_in_schema.len();
                let type_name = difference.type_name.clone();
                difference.not_in_schema.retain(|of| format!("{type_name}.{of}") != name);
                found |= difference.not_in_schema.len() < before;
            }
            if found {
                coverage.properties -= 1;
            } else {
                stale.push(format!("properties: {name}: it is not missing"));
            }
        }
        coverage.different.retain(|difference| !difference.is_empty());
        for (name, _) in self.of("bodies") {
            let before = coverage.other_bodies.len();
            coverage.other_bodies.retain(|(of, _, _)| of != name);
            if coverage.other_bodies.len() == before {
                stale.push(format!("bodies: {name}: it is as documented"));
                continue;
            }
            let is_request = name.ends_with(" request");
            let count = if is_request { &mut coverage.requests } else { &mut coverage.answers };
            count.documented -= 1;
        }
        stale
    }
}
