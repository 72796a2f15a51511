//! Lists that are read page by page.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use partner_models::ResourceAttributes;
use partner_models::common::{
    ContinuationToken, KeyValuePair, Link, ResourceLinks, SeekBasedCollection,
};

use super::failure::Failure;

/// Where a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    start: usize,
    size: usize,
}

impl Position {
    /// The page that a call asks for: the first, or one counted from the page of its token.
    pub(crate) fn find(
        list: &str,
        deleted: bool,
        seek: Option<&str>,
        token: Option<&str>,
        size: usize,
        total: usize,
    ) -> Result<Self, Failure> {
        let (seek, token) = match (seek, token) {
            (None, None) => return Ok(Self { start: 0, size }),
            (Some(seek), Some(token)) => (seek, token),
            (None, Some(_)) => {
                return Err(Failure::invalid("seekOperation: it goes with MS-ContinuationToken."));
            }
            (Some(_), None) => {
                return Err(Failure::invalid("MS-ContinuationToken: it goes with seekOperation."));
            }
        };
        let fail = || Failure::invalid("MS-ContinuationToken: not a token of this list.");
        let from = Self::decode(list, deleted, token).ok_or_else(fail)?;
        let start = match seek.to_ascii_lowercase().as_str() {
            "next" => from.start.saturating_add(from.size).min(total),
            "previous" => from.start.saturating_sub(size),
            "first" => 0,
            "last" => total.saturating_sub(1) / size * size,
            _ => {
                return Err(Failure::invalid(
                    "seekOperation: there are Next, Previous, First and Last.",
                ));
            }
        };
        Ok(Self { start, size })
    }

    /// The page that begins there.
    pub(crate) fn at(start: usize, size: usize) -> Self {
        Self { start, size }
    }

    pub(crate) fn start(self) -> usize {
        self.start
    }

    /// Where the page ends in a list of that length.
    pub(crate) fn end(self, total: usize) -> usize {
        self.start.saturating_add(self.size).min(total)
    }

    /// The continuation token of the page.
    pub(crate) fn token(self, list: &str) -> String {
        self.encode(list, false)
    }

    fn encode(self, list: &str, deleted: bool) -> String {
        STANDARD.encode(format!("{}|{}|{deleted}|{list}", self.start, self.size))
    }

    fn decode(list: &str, deleted: bool, token: &str) -> Option<Self> {
        let text = String::from_utf8(STANDARD.decode(token).ok()?).ok()?;
        let mut parts = text.splitn(4, '|');
        let start = parts.next()?.parse().ok()?;
        let size = parts.next()?.parse().ok()?;
        let same = parts.next()? == deleted.to_string() && parts.next()? == list;
        same.then_some(Self { start, size })
    }
}

/// A page of a list.
pub(crate) struct Page<'a> {
    /// The path of the list, without `/v1`.
    pub(crate) list: &'a str,
    pub(crate) filter: Option<&'a str>,
    pub(crate) deleted: bool,
    pub(crate) position: Position,
    pub(crate) total: usize,
}

impl Page<'_> {
    fn end(&self) -> usize {
        self.position.start.saturating_add(self.position.size).min(self.total)
    }

    pub(crate) fn slice<'b, T>(&self, items: &'b [T]) -> &'b [T] {
        items.get(self.position.start..self.end()).unwrap_or_default()
    }

    /// `None` on the last page.
    pub(crate) fn continuation_token(&self) -> Option<ContinuationToken> {
        (self.end() < self.total).then(|| self.token().as_str().into())
    }

    fn token(&self) -> String {
        self.position.encode(self.list, self.deleted)
    }

    /// The page without its items and its token.
    pub(crate) fn envelope<T>(&self) -> SeekBasedCollection<T> {
        let mut links = ResourceLinks::new().with_self_(self.link(None));
        if self.end() < self.total {
            links = links.with_next(self.link(Some("Next")));
        }
        if self.position.start > 0 {
            links = links.with_previous(self.link(Some("Previous")));
        }
        SeekBasedCollection::new()
            .with_total_count(self.total as u64)
            .with_links(links)
            .with_attributes(ResourceAttributes::new().with_object_type("Collection"))
    }

    fn link(&self, seek: Option<&str>) -> Link {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if self.end() < self.total || self.position.start > 0 {
            query.append_pair("size", &self.position.size.to_string());
        }
        if let Some(filter) = self.filter {
            query.append_pair("filter", filter);
        }
        let mut headers = Vec::new();
        if let Some(seek) = seek {
            query.append_pair("seekOperation", seek);
            headers.push(
                KeyValuePair::new().with_key("MS-ContinuationToken").with_value(self.token()),
            );
        }
        let query = query.finish();
        let separator = if query.is_empty() { "" } else { "?" };
        Link::new()
            .with_uri(format!("{}{separator}{query}", self.list))
            .with_method("GET")
            .with_headers(headers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(seek: &str, from: Position, size: usize, total: usize) -> Option<usize> {
        let token = from.encode("/list", false);
        let found = Position::find("/list", false, Some(seek), Some(&token), size, total);
        found.ok().map(|position| position.start)
    }

    #[test]
    fn pages_are_counted_from_the_page_of_the_token() {
        let second = Position { start: 2, size: 2 };
        assert_eq!(find("Next", second, 2, 7), Some(4));
        assert_eq!(
            find("next", Position { start: 6, size: 2 }, 2, 7),
            Some(7),
            "past the end: empty"
        );
        assert_eq!(find("Previous", second, 2, 7), Some(0));
        assert_eq!(find("Previous", Position { start: 1, size: 2 }, 2, 7), Some(0));
        assert_eq!(find("First", second, 2, 7), Some(0));
        assert_eq!(find("Last", second, 2, 7), Some(6));
        assert_eq!(find("Last", second, 2, 6), Some(4));
        assert_eq!(find("Last", second, 2, 0), Some(0));
        assert_eq!(find("Sideways", second, 2, 7), None);
    }

    #[test]
    fn a_token_is_good_for_its_own_list_only() {
        let token = Position { start: 2, size: 2 }.encode("/list", false);
        assert!(Position::decode("/list", false, &token).is_some());
        assert!(Position::decode("/other", false, &token).is_none());
        assert!(Position::decode("/list", true, &token).is_none());
        assert!(Position::decode("/list", false, "AAAA").is_none());
        assert!(Position::decode("/list", false, "not base 64").is_none());
    }
}
