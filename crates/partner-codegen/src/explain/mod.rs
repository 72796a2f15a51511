//! Where a type comes from, what it becomes and who refers to it.
//!
//! `atlas` reads the schemas and `openapi.json` and knows every reference between types; `find` tells
//! which type a word of the user means; `report` puts one type into words, and `graph` draws them all.

mod atlas;
mod find;
mod graph;
mod report;

pub use atlas::Atlas;
pub use find::NotFound;
pub use report::Explanation;
