//! Lists to their end.

use std::collections::BTreeSet;

use futures::TryStreamExt;
use partner_client::operations::{ListCustomerUsers, ListCustomerUsersOptions, ListSubscribedSkus};
use partner_client::{CallOptions, Category, Error, Limits, PartnerClientOptions};
use partner_emulator::{Emulator, Seed};

use crate::script::{Act, Script};
use crate::support::{CUSTOMER, client};

const FIRST: &str = "68e50b00-e1ff-422a-a293-158617463d41";

/// A page with these users and, perhaps, a link to the next.
fn page(users: &[&str], next: Option<&str>) -> Act {
    let items: Vec<_> = users.iter().map(|user| format!(r#"{{"id":"{user}"}}"#)).collect();
    let links =
        next.map(|uri| format!(r#","links":{{"next":{{"uri":"{uri}"}}}}"#)).unwrap_or_default();
    Act::ok(&format!(r#"{{"items":[{}]{links}}}"#, items.join(",")))
}

/// The users that a script gives, and what ended the list.
async fn users(acts: impl IntoIterator<Item = Act>) -> (Vec<String>, Result<(), Error>) {
    let (client, _) = Script::client(acts);
    let mut pager = client.customer("c").users().list(None).expect("there is a pager");
    let mut found = Vec::new();
    loop {
        match pager.try_next().await {
            Ok(Some(user)) => found.extend(user.id.map(|id| id.to_string())),
            Ok(None) => return (found, Ok(())),
            Err(error) => return (found, Err(error)),
        }
    }
}

#[tokio::test]
async fn every_user_of_the_emulator_is_found_whatever_the_size_of_pages() {
    let mut seed = Seed::documented().expect("the seed is sound");
    let customer = seed.customers.iter_mut().find(|one| one.id == CUSTOMER).expect("it is there");
    for index in 0..23 {
        let mut user = customer.users[0].clone();
        user.user.id = Some(format!("user-{index}").into());
        user.user.user_principal_name = Some(format!("user-{index}@contoso.com").into());
        user.licenses.clear();
        customer.users.push(user);
    }
    let emulator = Emulator::builder().seed(seed).start().await.expect("it starts");
    let client = client(&emulator);
    let mut counts = BTreeSet::new();
    for size in [1, 2, 7, 500] {
        emulator.clear_requests();
        let options = ListCustomerUsersOptions::new()
            .with_size(size)
            .with_call(CallOptions::new().with_request_id(FIRST));
        let pager = client.customer(CUSTOMER).users().list(options).expect("there is a pager");
        let users: Vec<_> = pager.try_collect().await.expect("all pages are there");
        let ids: BTreeSet<_> =
            users.iter().filter_map(|user| user.id.clone()).map(|id| id.to_string()).collect();
        assert_eq!(ids.len(), users.len(), "no user twice");
        counts.insert(users.len());
        let requests: Vec<_> =
            emulator.requests().into_iter().filter(|record| record.method == "GET").collect();
        assert_eq!(requests.len(), users.len().div_ceil(usize::try_from(size).expect("small")));
        let correlations: BTreeSet<_> =
            requests.iter().map(|record| &record.correlation_id).collect();
        assert_eq!(correlations.len(), 1, "all pages are one piece of work");
        let requests: BTreeSet<_> = requests.iter().map(|record| &record.request_id).collect();
        assert_eq!(requests.len(), users.len().div_ceil(usize::try_from(size).expect("small")));
        assert!(requests.contains(&FIRST.to_owned()));
    }
    assert!(counts.len() == 1 && counts.first() > Some(&23), "{counts:?}");
}

#[tokio::test]
async fn links_and_tokens_are_followed_to_the_end() {
    let token = r#"{"items":[{"id":"3"}],"continuationToken":"t"}"#;
    let acts = [
        page(&["1", "2"], Some("/customers/c/users?page=2")),
        page(&[], Some("/v1/customers/c/users?page=3")),
        Act::ok(token),
        page(&["4"], None),
    ];
    let (client, script) = Script::client(acts);
    let pager = client.customer("c").users().list(None).expect("there is a pager");
    let users: Vec<_> = pager.try_collect().await.expect("all pages are there");
    assert_eq!(users.len(), 4);
    let base = "https://api.partnercenter.microsoft.com/v1/customers/c/users";
    assert_eq!(
        script.urls(),
        [
            base.to_owned(),
            format!("{base}?page=2"),
            format!("{base}?page=3"),
            format!("{base}?seekOperation=Next"),
        ]
    );
    assert_eq!(script.header("ms-continuationtoken"), ["", "", "", "t"]);
}

#[tokio::test]
async fn a_list_that_can_not_be_followed_is_an_error_after_its_items() {
    let first = |next| page(&["1"], Some(next));
    for (acts, message) in [
        (vec![first("/x"), page(&["2"], Some("/x"))], "goes round in a circle"),
        (vec![first("/customers/c/users")], "goes round in a circle"),
        (vec![first("/x"), page(&["2"], Some("/customers/c/users"))], "goes round in a circle"),
        (vec![first("https://elsewhere/")], "leads to another server"),
        (vec![first("/x"), Act::ok("{}")], "shows nothing of what was asked for"),
        (vec![first("/x"), Act::ok(r#"{"totalCount":5}"#)], "has no items"),
        (vec![first("/x"), Act::ok("")], "there is no body"),
        (vec![first("/x"), Act::Answer(204, vec![], String::new())], "there is no body"),
        (vec![first("/x"), Act::status(404)], "not found (404)"),
        (vec![first("/x"), Act::ok("{\"items\":[{\"id\":")], "can't be read"),
        (vec![first("/x"), Act::ok("<html>")], "can't be read"),
        (vec![first("/x"), Act::Break, Act::Break, Act::Break], "the connection broke"),
    ] {
        let (found, end) = users(acts).await;
        let error = end.expect_err(message);
        assert_eq!(found[0], "1");
        assert!(error.to_string().contains(message), "{message}: {error}");
        assert!(error.to_string().starts_with("listCustomerUsers: "), "{error}");
    }
    let (_, end) = users([page(&["1"], Some("/x")), page(&["2"], Some("/x"))]).await;
    assert_eq!(end.expect_err("a circle").category(), Category::Paging);
}

#[tokio::test]
async fn a_page_that_failed_once_is_asked_for_again() {
    let acts = [page(&["1"], Some("/x")), Act::status(503), Act::Break, page(&["2"], None)];
    let (found, end) = users(acts).await;
    end.expect("it went on");
    assert_eq!(found, ["1", "2"]);
}

#[tokio::test]
async fn a_list_that_should_be_whole_is_not_cut_short() {
    let more = r#"{"items":[{}],"links":{"next":{"uri":"/more"}}}"#;
    let (client, _) = Script::client([Act::ok(more)]);
    let error = client.customer("c").subscribed_skus().list(None).await.expect_err("there is more");
    assert_eq!(error.category(), Category::Unreadable);
    assert!(error.to_string().contains("the list has a next page"), "{error}");
    // The way out that the error names.
    let (client, _) = Script::client([Act::ok(more), Act::ok(r#"{"items":[{}]}"#)]);
    let pager = client.pages(ListSubscribedSkus::new("c")).expect("there is a pager");
    assert_eq!(pager.try_collect::<Vec<_>>().await.expect("both pages").len(), 2);
}

#[tokio::test]
async fn pages_come_whole_too() {
    let acts = [page(&["1", "2"], Some("/x")), page(&["3"], None)];
    let (client, _) = Script::client(acts);
    let pages = client.customer("c").users().list(None).expect("there is a pager").into_pages();
    let pages: Vec<_> = pages.try_collect().await.expect("both pages");
    let page = pages.into_iter().next().expect("a page").into_model();
    assert_eq!(page.items().len(), 2);
}

#[tokio::test]
async fn a_pager_in_use_gives_its_pages_from_the_one_that_it_stands_on() {
    // On the first page, and on a later one; to the end, and into a circle.
    for (taken, asked, end) in [(1, 1, None), (3, 2, None), (3, 2, Some("/x"))] {
        let first = || page(&["1", "2"], Some("/x"));
        let before = [first(), page(&["3", "4"], Some("/y"))];
        let after = [first(), page(&["3", "4"], Some("/y")), page(&["5"], end)];
        let acts = before.into_iter().take(asked).chain(after.into_iter().skip(asked - 1));
        let (client, _) = Script::client(acts);
        let mut pager = client.customer("c").users().list(None).expect("there is a pager");
        for _ in 0..taken {
            pager.try_next().await.expect("a page").expect("a user");
        }
        let mut rest = pager.into_pages();
        let mut sizes = Vec::new();
        let ended = loop {
            match rest.try_next().await {
                Ok(Some(page)) => sizes.push(page.into_model().items().len()),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        assert_eq!(sizes, &[2, 2, 1][asked - 1..], "{ended:?}");
        assert_eq!(ended.map(|error| error.category()), end.map(|_| Category::Paging));
    }
}

#[tokio::test]
async fn a_list_goes_on_where_another_pager_stood() {
    let acts = [page(&["1", "2"], Some("/x")), page(&["3", "4"], Some("/y"))];
    let (client, _) = Script::client(acts);
    let mut pager = client.customer("c").users().list(None).expect("there is a pager");
    for _ in 0..3 {
        pager.try_next().await.expect("a page").expect("a user");
    }
    // In the midst of the second page, so that it is asked for again.
    let continuation = pager.continuation().expect("there is more");
    let (client, script) = Script::client([page(&["3", "4"], Some("/y")), page(&["5"], None)]);
    let users = client.pages_from(ListCustomerUsers::new("c"), &continuation).expect("a pager");
    assert_eq!(users.try_collect::<Vec<_>>().await.expect("both pages").len(), 3);
    let base = "https://api.partnercenter.microsoft.com/v1";
    assert_eq!(script.urls(), [format!("{base}/x"), format!("{base}/y")]);

    for wrong in ["not a link", "bm90IGEgbGluaw", ""] {
        let (client, _) = Script::client([]);
        let error =
            client.pages_from(ListCustomerUsers::new("c"), wrong).expect_err("no such place");
        assert_eq!(error.category(), Category::Paging);
        assert!(error.to_string().contains("this continues no list"), "{error}");
    }
}

#[tokio::test]
async fn a_list_that_fails_goes_on_where_it_failed() {
    let acts = [page(&["1"], Some("/x")), Act::status(404)];
    let (client, _) = Script::client(acts);
    let mut pager = client.customer("c").users().list(None).expect("there is a pager");
    assert_eq!(pager.continuation(), None, "it has not begun");
    pager.try_next().await.expect("a page").expect("a user");
    pager.try_next().await.expect_err("the second page is not there");
    assert!(pager.try_next().await.expect("nothing more").is_none());
    let place = pager.continuation().expect("it has not ended");
    let (client, script) = Script::client([page(&["2"], None)]);
    let users = client.pages_from(ListCustomerUsers::new("c"), &place).expect("a pager");
    assert_eq!(users.try_collect::<Vec<_>>().await.expect("the rest").len(), 1);
    assert!(script.urls()[0].ends_with("/v1/x"));
}

#[tokio::test]
async fn a_list_that_ends_before_its_own_count_says_so() {
    let counted = |count: &str, next: &str| {
        Act::ok(&format!(r#"{{"totalCount":{count},"items":[{{"id":"a"}}]{next}}}"#))
    };
    let more = r#","links":{"next":{"uri":"/x"}}"#;
    for (acts, end) in [
        (vec![counted("900", "")], Err("the list ends after 1 of 900 items")),
        (vec![counted("3", more), counted("3", "")], Err("the list ends after 2 of 3 items")),
        (vec![counted("2", more), counted("2", "")], Ok(())),
        (vec![counted("1", more), counted("1", "")], Ok(())),
        (vec![counted("0", "")], Ok(())),
        (vec![counted("\"04\"", "")], Ok(())),
        (vec![Act::ok(r#"{"totalCount":0,"items":null}"#)], Ok(())),
        (vec![Act::ok(r#"{"totalCount":5,"items":null}"#)], Err("no items")),
    ] {
        let count = acts.len();
        let (found, ended) = users(acts).await;
        assert!(found.len() <= count);
        match (end, ended) {
            (Ok(()), Ok(())) => {}
            (Err(message), Err(error)) => {
                assert_eq!(error.category(), Category::Paging);
                assert!(error.to_string().contains(message), "{error}");
            }
            (end, ended) => panic!("{end:?}: {ended:?}"),
        }
    }
    // A list in one answer says so as well, and its items are in the body.
    for (body, message) in [
        (r#"{"totalCount":900,"items":[{}]}"#, "the list ends after 1 of 900 items"),
        (r#"{"items":[{}],"nextLink":"/x"}"#, "the list has a next page"),
        (r#"{"items":[{}],"continuationToken":"t"}"#, "the list has a next page"),
    ] {
        let (client, _) = Script::client([Act::ok(body)]);
        let error = client.customer("c").subscribed_skus().list(None).await.expect_err("too few");
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(error.bytes(), Some(body.as_bytes()));
    }
    let header = vec![("ms-continuationtoken", "t")];
    let (client, _) = Script::client([Act::Answer(200, header, r#"{"items":[{}]}"#.to_owned())]);
    let error = client.customer("c").subscribed_skus().list(None).await.expect_err("there is more");
    assert!(error.to_string().contains("the list has a next page"), "{error}");
}

#[tokio::test]
async fn a_token_in_a_header_is_followed() {
    let acts = [
        Act::Answer(
            200,
            vec![("ms-continuationtoken", "t1")],
            r#"{"items":[{"id":"1"}]}"#.to_owned(),
        ),
        page(&["2"], None),
    ];
    let (client, script) = Script::client(acts);
    let pager = client.customer("c").users().list(None).expect("there is a pager");
    assert_eq!(pager.try_collect::<Vec<_>>().await.expect("both pages").len(), 2);
    assert_eq!(script.header("ms-continuationtoken"), ["", "t1"]);
}

#[tokio::test]
async fn a_next_page_that_a_header_announces_is_not_passed_over() {
    let first =
        |name, value| Act::Answer(200, vec![(name, value)], r#"{"items":[{"id":"1"}]}"#.to_owned());
    for value in [
        r#"</customers/c/users?page=2>; rel="next""#,
        r#"</self>; rel=self, </customers/c/users?page=2>; title=x; REL="prefetch Next""#,
    ] {
        let (client, script) = Script::client([first("link", value), page(&["2"], None)]);
        let pager = client.customer("c").users().list(None).expect("there is a pager");
        assert_eq!(pager.try_collect::<Vec<_>>().await.expect("both pages").len(), 2);
        assert!(script.urls()[1].ends_with("/v1/customers/c/users?page=2"), "{:?}", script.urls());
    }
    for name in ["x-ms-continuation", "x-ms-continuationtoken"] {
        let (found, end) = users([first(name, "t")]).await;
        assert_eq!((found.len(), end.expect_err(name).category()), (1, Category::Paging));
    }
    let (found, end) = users([first("link", "</x>; rel=prev, <y")]).await;
    assert!(found.len() == 1 && end.is_ok());
    for (body, ends) in [
        (r#"{"items":[{"id":"1"}],"next":"/x"}"#, None),
        (r#"{"items":[{"id":"1"}],"nextPageLink":"/x"}"#, None),
        (r#"{"items":[{"id":"1"}],"next":{"page":2}}"#, Some("neither where the page is")),
        (
            r#"{"@odata.count":900,"items":[{"id":"1"}]}"#,
            Some("the list ends after 1 of 900 items"),
        ),
    ] {
        let (found, end) = users([Act::ok(body), page(&["2"], None)]).await;
        match ends {
            None => assert!(found.len() == 2 && end.is_ok(), "{body}"),
            Some(message) => assert!(end.expect_err(body).to_string().contains(message), "{body}"),
        }
    }
}

#[tokio::test]
async fn pages_without_items_and_without_end_end() {
    let empty = |index: usize| page(&[], Some(&format!("/x?{index}")));
    let options = PartnerClientOptions::new().with_limits(Limits::new().with_empty_pages(5));
    let (client, script) = Script::client_with((0..100).map(empty), options);
    let pager = client.customer("c").users().list(None).expect("there is a pager");
    let error = pager.try_collect::<Vec<_>>().await.expect_err("it ends");
    assert!(error.to_string().contains("5 pages without an item, and no end"), "{error}");
    assert_eq!(script.count(), 5);
    // Where there are items between them, there is no end to be feared.
    let acts = (0..20).map(|index| {
        if index % 4 == 3 { page(&["u"], Some(&format!("/x?{index}"))) } else { empty(index) }
    });
    let acts = acts.chain([page(&[], None)]);
    let options = PartnerClientOptions::new().with_limits(Limits::new().with_empty_pages(5));
    let (client, _) = Script::client_with(acts, options);
    let pager = client.customer("c").users().list(None).expect("there is a pager");
    assert_eq!(pager.try_collect::<Vec<_>>().await.expect("it ends").len(), 5);
}
