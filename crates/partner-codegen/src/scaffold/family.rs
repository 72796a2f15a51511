//! Whole families: a schema for each type that their pages describe, and their operations.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use heck::ToSnakeCase;

use crate::compile;
use crate::corpus::{Corpus, Kind, Table, normal, of_page};
use crate::model::{ItemKind, Model};
use crate::operations;
use crate::scaffold::bodies::{self, Call};
use crate::scaffold::known::Known;
use crate::scaffold::paths::{self, PAGES, Taken};
use crate::scaffold::plan::{Plan, Type};
use crate::scaffold::{Error, Request, write};

/// Methods that the dialect of operations has.
const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];

/// A family to begin, and the pages that describe its types.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// The name of its folder.
    pub name: String,
    /// The pages, by the last part of their addresses.
    pub pages: BTreeSet<String>,
}

/// Families to begin with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drafts {
    /// The path of each file below the schema folder, and its text.
    pub files: BTreeMap<String, String>,
    /// What their author should know.
    pub notes: Vec<String>,
    /// How many operations are described.
    pub operations: usize,
}

/// The families that all pages make, one for each page of resources.
#[must_use]
pub fn all_families(corpus: &Corpus) -> Vec<Family> {
    let tables = corpus.tables.iter().filter(|table| table.kind != Kind::Body);
    let pages: BTreeSet<_> = tables.map(|table| table.page.as_str()).collect();
    let family = |page: &str| Family {
        name: of_page(page).to_snake_case(),
        pages: [page.to_owned()].into(),
    };
    pages.into_iter().map(family).collect()
}

/// Drafts families from the documentation. Nothing is written, and no value of a sample gets out.
///
/// # Errors
///
/// A name that can't be one, pages that describe nothing, and problems of the schemas that are there.
pub fn families(
    schemas: &Path,
    corpus: &Corpus,
    wanted: &[Family],
    all: bool,
) -> Result<Drafts, Error> {
    for family in wanted {
        super::path(&Request { family: &family.name, resource: "a", ..Request::default() })?;
    }
    let model = compile::compile(schemas).map_err(Error::Schemas)?.model;
    let document = operations::document(schemas).map_err(Error::Schemas)?.unwrap_or_default();
    let of = |table: &&Table| wanted.iter().find(|family| family.pages.contains(&table.page));
    let tables = corpus.tables.iter();
    let tables = tables.filter_map(|table| Some((of(&table)?.name.as_str(), table)));
    let mut plan = Plan::of(Known::of(&model, ""), tables);
    let mut drafts = Drafts::default();

    let (mut calls, others) = bodies::calls(&corpus.operations);
    for operation in others.iter().filter(|_| all) {
        let page = &operation.page;
        drafts.notes.push(format!(
            "{} {} is no path of the API ({page})",
            operation.method, operation.path
        ));
    }
    let family_of = |plan: &Plan, call: &Call<'_>| family_of(plan, call, wanted);
    let of_new_type =
        |plan: &Plan, call: &Call<'_>| family_of(plan, call).or_else(|| all.then(|| by_path(call)));
    bodies::assign(&mut plan, corpus, &mut calls, &of_new_type);

    let mut taken = Taken::default();
    let there = described(&document, &mut taken);
    let mut by_family: BTreeMap<String, Vec<&Call<'_>>> = BTreeMap::new();
    let families = families_of(&plan, &calls, &family_of);
    for (call, family) in calls.iter().zip(families) {
        let fallback = || all.then(|| by_path(call));
        let Some(family) = family.or_else(fallback) else { continue };
        let name = format!("{} {}", call.method, call.template.path);
        if there.contains(&(normal(&call.template.path), call.method.clone())) {
            continue;
        }
        if let Some(host) = &call.template.host {
            drafts.notes.push(format!("{name} is on another host, {host}: describe it by hand"));
        } else if !METHODS.contains(&call.method.as_str()) {
            drafts.notes.push(format!("{name}: describe it by hand"));
        } else {
            by_family.entry(family).or_default().push(call);
        }
    }
    if plan.entities.is_empty() && by_family.is_empty() {
        return Err(Error::Request(
            "the pages describe no type and no operation that is new".into(),
        ));
    }
    types(&plan, &model, &mut drafts);
    for (family, calls) in by_family {
        drafts.operations += calls.len();
        let path = format!("{family}/operations.json");
        let text = paths::operations(&plan, &family, &calls, &mut taken);
        drafts.files.insert(path, text);
    }
    Ok(drafts)
}

