//! From `openapi.json` and the `operations.json` of each family to the client: a pipeline of its own
//! beside that of the models, of the same stages.
//!
//! 1. `load` reads the files, and `dialect` refuses what means nothing here;
//! 2. `build` decides the Rust types: one for each operation and its options, and the chain of
//!    sub-clients that leads to it. The types of bodies and parameters are those of the models;
//! 3. `render` turns that into tokens, one Rust file an operation and one the sub-clients of a chain's
//!    beginning.
//!
//! `whole` writes the same as one standard document.

mod about;
mod answers;
mod bodies;
mod build;
mod chain;
mod clouds;
mod dialect;
mod distinct;
mod envelopes;
mod every;
mod links;
pub(crate) mod load;
mod looked;
mod model;
mod names;
mod parameters;
mod parts;
mod render;
mod types;
mod whole;
mod words;

pub(crate) use chain::singular;

use std::path::Path;

use serde_json::Value;

use crate::diagnostic::{Diagnostics, finish};
use crate::format;
use crate::load::Source;
use crate::model::Model;
use crate::output::Files;
use crate::render::List;

/// Generates the Rust files of the client, in memory; none where the folder has no description.
///
/// # Errors
///
/// Every problem of the first stage that found any.
pub fn generate(schemas: &Path, sources: &[Source], models: &Model) -> Result<Files, Diagnostics> {
    let Some(description) = load::load(schemas)? else { return Ok(Files::default()) };
    let mut problems = Vec::new();
    dialect::check(&description, &mut problems);
    finish((), problems)?;
    let api = build::build(&description, sources, models)?;
    Ok(format::format_all(render::render(&api)))
}

/// The lists that the operations describe in place, each once.
///
/// # Errors
///
/// As [`generate`].
pub fn lists(schemas: &Path, sources: &[Source], models: &Model) -> Result<Vec<List>, Diagnostics> {
    let Some(description) = load::load(schemas)? else { return Ok(Vec::new()) };
    let api = build::build(&description, sources, models)?;
    let types = api.operations.iter().flat_map(|operation| operation.output.types());
    let mut lists: Vec<_> = types.filter_map(|ty| list(ty, models)).collect();
    lists.sort();
    lists.dedup();
    Ok(lists)
}

fn list(ty: &model::TypePath, models: &Model) -> Option<List> {
    let item = ty.of.as_deref()?;
    let schema = |ty: &model::TypePath| {
        let of =
            |module: &&crate::model::Module| module.items.iter().any(|item| item.name == ty.name);
        let module = models.modules.iter().find(of)?;
        let item = module.items.iter().find(|item| item.name == ty.name)?;
        let pointer = item.pointer.as_deref()?;
        Some(if pointer.is_empty() {
            module.schema.clone()
        } else {
            format!("{}#{pointer}", module.schema)
        })
    };
    let path = |ty: &model::TypePath| ty.folder.iter().chain([&ty.name]).cloned().collect();
    Some(List {
        schema: format!("{}?item={}", schema(ty)?, schema(item)?),
        name: format!("{}{}", item.name, ty.name),
        envelope: path(ty),
        item: path(item),
    })
}

/// The files of the description as one standard document, with references into the schema files; `None`
/// where the folder has none.
///
/// # Errors
///
/// Files that can't be read or are no JSON.
pub fn document(schemas: &Path) -> Result<Option<Value>, Diagnostics> {
    Ok(load::load(schemas)?.map(|description| whole::document(&description)))
}
