//! Lists that come page by page.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Polled, Poll};

use azure_core::base64;
use futures::future::BoxFuture;
use futures::{FutureExt, Stream};
use partner_models::common::Link;

use crate::client::before::{Before, hash};
use crate::client::deadline::{Deadline, within};
use crate::client::{PartnerClient, Response};
use crate::error::{Category, Error};
use crate::ids::{RequestIds, ResponseIds};
use crate::operation::Operation;
use crate::paging::{Page, first_of, follow_within, missing, next, next_by_count};

/// A stream of the items of all pages: `futures::TryStreamExt::try_next` gives one after another, and
/// [`into_pages`](Self::into_pages) makes it a stream of pages.
///
/// It ends after the page that has no next one, and in no other way without an error: a link that can't be
/// followed, a page without items, a list that goes round in a circle or that ends before its own count are
/// errors, of [`Category::Paging`], after the items that there are. After an error there is nothing more;
/// [`continuation`](Self::continuation) tells where to go on.
pub struct Pager<P: Page> {
    pages: Pages<P>,
    items: std::vec::IntoIter<P::Item>,
}

/// A stream of pages: see [`Pager`].
pub struct Pages<P> {
    ask: Ask<P>,
    state: State<P>,
    /// Where the page begins that was given last.
    here: Option<Place>,
}

/// Asks for the page that begins at a place.
type Ask<P> = Arc<dyn Fn(Place) -> BoxFuture<'static, Asked<P>> + Send + Sync>;

/// An answer, and what comes after it.
type Asked<P> = Result<(Response<P>, After), Error>;

enum State<P> {
    Before(After),
    Asking(Place, BoxFuture<'static, Asked<P>>),
    Failed(Place),
}

/// What comes after a page.
#[derive(Clone)]
enum After {
    Page(Place),
    /// The page that was given last is the last one, and something is wrong with that.
    Wrong(Place, Box<Lack>),
    End,
}

/// Why a list does not go on.
#[derive(Clone)]
struct Lack {
    message: String,
    operation: &'static str,
    /// The identifiers of the page that was given last.
    ids: ResponseIds,
    sent: RequestIds,
}

/// Where a page begins.
#[derive(Clone, Default)]
struct Place {
    /// What leads there; nothing to the first page.
    link: Option<Link>,
    /// How many items there were before.
    seen: u64,
    /// Whether `seen` counts from the first item of the list.
    is_counted: bool,
    /// How many pages before it had no items, one after another.
    empty: usize,
    /// The pages before it.
    before: Before,
    /// Whether the page before it had a link to it: then the one without a link is the last.
    by_link: bool,
    /// A hash of the page before it.
    body: Option<u64>,
}

impl<P: Page> Pager<P> {
    /// The same list, page by page. Of a pager in use it begins with the page that the pager stands on.
    #[must_use]
    pub fn into_pages(self) -> Pages<P> {
        let place = if self.items.len() > 0 { self.pages.here.clone() } else { None };
        match place {
            None => self.pages,
            Some(place) => Pages { state: State::Before(After::Page(place)), ..self.pages },
        }
    }

    /// Where the pager stands, for [`PartnerClient::pages_from`]: the page of which not all items were
    /// given, else the next one. Nothing where the list has ended. It holds a link of the service's, encoded
    /// and not encrypted, which may name a person.
    #[must_use]
    pub fn continuation(&self) -> Option<String> {
        match &self.pages.here {
            Some(place) if self.items.len() > 0 => place.encode(),
            _ => self.pages.continuation(),
        }
    }
}

impl<P> Pages<P> {
    /// Where the next page begins, for [`PartnerClient::pages_from`]; nothing on the first one, and where
    /// the list has ended.
    #[must_use]
    pub fn continuation(&self) -> Option<String> {
        match &self.state {
            State::Before(After::Page(place) | After::Wrong(place, _))
            | State::Asking(place, _)
            | State::Failed(place) => place.encode(),
            State::Before(After::End) => None,
        }
    }
}

impl Place {
    fn first() -> Self {
        Self { is_counted: true, ..Self::default() }
    }

