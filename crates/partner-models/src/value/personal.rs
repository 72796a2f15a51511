//! Personal data in `Debug` output.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;

thread_local! {
    /// Whether the `Debug` output that this thread is writing shows personal data.
    static SHOWN: Cell<bool> = const { Cell::new(false) };
}

/// Whether personal data is to be shown.
pub(crate) fn is_shown() -> bool {
    SHOWN.get()
}

/// A value of which `Debug` shows nothing, unless it is asked to by [`reveal`].
pub(crate) struct Personal<T>(pub(crate) T);

impl<T: fmt::Debug> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_shown() { self.0.fmt(f) } else { f.write_str("[redacted]") }
    }
}

/// A map of which `Debug` shows the values and no names, unless it is asked to by [`reveal`].
pub(crate) struct Unnamed<'a, T>(pub(crate) &'a BTreeMap<String, T>);

impl<T: fmt::Debug> fmt::Debug for Unnamed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_shown() { self.0.fmt(f) } else { f.debug_list().entries(self.0.values()).finish() }
    }
}

/// `Debug` of a value with everything in it, personal data included.
///
/// `Debug` of the models leaves out what a schema calls personal (names, addresses, passwords,
/// tokens) and the values of what no schema describes, so that a model in a log or in a panic
/// message gives nobody away. Where it is wanted, as in a test's assertion, ask for it:
///
/// ```
/// use partner_models::{reveal, users::CustomerUser};
///
/// let user = CustomerUser::new().with_first_name("Ada");
/// assert!(format!("{user:?}").contains("first_name: Some([redacted])"));
/// assert!(format!("{:?}", reveal(&user)).contains(r#"first_name: Some("Ada")"#));
/// ```
pub fn reveal<T: fmt::Debug + ?Sized>(value: &T) -> Revealed<'_, T> {
    Revealed(value)
}

/// A value whose `Debug` shows personal data too: see [`reveal`].
pub struct Revealed<'a, T: ?Sized>(&'a T);

impl<T: fmt::Debug + ?Sized> fmt::Debug for Revealed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// Puts things back even where the value's own `Debug` panics.
        struct Restore(bool);

        impl Drop for Restore {
            fn drop(&mut self) {
                SHOWN.set(self.0);
            }
        }

        let _restore = Restore(SHOWN.replace(true));
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_personal_is_shown_on_purpose_only() {
        let value = (1, Personal("Ada"), Some(Personal(["Lovelace"])));
        assert_eq!(format!("{value:?}"), "(1, [redacted], Some([redacted]))");
        assert_eq!(format!("{:?}", reveal(&value)), r#"(1, "Ada", Some(["Lovelace"]))"#);
        assert_eq!(format!("{value:?}"), "(1, [redacted], Some([redacted]))");
    }

    #[test]
    fn a_panic_shows_nothing_afterwards() {
        struct Panics;

        impl fmt::Debug for Panics {
            fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                panic!("on purpose")
            }
        }

        std::panic::catch_unwind(|| format!("{:?}", reveal(&Panics))).expect_err("it panics");
        assert_eq!(format!("{:?}", Personal("Ada")), "[redacted]");
    }

    #[test]
    fn one_reveal_inside_another() {
        let value = (reveal(&1), Personal("Ada"));
        assert_eq!(format!("{:?}", reveal(&value)), r#"(1, "Ada")"#);
    }
}
