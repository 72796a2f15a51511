//! Lists that come page by page, as a pager of the Azure SDK.

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use azure_core::base64;
use azure_core::http::pager::{PagerContinuation, PagerOptions, PagerResult, PagerState};
use azure_core::http::{Context, DeserializeWith, Format, response::ResponseBody};
use partner_models::common::Link;
use serde::de::DeserializeOwned;

use crate::client::{LosslessJson, PartnerClient, failure};
use crate::error::{Category, Error};
use crate::operation::Operation;
use crate::paging::{Page, follow};

/// A stream of the items of all pages: `futures::TryStreamExt::try_next` gives one after another, and
/// `into_pages` makes it a stream of pages.
///
/// It ends after the page that has no next one, and in no other way without an error: a link that
/// can't be followed, a page without items and a list that goes round in a circle are errors, of
/// [`Category::Paging`]. The error of `azure_core` that the stream gives holds an [`Error`]:
/// `Error::from` takes it out.
pub type Pager<P> = azure_core::http::Pager<PageOf<P>, LosslessJson>;

/// A page, such as `CustomerUserCollection`.
#[derive(Clone, PartialEq)]
pub struct PageOf<P>(P);

impl<P> PageOf<P> {
    /// The page itself.
    pub fn into_inner(self) -> P {
        self.0
    }
}

impl<P> Deref for PageOf<P> {
    type Target = P;

    fn deref(&self) -> &P {
        &self.0
    }
}

impl<P: fmt::Debug> fmt::Debug for PageOf<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<P: DeserializeOwned> DeserializeWith<LosslessJson> for PageOf<P> {
    fn deserialize_with(body: ResponseBody) -> azure_core::Result<Self> {
        LosslessJson::deserialize(body).map(Self)
    }
}

#[async_trait]
impl<P> azure_core::http::pager::Page for PageOf<P>
where
    P: Page + Send,
    P::Item: Send,
{
    type Item = P::Item;
    type IntoIter = std::vec::IntoIter<P::Item>;

    async fn into_items(self) -> azure_core::Result<Self::IntoIter> {
        Ok(self.0.into_items().into_iter())
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
        O: Operation + Clone + Send + Sync + 'static,
        O::Output: Page<Item: Send> + DeserializeOwned + Send + 'static,
    {
        self.pages_from(operation, None)
    }

    /// As [`pages`](Self::pages), from where another pager of the same operation stood: what its
    /// `into_continuation` gave, be it in another process. It holds a link of the service's, encoded
    /// and not encrypted, which may name a person.
    ///
    /// # Errors
    ///
    /// Where the operation is not to be had with this sign-in or in this cloud.
    pub fn pages_from<O>(
        &self,
        mut operation: O,
        continuation: Option<PagerContinuation>,
    ) -> Result<Pager<O::Output>, Error>
    where
        O: Operation + Clone + Send + Sync + 'static,
        O::Output: Page<Item: Send> + DeserializeOwned + Send + 'static,
    {
        self.check::<O>()?;
        self.fill(&mut operation);
        let (client, places) = (self.clone(), Places::default());
        let page = move |state, options: PagerOptions<'static>| {
            let (client, operation, places) = (client.clone(), operation.clone(), places.clone());
            let page = async move {
                let page = client.page(operation, options.context, &places, &state).await;
                page.map_err(failure::to_azure)
            };
            Box::pin(page) as azure_core::http::pager::PagerResultFuture<_>
        };
        let context = self.context.clone();
        let options = PagerOptions { context, continuation };
        Ok(Pager::new(page, Some(options)))
    }

    async fn page<O>(
        &self,
        mut operation: O,
        context: Context<'static>,
        places: &Places,
        state: &PagerState,
    ) -> Result<PagerResult<super::Response<PageOf<O::Output>>>, Error>
    where
        O: Operation,
        O::Output: Page,
    {
        let refused =
            |message: &'static str| Error::new(Category::Paging, message).of(O::DESCRIPTION.id);
        let endpoint = self.inner.cloud.endpoint();
        let request = match state {
            PagerState::Initial => operation.request(endpoint)?,
            PagerState::More(continuation) if continuation.as_ref() == CIRCLE => {
                return Err(refused("the list goes round in a circle"));
            }
            PagerState::More(continuation) => {
                operation.call_mut().request_id = None;
                self.fill(&mut operation);
                let wrong = refused("this continues no list");
                let link = match base64::decode_url_safe(continuation.as_ref()) {
                    Ok(link) => partner_models::from_slice::<Link>(&link),
                    Err(_) => return Err(wrong),
                };
                follow(&operation, endpoint, &link.map_err(|error| wrong.with_source(error))?)?
            }
        };
        places.add(&request);
        let (raw, page) = self.send::<O>(context, request, false).await?;
        if !page.has_items() {
            let ids = super::format::ids(raw.headers());
            return Err(refused("a page has no items, not even none")
                .with_ids(ids)
                .with_bytes(raw.body()));
        }
        let response = raw.into();
        Ok(match page.next() {
            None => PagerResult::Done { response },
            Some(link) => {
                // A link that can't be followed is an error when it is followed.
                let next = follow(&operation, endpoint, &link);
                let token = if next.is_ok_and(|next| places.contain(&next)) {
                    CIRCLE.to_owned()
                } else {
                    // It may name a person, and the Azure SDK shows what it continues with.
                    base64::encode_url_safe(partner_models::to_string(&link))
                };
                PagerResult::More { response, continuation: PagerContinuation::Token(token) }
            }
        })
    }
}

/// The continuation of a page whose next page was there before.
const CIRCLE: &str = "circle";

/// Where a pager has been, as hashes. Where a link leads is judged when its page arrives, for a page
/// that is asked for a second time is no circle: `into_pages` and a continuation begin with the page
/// that the pager stands on.
#[derive(Clone, Default)]
struct Places(Arc<Mutex<HashSet<u64>>>);

impl Places {
    fn add(&self, request: &http::Request<Vec<u8>>) {
        self.lock().insert(Self::hash(request));
    }

    fn contain(&self, request: &http::Request<Vec<u8>>) -> bool {
        self.lock().contains(&Self::hash(request))
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hash(request: &http::Request<Vec<u8>>) -> u64 {
        let mut hasher = DefaultHasher::new();
        (request.uri(), request.headers().get("MS-ContinuationToken")).hash(&mut hasher);
        hasher.finish()
    }
}
