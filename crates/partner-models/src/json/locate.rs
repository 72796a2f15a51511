//! From a position in JSON text to the JSON path of what is there.
//!
//! Reading keeps no track of where it is: that would cost time on every document, for the sake of the
//! few that fail. After a failure, the text up to the position is walked once more.

use std::borrow::Cow;

use crate::value::printable::is_shown;

/// The offset of a line and a column as `serde_json` counts them: lines from 1, and the bytes read
/// of that line.
pub(crate) fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (before + column).min(text.len())
}

/// The line and the column of an offset, counted the same way.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset];
    let line_start =
        before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    (before.split(|&byte| byte == b'\n').count(), offset - line_start)
}

/// Where a text is in a document that is read in parts: in an array that is a member of the document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Within<'a> {
    /// The name of the member as it was sent, quotes included.
    pub(crate) name: &'a str,
    /// Which of the array's items the text begins with.
    pub(crate) index: usize,
}

impl Within<'_> {
    /// The path of that item.
    pub(crate) fn path(self) -> String {
        path(Some(self), "", 0)
    }
}

/// The path of the value that ends at the offset, or that begins or is under way there.
pub(crate) fn path(within: Option<Within<'_>>, text: &str, offset: usize) -> String {
    let walk = walk(within, text, offset);
    walk.path(walk.open.len())
}

/// The path of the value that is under way at the offset: one that is complete there counts for the
/// object or array that it is in.
pub(crate) fn unfinished_path(within: Option<Within<'_>>, text: &str, offset: usize) -> String {
    let walk = walk(within, text, offset);
    walk.path(walk.open.len() - usize::from(walk.is_complete && !walk.open.is_empty()))
}

fn walk<'a>(within: Option<Within<'a>>, text: &'a str, offset: usize) -> Walk<'a> {
    let mut walk = Walk::default();
    if let Some(Within { name, index }) = within {
        walk.open.push(Step::Member { name: Some(name), value: true });
        walk.open.push(Step::Index(index));
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < offset {
        let start = at;
        match bytes[at] {
            b'"' => {
                at = string_end(bytes, at);
                if at > offset {
                    break; // still inside the string
                }
                walk.string(&text[start..at]);
            }
            b' ' | b'\n' | b'\r' | b'\t' => at += 1,
            punctuation @ (b'{' | b'}' | b'[' | b']' | b':' | b',') => {
                at += 1;
                walk.punctuation(punctuation);
            }
            _ => {
                at += 1;
                walk.is_complete = false; // as far as a number or a word can be told to be
            }
        }
    }
    walk
}

/// The offset behind the string that begins at `start`, or behind the text if it does not end.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len() + 1
}

#[derive(Default)]
struct Walk<'a> {
    open: Vec<Step<'a>>,
    /// The last thing read was a whole string, object or array, which the innermost step leads to.
    is_complete: bool,
}

enum Step<'a> {
    Index(usize),
    /// The name of the member as it was sent, quotes included, and whether its colon was read.
    Member {
        name: Option<&'a str>,
        value: bool,
    },
}

impl<'a> Walk<'a> {
    fn string(&mut self, quoted: &'a str) {
        match self.open.last_mut() {
            Some(Step::Member { name, value: false }) => {
                *name = Some(quoted);
                self.is_complete = false;
            }
            _ => self.is_complete = true,
        }
    }

    fn punctuation(&mut self, punctuation: u8) {
        self.is_complete = false;
        match (punctuation, self.open.last_mut()) {
            (b'{', _) => self.open.push(Step::Member { name: None, value: false }),
            (b'[', _) => self.open.push(Step::Index(0)),
            (b'}' | b']', _) => {
                self.open.pop();
                self.is_complete = true;
            }
            (b':', Some(Step::Member { value, .. })) => *value = true,
            (b',', Some(Step::Member { name, value })) => (*name, *value) = (None, false),
            (b',', Some(Step::Index(index))) => *index += 1,
            _ => {}
        }
    }

    fn path(&self, steps: usize) -> String {
        let mut path = String::new();
        for (depth, step) in self.open[..steps].iter().enumerate() {
            if depth == MOST_STEPS {
                path.push('…');
                break;
            }
            match step {
                Step::Index(index) => path.push_str(&format!("[{index}]")),
                Step::Member { name: Some(name), value: true } => {
                    push_name(&mut path, name);
                }
                // Between members: the object itself is what is wrong.
                Step::Member { .. } => {}
            }
        }
        path
    }
}

/// How many steps of a path an error shows: more than any body of the API has.
const MOST_STEPS: usize = 24;

/// How much of a name an error shows: enough for any that the API has.
pub(crate) const LONGEST_NAME: usize = 80;