    /// How many items were before, and the link.
    fn encode(&self) -> Option<String> {
        let link = partner_models::to_string(self.link.as_ref()?);
        let seen = if self.is_counted { self.seen.to_string() } else { String::new() };
        Some(base64::encode_url_safe(format!("{seen} {link}")))
    }

    fn decode(text: &str) -> Option<Self> {
        let text = String::from_utf8(base64::decode_url_safe(text).ok()?).ok()?;
        let (seen, link) = text.split_once(' ')?;
        Some(Self {
            link: Some(partner_models::from_str(link).ok()?),
            seen: if seen.is_empty() { 0 } else { seen.parse().ok()? },
            is_counted: !seen.is_empty(),
            ..Self::default()
        })
    }
}

impl PartnerClient {
    /// Asks for one page after another of any operation that answers with a list. All of them share
    /// one `MS-CorrelationId`; each has an `MS-RequestId` of its own.
    ///
    /// # Errors
    ///
    /// Where the operation is not to be had with this sign-in or in this cloud.
    pub fn pages<O>(&self, operation: O) -> Result<Pager<O::Output>, Error>
    where
        O: Operation<Output: Page + Send + 'static> + Clone + Send + Sync + 'static,
    {
        self.pages_at(operation, Place::first())
    }

    /// As [`pages`](Self::pages), from where another pager of the same operation stood: what its
    /// [`continuation`](Pager::continuation) gave, be it in another process.
    ///
    /// # Errors
    ///
    /// Where the operation is not to be had with this sign-in or in this cloud, and
    /// [`Category::Paging`] where the text is no continuation.
    pub fn pages_from<O>(&self, operation: O, continuation: &str) -> Result<Pager<O::Output>, Error>
    where
        O: Operation<Output: Page + Send + 'static> + Clone + Send + Sync + 'static,
    {
        let place = Place::decode(continuation).ok_or_else(|| {
            Error::new(Category::Paging, "this continues no list").of(O::DESCRIPTION.id)
        })?;
        self.pages_at(operation, place)
    }

    fn pages_at<O>(&self, mut operation: O, place: Place) -> Result<Pager<O::Output>, Error>
    where
        O: Operation<Output: Page + Send + 'static> + Clone + Send + Sync + 'static,
    {
        self.check::<O>()?;
        self.fill(&mut operation);
        let client = self.clone();
        let ask = move |place: Place| {
            let (client, operation) = (client.clone(), operation.clone());
            async move { client.page(operation, place).await }.boxed()
        };
        let state = State::Before(After::Page(place));
        let pages = Pages { ask: Arc::new(ask), state, here: None };
        Ok(Pager { pages, items: Vec::new().into_iter() })
    }

