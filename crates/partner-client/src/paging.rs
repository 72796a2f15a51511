//! Lists that come page by page.
//!
//! A page says where the next one is in one of three ways: a link, with headers to send along; a
//! continuation token, to be sent back with `seekOperation=Next`; or the address of the next page.
//! [`Page::next`] makes one [`Link`] of them, and [`follow`] makes that a request.

use http::{HeaderName, HeaderValue, Request, Uri};
use partner_models::analytics::AnalyticsPage;
use partner_models::common::{
    Collection, ContinuationToken, KeyValuePair, Link, ResourceLinks, SeekBasedCollection,
};

use crate::error::{Category, Error};
use crate::operation::Operation;
use crate::request::encode;

const CONTINUATION_TOKEN: &str = "MS-ContinuationToken";

/// A list, or a part of one.
pub trait Page {
    /// What it is a list of.
    type Item;

    /// Whether it says which items there are, be it none.
    fn has_items(&self) -> bool;

    /// The items.
    fn into_items(self) -> Vec<Self::Item>;

    /// Where the next page is; `None` on the last one. A link without a `uri` stands for the page
    /// after the continuation token in its headers.
    fn next(&self) -> Option<Link>;
}

impl<T> Page for Collection<T> {
    type Item = T;

    fn has_items(&self) -> bool {
        self.items.is_some()
    }

    fn into_items(self) -> Vec<T> {
        self.items.unwrap_or_default()
    }

    fn next(&self) -> Option<Link> {
        next_link(self.links.as_ref(), None)
    }
}

impl<T> Page for SeekBasedCollection<T> {
    type Item = T;

    fn has_items(&self) -> bool {
        self.items.is_some()
    }

    fn into_items(self) -> Vec<T> {
        self.items.unwrap_or_default()
    }

    fn next(&self) -> Option<Link> {
        next_link(self.links.as_ref(), self.continuation_token.as_ref())
    }
}

impl<T> Page for AnalyticsPage<T> {
    type Item = T;

    fn has_items(&self) -> bool {
        self.value.is_some()
    }

    fn into_items(self) -> Vec<T> {
        self.value.unwrap_or_default()
    }

    fn next(&self) -> Option<Link> {
        let uri = self.next_link.as_deref().filter(|uri| !uri.trim().is_empty())?;
        Some(Link::new().with_uri(uri).with_method("GET"))
    }
}

fn next_link(links: Option<&ResourceLinks>, token: Option<&ContinuationToken>) -> Option<Link> {
    let token = token.filter(|token| !token.is_empty());
    let mut link = match (links.and_then(|links| links.next.as_ref()), token) {
        (Some(link), _) => link.clone(),
        (None, Some(_)) => Link::new(),
        (None, None) => return None,
    };
    // A link that names its own token knows best; one whose address says which page needs none.
    let uri = link.uri.as_deref().unwrap_or_default().to_ascii_lowercase();
    if (uri.trim().is_empty() || uri.contains("seekoperation"))
        && let Some(token) = token
        && !link.headers().iter().any(is_token)
    {
        let header = KeyValuePair::new().with_key(CONTINUATION_TOKEN).with_value(token.as_str());
        link.headers.get_or_insert_default().push(header);
    }
    Some(link)
}

fn is_token(header: &KeyValuePair) -> bool {
    let token = |key: &str| key.eq_ignore_ascii_case(CONTINUATION_TOKEN);
    header.key.as_deref().is_some_and(token) && header.value.is_some()
}

/// That a list that should come as a whole does so.
pub(crate) fn whole(list: &impl Page) -> Result<(), &'static str> {
    match (list.has_items(), list.next()) {
        (_, Some(_)) => Err(
            "the list has a next page, which it is not described to have; ask for all of them with PartnerClient::pages",
        ),
        (false, None) => Err("the list has no items, not even none"),
        (true, None) => Ok(()),
    }
}

