//! From `openapi.json` to the client: a pipeline of its own beside that of the models, of the same
//! stages.
//!
//! 1. `load` reads the file, and `dialect` refuses what means nothing here;
//! 2. `build` decides the Rust types: one for each operation and its options, and the chain of
//!    sub-clients that leads to it. The types of bodies and parameters are those of the models;
//! 3. `render` turns that into tokens, one Rust file an operation and one a sub-client.

mod build;
mod chain;
mod dialect;
mod distinct;
mod load;
mod model;
mod names;
mod parameters;
mod render;
mod types;
mod words;

use std::path::Path;

use crate::diagnostic::{Diagnostics, finish};
use crate::format;
use crate::model::Model;
use crate::output::Files;

/// Generates the Rust files of the client, in memory; none where the folder has no `openapi.json`.
///
/// # Errors
///
/// Every problem of the first stage that found any.
pub fn generate(schemas: &Path, models: &Model) -> Result<Files, Diagnostics> {
    let Some(source) = load::load(schemas)? else { return Ok(Files::default()) };
    let mut problems = Vec::new();
    dialect::check(&source, &mut problems);
    finish((), problems)?;
    let api = build::build(&source, models)?;
    Ok(render::render(&api).into_iter().map(format::format).collect())
}
