//! Answers, read.

use std::collections::BTreeMap;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use partner_models::{ErrorBody, ErrorKind, Look, RawJson};

use crate::error::{Category, Error};
use crate::ids::ResponseIds;
use crate::limits::Limits;
use crate::operation::Operation;
use crate::retry_after;

/// An answer, before it is read.
pub(crate) struct Answer<'a> {
    pub(crate) status: StatusCode,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

impl Answer<'_> {
    /// How long the answer asks to wait.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        retry_after::of(|name| self.headers.get(name)?.to_str().ok())
    }

    /// What the answer says, and where it says nothing that can be used, the error with its identifiers and
    /// how long to wait. A part of a list lacks what the whole must have.
    pub(crate) fn decode<O: Operation>(
        &self,
        limits: &Limits,
        whole: bool,
    ) -> Result<O::Output, Error> {
        self.read::<O>(limits, whole).map_err(|error| {
            error
                .of(O::DESCRIPTION.id)
                .with_ids(ResponseIds::of(self.headers))
                .with_retry_after(self.retry_after())
        })
    }

    fn read<O: Operation>(&self, limits: &Limits, whole: bool) -> Result<O::Output, Error> {
        let body = self.body;
        let success = self.status.is_success();
        let longest = if success { limits.answer_bytes } else { limits.error_bytes };
        if body.len() > longest {
            return Err(too_large(longest).with_status(self.status));
        }
        if !success {
            return Err(Error::answer(self.status, ErrorBody::read(body)));
        }
        let refused = |category, message: String| {
            Error::new(category, message)
                .with_status(self.status)
                .with_body(ErrorBody::read(body))
                .with_bytes(body)
        };
        // A mark and nothing behind it is nothing.
        if body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii().is_empty() {
            let answer = O::empty();
            return answer
                .ok_or_else(|| refused(Category::Unreadable, "there is no body".to_owned()));
        }
        let answer = O::read(body, limits).map_err(|error| match error.kind() {
            ErrorKind::TooLarge => Error::new(Category::TooLarge, error.to_string())
                .with_status(self.status)
                .with_source(error),
            // Something else may well be the body of an error.
            _ if is_error(&ErrorBody::read(body)) => {
                refused(Category::ErrorInSuccess, IS_ERROR.to_owned()).with_source(error)
            }
            _ => refused(Category::Unreadable, error.to_string()).with_source(error),
        })?;
        identify::<O>(&answer, body).map_err(|(category, message)| refused(category, message))?;
        if whole {
            O::check(&answer, self.headers)
                .map_err(|message| refused(Category::Unreadable, message))?;
        }
        Ok(answer)
    }
}

const IS_ERROR: &str = "the body is that of an error";

/// A body that is longer than it may be.
pub(crate) fn too_large(longest: usize) -> Error {
    let message = format!("the body has more than {longest} bytes");
    Error::new(Category::TooLarge, message)
}

/// That an answer is what was asked for: any object reads as any resource, for there is little that the
/// service must send. One that shows nothing of its type is refused, and so is one that says it is another
/// resource that is known.
fn identify<O: Operation>(answer: &O::Output, body: &[u8]) -> Result<(), (Category, String)> {
    let mut look = Look::default();
    O::look(answer, &mut look);
    if look.is_open {
        // Nothing was asked for, and what came may tell why.
        return if is_error(&ErrorBody::read(body)) && O::empty().is_some() {
            Err((Category::ErrorInSuccess, IS_ERROR.to_owned()))
        } else {
            Ok(())
        };
    }
    if let (Some(wanted), Some(found)) = (O::OBJECT_TYPE, look.object_type.as_deref())
        && !wanted.eq_ignore_ascii_case(found)
        && is_known(found)
    {
        let found = partner_models::printable(found, 64);
        let message = format!("the body says that it is a {found}, and a {wanted} was asked for");
        return Err((Category::Unreadable, message));
    }
    if look.blank_item.is_some() {
        items::<O>(&look, body)?;
    }
    // An empty list beside an error is no list.
    if look.has_content {
        return Ok(());
    }
    if is_error(&ErrorBody::read(body)) {
        return Err((Category::ErrorInSuccess, IS_ERROR.to_owned()));
    }
    if look.has_own || look.has_envelope {
        return Ok(());
    }
    Err((Category::Unreadable, "the body shows nothing of what was asked for".to_owned()))
}

/// The same of the items of a list: the first that shows nothing of its type tells.
fn items<O: Operation>(look: &Look<'_>, body: &[u8]) -> Result<(), (Category, String)> {
    let Some((index, object_type)) = &look.blank_item else { return Ok(()) };
    if let (Some(wanted), Some(found)) = (O::ITEM_TYPE, object_type.as_deref())
        && !wanted.eq_ignore_ascii_case(found)
        && is_known(found)
    {
        let found = partner_models::printable(found, 64);
        let message = format!("item {index} says that it is a {found}, and {wanted} was asked for");
        return Err((Category::Unreadable, message));
    }
    let members = partner_models::from_slice::<BTreeMap<String, RawJson>>(body);
    let list = members.unwrap_or_default().into_iter().find_map(|(name, value)| {
        let is_list = ["items", "value"].iter().any(|list| list.eq_ignore_ascii_case(&name));
        partner_models::from_str::<Vec<RawJson>>(value.get()).ok().filter(|_| is_list)
    });
    let item = list.as_ref().and_then(|list| list.get(*index));
    if item.is_some_and(|item| is_error(&ErrorBody::read(item.get().as_bytes()))) {
        return Err((Category::ErrorInSuccess, format!("item {index} is that of an error")));
    }
    Ok(())
}

fn is_known(object_type: &str) -> bool {
    partner_models::Resource::OBJECT_TYPES.iter().any(|it| it.eq_ignore_ascii_case(object_type))
}

/// Whether this is the body of an error, in whichever shape.
fn is_error(body: &ErrorBody) -> bool {
    matches!(body, ErrorBody::Api(_) | ErrorBody::Throttling(_) | ErrorBody::Nested(_))
}