/// The request for the page that a link of an earlier page leads to: [`Page::next`].
///
/// It says what the request for the first page says, and what the link asks for.
///
/// ```
/// use partner_client::operations::ListCustomerUsers;
/// use partner_client::paging::{Page, follow};
/// use partner_client::Operation;
///
/// # fn main() -> Result<(), partner_client::Error> {
/// let operation = ListCustomerUsers::new("5d2b1a1e-7c3f-4a55-9d0e-3f0a8c6e1b20");
/// let page = ListCustomerUsers::read(br#"{"items": [], "continuationToken": "AAAAAQ=="}"#)?;
/// let link = page.next().expect("there is a token");
/// let request = follow(&operation, "https://api.partnercenter.microsoft.com", &link)?;
/// assert_eq!(request.uri().query(), Some("seekOperation=Next"));
/// assert_eq!(request.headers()["MS-ContinuationToken"], "AAAAAQ==");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`Category::Paging`]: the link asks for something other than GET or for a header other than
/// `MS-…` and `X-…`, leads to another server, or says neither where the page is nor after which token
/// it comes.
pub fn follow<O: Operation>(
    operation: &O,
    endpoint: &str,
    link: &Link,
) -> Result<Request<Vec<u8>>, Error> {
    let refused =
        |message: &'static str| Err(Error::new(Category::Paging, message).of(O::DESCRIPTION.id));
    if link.method.as_ref().is_some_and(|method| !method.eq_ignore_ascii_case("GET")) {
        return refused("the link asks for a method other than GET");
    }
    let mut request = operation.request(endpoint)?;
    request.headers_mut().remove(CONTINUATION_TOKEN);
    for header in link.headers() {
        let (Some(key), Some(value)) = (&header.key, &header.value) else { continue };
        let name = HeaderName::from_bytes(key.as_bytes());
        let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) else {
            return refused("the link asks for a header that can't be sent");
        };
        // The service's own begin so. Others say who asks, or how much is sent and how.
        if !["ms-", "x-"].iter().any(|start| name.as_str().starts_with(start)) {
            return refused("the link asks for a header that is not its business");
        }
        request.headers_mut().insert(name, value);
    }
    let uri = match link.uri.as_deref().map(str::trim) {
        Some(uri) if uri.starts_with('?') => {
            let (first, _) = uri_parts(request.uri());
            Ok(format!("{first}{}", mend(uri)))
        }
        Some(uri) if !uri.is_empty() => resolve(endpoint, O::DESCRIPTION.path, uri),
        _ if request.headers().contains_key(CONTINUATION_TOKEN) => Ok(seek(request.uri())),
        _ => {
            return refused(
                "the link says neither where the page is nor after which token it comes",
            );
        }
    };
    match uri.map(|uri| uri.parse::<Uri>()) {
        Ok(Ok(uri)) => *request.uri_mut() = uri,
        Ok(Err(_)) => return refused("the link is no URL"),
        Err(message) => return refused(message),
    }
    Ok(request)
}

/// What is before and what is behind the question mark.
fn uri_parts(uri: &Uri) -> (String, String) {
    let text = uri.to_string();
    match text.split_once('?') {
        Some((path, query)) => (path.to_owned(), query.to_owned()),
        None => (text, String::new()),
    }
}

/// The same list, from the token on.
fn seek(uri: &Uri) -> String {
    let (path, query) = uri_parts(uri);
    let others = query.split('&').filter(|pair| {
        !pair.is_empty()
            && !pair.split('=').next().unwrap_or(pair).eq_ignore_ascii_case("seekOperation")
    });
    let query: Vec<_> = others.chain(["seekOperation=Next"]).collect();
    format!("{path}?{}", query.join("&"))
}

/// Where a link leads, seen from an endpoint. Links are absolute, or relative with or without the
/// version that the paths of operations begin with.
fn resolve(endpoint: &str, operation: &str, link: &str) -> Result<String, &'static str> {
    const ELSEWHERE: &str = "the link leads to another server";
    let link = mend(link);
    let endpoint = endpoint.trim_end_matches('/');
    let is_scheme = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    if link.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme)) {
        let (Ok(uri), Ok(base)) = (link.parse::<Uri>(), endpoint.parse::<Uri>()) else {
            return Err("the link is no URL");
        };
        let user = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
        return if !user && origin(&uri) == origin(&base) { Ok(link) } else { Err(ELSEWHERE) };
    }
    if link.starts_with("//") {
        return Err(ELSEWHERE);
    }
    let path = link.trim_start_matches('/');
    let mut parts = path.split(['/', '?']).take(2);
    if parts.any(is_version) {
        return Ok(format!("{endpoint}/{path}"));
    }
    let end = operation.split('/').position(is_version).map_or(1, |index| index + 1);
    let prefix: Vec<_> = operation.split('/').take(end).collect();
    Ok(format!("{endpoint}{}/{path}", prefix.join("/")))
}

fn is_version(part: &str) -> bool {
    part.strip_prefix(['v', 'V']).is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Scheme, host and port.
fn origin(uri: &Uri) -> (Option<String>, Option<String>, Option<u16>) {
    let scheme = uri.scheme_str().map(str::to_ascii_lowercase);
    let usual = match scheme.as_deref() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    };
    (scheme, uri.host().map(str::to_ascii_lowercase), uri.port_u16().or(usual))
}

/// Encodes what stands in a link as it is and can't in a URL, such as the quotes of a filter.
fn mend(link: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let mut buffer = [0; 4];
    link.chars()
        .map(|c| {
            let text = c.encode_utf8(&mut buffer);
            if allowed(c) { text.to_owned() } else { encode(text) }
        })
        .collect()
}
