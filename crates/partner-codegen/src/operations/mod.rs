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

mod build;
mod chain;
mod clouds;
mod dialect;
mod distinct;
mod every;
pub(crate) mod load;
mod model;
mod names;
mod parameters;
mod render;
mod types;
mod whole;
mod words;

use std::path::Path;

use serde_json::Value;

use crate::diagnostic::{Diagnostics, finish};
use crate::format;
use crate::load::Source;
use crate::model::Model;
use crate::output::Files;

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
    Ok(render::render(&api).into_iter().map(format::format).collect())
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
