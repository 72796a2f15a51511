//! Requests and answers, without anything that sends them.

use http::{HeaderMap, Method, Request, Response, StatusCode};
use partner_models::Look;

use crate::answer::Answer;
use crate::cloud::CloudName;
use crate::error::Error;
use crate::generated::CallOptions;
use crate::limits::Limits;

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

    /// Reads an answer that is a success.
    ///
    /// # Errors
    ///
    /// If the body is not what is described, or takes more memory than it may.
    fn read(answer: &Answer<'_>, limits: &Limits) -> Result<Self::Output, Error>;

    /// What an answer with that status says without a body; nothing if it must have one.
    #[must_use]
    fn empty(_status: StatusCode) -> Option<Self::Output> {
        None
    }

    /// What an answer with that status says that is no success, if it answers the question: 404, to HEAD.
    #[must_use]
    fn absent(_status: StatusCode) -> Option<Self::Output> {
        None
    }

    /// The object type that such an answer says it has, if its type says which.
    #[doc(hidden)]
    fn object_type(_answer: &Self::Output) -> Option<&'static str> {
        None
    }

    /// The object type that the items of such a list say they have, if their type says which.
    #[doc(hidden)]
    fn item_type(_answer: &Self::Output) -> Option<&'static str> {
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
        let body = response.body().as_ref();
        let answer = Answer::new(response.status(), response.headers(), body);
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
    /// The media types that the request asks for.
    pub accept: &'static str,
    /// The ways to sign in that the operation takes.
    pub sign_in: &'static [SignIn],
    /// The clouds that have the operation.
    pub clouds: &'static [CloudName],
    /// Its own hosts; none if it is on the host of the API.
    pub servers: &'static [Server],
}

/// A host that is not that of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Server {
    /// Its URL, such as `https://graph.microsoft.com`.
    pub url: &'static str,
    /// What an access token for it is asked for.
    pub scope: &'static str,
    /// The clouds that have it.
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