/// Adds `.name`, or `["name"]` where the name would not be clear without quotes.
pub(crate) fn push_name(path: &mut String, quoted: &str) {
    let name: Cow<'_, str> = serde_json::from_str::<String>(quoted)
        .map_or_else(|_| Cow::Borrowed(quoted.trim_matches('"')), Cow::Owned);
    let plain = !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '@' | '-'))
        && name.chars().all(is_shown);
    let mut room = LONGEST_NAME;
    let fits = |c: &char| {
        // As it is written below.
        let width = if plain { 1 } else { c.escape_debug().count() };
        let left = room.checked_sub(width);
        room = left.unwrap_or_default();
        left.is_some()
    };
    let shown: String = name.chars().take_while(fits).collect();
    let more = if shown.len() < name.len() { "…" } else { "" };
    if plain {
        let dot = if path.is_empty() { "" } else { "." };
        path.push_str(&format!("{dot}{shown}{more}"));
    } else {
        path.push_str(&format!("[{shown:?}{more}]"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"a": [1, {"b.c": "x\"y", "d": {}}], "e": null}"#;

    /// The path where reading has just passed the given piece of the text.
    fn behind(piece: &str) -> String {
        path(None, TEXT, TEXT.find(piece).expect("the piece is in the text") + piece.len())
    }

    #[test]
    fn a_value_that_has_been_read_is_named() {
        assert_eq!(behind("[1"), "a[0]");
        assert_eq!(behind(r#""x\"y""#), r#"a[1]["b.c"]"#);
        assert_eq!(behind("{}"), "a[1].d");
        assert_eq!(behind("{}}"), "a[1]");
        assert_eq!(behind("{}}]"), "a");
        assert_eq!(behind("null"), "e");
        assert_eq!(behind("null}"), "");
    }

    #[test]
    fn a_value_about_to_be_read_is_named() {
        assert_eq!(behind(r#"{"a": "#), "a");
        assert_eq!(behind("[1, "), "a[1]");
        assert_eq!(behind(r#""d": "#), "a[1].d");
    }

    #[test]
    fn an_unfinished_string_belongs_to_its_member() {
        assert_eq!(behind(r#""b.c": "x\"#), r#"a[1]["b.c"]"#);
        assert_eq!(path(None, r#"{"a": "never ends"#, 17), "a");
        assert_eq!(path(None, r#"{"a": 1, "na"#, 12), "");
    }

    #[test]
    fn what_ends_too_early_is_named() {
        assert_eq!(unfinished_path(None, r#"{"a": [{"b": "c""#, 16), "a[0]");
        assert_eq!(unfinished_path(None, r#"{"a": [{"b": "c"}"#, 17), "a");
        assert_eq!(unfinished_path(None, r#"{"a": [{"b": "c"#, 15), "a[0].b");
        assert_eq!(unfinished_path(None, r#"{"a": -"#, 7), "a");
        assert_eq!(unfinished_path(None, "{}", 2), "");
    }

    #[test]
    fn a_part_of_a_document_is_where_it_is() {
        let within = Some(Within { name: r#""items""#, index: 7 });
        assert_eq!(path(within, r#"{"a": 1}, 2"#, 7), "items[7].a");
        assert_eq!(path(within, r#"{"a": 1}, 2"#, 11), "items[8]");
        assert_eq!(unfinished_path(within, "{}", 2), "items");
        assert_eq!(Within { name: r#""it\u0065ms""#, index: 0 }.path(), "items[0]");
    }

    #[test]
    fn long_paths_are_cut() {
        let text = "[".repeat(1000);
        assert_eq!(path(None, &text, 1000), format!("{}…", "[0]".repeat(MOST_STEPS)));
    }

    #[test]
    fn names_are_shown_as_one_line_of_so_many_characters() {
        for (name, expected) in [
            ("a\u{1b}[2J\r\n\u{202e}b", r#"["a\u{1b}[2J\r\n\u{202e}b"]"#.to_owned()),
            ("a\u{9b}b", r#"["a\u{9b}b"]"#.to_owned()),
            ("it's", r#"["it's"]"#.to_owned()),
            (&"x".repeat(100), format!("{}…", "x".repeat(LONGEST_NAME))),
            (&"\u{1b}".repeat(100), format!("[\"{}\"…]", r"\u{1b}".repeat(LONGEST_NAME / 6))),
        ] {
            let mut path = String::new();
            push_name(&mut path, &serde_json::to_string(name).expect("any name can be written"));
            assert_eq!(path, expected);
        }
    }

    #[test]
    fn lines_and_columns_are_counted_like_serde_json_does() {
        let text = "{\n  \"a\": [\n    1,\n    x\n  ]\n}";
        let error = serde_json::from_str::<serde_json::Value>(text).expect_err("x is no value");
        let offset = offset(text, error.line(), error.column());
        assert_eq!(position(text, offset), (error.line(), error.column()));
        assert_eq!(path(None, text, offset), "a[1]");
    }

    #[test]
    fn garbage_is_walked_without_harm() {
        for text in ["]]]}}}", ",,,:::", "{\"", "\"\\", "{:}", "[}", "{\"a\":]", "\u{1F600}"] {
            for offset in 0..=text.len() {
                path(None, text, offset);
                unfinished_path(None, text, offset);
            }
        }
    }
}
