//! The document without its items.

use crate::stream::input::Position;

/// The text of a document whose items and superfluous white space are left out, and where in the
/// document the rest of it was.
#[derive(Default)]
pub(super) struct EnvelopeText {
    bytes: Vec<u8>,
    /// The pieces that stood together: the offset of each in the text, and its place.
    pieces: Vec<(usize, Position)>,
    /// The place behind the last piece.
    end: Position,
}

impl EnvelopeText {
    pub(super) fn push(&mut self, bytes: &[u8], place: Position) {
        if self.pieces.is_empty() || self.end != place {
            self.pieces.push((self.bytes.len(), place));
        }
        self.bytes.extend_from_slice(bytes);
        self.end = place.behind(bytes);
    }

    /// Notes that there was white space up to that place: of any length, so it becomes a single space,
    /// which tells the end of what is before it from the start of what is behind.
    pub(super) fn push_space(&mut self, to: Position) {
        if self.end != to {
            self.push(b" ", self.end);
            if self.end != to {
                self.pieces.push((self.bytes.len(), to));
                self.end = to;
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where in the document an offset of the text is.
    pub(super) fn place(&self, offset: usize) -> Position {
        let piece = self.pieces.partition_point(|(start, _)| *start <= offset);
        let (start, place) = match piece.checked_sub(1) {
            Some(piece) => self.pieces[piece],
            None => (0, Position::default()),
        };
        place.behind(&self.bytes[start..offset])
    }
}
