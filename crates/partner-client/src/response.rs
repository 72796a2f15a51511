//! Answers, read.

use std::collections::BTreeMap;
use std::time::Duration;

use partner_models::{ErrorBody, Look, RawJson};

use crate::answer::{Answer, IS_ERROR, is_error};
use crate::error::{Category, Error};
use crate::file::content_type;
use crate::ids::ResponseIds;
use crate::limits::Limits;
use crate::operation::Operation;
use crate::retry_after;

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
        self.read::<O>(limits, whole).map_err(|error| self.complete::<O>(error))
    }

    /// An error with what the answer tells of the call.
    pub(crate) fn complete<O: Operation>(&self, error: Error) -> Error {
        error
            .of(O::DESCRIPTION.id)
            .with_ids(ResponseIds::of(self.headers))
            .with_retry_after(self.retry_after())
    }

    fn read<O: Operation>(&self, limits: &Limits, whole: bool) -> Result<O::Output, Error> {
        let body = self.body;
        let success = self.status.is_success();
        let longest = if success { limits.answer_bytes } else { limits.error_bytes };
        if body.len() > longest {
            return Err(too_large(longest).with_status(self.status));
        }
        if let Some(answer) = self.absent::<O>()? {
            return Ok(answer);
        }
        if !success {
            return Err(Error::answer(self.status, ErrorBody::read(body)));
        }
        // A mark and nothing behind it is nothing.
        if body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii().is_empty() {
            match O::empty(self.status) {
                Some(answer) => return Ok(answer),
                // A file or a text may have nothing in it.
                None if is_json(O::DESCRIPTION.accept) => {
                    return Err(self.refused(Category::Unreadable, "there is no body".to_owned()));
                }
                None => {}
            }
        }
        // Nothing is read of it, so nothing else would tell.
        if O::empty(self.status).is_some()
            && content_type(self.headers).as_deref() == Some("text/html")
        {
            self.is_no_page()?;
        }
        let answer = O::read(self, limits)?;
        identify::<O>(&answer, self)
            .map_err(|(category, message)| self.refused(category, message))?;
        if whole {
            O::check(&answer, self.headers)
                .map_err(|message| self.refused(Category::Unreadable, message))?;
        }
        Ok(answer)
    }

    /// The answer to a question that a status answers. A gateway that knows no such address would say the same,
    /// so the service must have named the call.
    fn absent<O: Operation>(&self) -> Result<Option<O::Output>, Error> {
        let answer = O::absent(self.status);
        let is_question = O::absent(http::StatusCode::NOT_FOUND).is_some();
        let is_answer = answer.is_some() || self.status.is_success();
        if is_question && is_answer && ResponseIds::of(self.headers) == ResponseIds::default() {
            let message = "nothing shows that the service answered: no header names the call";
            return Err(self.refused(Category::Unreadable, message.to_owned()));
        }
        Ok(answer)
    }
}

/// Whether JSON is among the media types that are asked for.
fn is_json(accept: &str) -> bool {
    accept.split(", ").any(|media| media == "application/json")
}

/// A body that is longer than it may be.
pub(crate) fn too_large(longest: usize) -> Error {
    let message = format!("the body has more than {longest} bytes");
    Error::new(Category::TooLarge, message)
}

/// That an answer is what was asked for: any object reads as any resource, for there is little that the
/// service must send. One that shows nothing of its type is refused, and so is one that says it is another
/// resource that is known.
fn identify<O: Operation>(answer: &O::Output, of: &Answer<'_>) -> Result<(), (Category, String)> {
    let body = of.body;
    let mut look = Look::default();
    O::look(answer, &mut look);
    if look.is_open {
        // Nothing was asked for, and what came may tell why.
        return if O::empty(of.status).is_some() && of.is_error() {
            Err((Category::ErrorInSuccess, IS_ERROR.to_owned()))
        } else {
            Ok(())
        };
    }
    if let (Some(wanted), Some(found)) = (O::object_type(answer), look.object_type.as_deref())
        && !wanted.eq_ignore_ascii_case(found)
        && is_known(found)
    {
        let found = partner_models::printable(found, 64);
        let message = format!("the body says that it is a {found}, and a {wanted} was asked for");
        return Err((Category::Unreadable, message));
    }
    if look.blank_item.is_some() {
        items(O::item_type(answer), &look, body)?;
    }
    // An empty list beside an error is no list.
    if look.has_content {
        return Ok(());
    }
    if of.is_error() {
        return Err((Category::ErrorInSuccess, IS_ERROR.to_owned()));
    }
    if look.has_own || look.has_envelope {
        return Ok(());
    }
    Err((Category::Unreadable, "the body shows nothing of what was asked for".to_owned()))
}

/// The same of the items of a list: the first that shows nothing of its type tells.
fn items(wanted: Option<&str>, look: &Look<'_>, body: &[u8]) -> Result<(), (Category, String)> {
    let Some((index, object_type)) = &look.blank_item else { return Ok(()) };
    if let (Some(wanted), Some(found)) = (wanted, object_type.as_deref())
        && !wanted.eq_ignore_ascii_case(found)
        && is_known(found)
    {
        let found = partner_models::printable(found, 64);
        let message = format!("item {index} says that it is a {found}, and {wanted} was asked for");
        return Err((Category::Unreadable, message));
    }
    let list = partner_models::from_slice::<Vec<RawJson>>(body).ok().or_else(|| {
        let members = partner_models::from_slice::<BTreeMap<String, RawJson>>(body);
        members.unwrap_or_default().into_iter().find_map(|(name, value)| {
            let is_list = ["items", "value"].iter().any(|list| list.eq_ignore_ascii_case(&name));
            partner_models::from_str::<Vec<RawJson>>(value.get()).ok().filter(|_| is_list)
        })
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
