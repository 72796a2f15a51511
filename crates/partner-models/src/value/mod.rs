//! The kinds of value that the generated types are made of.

pub(crate) mod date;
pub(crate) mod date_parts;
pub(crate) mod decimal;
pub(crate) mod extra;
pub(crate) mod guid;
pub(crate) mod inside;
pub(crate) mod number;
pub(crate) mod number_or_string;
pub(crate) mod open_set;
pub(crate) mod personal;
pub(crate) mod printable;
pub(crate) mod raw;
pub(crate) mod resource;
pub(crate) mod same;
pub(crate) mod scan;
pub(crate) mod sum;
pub(crate) mod text;
pub(crate) mod text_traits;
pub(crate) mod unknown;
