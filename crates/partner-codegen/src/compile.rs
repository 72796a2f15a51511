//! The stages up to the model, one after the other.

use std::path::Path;

use crate::deep::deep;
use crate::diagnostic::Diagnostics;
use crate::load::{self, Loaded, Source};
use crate::model::{self, Model};
use crate::resolve::{self, Resolved};

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
    deep(|| {
        let sources = checked(load::load(schemas)?)?;
        let model = model::build(&resolve::resolve(&sources)?)?;
        Ok(Compiled { sources, model })
    })
}

/// As [`compile`], for what is made of the references too.
///
/// # Errors
///
/// As [`compile`].
pub fn compile_then<T: Send>(
    schemas: &Path,
    then: impl FnOnce(&Resolved<'_>, Model) -> T + Send,
) -> Result<T, Diagnostics> {
    deep(|| {
        let sources = checked(load::load(schemas)?)?;
        let resolved = resolve::resolve(&sources)?;
        let model = model::build(&resolved)?;
        Ok(then(&resolved, model))
    })
}

/// As [`compile`], with one more file that is not in the folder.
pub(crate) fn compile_with(schemas: &Path, path: &str, text: &str) -> Result<(), Diagnostics> {
    let sources = checked(load::load_with(schemas, path, text)?)?;
    model::build(&resolve::resolve(&sources)?).map(drop)
}

/// The files, if nothing is wrong with any; otherwise what is, with their names and references.
fn checked(loaded: Loaded) -> Result<Vec<Source>, Diagnostics> {
    let Loaded { sources, unreadable, mut problems } = loaded;
    if problems.is_empty() {
        return Ok(sources);
    }
    problems.extend(resolve::problems_of(&sources, &unreadable));
    problems.sort_by(|a, b| (&a.file, a.span.start).cmp(&(&b.file, b.span.start)));
    Err(Diagnostics(problems))
}
