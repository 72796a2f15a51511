//! Lists that come page by page.
//!
//! A page says where the next one is in one of several ways: a link, with headers to send along; a
//! continuation token, in the body or in a header of the answer, to be sent back with `seekOperation=Next`;
//! or the address of the next page. [`next`] makes one [`Link`] of them, and [`follow`] makes that a request.
//! Of some lists a page says nothing, and the request counts the items before it: [`next_by_count`].

use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri};
use partner_models::common::{KeyValuePair, Link, ResourceLinks};
use partner_models::{Extra, Integer};

use crate::error::{Category, Error};
use crate::limits::Limits;
use crate::link;
use crate::operation::Operation;
use crate::request::encode;

const CONTINUATION_TOKEN: &str = "MS-ContinuationToken";

/// Headers by which some servers let a GET be another method.
const METHODS: &[&str] = &["x-http-method", "x-http-method-override", "x-method-override"];

/// Tokens of other services, which nobody knows how to send back.
const UNKNOWN_TOKENS: &[&str] = &["x-ms-continuation", "x-ms-continuationtoken"];

/// A list, or a part of one.
pub trait Page {
    /// What it is a list of.
    type Item;

    /// The parameter of the query that counts the items before a page, if that is how to ask for the next.
    const OFFSET: Option<&'static str> = None;

    /// Whether it says which items there are, be it none.
    fn has_items(&self) -> bool;

    /// How many items there are.
    fn count(&self) -> usize;

    /// How many items the whole list has, as the page says.
    fn announced(&self) -> Option<u64>;

    /// The items.
    fn into_items(self) -> Vec<Self::Item>;

    /// Where the next page is, by what the page says; `None` on the last one. A link without a `uri` stands
    /// for the page after the continuation token in its headers. What announces a next page in a way that
    /// nobody knows is a link that can't be followed.
    fn next(&self) -> Option<Link>;
}

/// Whether a list that is null, or not there, is one of no items.
pub(crate) fn is_empty(extra: &Extra, name: &str, announced: Option<u64>) -> bool {
    announced == Some(0)
        || announced.is_none() && find(extra, name).is_some_and(|value| value == "null")
}

/// How many items the whole list has.
pub(crate) fn announced(count: Option<&Integer>, extra: &Extra) -> Option<u64> {
    let odata = || find(extra, "@odata.count")?.parse().ok();
    count.and_then(Integer::as_u64).or_else(odata)
}

/// What a page says of the next.
#[derive(Default)]
pub(crate) struct Says<'a> {
    pub(crate) links: Option<&'a ResourceLinks>,
    pub(crate) token: Option<&'a str>,
    pub(crate) address: Option<&'a str>,
}

/// The link to the next page.
pub(crate) fn link_of(says: &Says<'_>, extra: &Extra) -> Option<Link> {
    match says.address.filter(|uri| !uri.trim().is_empty()) {
        Some(uri) => Some(Link::new().with_uri(uri).with_method("GET")),
        None => next_link(says.links, says.token, extra),
    }
}

/// Where the page after an answer is: by its body, or else by its headers.
#[must_use]
pub fn next(page: &impl Page, headers: &HeaderMap) -> Option<Link> {
    let token = || {
        let token = headers.get(CONTINUATION_TOKEN)?.to_str().ok()?;
        (!token.is_empty()).then(|| with_token(Link::new(), token))
    };
    let link = || {
        let links = headers.get_all(http::header::LINK).iter();
        let mut links = links.filter_map(|value| value.to_str().ok());
        links.find_map(|value| Some(Link::new().with_uri(next_of(value)?)))
    };
    let unknown = || UNKNOWN_TOKENS.iter().any(|name| headers.contains_key(*name)).then(Link::new);
    page.next().or_else(token).or_else(link).or_else(unknown)
}

/// The address of the next page in a `Link` header (RFC 8288).
fn next_of(mut header: &str) -> Option<&str> {
    while let Some((_, rest)) = header.split_once('<') {
        let (uri, rest) = rest.split_once('>')?;
        let parameters = rest.split('<').next().unwrap_or_default();
        let is_next = parameters.split([';', ',']).any(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or_default();
            let mut words = value.trim().trim_matches('"').split_ascii_whitespace();
            name.trim().eq_ignore_ascii_case("rel")
                && words.any(|it| it.eq_ignore_ascii_case("next"))
        });
        if is_next {
            return Some(uri);
        }
        header = rest;
    }
    None
}

