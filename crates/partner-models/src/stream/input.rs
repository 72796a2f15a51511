//! Bytes from a reader, and where in the document they are.

use std::io::{self, BufRead, BufReader, Read};

/// A place in a document: lines from 1, and the bytes read of that line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Position {
    line: usize,
    column: usize,
}

impl Default for Position {
    fn default() -> Self {
        Self { line: 1, column: 0 }
    }
}

impl Position {
    /// The place behind these bytes, if they begin here.
    pub(super) fn behind(self, bytes: &[u8]) -> Self {
        match bytes.iter().rposition(|&byte| byte == b'\n') {
            None => Self { column: self.column + bytes.len(), ..self },
            Some(last) => Self {
                line: self.line + bytes[..=last].split(|&byte| byte == b'\n').count() - 1,
                column: bytes.len() - last - 1,
            },
        }
    }

    pub(super) fn line_and_column(self) -> (usize, usize) {
        (self.line, self.column)
    }
}

/// A reader with its position.
pub(super) struct Input<R> {
    reader: BufReader<R>,
    pub(super) position: Position,
}

impl<R: Read> Input<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader: BufReader::new(reader), position: Position::default() }
    }

    /// Some bytes; none at the end.
    pub(super) fn available(&mut self) -> io::Result<&[u8]> {
        loop {
            match self.reader.fill_buf() {
                // Asked for anew: the borrow of the first answer would last through the loop.
                Ok(_) => return Ok(self.reader.buffer()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The next byte, which stays where it is.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.available()?.first().copied())
    }

    /// Passes over bytes that are available.
    pub(super) fn consume(&mut self, count: usize) {
        self.position = self.position.behind(&self.reader.buffer()[..count]);
        self.reader.consume(count);
    }

    /// Passes over white space.
    pub(super) fn skip_space(&mut self) -> io::Result<()> {
        loop {
            let available = self.available()?;
            let space = available
                .iter()
                .take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'))
                .count();
            let more = space > 0 && space == available.len();
            self.consume(space);
            if !more {
                return Ok(());
            }
        }
    }

    /// Takes the bytes of a character, or of what should be one: fewer where the text ends.
    pub(super) fn take_char(&mut self) -> io::Result<Vec<u8>> {
        let mut taken = Vec::new();
        while let Some(byte) = self.peek()? {
            let wanted = match taken.first().copied().unwrap_or(byte) {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => 1,
            };
            taken.push(byte);
            self.consume(1);
            if taken.len() == wanted {
                break;
            }
        }
        Ok(taken)
    }
}