fn types(plan: &Plan, model: &Model, drafts: &mut Drafts) {
    let structs = model.modules.iter().flat_map(|module| &module.items);
    let mut object_types: BTreeSet<&str> = structs
        .filter_map(|item| match &item.kind {
            ItemKind::Struct(of) => of.object_type.as_deref(),
            _ => None,
        })
        .collect();
    for entity in &plan.entities {
        let known = plan.known(Known::of(model, &entity.family), &entity.family);
        let page = format!("{PAGES}{}", entity.page);
        let object_type = entity.object_types.first().map(String::as_str);
        let object_type =
            object_type.filter(|name| entity.object_types.len() == 1 && object_types.insert(name));
        let request = Request {
            family: &entity.family,
            resource: &entity.name,
            page: Some(&page),
            rows: &entity.rows,
            object_type,
            ..Request::default()
        };
        let path = entity.path();
        let mut notes = Vec::new();
        let text = if entity.is_set {
            write::set(&path, &request)
        } else {
            write::schema(&path, &request, entity.seen.as_ref(), &known, &mut notes)
        };
        // The last says what is to be done with any.
        notes.pop();
        drafts.notes.extend(notes.into_iter().map(|note| format!("{path}: {note}")));
        drafts.files.insert(path, text);
    }
}

/// The operations that are described, with what they take.
fn described(document: &serde_json::Value, taken: &mut Taken) -> BTreeSet<(String, String)> {
    let mut there = BTreeSet::new();
    let paths = document.get("paths").and_then(serde_json::Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            there.insert((normal(path), method.to_uppercase()));
            let id = operation.get("operationId").and_then(serde_json::Value::as_str);
            taken.ids.extend(id.map(str::to_owned));
        }
    }
    there
}

/// The family of each operation; one that no type and no page tells is where the path before it is.
fn families_of(
    plan: &Plan,
    calls: &[Call<'_>],
    family_of: &dyn Fn(&Plan, &Call<'_>) -> Option<String>,
) -> Vec<Option<String>> {
    let own: Vec<_> = calls.iter().map(|call| family_of(plan, call)).collect();
    let paths: Vec<_> = calls.iter().map(|call| normal(&call.template.path)).collect();
    let known = || paths.iter().zip(&own).filter_map(|(path, of)| Some((path, of.as_ref()?)));
    let near = |path: &String| {
        let before = known().filter(|(other, _)| {
            path == *other
                || path.strip_prefix(other.as_str()).is_some_and(|rest| rest.starts_with('/'))
        });
        // A customer has something of every family.
        let before = before.filter(|(other, _)| !other.ends_with("/customers/{}"));
        before.max_by_key(|(other, _)| other.len()).map(|(_, family)| family.clone())
    };
    own.iter().zip(&paths).map(|(own, path)| own.clone().or_else(|| near(path))).collect()
}

/// The name of a family of operations that no page of types tells.
fn by_path(call: &Call<'_>) -> String {
    format!("{}_calls", bodies::family_of_path(&call.template.path))
}

/// The family of an operation: that of its answer or its request, of its page, or that its path names.
fn family_of(plan: &Plan, call: &Call<'_>, wanted: &[Family]) -> Option<String> {
    let of = |ty: &Type| match ty {
        Type::New(at) => Some(plan.entities[*at].family.clone()),
        Type::There(_) => None,
    };
    let named = call.pages.iter().flat_map(|page| {
        let answer = page.answer.iter().map(|answer| answer.name.as_str());
        answer.chain(page.request.iter().map(String::as_str))
    });
    let bodies = call.answer.iter().chain(&call.request).find_map(|body| of(&body.ty));
    let found = bodies.or_else(|| named.filter_map(|name| plan.find(name)).find_map(|ty| of(&ty)));
    let of_page =
        |family: &&Family| call.pages.iter().any(|page| family.pages.contains(&page.page));
    let part = bodies::family_of_path(&call.template.path);
    let same = |family: &&Family| part.trim_end_matches('s') == family.name.trim_end_matches('s');
    let by_page = || wanted.iter().find(of_page).or_else(|| wanted.iter().find(same));
    found.or_else(|| by_page().map(|family| family.name.clone()))
}
