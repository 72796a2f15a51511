//! Every way in which a list goes on, as its envelope says.

use futures::TryStreamExt;

use super::script::{Act, Script, ok};
use crate::Category;
use crate::operations::{ListByOffset, ListByOffsetOptions};
use crate::paging::{Page, next_by_count};

const API: &str = "https://api.partnercenter.microsoft.com";

/// A page of so many licences, with more members.
fn page(items: usize, more: &str) -> Act {
    let items = vec![r#"{"servicePlans":[]}"#; items].join(",");
    ok(format!(r#"{{"items":[{items}]{more}}}"#))
}

/// The licences that a script gives page by page, the queries and what ended the list.
async fn by_offset(
    options: ListByOffsetOptions,
    acts: Vec<Act>,
) -> (usize, Vec<String>, Option<Category>) {
    let (client, script) = Script::client(acts);
    let mut pager = client.by().offset().list(options).expect("there is a pager");
    let mut count = 0;
    let end = loop {
        match pager.try_next().await {
            Ok(Some(_)) => count += 1,
            Ok(None) => break None,
            Err(error) => break Some(error.category()),
        }
    };
    let start = format!("{API}/v1/by/offset");
    let queries = script.urls().iter().map(|url| url.replacen(&start, "", 1)).collect();
    (count, queries, end)
}

#[tokio::test]
async fn an_offset_counts_what_came_before() {
    let size = || ListByOffsetOptions::new().with_size(2);
    let total = r#","totalCount":5"#;
    let (count, queries, end) =
        by_offset(size(), vec![page(2, total), page(2, total), page(1, total)]).await;
    assert_eq!((count, end), (5, None));
    assert_eq!(queries, ["?size=2", "?size=2&offset=2", "?size=2&offset=4"]);
    // From the midst, without a count, to the page that has nothing.
    let options = size().with_offset(10);
    let (count, queries, end) =
        by_offset(options, vec![page(2, ""), page(1, ""), page(0, "")]).await;
    assert_eq!((count, end), (3, None));
    assert_eq!(queries, ["?size=2&offset=10", "?size=2&offset=12", "?size=2&offset=13"]);
    let options = size().with_offset(3);
    let (count, queries, end) = by_offset(options, vec![page(2, total)]).await;
    assert_eq!((count, queries.len(), end), (2, 1, None), "the last two of five");
    // A page smaller than what was asked for is no end.
    let acts = vec![page(1, total), page(2, total), page(2, total)];
    let (count, queries, end) = by_offset(size(), acts).await;
    assert_eq!((count, end), (5, None));
    assert_eq!(queries[1], "?size=2&offset=1");
    assert_eq!(by_offset(size(), vec![page(0, r#","totalCount":0"#)]).await.2, None);
}

#[tokio::test]
async fn a_list_by_offset_that_is_not_whole_is_an_error() {
    let total = r#","totalCount":5"#;
    let none = ListByOffsetOptions::new;
    let (count, _, end) = by_offset(none(), vec![page(2, total), page(0, total)]).await;
    assert_eq!((count, end), (2, Some(Category::Paging)), "two of five");
    let options = none().with_offset(3);
    let (count, _, end) = by_offset(options, vec![page(1, total), page(0, total)]).await;
    assert_eq!((count, end), (1, Some(Category::Paging)), "the fourth of five");
    // A service that takes no offset would answer for ever.
    let (count, queries, end) = by_offset(none(), vec![page(2, ""); 3]).await;
    assert_eq!((count, queries.len(), end), (4, 2, Some(Category::Paging)));
    let (_, _, end) = by_offset(none(), vec![ok(r#"{"totalCount":5}"#)]).await;
    assert_eq!(end, Some(Category::Paging), "no items, not even none");
}

#[tokio::test]
async fn a_link_goes_before_what_is_counted() {
    let next = r#","totalCount":3,"links":{"next":{"uri":"/by/offset?offset=2&x=1"}}"#;
    let (count, queries, end) =
        by_offset(ListByOffsetOptions::new(), vec![page(2, next), page(1, "")]).await;
    assert_eq!((count, queries[1].as_str()), (3, "?offset=2&x=1"));
    assert_eq!((queries.len(), end), (2, None), "no more is counted");
}

#[tokio::test]
async fn a_list_by_offset_is_continued_elsewhere() {
    let total = r#","totalCount":3"#;
    let (client, _) = Script::client([page(2, total)]);
    let mut first = client.pages(ListByOffset::new()).expect("there is a pager").into_pages();
    assert!(first.try_next().await.expect("a page").is_some());
    let place = first.continuation().expect("there is more");
    let (client, script) = Script::client([page(1, total)]);
    let pager = client.pages_from(ListByOffset::new(), &place).expect("it is a continuation");
    assert_eq!(pager.try_collect::<Vec<_>>().await.expect("the rest").len(), 1);
    assert_eq!(script.urls(), [format!("{API}/v1/by/offset?offset=2")]);
}

#[test]
fn the_next_offset_without_a_client() {
    let list = |json: &str| -> partner_models::common::OffsetCollection<bool> {
        partner_models::from_str(json).expect("a page")
    };
    let next = |json: &str, uri: &str| {
        let link = next_by_count(&list(json), &uri.parse().expect("a URL"))?;
        link.uri.map(|uri| uri.to_string())
    };
    let page = r#"{"items":[true,false],"totalCount":9}"#;
    assert_eq!(next(page, "https://a.invalid/x").as_deref(), Some("?offset=2"));
    assert_eq!(
        next(page, "https://a.invalid/x?a=%20&Offset=5&b").as_deref(),
        Some("?a=%20&b=&offset=7")
    );
    assert_eq!(next(page, "https://a.invalid/x?offset=7"), None);
    assert_eq!(next(page, "https://a.invalid/x?offset=some"), None);
    assert_eq!(partner_models::common::OffsetCollection::<bool>::OFFSET, Some("offset"));
    assert_eq!(partner_models::Collection::<bool>::OFFSET, None);
}

#[tokio::test]
async fn a_token_an_address_and_a_link_are_followed() {
    let rows = |next: &str| ok(format!(r#"{{"Value":[{{"servicePlans":[]}}]{next}}}"#));
    let (client, script) = Script::client([
        page(1, r#","continuationToken":"t""#),
        page(1, ""),
        rows(r#","@nextLink":"/v1/by/link?page=2""#),
        rows(""),
    ]);
    let by = client.by();
    let pager = by.seek().list(None).expect("there is a pager");
    assert_eq!(pager.try_collect::<Vec<_>>().await.expect("all").len(), 2);
    let pager = by.link().list(None).expect("there is a pager");
    assert_eq!(pager.try_collect::<Vec<_>>().await.expect("all").len(), 2);
    assert_eq!(
        script.urls(),
        ["seek", "seek?seekOperation=Next", "link", "link?page=2"]
            .map(|it| format!("{API}/v1/by/{it}"))
    );
    assert_eq!(script.sent()[1].header("ms-continuationtoken").as_deref(), Some("t"));
}

/// A page of a service that calls the offset `$skip`.
struct Skipped(usize);

impl Page for Skipped {
    type Item = ();
    const OFFSET: Option<&'static str> = Some("$skip");

    fn has_items(&self) -> bool {
        true
    }

    fn count(&self) -> usize {
        self.0
    }

    fn announced(&self) -> Option<u64> {
        None
    }

    fn into_items(self) -> Vec<()> {
        vec![(); self.0]
    }

    fn next(&self) -> Option<partner_models::common::Link> {
        None
    }
}

#[test]
fn the_name_of_an_offset_may_be_encoded() {
    for uri in ["https://a.invalid/x?$skip=5&$top=2", "https://a.invalid/x?%24top=2&%24Skip=5"] {
        let link = next_by_count(&Skipped(2), &uri.parse().expect("a URL")).expect("there is more");
        let query = link.uri.expect("an address").replace("%24", "$");
        assert_eq!(query.as_str(), "?$top=2&$skip=7");
    }
    let far = format!("https://a.invalid/x?$skip={}", u64::MAX);
    assert!(next_by_count(&Skipped(2), &far.parse().expect("a URL")).is_none());
}
