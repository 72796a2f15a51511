//! Reading and writing by serde.

pub(crate) mod members;
pub(crate) mod object;
pub(crate) mod read;