    async fn page<O>(&self, mut operation: O, place: Place) -> Asked<O::Output>
    where
        O: Operation<Output: Page + Send> + Send,
    {
        let id = O::DESCRIPTION.id;
        let host = self.check::<O>()?;
        let endpoint = &*host.endpoint;
        let limits = &self.inner.limits;
        let request = match &place.link {
            None => operation.request(endpoint)?,
            Some(link) => {
                operation.call_mut().request_id = None;
                self.fill(&mut operation);
                follow_within(&operation, endpoint, link, limits)?
            }
        };
        let mut after = place;
        let asked = request.uri().clone();
        match first_of::<O::Output>(&asked) {
            // The request says how many items there are before it.
            Some(first) => {
                after.seen = first;
                after.is_counted = true;
            }
            None if after.link.is_none() && is_in_the_midst(&request) => after.is_counted = false,
            None => {}
        }
        after.before.add(&request);
        let end = Deadline::of(&mut operation);
        let response = within(end.as_ref(), self.send::<O>(&host, request, false)).await?;
        let refused = |message: &'static str| {
            Error::new(Category::Paging, message)
                .of(id)
                .with_ids(response.ids())
                .with_sent(response.sent.clone())
                .with_bytes(&response.body)
        };
        if !response.has_items() {
            return Err(refused("a page has no items, not even none"));
        }
        let count = response.count();
        after.seen = after.seen.saturating_add(count as u64);
        after.empty = if count == 0 { after.empty + 1 } else { 0 };
        let by_link = std::mem::replace(&mut after.by_link, false);
        after.link = next(&response.model, &response.headers);
        if after.link.is_some() {
            after.by_link = true;
        } else if !by_link || response.announced().is_some() {
            after.link = next_by_count(&response.model, &asked);
        }
        let lack = |message: String| {
            let (ids, sent) = (response.ids(), response.sent.clone());
            Box::new(Lack { message, operation: id, ids, sent })
        };
        let by_count = O::Output::OFFSET.is_some() && response.announced().is_none();
        let body = hash(&response.body);
        let after = match &after.link {
            None => {
                let announced = response.announced().filter(|_| after.is_counted);
                match missing(after.seen, announced) {
                    Some(message) => After::Wrong(after, lack(message)),
                    None => After::End,
                }
            }
            Some(_) if after.empty >= limits.empty_pages => {
                let message = format!("{} pages without an item, and no end", after.empty);
                After::Wrong(after, lack(message))
            }
            // Without a count nothing else would end it.
            Some(_) if by_count && after.body.replace(body) == Some(body) => {
                After::Wrong(after, lack("the list goes round in a circle".to_owned()))
            }
            // A link that can't be followed is an error when it is followed.
            Some(link) => match follow_within(&operation, endpoint, link, limits) {
                Ok(next) if after.before.contains(&next) => {
                    After::Wrong(after, lack("the list goes round in a circle".to_owned()))
                }
                _ => After::Page(after),
            },
        };
        Ok((response, after))
    }
}

/// Whether a request asks for another page than the first.
fn is_in_the_midst(request: &http::Request<Vec<u8>>) -> bool {
    let query = request.uri().query().unwrap_or_default().to_ascii_lowercase();
    let names = ["skip=", "$skip=", "%24skip=", "offset=", "seekoperation=", "page="];
    request.headers().contains_key("MS-ContinuationToken")
        || query.split('&').any(|pair| names.iter().any(|name| pair.starts_with(name)))
}

impl<P> Stream for Pages<P> {
    type Item = Result<Response<P>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Polled<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match &mut self.state {
                State::Before(After::End) | State::Failed(_) => return Poll::Ready(None),
                State::Before(After::Wrong(_, lack)) => {
                    let error = Error::new(Category::Paging, lack.message.clone())
                        .of(lack.operation)
                        .with_ids(lack.ids.clone())
                        .with_sent(lack.sent.clone());
                    self.state = State::Before(After::End);
                    return Poll::Ready(Some(Err(error)));
                }
                State::Before(After::Page(place)) => {
                    let place = place.clone();
                    let asked = (self.ask)(place.clone());
                    self.state = State::Asking(place, asked);
                }
                State::Asking(place, asked) => {
                    let asked = std::task::ready!(asked.poll_unpin(cx));
                    let place = place.clone();
                    return Poll::Ready(Some(match asked {
                        Ok((response, after)) => {
                            self.here = Some(place);
                            self.state = State::Before(after);
                            Ok(response)
                        }
                        Err(error) => {
                            self.here = None;
                            self.state = State::Failed(place);
                            Err(error)
                        }
                    }));
                }
            }
        }
    }
}

impl<P: Page> Stream for Pager<P>
where
    P::Item: Unpin,
{
    type Item = Result<P::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Polled<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::task::ready!(Pin::new(&mut self.pages).poll_next(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => self.items = page.into_model().into_items().into_iter(),
            }
        }
    }
}

impl<P: Page> Unpin for Pager<P> {}

impl<P> Unpin for Pages<P> {}

impl<P: Page> fmt::Debug for Pager<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager").field("items", &self.items.len()).finish_non_exhaustive()
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}
