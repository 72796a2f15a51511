//! What can go wrong with a call.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use partner_models::ErrorBody;
use partner_models::errors::ErrorCode;
use partner_models::printable;

use crate::ids::{RequestIds, ResponseIds};
use crate::sign_in::SignInFailure;

/// How much of a message is shown.
const LONGEST_MESSAGE: usize = 500;

/// Why a call did not give what was asked for.
///
/// `Display` and `Debug` say what happened and name the identifiers of the call. They show no token,
/// no address of a user, and nothing that the service wrote to people: [`description`](Self::description)
/// and [`body`](Self::body) have that.
pub struct Error(Box<Inner>);

type Source = Arc<dyn std::error::Error + Send + Sync>;

#[derive(Clone)]
struct Inner {
    category: Category,
    operation: Option<&'static str>,
    message: Cow<'static, str>,
    status: Option<StatusCode>,
    body: Option<ErrorBody>,
    bytes: Option<Box<[u8]>>,
    ids: ResponseIds,
    sent: RequestIds,
    sign_in: Option<SignInFailure>,
    retry_after: Option<Duration>,
    source: Option<Source>,
}

/// What sort of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Category {
    /// The request could not be made: a parameter that can't be sent, or no URL.
    Request,
    /// The operation is not to be had with this sign-in or in this cloud. Nothing was sent.
    Unsupported,
    /// There was no access token to be had. Nothing was sent to the API.
    SignIn,
    /// 400: the request makes no sense to the service, or a rule stands against it.
    BadRequest,
    /// 401: the access token is missing, has expired or is not meant for this service.
    Unauthorized,
    /// 403: the caller may not do this.
    Forbidden,
    /// 404: there is no such customer, user or resource.
    NotFound,
    /// 405: the resource does not have this method.
    MethodNotAllowed,
    /// 406: the service can't answer in JSON.
    NotAcceptable,
    /// 409: the request contradicts the state of the resource.
    Conflict,
    /// 412: the version in `If-Match` is not the current one.
    PreconditionFailed,
    /// 429: too many requests; see [`Error::retry_after`].
    Throttled,
    /// 5xx: the service failed.
    Server,
    /// Any other status that is no success.
    OtherStatus,
    /// A success with a body that is not what is described: no JSON, cut short, a value of another type.
    Unreadable,
    /// A success with the body of an error.
    ErrorInSuccess,
    /// An answer that is larger than it may be: see [`Limits`](crate::Limits).
    TooLarge,
    /// A list that goes on where nothing can follow: a link that leads nowhere, round in a circle or
    /// to another server, or a page without items.
    Paging,
    /// No connection came about; the service has not seen the request.
    Connect,
    /// The service took too long. It may have acted on the request.
    Timeout,
    /// The connection broke. The service may have acted on the request.
    Transport,
}

