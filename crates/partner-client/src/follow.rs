//! From an answer to the operation that its `Location` leads to.

use std::fmt;
use std::marker::PhantomData;

use http::header::LOCATION;
use http::{HeaderMap, Request, StatusCode, Uri};
use partner_models::Look;

use crate::answer::Answer;
use crate::error::{Category, Error};
use crate::generated::CallOptions;
use crate::limits::Limits;
use crate::link;
use crate::operation::{Description, Operation};
use crate::request::RequestParts;

/// An operation at an address that the service gave: exactly there, or it is an error.
///
/// The functions that follow an answer make one, such as those that a description's `links` stand for. The
/// address leads to the host of the operation and to a path that is one of the operation's: see
/// [`request`](Operation::request).
pub struct Follow<O> {
    address: String,
    call: CallOptions,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Follow<O> {
    /// The operation at an address: absolute, or relative to the host of the operation, with or without the
    /// version that its path begins with.
    #[must_use]
    pub fn to(address: impl Into<String>) -> Self {
        Self { address: address.into(), call: CallOptions::default(), operation: PhantomData }
    }

    /// The operation at the address in the header `Location` of an answer.
    ///
    /// # Errors
    ///
    /// [`Category::Unreadable`]: the answer has no such header, or several.
    pub fn location(headers: &HeaderMap) -> Result<Self, Error> {
        let refused = |message| Error::new(Category::Unreadable, message).of(O::DESCRIPTION.id);
        let mut all = headers.get_all(LOCATION).iter();
        let header = all.next().ok_or_else(|| refused("the answer before has no `Location`"))?;
        if all.any(|other| other != header) {
            return Err(refused("the answer before has several headers `Location`"));
        }
        let address = header.to_str().ok().filter(|address| !address.is_empty());
        address
            .map(Self::to)
            .ok_or_else(|| refused("the `Location` of the answer before is no address"))
    }

    /// Sets what the call says.
    #[must_use]
    pub fn with_call(mut self, call: CallOptions) -> Self {
        self.call = call;
        self
    }

    /// The address, as the service wrote it. It may name a person.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl<O: Operation> Operation for Follow<O> {
    type Output = O::Output;

    const DESCRIPTION: Description = O::DESCRIPTION;

    /// # Errors
    ///
    /// [`Category::Request`]: the address leads to another host or to another operation, or could be understood
    /// in two ways.
    fn request(&self, endpoint: &str) -> Result<Request<Vec<u8>>, Error> {
        let refused =
            |message: &'static str| Error::new(Category::Request, message).of(O::DESCRIPTION.id);
        let base: Uri = endpoint.parse().map_err(|_| refused("the endpoint is no URL"))?;
        if self.address.starts_with('?') {
            return Err(refused("the address has no path"));
        }
        let uri =
            link::resolve(endpoint, O::DESCRIPTION.path, &base, &self.address).map_err(refused)?;
        let path = uri.path().strip_prefix(base.path().trim_end_matches('/')).unwrap_or_default();
        if !is_of(path, O::DESCRIPTION.path) {
            return Err(refused("the address is not one of this operation"));
        }
        let mut request = RequestParts::new(O::DESCRIPTION);
        self.call.write(&mut request);
        request.finish_at(uri)
    }

    fn read(answer: &Answer<'_>, limits: &Limits) -> Result<Self::Output, Error> {
        O::read(answer, limits)
    }

    fn empty(status: StatusCode) -> Option<Self::Output> {
        O::empty(status)
    }

    fn absent(status: StatusCode) -> Option<Self::Output> {
        O::absent(status)
    }

    fn object_type(answer: &Self::Output) -> Option<&'static str> {
        O::object_type(answer)
    }

    fn item_type(answer: &Self::Output) -> Option<&'static str> {
        O::item_type(answer)
    }

    fn look(answer: &Self::Output, look: &mut Look<'_>) {
        O::look(answer, look);
    }

    fn check(answer: &Self::Output, headers: &HeaderMap) -> Result<(), String> {
        O::check(answer, headers)
    }

    fn call_mut(&mut self) -> &mut CallOptions {
        &mut self.call
    }
}

/// Whether a path is one of a template: `/v1/orders/7` of `/v1/orders/{order-id}`.
fn is_of(path: &str, template: &str) -> bool {
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    let wanted: Vec<_> = template.split('/').filter(|part| !part.is_empty()).collect();
    let mut pairs = parts.iter().zip(&wanted);
    parts.len() == wanted.len() && pairs.all(|(part, wanted)| is_part_of(part, wanted))
}

/// Of one part, which may have parameters in it: `sheets(market='{market}')`.
fn is_part_of(part: &str, wanted: &str) -> bool {
    let starts = |part: &str, start: &str| {
        part.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
    };
    let Some((before, behind)) = wanted.split_once('{') else {
        return part.eq_ignore_ascii_case(wanted);
    };
    let behind = behind.split_once('}').map_or("", |(_, behind)| behind);
    // Every end of the value is tried, for it may have in it what comes behind it.
    starts(part, before)
        && part
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .any(|end| end > before.len() && is_part_of(&part[end..], behind))
}

impl<O> Clone for Follow<O> {
    fn clone(&self) -> Self {
        let (address, call) = (self.address.clone(), self.call.clone());
        Self { address, call, operation: PhantomData }
    }
}

impl<O> PartialEq for Follow<O> {
    fn eq(&self, other: &Self) -> bool {
        self.address == other.address && self.call == other.call
    }
}

impl<O: Operation> fmt::Debug for Follow<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Follow").field("operation", &O::DESCRIPTION.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::is_of;

    #[test]
    fn a_path_is_one_of_a_template() {
        for (path, template, is) in [
            ("/v1/orders/7", "/v1/orders/{id}", true),
            ("/V1//Orders/7/", "/v1/orders/{id}", true),
            ("/v1/orders", "/v1/orders/{id}", false),
            ("/v1/orders/7/8", "/v1/orders/{id}", false),
            ("/v1/sheets(a='x',b='y')/$value", "/v1/sheets(a='{a}',b='{b}')/$value", true),
            ("/v1/sheets(a='x',b=',b=')/$value", "/v1/sheets(a='{a}',b='{b}')/$value", true),
            ("/v1/sheets(a='x')/$value", "/v1/sheets(a='{a}',b='{b}')/$value", false),
            ("/v1/sheets(a='',b='y')/$value", "/v1/sheets(a='{a}',b='{b}')/$value", false),
            ("/v1/\u{e9}", "/v1/x", false),
        ] {
            assert_eq!(is_of(path, template), is, "{path}");
        }
    }
}
