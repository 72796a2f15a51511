//! Text that somebody else wrote, for a line of a terminal or of a log.

use std::fmt::{self, Write};

/// Text cut to so many characters, with everything escaped that does more than to be seen: control
/// characters, and marks that change the direction of text or can't be seen.
pub(crate) struct Printable<'a>(pub(crate) &'a str, pub(crate) usize);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, c) in self.0.chars().enumerate() {
            if index == self.1 {
                return f.write_char('…');
            }
            if is_shown(c) { f.write_char(c)? } else { write!(f, "{}", c.escape_unicode())? }
        }
        Ok(())
    }
}

fn is_shown(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Text of somebody else's as one line of at most so many characters: without control characters, and
/// without marks that change the direction of text or can't be seen.
///
/// ```
/// assert_eq!(partner_models::printable("a\u{1b}[31m\nb", 80), r"a\u{1b}[31m\u{a}b");
/// assert_eq!(partner_models::printable("abcdef", 3), "abc…");
/// ```
#[must_use]
pub fn printable(text: &str, longest: usize) -> String {
    Printable(text, longest).to_string()
}
