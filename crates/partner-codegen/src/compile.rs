//! The stages up to the model, one after the other.

use std::path::Path;

use crate::diagnostic::Diagnostics;
use crate::load::{self, Loaded, Source};
use crate::model::{self, Model};
use crate::resolve;

/// A folder of schemas, understood.
#[derive(Debug)]
pub struct Compiled {
    /// The files.
    pub sources: Vec<Source>,
    /// The Rust types that they describe.
    pub model: Model,
}

/// Loads and resolves a folder of schemas and decides its Rust types.
///
/// # Errors
///
/// Everything that is wrong with a file, a name or a reference; where nothing is, everything that is
/// wrong with the types.
pub fn compile(schemas: &Path) -> Result<Compiled, Diagnostics> {
    model_of(load::load(schemas)?)
}

/// As [`compile`], with one more file that is not in the folder.
pub(crate) fn compile_with(schemas: &Path, path: &str, text: &str) -> Result<(), Diagnostics> {
    model_of(load::load_with(schemas, path, text)?).map(drop)
}

fn model_of(loaded: Loaded) -> Result<Compiled, Diagnostics> {
    let Loaded { sources, unreadable, mut problems } = loaded;
    if !problems.is_empty() {
        problems.extend(resolve::problems_of(&sources, &unreadable));
        problems.sort_by(|a, b| (&a.file, a.span.start).cmp(&(&b.file, b.span.start)));
        return Err(Diagnostics(problems));
    }
    let model = model::build(&resolve::resolve(&sources)?)?;
    Ok(Compiled { sources, model })
}
