//! Documents as a file has them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A document, its path and its version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kept {
    pub(crate) path: String,
    pub(crate) version: u64,
    pub(crate) value: Value,
}

/// The parts of a path as one text: `/v1/customers/A`. Within a part, `/` and `%` are escaped.
pub(crate) fn path_text<S: AsRef<str>>(parts: &[S]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push('/');
        text.push_str(&part.as_ref().replace('%', "%25").replace('/', "%2F"));
    }
    text
}

/// The parts of such a text; `None` where it is none.
pub(crate) fn split_path(text: &str) -> Option<Vec<String>> {
    let parts = text.strip_prefix('/')?.split('/');
    let part = |part: &str| {
        (!part.is_empty()).then(|| part.replace("%2F", "/").replace("%2f", "/").replace("%25", "%"))
    };
    parts.map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_as_they_are_written() {
        for parts in [vec!["v1", "a/b", "50%"], vec!["%2F", "%252F"], vec!["x"]] {
            let text = path_text(&parts);
            assert_eq!(split_path(&text).expect("a path"), parts, "{text}");
        }
        assert_eq!(split_path("v1/a"), None);
        assert_eq!(split_path("/v1//a"), None);
    }
}
