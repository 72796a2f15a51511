//! Requests and answers, without anything that sends them.

use http::{HeaderMap, Method, Request, Response};
use partner_models::Look;

use crate::cloud::CloudName;
use crate::error::Error;
use crate::generated::CallOptions;
use crate::limits::Limits;
use crate::response::Answer;

/// An operation with its parameters: what its request is, and what an answer to it says.
///
/// The types are in [`operations`](crate::operations). Nothing here sends anything, so any HTTP
/// client does; the caller adds the `Authorization` header, and `MS-RequestId` and `MS-CorrelationId`
/// where they are wanted (see [`CallOptions`]).
///
/// ```
/// use partner_client::Operation;
/// use partner_client::operations::ListUserLicenses;
///
/// # fn main() -> Result<(), partner_client::Error> {
/// let operation = ListUserLicenses::new("5d2b1a1e-7c3f-4a55-9d0e-3f0a8c6e1b20", "alex@contoso.com");
/// let request = operation.request("https://api.partnercenter.microsoft.com")?;
/// assert_eq!(
///     request.uri().path(),
///     "/v1/customers/5d2b1a1e-7c3f-4a55-9d0e-3f0a8c6e1b20/users/alex%40contoso.com/licenses",
/// );
///
/// let answer = http::Response::new(br#"{"totalCount":0,"items":[]}"#);
/// let licenses = ListUserLicenses::decode(&answer)?;
/// assert!(licenses.is_empty());
/// # Ok(())
/// # }
/// ```
pub trait Operation {
    /// What the service answers with when it succeeds.
    type Output;

    /// What is the same for all requests of the operation.
    const DESCRIPTION: Description;

    /// The request to the service at an endpoint such as `https://api.partnercenter.microsoft.com`.
    ///
    /// # Errors
    ///
    /// [`Category::Request`](crate::Category::Request): the endpoint is no URL, a header can't have
    /// such a value, or a parameter of the path is empty.
    fn request(&self, endpoint: &str) -> Result<Request<Vec<u8>>, Error>;

    /// The object type that an answer says it has, if its type says which.
    const OBJECT_TYPE: Option<&'static str> = None;

    /// The object type that the items of a list say they have, if their type says which.
    const ITEM_TYPE: Option<&'static str> = None;

    /// Reads the body of an answer that is a success. A leading byte-order mark is accepted.
    ///
    /// # Errors
    ///
    /// Where the body is not the JSON that is described, or takes more memory than it may.
    fn read(body: &[u8], limits: &Limits) -> Result<Self::Output, partner_models::Error>;

    /// What an answer without a body says; nothing where one must have a body.
    #[must_use]
    fn empty() -> Option<Self::Output> {
        None
    }

    /// Shows what an answer is.
    #[doc(hidden)]
    fn look(_answer: &Self::Output, look: &mut Look<'_>) {
        look.is_open = true;
    }

    /// What an answer that could be read lacks, for the types that have a way to lack something: a
    /// list without items, one that goes on although it is described as a whole, or one of which some
    /// are missing.
    ///
    /// # Errors
    ///
    /// What it lacks.
    fn check(_answer: &Self::Output, _headers: &HeaderMap) -> Result<(), String> {
        Ok(())
    }

    /// What the call says that every call may say.
    fn call_mut(&mut self) -> &mut CallOptions;

    /// What an answer says, within the usual [`Limits`].
    ///
    /// # Errors
    ///
    /// Where its status is no success, its body is not what is described, or it is that of an error.
    fn decode<B: AsRef<[u8]>>(response: &Response<B>) -> Result<Self::Output, Error>
    where
        Self: Sized,
    {
        let (status, headers) = (response.status(), response.headers());
        let answer = Answer { status, headers, body: response.body().as_ref() };
        answer.decode::<Self>(&Limits::default(), true)
    }
}

/// An answer that has nothing to say but that the request was carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct NoContent;

/// What is the same for all requests of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Description {
    /// The name of the operation, such as `listUserLicenses`.
    pub id: &'static str,
    /// The method.
    pub method: Method,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// The ways to sign in that the operation takes.
    pub sign_in: &'static [SignIn],
    /// The clouds that have the operation.
    pub clouds: &'static [CloudName],
}

/// Whom an access token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignIn {
    /// App+User: an application on behalf of a user, who once signed in with a second factor.
    AppUser,
    /// App-only: an application by itself.
    AppOnly,
}