impl Error {
    pub(crate) fn new(category: Category, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            category,
            operation: None,
            message: message.into(),
            status: None,
            body: None,
            bytes: None,
            ids: ResponseIds::default(),
            sent: RequestIds::default(),
            sign_in: None,
            retry_after: None,
            source: None,
        }))
    }

    /// That of an answer that is no success.
    pub(crate) fn answer(status: StatusCode, body: ErrorBody) -> Self {
        let category = match status.as_u16() {
            _ if body.is_throttling() => Category::Throttled,
            400 => Category::BadRequest,
            401 => Category::Unauthorized,
            403 => Category::Forbidden,
            404 => Category::NotFound,
            405 => Category::MethodNotAllowed,
            406 => Category::NotAcceptable,
            409 => Category::Conflict,
            412 => Category::PreconditionFailed,
            429 => Category::Throttled,
            500..=599 => Category::Server,
            _ => Category::OtherStatus,
        };
        let message = match (&body, category) {
            (ErrorBody::Empty, _) => "no body".into(),
            (body, _) => Cow::from(body.to_string()),
        };
        let error = Self::new(category, message).with_status(status);
        let refused = SignInFailure::of_service(status, &body);
        let error = error.with_body(body);
        match refused {
            Some(failure) => error.with_sign_in(failure),
            None => error,
        }
    }

    /// The same error for another who asked.
    #[cfg(feature = "client")]
    pub(crate) fn again(&self) -> Self {
        Self(self.0.clone())
    }

    pub(crate) fn of(mut self, operation: &'static str) -> Self {
        self.0.operation = Some(operation);
        self
    }

    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_body(mut self, body: ErrorBody) -> Self {
        self.0.body = Some(body);
        self
    }

    pub(crate) fn with_bytes(mut self, bytes: &[u8]) -> Self {
        self.0.bytes = Some(bytes.into());
        self
    }

    pub(crate) fn with_ids(mut self, ids: ResponseIds) -> Self {
        self.0.ids = ids;
        self
    }

    #[cfg(feature = "client")]
    pub(crate) fn with_sent(mut self, sent: RequestIds) -> Self {
        self.0.sent = sent;
        self
    }

    pub(crate) fn with_sign_in(mut self, failure: SignInFailure) -> Self {
        self.0.sign_in = Some(failure);
        self
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into().into());
        self
    }

    pub(crate) fn with_retry_after(mut self, retry_after: Option<Duration>) -> Self {
        self.0.retry_after = retry_after;
        self
    }

    /// What sort of thing went wrong.
    #[must_use]
    pub fn category(&self) -> Category {
        self.0.category
    }

    /// The name of the operation, such as `listUserLicenses`.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.operation
    }

    /// The status of the answer, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The service's code for what went wrong, where it sent one, in whichever shape: see [`ErrorCode`].
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        self.0.body.as_ref().and_then(ErrorBody::code)
    }

    /// The code of the error that led to this one, such as what a 412 is about.
    #[must_use]
    pub fn inner_code(&self) -> Option<ErrorCode> {
        self.0.body.as_ref().and_then(ErrorBody::inner_code)
    }

    /// Why signing in failed, or why the service would not have the token, where either said so.
    #[must_use]
    pub fn sign_in(&self) -> Option<&SignInFailure> {
        self.0.sign_in.as_ref()
    }

    /// What the service says to people. It may hold personal data.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.0.body.as_ref().and_then(ErrorBody::message)
    }

    /// The body of the answer, whatever its shape.
    #[must_use]
    pub fn body(&self) -> Option<&ErrorBody> {
        self.0.body.as_ref()
    }

    /// The bytes of the body of a success that could not be used.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        self.0.bytes.as_deref()
    }

    /// The identifiers that the service gave the call; none where it did not answer, or a gateway did.
    #[must_use]
    pub fn ids(&self) -> &ResponseIds {
        &self.0.ids
    }

    /// The identifiers that were sent, or were to be, to repeat a POST with. They are known where a client
    /// made the call.
    #[must_use]
    pub fn sent(&self) -> &RequestIds {
        &self.0.sent
    }

    /// How long the service asks to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "the request can't be made",
            Self::Unsupported => "not supported",
            Self::SignIn => "signing in failed",
            Self::BadRequest => "bad request",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not found",
            Self::MethodNotAllowed => "method not allowed",
            Self::NotAcceptable => "not acceptable",
            Self::Conflict => "conflict",
            Self::PreconditionFailed => "precondition failed",
            Self::Throttled => "too many requests",
            Self::Server => "the service failed",
            Self::OtherStatus => "no success",
            Self::Unreadable => "the answer can't be read",
            Self::TooLarge => "the answer is too large",
            Self::ErrorInSuccess => "an error that claims to be a success",
            Self::Paging => "the list can't be followed",
            Self::Connect => "no connection",
            Self::Timeout => "the service took too long",
            Self::Transport => "the connection broke",
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        write!(f, "{}", inner.category)?;
        if let Some(status) = inner.status {
            write!(f, " ({})", status.as_u16())?;
        }
        // What others wrote may be in it.
        write!(f, ": {}", printable(&inner.message, LONGEST_MESSAGE))?;
        if inner.ids != ResponseIds::default() {
            write!(f, " [{}]", inner.ids)?;
        }
        if inner.sent.request_id.is_some() && inner.sent.request_id != inner.ids.request_id {
            write!(f, " [{}]", inner.sent)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        // What another's credential or storage says may name a user.
        let is_ours = |source: &Source| source.is::<Self>() || source.is::<partner_models::Error>();
        let hidden = inner.category == Category::SignIn && !inner.source.iter().all(is_ours);
        let mut debug = f.debug_struct("Error");
        debug
            .field("category", &inner.category)
            .field("operation", &inner.operation)
            .field("message", &inner.message)
            .field("status", &inner.status)
            .field("body", &inner.body)
            .field("ids", &inner.ids)
            .field("sent", &inner.sent)
            .field("sign_in", &inner.sign_in)
            .field("retry_after", &inner.retry_after);
        if hidden {
            return debug.finish_non_exhaustive();
        }
        debug.field("source", &inner.source).finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