fn next_link(links: Option<&ResourceLinks>, token: Option<&str>, extra: &Extra) -> Option<Link> {
    // What no property has: envelopes are seen to borrow from each other.
    let text = |name: &str| {
        let value = find(extra, name).filter(|value| *value != "null")?;
        Some(partner_models::from_str::<String>(value))
    };
    let mut unknown = false;
    let mut string = |name: &str| match text(name) {
        Some(Ok(text)) => Some(text).filter(|text| !text.trim().is_empty()),
        Some(Err(_)) => {
            unknown = true;
            None
        }
        None => None,
    };
    let addresses =
        ["nextLink", "@nextLink", "@odata.nextLink", "odata.nextLink", "nextPageLink", "next"];
    let address = addresses.into_iter().find_map(&mut string);
    let token = token.map(str::to_owned).filter(|token| !token.is_empty());
    let token = token.or_else(|| string("continuationToken"));
    let links_are_odd = find(extra, "links").is_some_and(|value| value != "null");
    let link = links.and_then(|links| links.next.clone());
    let link = link.or_else(|| address.map(|uri| Link::new().with_uri(uri)));
    let mut link = match (link, &token) {
        (Some(link), _) => link,
        (None, Some(_)) => Link::new(),
        // Something is announced, and nobody knows how to follow it.
        (None, None) => return (unknown || links_are_odd).then(Link::new),
    };
    // A link that names its own token knows best; one whose address says which page needs none.
    let uri = link.uri.as_deref().unwrap_or_default().to_ascii_lowercase();
    if (uri.trim().is_empty() || uri.contains("seekoperation"))
        && let Some(token) = token
        && !link.headers().iter().any(is_token)
    {
        link = with_token(link, &token);
    }
    Some(link)
}

/// The last member of that name, whatever its case, as JSON.
fn find<'a>(extra: &'a Extra, name: &str) -> Option<&'a str> {
    extra.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name)).last().map(|(_, value)| value)
}

fn with_token(mut link: Link, token: &str) -> Link {
    let header = KeyValuePair::new().with_key(CONTINUATION_TOKEN).with_value(token);
    link.headers.get_or_insert_default().push(header);
    link
}

fn is_token(header: &KeyValuePair) -> bool {
    let token = |key: &str| key.eq_ignore_ascii_case(CONTINUATION_TOKEN);
    header.key.as_deref().is_some_and(token) && header.value.is_some()
}

/// That a list that should come as a whole does so.
pub(crate) fn whole(list: &impl Page, headers: &HeaderMap) -> Result<(), String> {
    if next(list, headers).is_some() {
        return Err("the list has a next page, which it is not described to have; ask for all of them with PartnerClient::pages".to_owned());
    }
    if !list.has_items() {
        return Err("the list has no items, not even none".to_owned());
    }
    match missing(list.count() as u64, list.announced()) {
        Some(message) => Err(message),
        None => Ok(()),
    }
}

/// What to say of a list that ends before its own count.
pub(crate) fn missing(found: u64, announced: Option<u64>) -> Option<String> {
    let announced = announced.filter(|announced| *announced > found)?;
    Some(format!("the list ends after {found} of {announced} items"))
}

/// How many items there are before a page, by its request; `None` if that is not how to ask for pages.
pub(crate) fn first_of<P: Page>(asked: &Uri) -> Option<u64> {
    let name = P::OFFSET?;
    let mut values = pairs(asked).filter(|(key, _)| is_named(key, name));
    values.next().map_or(Some(0), |(_, value)| value.parse().ok())
}

/// Where the page after an answer is, of a list whose pages are asked for by how many items are before them:
/// behind those of this page, until as many have come as the page announces, or until a page has none.
#[must_use]
pub fn next_by_count<P: Page>(page: &P, asked: &Uri) -> Option<Link> {
    let (name, first) = (P::OFFSET?, first_of::<P>(asked)?);
    let seen = first.checked_add(page.count() as u64)?;
    let is_last = page.count() == 0 || page.announced().is_some_and(|announced| announced <= seen);
    if is_last {
        return None;
    }
    let others = pairs(asked).filter(|(key, _)| !is_named(key, name));
    let others = others.map(|(key, value)| format!("{key}={value}"));
    let query: Vec<_> = others.chain([format!("{}={seen}", encode(name))]).collect();
    Some(Link::new().with_uri(format!("?{}", query.join("&"))))
}

/// Whether a parameter as it is written has that name: a `$` may be encoded.
fn is_named(key: &str, name: &str) -> bool {
    key.eq_ignore_ascii_case(name) || key.eq_ignore_ascii_case(&encode(name))
}

