//! What calls and answers of the API are made of.

pub(crate) mod call;
pub(crate) mod failure;
pub(crate) mod headers;
mod list;
pub(crate) mod paging;
pub(crate) mod query;
mod reply;

pub(crate) use call::{Call, read_body};
pub(crate) use failure::Failure;
pub(crate) use headers::Ids;
pub(crate) use list::{is_paging, list};
pub(crate) use reply::Reply;
