//! Text that somebody else wrote, for a line of a terminal or of a log.

use std::fmt::{self, Write};

/// Text cut to so many characters as it is shown, with everything escaped that does more than to be seen:
/// control characters, and marks that change the direction of text or can't be seen.
pub(crate) struct Printable<'a>(pub(crate) &'a str, pub(crate) usize);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut room = self.1;
        for c in self.0.chars() {
            let escaped = c.escape_unicode();
            let width = if is_shown(c) { 1 } else { escaped.len() };
            let Some(left) = room.checked_sub(width) else { return f.write_char('…') };
            room = left;
            if is_shown(c) { f.write_char(c)? } else { write!(f, "{escaped}")? }
        }
        Ok(())
    }
}

/// Whether a character does nothing but to be seen. The others are those that Unicode calls controls,
/// separators of lines, marks of direction, and ignorable by default.
pub(crate) fn is_shown(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
                | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
                | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Text of somebody else's as one line of at most so many characters and the `…` that tells of more: without
/// control characters, and without marks that change the direction of text or can't be seen. They are
/// escaped, and each escape counts with all of its characters.
///
/// ```
/// assert_eq!(partner_models::printable("a\u{1b}[31m\nb", 80), r"a\u{1b}[31m\u{a}b");
/// assert_eq!(partner_models::printable("abcdef", 3), "abc…");
/// assert_eq!(partner_models::printable("a\u{1b}b", 3), "a…");
/// ```
#[must_use]
pub fn printable(text: &str, longest: usize) -> String {
    Printable(text, longest).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_shown_as_itself_or_escaped() {
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            let shown = printable(&c.to_string(), 10);
            let is_bidi = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if c.is_control() || is_bidi || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') {
                assert_eq!(shown, format!("\\u{{{:x}}}", u32::from(c)));
            }
            assert!(shown == c.to_string() || shown == c.escape_unicode().to_string(), "{shown}");
            if c.is_alphanumeric() && shown.len() > c.len_utf8() {
                assert!(matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'), "{shown}");
            }
        }
    }

    #[test]
    fn what_is_shown_is_no_longer_than_it_may_be() {
        for text in ["abc", "a\u{1b}\u{202e}b", "\u{e0001}\u{e0001}", "äöü€", ""] {
            for longest in 0..30 {
                let shown = printable(text, longest);
                let cut = shown.ends_with('…');
                assert!(shown.chars().count() <= longest + usize::from(cut), "{shown}");
                assert_eq!(cut, shown != printable(text, 1000), "{shown}");
            }
        }
    }
}
