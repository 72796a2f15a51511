//! What Microsoft documents and the schemas do not have yet.
//!
//! The documentation is a folder of facts taken from its pages: [`crate::corpus`] reads it. `resources` holds its
//! tables against the model, `operations` its requests and their bodies against the description, and `left_out`
//! knows what is not to be described. `report` shows all on a terminal, and `page` as a page.

mod left_out;
mod operations;
mod page;
mod report;
mod resources;

use std::path::Path;

pub use left_out::LeftOut;
pub use page::page;
pub use report::{Body, Count, Coverage, Described, Difference, Missing, MissingOperation};

use crate::corpus::Corpus;
use crate::model::Model;

/// Holds a folder of facts against a model and the text of its description.
///
/// # Errors
///
/// A file of facts that can't be read or is not what it should be, a description that is no JSON, or an entry of
/// what is left out that no longer applies.
pub fn coverage(
    corpus: &Path,
    model: &Model,
    openapi: &str,
    left_out: &LeftOut,
) -> Result<Coverage, String> {
    let mut corpus = Corpus::read(corpus)?;
    let described = operations::described(openapi, model)?;
    let mut stale = left_out.facts(&mut corpus, &described, model);
    let mut coverage = Coverage::default();
    resources::compare(&corpus.tables, model, &mut coverage);
    operations::compare(&corpus, described, &mut coverage);
    stale.append(&mut left_out.differences(&mut coverage));
    if stale.is_empty() {
        Ok(coverage)
    } else {
        let list = stale.join("\n  ");
        Err(format!("left-out.json: entries that no longer apply; take them out:\n  {list}"))
    }
}
