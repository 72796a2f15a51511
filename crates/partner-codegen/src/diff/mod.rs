//! What a change of the schemas means to those who use the models.
//!
//! Two [`Model`]s are compared, not two texts, so that what counts is what users see: the types of the
//! crate and the messages that it reads and writes. The steps, one file each:
//!
//! 1. `pairs` finds which type of the one model is which of the other: kept, added, removed, renamed;
//! 2. `items` compares the two of a pair, `structs` and `enums` what they are made of;
//! 3. `rust` tells whether two types are the same to Rust, `wire` whether what was read is still read;
//! 4. `notes` takes down what is found, `report` holds the verdicts and shows them.
//!
//! `operations` compares what `openapi.json` and the families say about operations in the same way.
//!
//! Every change has two classes. **Rust**: does code that compiles today still compile, and mean the
//! same? **Wire**: is every message that was read still read, and is what is sent still called the same?

mod enums;
mod items;
mod notes;
mod operations;
mod pairs;
mod report;
pub mod revision;
mod rust;
mod structs;
mod unions;
mod wire;

pub use operations::{Operations, compare_operations};
pub use report::{Bump, Change, Effect, Report};

use crate::model::Model;

/// What changed from one model to the other, in the order of the schema files.
///
/// ```
/// # use partner_codegen::{diff, model::Model};
/// let nothing = Model { modules: vec![] };
/// assert!(diff::compare(&nothing, &nothing).changes.is_empty());
/// ```
#[must_use]
pub fn compare(old: &Model, new: &Model) -> Report {
    let pairs = pairs::pairs(old, new);
    let mut changes = Vec::new();
    for pair in &pairs.all {
        items::compare(pair, &pairs, &mut changes);
    }
    changes.sort_by(|a: &Change, b| a.schema.cmp(&b.schema));
    Report { changes }
}
