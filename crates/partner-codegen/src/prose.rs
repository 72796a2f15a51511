//! Text of a schema inside Rust: it is shown and never becomes code.
//!
//! Whatever a description, a name or a path says, what stands in the output is a comment, a string or
//! documentation. Documentation is Markdown, and rustdoc runs the code in it: so every block of code is
//! marked `text`, HTML is shown instead of taken, and what no editor shows is spelt out.

/// How long a line of documentation may be, without indentation and slashes.
const WIDTH: usize = 92;

/// The text in one line, with every character that is no part of plain text spelt as Rust spells it.
#[must_use]
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}

/// Whether a character moves what stands beside it, or can't be seen at all. Rust refuses some of these
/// in comments and strings.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

/// The text as code inside a line of Markdown.
#[must_use]
pub fn code(text: &str) -> String {
    let text = shown(text);
    match () {
        () if text.trim().is_empty() => format!("`\"{text}\"`"),
        () if text.contains("``") => text, // no span can hold it as it stands: it is plain text
        () if text.contains('`') => format!("`` {text} ``"),
        () => format!("`{text}`"),
    }
}

/// A link, where the address is one; otherwise the address as code.
#[must_use]
pub fn link(title: &str, url: &str) -> String {
    let plain = |c: char| c.is_ascii_graphic() && !"<>()[]`\\\"".contains(c);
    if (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(plain) {
        format!("[{title}]({url})")
    } else {
        format!("{title}: {}", code(url))
    }
}

/// The text as lines of documentation, in which nothing is code to rustdoc.
#[must_use]
pub fn markdown(text: &str) -> Vec<String> {
    let lines = lines(text);
    let mut markdown = Vec::new();
    let mut rest = &lines[..];
    while let Some((line, after)) = rest.split_first() {
        rest = after;
        let Some(fence) = Fence::opened_by(line) else {
            markdown.extend(wrap(&plain(line)));
            continue;
        };
        let end = rest.iter().position(|line| fence.is_closed_by(line)).unwrap_or(rest.len());
        let code = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        // A fence that nothing in the block can close, and that is closed even where its author forgot.
        let longest = code.iter().map(|line| longest_run(line, '`')).max().unwrap_or(0);
        let marks = "`".repeat(3.max(longest + 1));
        markdown.push(format!("{marks}text"));
        markdown.extend(code.iter().map(|line| shown(&line.replace('\t', "    "))));
        markdown.push(marks);
    }
    markdown
}

/// The lines of a text, whatever ends them.
fn lines(text: &str) -> Vec<&str> {
    let ends =
        |c| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(ends) {
        lines.push(&rest[..at]);
        let end = &rest[at..];
        let width =
            if end.starts_with("\r\n") { 2 } else { end.chars().next().map_or(1, char::len_utf8) };
        rest = &end[width..];
    }
    if !rest.is_empty() {
        lines.push(rest);
    }
    lines
}

/// What opens a block of code.
struct Fence {
    mark: char,
    length: usize,
}

impl Fence {
    fn opened_by(line: &str) -> Option<Self> {
        let line = line.trim();
        let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let after = line.trim_start_matches(mark);
        let length = line.len() - after.len();
        (length >= 3 && !(mark == '`' && after.contains('`'))).then_some(Self { mark, length })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim();
        line.len() >= self.length && line.chars().all(|c| c == self.mark)
    }
}

fn longest_run(line: &str, mark: char) -> usize {
    line.split(|c| c != mark).map(str::len).max().unwrap_or(0)
}

/// A line outside of blocks: blanks are single, spans of code end in it, and no fence or HTML is left.
fn plain(line: &str) -> String {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = shown(&line);
    let mut plain = String::with_capacity(line.len());
    let mut rest = line.as_str();
    while let Some(c) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches(c).len();
        let taken = match c {
            '\\' => {
                let next = rest[1..].chars().next().filter(char::is_ascii_punctuation);
                let length = 1 + next.map_or(0, char::len_utf8);
                plain.push_str(&rest[..length]);
                length
            }
            '`' => match (run < 3).then(|| span(rest, run)).flatten() {
                Some(length) => {
                    plain.push_str(&rest[..length]);
                    length
                }
                None => escaped(&mut plain, c, run),
            },
            '~' if run >= 3 => escaped(&mut plain, c, run),
            '<' if opens_html(&rest[1..]) => escaped(&mut plain, c, 1),
            _ => {
                plain.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    plain
}

/// Writes marks that are to mean themselves.
fn escaped(plain: &mut String, mark: char, count: usize) -> usize {
    for _ in 0..count {
        plain.push('\\');
        plain.push(mark);
    }
    count
}

/// The length of the span of code that the text begins with, if it ends in this line.
fn span(text: &str, marks: usize) -> Option<usize> {
    let mut at = marks;
    while let Some(next) = text[at..].find('`') {
        at += next;
        let run = text[at..].len() - text[at..].trim_start_matches('`').len();
        at += run;
        if run == marks {
            return Some(at);
        }
    }
    None
}

/// Whether what stands behind a `<` makes a tag of it; an address in angle brackets is a link.
fn opens_html(rest: &str) -> bool {
    let link = rest.split_once('>').map(|(address, _)| address).filter(|address| {
        (address.starts_with("https://") || address.starts_with("http://"))
            && address.chars().all(|c| c.is_ascii_graphic() && !"<`\\".contains(c))
    });
    link.is_none() && rest.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c))
}

fn wrap(line: &str) -> Vec<String> {
    if line.starts_with('[') {
        return vec![line.to_owned()]; // a link reads worse in two lines than in a long one
    }
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let last = lines.last_mut().expect("there is always a line");
        let is_full = last.chars().count() + 1 + word.chars().count() > WIDTH;
        if !last.is_empty() && is_full && !begins_block(word) {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

/// Whether a word means something else to Markdown at the beginning of a line than inside one.
fn begins_block(word: &str) -> bool {
    let only = |marks: &str| word.chars().all(|c| marks.contains(c));
    let number = word.trim_start_matches(|c: char| c.is_ascii_digit());
    only("#")
        || only("-+*_=")
        || word.starts_with(['>', '|', '<'])
        || word.starts_with("```")
        || word.starts_with("~~~")
        || (number.len() < word.len() && matches!(number, "." | ")"))
}

/// What a description says first.
pub(crate) fn first_sentence(description: &str) -> &str {
    let paragraph = description.split("\n\n").next().unwrap_or_default();
    let end = paragraph.match_indices(". ").map(|(at, _)| at + 1).find(|end| {
        // An abbreviation ends no sentence.
        !["e.g.", "i.e.", "etc."].iter().any(|it| paragraph[..*end].ends_with(it))
    });
    &paragraph[..end.unwrap_or(paragraph.len())]
}

#[cfg(test)]
mod tests {
    use super::{code, link, markdown, shown};

    #[test]
    fn blocks_are_marked_and_closed() {
        for (text, expected) in [
            ("a\n```\nb\n```\nc", "a|```text|b|```|c"),
            ("~~~rust\nfn f() {}", "```text|fn f() {}|```"),
            ("````rust,no_run\n```\nx\n````", "````text|```|x|````"),
            ("   ```should_panic\r\n  x\r```\u{2028}y", "```text|  x|```|y"),
            ("> ```rust\n> x", "> \\`\\`\\`rust|> x"),
            ("- ~~~\n      indented", "- \\~\\~\\~|indented"),
            ("-     x", "- x"),
        ] {
            assert_eq!(markdown(text).join("|"), expected, "{text:?}");
        }
    }

    #[test]
    fn nothing_in_a_line_opens_anything() {
        for (text, expected) in [
            ("`a` and `b", "`a` and \\`b"),
            ("`<b>` is <b>", "`<b>` is \\<b>"),
            ("\\` <!-- \\\\`", "\\` \\<!-- \\\\\\`"),
            ("<https://a.invalid> 1 < 2", "<https://a.invalid> 1 < 2"),
            ("a\u{202e}b\u{0}\tc", "a\\u{202e}b\\u{0} c"),
        ] {
            assert_eq!(markdown(text).join("|"), expected, "{text:?}");
        }
        let long = format!("{} ```rust", "x".repeat(91));
        assert!(markdown(&long).iter().all(|line| !line.starts_with("```")), "{long}");
        let long = format!("`{} ```rust`", "x ".repeat(45));
        assert!(markdown(&long).iter().all(|line| !line.starts_with("```")), "{long}");
    }

    #[test]
    fn names_and_addresses_stay_what_they_are() {
        assert_eq!(shown("a\nb"), "a\\nb");
        assert_eq!(code("a`b\n"), "`` a`b\\n ``");
        assert_eq!(code(""), "`\"\"`");
        assert_eq!(link("x", "https://a.invalid/b?c=d"), "[x](https://a.invalid/b?c=d)");
        assert_eq!(link("x", "javascript:alert(1)"), "x: `javascript:alert(1)`");
    }
}
