//! Where the value at fault ends, if it was taken as raw text first.
//!
//! `serde_json` gives an error the position that reading has reached when the error comes back to it.
//! A type that takes raw text judges it afterwards, when the reader has moved on; it leaves a mark so
//! that the position is right all the same.

use std::cell::{Cell, RefCell};

thread_local! {
    /// The address of the end of the text: nothing but a number to compare.
    static END: Cell<Option<usize>> = const { Cell::new(None) };
    /// What types of our own have said that they expect: each text once, and all of them are ours.
    static EXPECTED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Notes what a type of ours expects: words that an error may show.
pub(crate) fn expected(words: &'static str) -> &'static str {
    EXPECTED.with_borrow_mut(|said| {
        if !said.contains(&words) {
            said.push(words);
        }
    });
    words
}

/// Whether a type of ours said so. An error may be told long after it was made: one of a spelling
/// that did not count, for one.
pub(crate) fn is_expected(words: &str) -> bool {
    EXPECTED.with_borrow(|said| said.contains(&words))
}

pub(crate) fn clear() {
    END.set(None);
}

pub(crate) fn set(raw: &str) {
    END.set(Some(raw.as_bytes().as_ptr_range().end.addr()));
}

/// The value at fault is in a text that was taken as a whole, and ends at the offset.
pub(crate) fn set_within(raw: &str, offset: usize) {
    END.set(Some(raw.as_ptr().addr() + offset));
}

/// The mark as an offset in this text, if that is where it was set: raw text may also be a copy.
pub(crate) fn take(text: &str) -> Option<usize> {
    let offset = END.take()?.checked_sub(text.as_ptr().addr())?;
    (offset <= text.len()).then_some(offset)
}