/// The parameters of a query as they are written.
fn pairs(uri: &Uri) -> impl Iterator<Item = (&str, &str)> {
    let query = uri.query().unwrap_or_default();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// The request for the page that a link of an earlier page leads to: [`next`].
///
/// It says what the request for the first page says, and what the link asks for: exactly that, or it is an
/// error.
///
/// ```
/// use partner_client::operations::ListCustomerUsers;
/// use partner_client::paging::{Page, follow};
/// use partner_client::Operation;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let operation = ListCustomerUsers::new("5d2b1a1e-7c3f-4a55-9d0e-3f0a8c6e1b20");
/// let body = br#"{"items": [], "continuationToken": "AAAAAQ=="}"#;
/// let page = ListCustomerUsers::decode(&http::Response::new(body))?;
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
/// `MS-…` and `X-…`, leads to another server, could be understood in two ways, is longer than the usual
/// [`Limits`] allow, or says neither where the page is nor after which token it comes.
pub fn follow<O: Operation>(
    operation: &O,
    endpoint: &str,
    link: &Link,
) -> Result<Request<Vec<u8>>, Error> {
    follow_within(operation, endpoint, link, &Limits::default())
}

pub(crate) fn follow_within<O: Operation>(
    operation: &O,
    endpoint: &str,
    link: &Link,
    limits: &Limits,
) -> Result<Request<Vec<u8>>, Error> {
    let refused =
        |message: &'static str| Error::new(Category::Paging, message).of(O::DESCRIPTION.id);
    if link.method.as_ref().is_some_and(|method| !method.eq_ignore_ascii_case("GET")) {
        return Err(refused("the link asks for a method other than GET"));
    }
    let mut request = operation.request(endpoint)?;
    add_headers(&mut request, link, limits).map_err(refused)?;
    let uri = match link.uri.as_deref() {
        Some(uri) if !uri.trim().is_empty() => {
            link::resolve(endpoint, O::DESCRIPTION.path, request.uri(), uri).map_err(refused)?
        }
        _ if request.headers().contains_key(CONTINUATION_TOKEN) => {
            seek(request.uri()).parse().map_err(|_| refused("the token leads to no URL"))?
        }
        _ => {
            return Err(refused(
                "the link says neither where the page is nor after which token it comes",
            ));
        }
    };
    *request.uri_mut() = uri;
    Ok(request)
}

/// What the link asks to be sent along.
fn add_headers(
    request: &mut Request<Vec<u8>>,
    link: &Link,
    limits: &Limits,
) -> Result<(), &'static str> {
    let length = |text: Option<&str>| text.map_or(0, str::len);
    let headers = link.headers();
    let size = headers.iter().map(|it| length(it.key.as_deref()) + length(it.value.as_deref()));
    if headers.len() > limits.link_headers {
        return Err("the link asks for more headers than it may");
    }
    if length(link.uri.as_deref()) + size.sum::<usize>() > limits.link_bytes {
        return Err("the link is longer than it may be");
    }
    request.headers_mut().remove(CONTINUATION_TOKEN);
    let mut asked: Vec<(HeaderName, HeaderValue)> = Vec::new();
    for header in headers {
        let (key, value) = match (header.key.as_deref(), header.value.as_deref()) {
            (Some(key), Some(value)) => (key, value),
            (None | Some(""), None) => continue,
            _ => return Err("the link asks for a header without a name or a value"),
        };
        let name = HeaderName::from_bytes(key.as_bytes());
        let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) else {
            return Err("the link asks for a header that can't be sent");
        };
        // The service's own begin so. Others say who asks, or how much is sent and how.
        if !["ms-", "x-"].iter().any(|start| name.as_str().starts_with(start)) {
            return Err("the link asks for a header that is not its business");
        }
        // It would be sent without them.
        if value.as_bytes().trim_ascii() != value.as_bytes() {
            return Err("the link asks for a header with white space around it");
        }
        if METHODS.contains(&name.as_str()) {
            return Err("the link asks for a method other than GET");
        }
        if asked.iter().any(|(other, known)| *other == name && *known != value) {
            return Err("the link asks for two values of one header");
        }
        asked.push((name, value));
    }
    for (name, value) in asked {
        request.headers_mut().insert(name, value);
    }
    Ok(())
}

/// The same list, from the token on.
fn seek(uri: &Uri) -> String {
    let text = uri.to_string();
    let (path, query) = text.split_once('?').unwrap_or((&text, ""));
    let others = query.split('&').filter(|pair| {
        !pair.is_empty()
            && !pair.split('=').next().unwrap_or(pair).eq_ignore_ascii_case("seekOperation")
    });
    let query: Vec<_> = others.chain(["seekOperation=Next"]).collect();
    format!("{path}?{}", query.join("&"))
}
