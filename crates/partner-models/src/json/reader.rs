//! The text, and how far it was read.

use std::borrow::Cow;

use crate::value::scan;
use crate::value::text::Text;

/// How deep typed objects and arrays may nest: as deep as `serde_json` lets them.
const MAX_DEPTH: u8 = 127;

/// How deep a value that is kept as text may nest: see `value::raw`.
const MAX_RAW_DEPTH: u32 = 126;

/// JSON text under reading. Every method begins at white space or at what it reads, and gives `None`
/// where that is not what comes; then the reading is over.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
}

/// A place in the text.
#[derive(Debug)]
pub(crate) struct Position {
    at: usize,
    depth: u8,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// The byte that the next token begins with.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        match self.text.as_bytes().get(self.at) {
            Some(&byte) if byte > b' ' => Some(byte),
            _ => self.peek_behind_space(),
        }
    }

    fn peek_behind_space(&mut self) -> Option<u8> {
        loop {
            match *self.text.as_bytes().get(self.at)? {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    pub(crate) fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Passes the byte that was just seen.
    #[inline]
    pub(crate) fn pass(&mut self) {
        self.at += 1;
    }

    /// Passes a punctuation mark.
    #[inline]
    pub(crate) fn punctuation(&mut self, mark: u8) -> Option<()> {
        (self.peek()? == mark).then(|| self.pass())
    }

    /// Passes a word such as `null`.
    pub(crate) fn word(&mut self, word: &str) -> Option<()> {
        self.peek()?;
        let found = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        found.then(|| self.at += word.len())
    }

    /// Reads true or false.
    pub(crate) fn bool(&mut self) -> Option<bool> {
        let value = self.peek()? == b't';
        self.word(if value { "true" } else { "false" })?;
        Some(value)
    }

    /// Where the reader is, to come back to.
    pub(crate) fn position(&self) -> Position {
        Position { at: self.at, depth: self.depth }
    }

    /// What is not yet read.
    pub(crate) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes back, to read the same once more.
    pub(crate) fn go_back(&mut self, position: &Position) {
        (self.at, self.depth) = (position.at, position.depth);
    }

    /// What was read since.
    pub(crate) fn since(&self, position: &Position) -> Option<&'a str> {
        self.text.get(position.at..self.at)
    }

    /// Begins something that nests.
    #[inline]
    pub(crate) fn deeper(&mut self) -> Option<()> {
        self.depth += 1;
        (self.depth <= MAX_DEPTH).then_some(())
    }

    /// Begins an object or an array.
    #[inline]
    pub(crate) fn open(&mut self, mark: u8) -> Option<()> {
        self.punctuation(mark)?;
        self.deeper()
    }

    /// Whether another member or item follows; if not, passes the mark that closes the object or
    /// array.
    #[inline]
    pub(crate) fn more(&mut self, is_first: bool, close: u8) -> Option<bool> {
        let byte = self.peek()?;
        if byte == close {
            self.pass();
            self.depth -= 1;
            return Some(false);
        }
        if is_first {
            return Some(true);
        }
        if byte != b',' {
            return None;
        }
        self.pass();
        Some(true)
    }

    /// Passes a mark, the name of a member and the colon if they are spelt like this: `,"name":`.
    #[inline]
    pub(crate) fn key(&mut self, mark: u8, key: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let Some((&first, rest)) = rest.split_first() else { return false };
        let found = first == mark && scan::starts_with(rest, key.as_bytes());
        if found {
            self.at += 1 + key.len();
        }
        found
    }

    /// Passes the name of a member and the colon if they are spelt like this: `"name":`.
    pub(crate) fn key_here(&mut self, key: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let found = scan::starts_with(rest, key.as_bytes());
        if found {
            self.at += key.len();
        }
        found
    }

    /// Reads a string and makes something of it.
    #[inline]
    pub(crate) fn string<T>(&mut self, make: impl FnOnce(&str) -> T) -> Option<T> {
        if self.peek()? != b'"' {
            return None;
        }
        let start = self.at + 1;
        let end = scan::plain_end(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return self.text.get(start..end).map(make);
        }
        self.escaped(end).map(|text| make(&text))
    }

    /// Reads a string into its place.
    #[inline]
    pub(crate) fn text(&mut self, place: &mut Text) -> Option<()> {
        if self.peek()? != b'"' {
            return None;
        }
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let end = scan::plain_end(bytes, start);
        if bytes.get(end) != Some(&b'"') {
            *place = self.escaped(end)?.into();
            return Some(());
        }
        self.at = end + 1;
        if !place.assign_start_of(bytes.get(start..)?, end - start) {
            place.assign(self.text.get(start..end)?);
        }
        Some(())
    }

    /// Passes a string: what is between its quotes, or all of it where it has escapes.
    pub(crate) fn quoted(&mut self) -> Option<(&'a str, bool)> {
        let start = self.at;
        let end = scan::plain_end(self.text.as_bytes(), start + 1);
        self.string_from(end)?;
        if self.at == end + 1 {
            return Some((self.text.get(start + 1..end)?, false));
        }
        Some((self.text.get(start..self.at)?, true))
    }

    #[cold]
    fn escaped(&mut self, end: usize) -> Option<String> {
        let start = self.at;
        self.string_from(end)?;
        serde_json::from_str(self.text.get(start..self.at)?).ok()
    }

    /// Passes a string that is plain up to `end`, with a look at the form of its escapes.
    fn string_from(&mut self, mut end: usize) -> Option<()> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(end)? {
                b'"' => {
                    self.at = end + 1;
                    return Some(());
                }
                b'\\' => match bytes.get(end + 1)? {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => end += 2,
                    b'u' if bytes.get(end + 2..end + 6)?.iter().all(u8::is_ascii_hexdigit) => {
                        end += 6;
                    }
                    _ => return None,
                },
                _ => return None,
            }
            end = scan::plain_end(bytes, end);
        }
    }

    /// Reads a number, as text.
    pub(crate) fn number(&mut self) -> Option<&'a str> {
        self.peek()?;
        let start = self.at;
        let at = scan::number_end(self.text.as_bytes(), start)?;
        self.at = at;
        self.text.get(start..at)
    }

    /// Reads any value, as text.
    pub(crate) fn raw(&mut self) -> Option<&'a str> {
        self.raw_within(MAX_RAW_DEPTH)
    }

    /// Reads any value that nests no deeper than that, as text.
    fn raw_within(&mut self, max_depth: u32) -> Option<&'a str> {
        self.peek()?;
        let start = self.at;
        self.skip(max_depth)?;
        self.text.get(start..self.at)
    }

    /// Reads an object as text, and goes through its members on the way: their names and their values as
    /// text. A name that is no text, for a lone surrogate in it, is passed over.
    pub(crate) fn raw_object(
        &mut self,
        mut visit: impl FnMut(Cow<'a, str>, &'a str),
    ) -> Option<&'a str> {
        self.peek()?;
        let start = self.at;
        self.punctuation(b'{')?;
        let mut mark = b'}';
        while self.peek()? != b'}' {
            if mark == b',' {
                self.punctuation(b',')?;
            }
            if self.peek()? != b'"' {
                return None;
            }
            let (name, has_escapes) = self.quoted()?;
            self.punctuation(b':')?;
            let value = self.raw_within(MAX_RAW_DEPTH - 1)?;
            if !has_escapes {
                visit(Cow::Borrowed(name), value);
            } else if let Ok(name) = serde_json::from_str(name) {
                visit(Cow::Owned(name), value);
            }
            mark = b',';
        }
        self.pass();
        self.text.get(start..self.at)
    }

    /// Passes any value, and checks that it is one.
    fn skip(&mut self, max_depth: u32) -> Option<()> {
        // A bit for each object or array that is open, set where it is an object.
        let (mut open, mut depth) = (0_u128, 0_u32);
        loop {
            match self.peek()? {
                b'"' => self.skip_string()?,
                mark @ (b'{' | b'[') => {
                    self.pass();
                    depth += 1;
                    if depth > max_depth {
                        return None;
                    }
                    open = open << 1 | u128::from(mark == b'{');
                    // `]` is two behind `[`, and `}` behind `{`.
                    if self.peek()? != mark + 2 {
                        if mark == b'{' {
                            self.skip_name()?;
                        }
                        continue;
                    }
                }
                b't' => self.word("true")?,
                b'f' => self.word("false")?,
                b'n' => self.word("null")?,
                _ => self.number().map(drop)?,
            }
            loop {
                if depth == 0 {
                    return Some(());
                }
                let is_object = open & 1 == 1;
                match self.peek()? {
                    b',' => {
                        self.pass();
                        if is_object {
                            self.skip_name()?;
                        }
                        break;
                    }
                    b'}' if is_object => {}
                    b']' if !is_object => {}
                    _ => return None,
                }
                self.pass();
                depth -= 1;
                open >>= 1;
            }
        }
    }

    fn skip_string(&mut self) -> Option<()> {
        let end = scan::plain_end(self.text.as_bytes(), self.at + 1);
        self.string_from(end)
    }

    fn skip_name(&mut self) -> Option<()> {
        if self.peek()? != b'"' {
            return None;
        }
        self.skip_string()?;
        self.punctuation(b':')
    }
}
