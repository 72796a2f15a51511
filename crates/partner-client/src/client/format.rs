//! How `azure_core` reads the bodies of answers.

use azure_core::http::{Format, response};
use serde::de::DeserializeOwned;

use crate::client::failure;
use crate::error::{Category, Error};
use crate::response::ResponseIds;

/// An answer of the Azure SDK, with a model that loses nothing.
pub type Response<T> = azure_core::http::Response<T, LosslessJson>;

/// The format of the service's bodies: JSON, perhaps with a byte-order mark, read by
/// [`partner_models::with_serde::from_slice`].
#[derive(Clone, Debug)]
pub enum LosslessJson {}

impl Format for LosslessJson {
    fn deserialize<T: DeserializeOwned, S: AsRef<[u8]>>(body: S) -> azure_core::Result<T> {
        partner_models::with_serde::from_slice(body.as_ref()).map_err(|error| {
            let message = error.to_string();
            failure::to_azure(Error::new(Category::Unreadable, message).with_source(error))
        })
    }
}

/// Lets `azure_core` read a type.
macro_rules! readable {
    ($ty:ty) => {
        impl azure_core::http::DeserializeWith<$crate::client::LosslessJson> for $ty {
            fn deserialize_with(
                body: azure_core::http::response::ResponseBody,
            ) -> azure_core::Result<Self> {
                <$crate::client::LosslessJson as azure_core::http::Format>::deserialize(body)
            }
        }
    };
}

pub(crate) use readable;

/// What the headers of an answer say.
pub trait ResponseExt {
    /// The identifiers that the service gave the call.
    fn ids(&self) -> ResponseIds;
}

impl<T, F> ResponseExt for azure_core::http::Response<T, F> {
    fn ids(&self) -> ResponseIds {
        ids(self.headers())
    }
}

impl ResponseExt for response::RawResponse {
    fn ids(&self) -> ResponseIds {
        ids(self.headers())
    }
}

/// The identifiers among headers of a request or of an answer.
pub(crate) fn ids(headers: &azure_core::http::headers::Headers) -> ResponseIds {
    ResponseIds::find(|name| headers.get_optional_str(&name.into()))
}
