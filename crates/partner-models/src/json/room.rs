//! A bound on the memory that reading takes: a list of `{}` takes hundreds of times the room of its text.

use std::cell::Cell;

thread_local! {
    /// How many bytes may yet be taken.
    static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
    /// Whether more was wanted.
    static EXCEEDED: Cell<bool> = const { Cell::new(false) };
}

/// What an error says.
pub(crate) const TOO_LARGE: &str = "the values take more memory than they may";

/// Reads within a bound, and tells whether it was met.
pub(crate) fn within<T>(bytes: usize, read: impl FnOnce() -> T) -> (T, bool) {
    /// Puts things back even where a type of somebody's own panics.
    struct Restore(usize, bool);

    impl Drop for Restore {
        fn drop(&mut self) {
            LEFT.set(self.0);
            EXCEEDED.set(self.1);
        }
    }

    let _restore = Restore(LEFT.replace(bytes), EXCEEDED.replace(false));
    let value = read();
    (value, EXCEEDED.get())
}

/// Whether there was no more room; then reading is over, whatever a schema would let pass.
pub(crate) fn is_exceeded() -> bool {
    EXCEEDED.get()
}

/// Takes room; `None` where there is none.
pub(crate) fn take(bytes: usize) -> Option<()> {
    match LEFT.get().checked_sub(bytes) {
        Some(left) => {
            LEFT.set(left);
            Some(())
        }
        None => {
            EXCEEDED.set(true);
            None
        }
    }
}

/// Makes room in a list for one more item, as `push` would.
#[inline]
pub(crate) fn grow<T>(list: &mut Vec<T>) -> Option<()> {
    if list.len() < list.capacity() { Some(()) } else { grow_full(list) }
}

#[cold]
fn grow_full<T>(list: &mut Vec<T>) -> Option<()> {
    let more = list.capacity().max(4);
    take(more.saturating_mul(size_of::<T>()))?;
    list.reserve_exact(more);
    Some(())
}

/// Gives back what a list has room for and does not need.
pub(crate) fn shrink<T>(list: &mut Vec<T>) {
    let spare = list.capacity() - list.len();
    if spare > 0 {
        LEFT.set(LEFT.get().saturating_add(spare.saturating_mul(size_of::<T>())));
        list.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::licenses::License;
    use crate::{Collection, ErrorKind, from_slice_within};

    #[test]
    fn lists_take_no_more_than_they_may() {
        let many = |count: usize| {
            let mut json = br#"{"items":["#.to_vec();
            json.extend(b"{},".repeat(count));
            json.extend(br#"{}],"totalCount":1}"#);
            json
        };
        let read = |json: &[u8], room| from_slice_within::<Collection<License>>(json, room);
        let item = size_of::<License>();
        assert_eq!(read(&many(999), 3000 * item).map(|list| list.len()), Ok(1000));
        let error = read(&many(999), 900 * item).expect_err("there is too little room");
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        assert_eq!(
            error.to_string(),
            format!("the values take more memory than they may ({} bytes)", 900 * item)
        );
        assert!(!is_exceeded() && LEFT.get() == usize::MAX, "the next one has all the room");
        // What may be of another type may not be of any size.
        let links =
            format!(r#"{{"links":{{"self":{{"headers":[{}]}}}}}}"#, vec!["{}"; 1000].join(","));
        for json in [links.clone(), links.replace("links", "Links")] {
            let error = read(json.as_bytes(), 10_000).expect_err("there is too little room");
            assert_eq!(error.kind(), ErrorKind::TooLarge);
        }
    }

    /// What an object does not know is text, in a box that is larger than the text can be.
    #[test]
    fn the_box_of_what_is_unknown_counts() {
        let list = |item: &str| format!(r#"{{"items":[{}]}}"#, vec![item; 1000].join(","));
        let room = 1000 * (size_of::<License>() + 40);
        let read = |json: &str| from_slice_within::<Collection<License>>(json.as_bytes(), room);
        assert_eq!(read(&list("{}")).map(|list| list.len()), Ok(1000));
        let error = read(&list(r#"{"a":1}"#)).expect_err("there is too little room");
        assert_eq!(error.kind(), ErrorKind::TooLarge);
    }

    #[test]
    fn serde_takes_no_more_than_it_may() {
        let json = format!(r#"{{"servicePlans":[{}]}}"#, vec!["{}"; 1000].join(","));
        let read = || serde_json::from_str::<License>(&json);
        assert!(within(usize::MAX, read).0.is_ok());
        let (result, exceeded) = within(1000, read);
        assert!(exceeded && result.is_err_and(|error| error.to_string().starts_with(TOO_LARGE)));
    }
}
