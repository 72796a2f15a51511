//! Errors of `azure_core` as ours, and the other way round.

use azure_core::error::ErrorKind;

use crate::error::{Category, Error};

/// Ours, where it is one of ours; otherwise what its kind says.
impl From<azure_core::Error> for Error {
    fn from(error: azure_core::Error) -> Self {
        let category = category(&error);
        let inner = match innermost(error).downcast::<Error>() {
            Ok(ours) => return *ours,
            Err(inner) => inner,
        };
        let timed_out = |error: &reqwest::Error| error.is_timeout() && !error.is_connect();
        let timed_out = inner.downcast_ref().is_some_and(timed_out);
        let category = if timed_out { Category::Timeout } else { category };
        let message = match category {
            Category::SignIn => "the credential has no token",
            Category::Connect => "the service can't be reached",
            Category::Timeout => "no answer within the time allowed",
            Category::Transport => "before the answer was complete",
            Category::Unreadable => "not what is described",
            _ => "the pipeline refused it",
        };
        Self::new(category, message).with_source(inner)
    }
}

/// By the kind of the first error in the chain that has a telling one.
fn category(error: &azure_core::Error) -> Category {
    let mut next = Some(error);
    while let Some(error) = next {
        match error.kind() {
            ErrorKind::Credential => return Category::SignIn,
            ErrorKind::Connection => return Category::Connect,
            ErrorKind::Io => return Category::Transport,
            ErrorKind::DataConversion => return Category::Unreadable,
            ErrorKind::HttpResponse { .. } => return Category::OtherStatus,
            ErrorKind::Other => next = error.downcast_ref(),
        }
    }
    Category::Request
}

/// The cause beneath the layers that `azure_core` puts around it. That of the transport goes without
/// its URL, which may name a user.
fn innermost(mut error: azure_core::Error) -> Box<dyn std::error::Error + Send + Sync> {
    loop {
        let inner = match error.into_inner() {
            Ok(inner) => inner,
            Err(error) => return Box::new(error),
        };
        match inner.downcast::<azure_core::Error>() {
            Ok(next) => error = *next,
            Err(inner) => {
                return match inner.downcast::<reqwest::Error>() {
                    Ok(error) => Box::new(error.without_url()),
                    Err(inner) => inner,
                };
            }
        }
    }
}

/// Wraps one of ours, so that it can go through `azure_core`.
pub(crate) fn to_azure(error: Error) -> azure_core::Error {
    let kind = match (error.category(), error.status()) {
        (Category::Unreadable | Category::ErrorInSuccess | Category::Paging, _) => {
            ErrorKind::DataConversion
        }
        // Of a kind that is not tried again.
        (Category::TooLarge, _) => ErrorKind::Other,
        (Category::SignIn, _) => ErrorKind::Credential,
        (Category::Connect, _) => ErrorKind::Connection,
        (Category::Timeout | Category::Transport, _) => ErrorKind::Io,
        (_, Some(status)) => ErrorKind::HttpResponse {
            status: status.as_u16().into(),
            error_code: error.code().map(|code| partner_models::printable(&code.text(), 64)),
            raw_response: None,
        },
        _ => ErrorKind::Other,
    };
    azure_core::Error::new(kind, error)
}
