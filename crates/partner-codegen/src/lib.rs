//! Generates the `partner-models` crate from JSON Schemas.
//!
//! The pipeline, one stage a module, each knowing only the one before:
//!
//! 1. [`load`] reads every schema file, checks it against the 2020-12 meta-schema and against the
//!    project's dialect, which honours a keyword or refuses it;
//! 2. [`resolve`] gives every type its Rust name and finds what each `$ref` and `$dynamicRef` means;
//! 3. [`model`] decides the Rust types. The shape of structs (names of fields and of inline types,
//!    boxes in cycles) comes from typify, which only [`model::shape`] knows;
//! 4. [`render`] turns the model into tokens, one Rust file a schema;
//! 5. [`mod@format`] turns tokens into source text;
//! 6. [`output`] compares the text with what is on disk, and writes it or shows the difference.
//!
//! typify is the engine for names and shapes: it reads each schema and says which fields a struct has, what
//! they and the types inside are called, and where a box breaks a circle. Its code is not used, because it
//! loses what the models keep: members without a field, values without a variant, nulls, the digits of
//! numbers. Rendering, documentation, reading and writing are therefore layered around it, and another release
//! of typify is tried by changing [`model::shape`] alone.
//!
//! [`operations`] goes the same way from `openapi.json` and the families' `operations.json` to the client,
//! and [`mod@bundle`] makes one standard document of all.
//!
//! Every stage reports all the problems it finds as [`Diagnostics`], which point into the schema
//! text, and [`mod@compile`] puts those of the first two together. A stage that found any stops the
//! pipeline, so that nothing is ever half-written.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let schemas = folder.path();
//! # std::fs::create_dir(schemas.join("billing"))?;
//! # std::fs::write(schemas.join("billing/invoice.schema.json"), r#"{
//! #   "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.invalid/billing/invoice.schema.json",
//! #   "description": "A bill.", "externalDocs": {"url": "https://learn.microsoft.com"}, "type": "object",
//! #   "properties": {"paid": {"description": "Whether it is paid.", "type": "boolean"}}}"#)?;
//! let files = partner_codegen::generate(schemas)?;
//! let invoice = files.get("billing/invoice.rs").ok_or("no such file")?;
//! assert!(invoice.contains("pub paid: Option<bool>,"));
//! # Ok(())
//! # }
//! ```

pub mod bundle;
mod by_hand;
pub mod compile;
pub mod corpus;
pub mod coverage;
mod cycles;
mod deep;
pub mod diagnostic;
pub mod diff;
pub mod explain;
pub mod format;
pub mod json;
pub mod load;
pub mod model;
pub mod operations;
pub mod output;
pub mod prose;
pub mod render;
pub mod resolve;
mod rustfmt;
pub mod scaffold;
pub mod standalone;
pub mod watch;

use std::collections::BTreeSet;
use std::path::Path;

pub use diagnostic::{Diagnostic, Diagnostics};
pub use output::{Change, Files};
pub use rustfmt::rustfmt;

use model::Model;
use resolve::Resolved;

/// Generates the Rust files of the models for a folder of schemas, in memory.
///
/// # Errors
///
/// Everything that is wrong with the schemas: see [`compile::compile`].
pub fn generate(schemas: &Path) -> Result<Files, Diagnostics> {
    compile::compile_then(schemas, |resolved, model| {
        render_models(resolved, model, &BTreeSet::new())
    })
}

/// Everything that is generated from a folder of schemas.
#[derive(Debug)]
pub struct Output {
    /// The files of the models.
    pub models: Files,
    /// The file with the table of all types: see [`render::registry`].
    pub registry: Files,
    /// The files of the client: see [`operations`].
    pub client: Files,
    /// The complete `OpenAPI` documents: see [`mod@bundle`].
    pub openapi: Files,
}

/// Generates the models, the table of their types and the client, in memory.
///
/// # Errors
///
/// Everything that is wrong with the schemas: see [`compile::compile`].
pub fn generate_all(schemas: &Path) -> Result<Output, Diagnostics> {
    generate_beside(schemas, Path::new(""))
}

/// As [`generate_all`], for models that have a folder of files by hand: one for each family that has any,
/// such as `licenses.rs`. What is public there is public in the family's module.
///
/// # Errors
///
/// As [`generate_all`], and a file that is part of no family.
pub fn generate_beside(schemas: &Path, by_hand: &Path) -> Result<Output, Diagnostics> {
    compile::compile_then(schemas, |resolved, model| {
        let by_hand = by_hand::families(by_hand, &model)?;
        let client = operations::generate(schemas, resolved.sources, &model)?;
        let lists = operations::lists(schemas, resolved.sources, &model)?;
        let registry =
            std::iter::once(render::registry(&model, &lists)).map(format::format).collect();
        let openapi = bundle::files(schemas, resolved.sources)?;
        let models = render_models(resolved, model, &by_hand);
        Ok(Output { models, registry, client, openapi })
    })?
}

/// Generates the client of another description of operations on the same schemas, in memory: tests describe
/// operations of each kind.
///
/// # Errors
///
/// As [`generate_all`].
pub fn generate_client(schemas: &Path, description: &Path) -> Result<Files, Diagnostics> {
    compile::compile_then(schemas, |resolved, model| {
        operations::generate(description, resolved.sources, &model)
    })?
}

fn render_models(resolved: &Resolved<'_>, mut model: Model, by_hand: &BTreeSet<String>) -> Files {
    model::add_doctests(&mut model, resolved);
    let mut rendered = render::render(&model, by_hand);
    rendered.push(render::schema_files(&model, resolved));
    format::format_all(rendered)
}
