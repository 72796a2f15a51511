//! Holds the generated models against documented bodies, snapshots and laws.

mod generated {
    pub(crate) mod registry;
}

pub mod both_ways;
pub mod compare;
pub mod corpus;
pub mod edge_cases;
pub mod grammar;
pub mod instances;
pub mod many;
pub mod mutation;
pub mod operations;
pub mod registry;
pub mod schemas;

pub use generated::registry::TYPES;

/// The body of the documented response, as Microsoft's page prints it.
pub const SAMPLE: &str = include_str!("../fixtures/user-licenses.json");

/// How many documents of each type a test tries that may try so many in all: more types make the tests
/// no longer, and each still has a few.
#[must_use]
pub fn share(in_all: usize) -> usize {
    (in_all / TYPES.len()).max(16)
}
