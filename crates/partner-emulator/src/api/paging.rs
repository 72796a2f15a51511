//! Lists that are read page by page.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

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
        (seek, token): (Option<&str>, Option<&str>),
        strict: bool,
        size: usize,
        total: usize,
    ) -> Result<Self, Failure> {
        let (seek, token) = match (seek, token) {
            (Some(seek), Some(token)) => (seek, token),
            (None, None) => return Ok(Self { start: 0, size }),
            _ if !strict => return Ok(Self { start: 0, size }),
            (None, Some(_)) => {
                return Err(Failure::invalid("seekOperation: it goes with MS-ContinuationToken."));
            }
            (Some(_), None) => {
                return Err(Failure::invalid("MS-ContinuationToken: it goes with seekOperation."));
            }
        };
        let fail = || Failure::invalid("MS-ContinuationToken: not a token of this list.");
        let from = Self::decode(list, token).ok_or_else(fail)?;
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
        STANDARD.encode(format!("{}|{}|{list}", self.start, self.size))
    }

    fn decode(list: &str, token: &str) -> Option<Self> {
        let text = String::from_utf8(STANDARD.decode(token).ok()?).ok()?;
        let mut parts = text.splitn(3, '|');
        let start = parts.next()?.parse().ok()?;
        let size = parts.next()?.parse().ok()?;
        (parts.next()? == list).then_some(Self { start, size })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(seek: &str, from: Position, size: usize, total: usize) -> Option<usize> {
        let token = from.token("/list");
        let found = Position::find("/list", (Some(seek), Some(&token)), true, size, total);
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
        let token = Position { start: 2, size: 2 }.token("/list");
        assert!(Position::decode("/list", &token).is_some());
        assert!(Position::decode("/other", &token).is_none());
        assert!(Position::decode("/list", "AAAA").is_none());
        assert!(Position::decode("/list", "not base 64").is_none());
        let lost = |strict| Position::find("/list", (Some("Next"), None), strict, 2, 7).ok();
        assert_eq!((lost(true), lost(false)), (None, Some(Position { start: 0, size: 2 })));
    }
}
