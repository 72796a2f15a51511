//! What the generated types are made of. Hand-written; the generated code only calls it.

pub(crate) mod date;
pub(crate) mod date_parts;
pub(crate) mod error;
pub(crate) mod extra;
pub(crate) mod locate;
pub(crate) mod number;
pub(crate) mod number_or_string;
pub(crate) mod object;
pub(crate) mod object_serde;
pub(crate) mod personal;
pub(crate) mod raw;
pub(crate) mod raw_value;
pub(crate) mod read;
pub(crate) mod resource;
pub(crate) mod scan;
pub(crate) mod spelling;
pub(crate) mod sum;
pub(crate) mod text;
pub(crate) mod text_traits;
pub(crate) mod unknown;
