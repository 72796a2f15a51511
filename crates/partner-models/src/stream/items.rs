//! The iterator.

use std::collections::VecDeque;
use std::fmt;
use std::io::Read;
use std::iter::FusedIterator;

use crate::Error;
use crate::stream::envelope::EnvelopeText;
use crate::stream::input::Input;
use crate::stream::{Envelope, MAX_LEN, MAX_MEMORY};

/// The items of a collection, one at a time: see [`stream`](crate::stream).
///
/// After the first `None` there is nothing more; [`into_envelope`](Self::into_envelope) then has what
/// was around the items.
pub struct Items<R, E: Envelope> {
    pub(super) input: Input<R>,
    pub(super) state: State,
    /// The document without its items, as far as it was read.
    pub(super) around: EnvelopeText,
    pub(super) list: Option<List>,
    /// The value that was read last. No other one is kept.
    pub(super) buffer: Vec<u8>,
    pub(super) max_len: usize,
    pub(super) max_memory: usize,
    /// Errors to hand out before anything else.
    pub(super) pending: VecDeque<Error>,
    /// What the end was.
    pub(super) outcome: Option<Result<E, Error>>,
}

/// Where in the document reading is.
#[derive(Clone, Copy)]
pub(super) enum State {
    Start,
    /// In the object, before a member or the end.
    Members {
        first: bool,
    },
    /// In the list, before an item or the end.
    Items {
        /// How many items there were.
        read: usize,
        /// Whether the last one shows by its own text that it is complete.
        is_closed: bool,
    },
    Behind,
}

/// The property that holds the items, once it was seen.
pub(super) struct List {
    pub(super) name: String,
    /// The name as the document writes it.
    pub(super) quoted: String,
    pub(super) has_items: bool,
}

/// The end: the envelope, or what is wrong.
pub(super) struct End<E>(pub(super) Result<E, Error>);

impl<E> From<Error> for End<E> {
    fn from(error: Error) -> Self {
        Self(Err(error))
    }
}

impl<R: Read, E: Envelope> Items<R, E> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            input: Input::new(reader),
            state: State::Start,
            around: EnvelopeText::default(),
            list: None,
            buffer: Vec::new(),
            max_len: MAX_LEN,
            max_memory: MAX_MEMORY,
            pending: VecDeque::new(),
            outcome: None,
        }
    }

    /// Sets how long an item may be, and how long all that surrounds the items may be together, in
    /// bytes; [`MAX_LEN`] unless told. What is longer is an error and not kept in memory.
    #[must_use]
    pub fn max_len(mut self, bytes: usize) -> Self {
        self.max_len = bytes;
        self
    }

    /// Sets how much memory the values of an item may take, in bytes, beyond what is kept as text;
    /// [`MAX_MEMORY`] unless told. It counts lists, maps and boxes of this crate's types: a type of your own
    /// takes what it takes.
    #[must_use]
    pub fn max_memory(mut self, bytes: usize) -> Self {
        self.max_memory = bytes;
        self
    }

    /// What is around the items, before or behind them; its list is empty. Items that nobody has asked
    /// for are passed over, whatever is wrong with them.
    ///
    /// # Errors
    ///
    /// What ended the stream, or what is wrong around the items. The iterator tells the same.
    pub fn into_envelope(mut self) -> Result<E, Error> {
        loop {
            if let Some(outcome) = self.outcome {
                return outcome;
            }
            self.next();
        }
    }
}

impl<R: Read, E: Envelope> Iterator for Items<R, E> {
    type Item = Result<E::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(error) = self.pending.pop_front() {
                return Some(Err(error));
            }
            if self.outcome.is_some() {
                return None;
            }
            match self.step() {
                Ok(Some(item)) => return Some(Ok(item)),
                Ok(None) => {}
                Err(End(outcome)) => {
                    self.pending.extend(outcome.as_ref().err().cloned());
                    self.outcome = Some(outcome);
                }
            }
        }
    }
}

impl<R: Read, E: Envelope> FusedIterator for Items<R, E> {}

impl<R, E: Envelope> fmt::Debug for Items<R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.input.position.line_and_column();
        write!(f, "Items(at line {line} column {column})")
    }
}
