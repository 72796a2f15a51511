//! What Microsoft documents and the schemas do not have yet.
//!
//! The documentation is a folder of facts, `resources.json` and `operations.json`, taken from its
//! pages: [`crate::corpus`] reads it. `resources` holds its tables against the model, `operations` its requests
//! against `openapi.json`, and `report` shows both.

mod operations;
mod report;
mod resources;

use std::path::Path;

pub use report::{Coverage, Difference, Missing, MissingOperation};

use crate::corpus::Corpus;
use crate::model::Model;

/// Holds a folder of facts against a model and the text of its `openapi.json`.
///
/// # Errors
///
/// A file of facts that can't be read or is not what it should be, or `openapi.json` that is no JSON.
pub fn coverage(corpus: &Path, model: &Model, openapi: &str) -> Result<Coverage, String> {
    let corpus = Corpus::read(corpus)?;
    let described = operations::described(openapi)?;
    let mut coverage = Coverage::default();
    resources::compare(&corpus.tables, model, &mut coverage);
    operations::compare(&corpus.operations, &described, &mut coverage);
    Ok(coverage)
}
