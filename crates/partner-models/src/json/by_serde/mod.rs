//! Reading and writing by serde.

pub(crate) mod capture;
pub(crate) mod members;
pub(crate) mod object;
pub(crate) mod plain;
pub(crate) mod raw_value;
pub(crate) mod texts;
pub(crate) mod values;

pub(crate) use members::{Anew, Members};
