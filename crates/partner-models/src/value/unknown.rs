//! The arm of an open enum that holds what nobody has documented.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use crate::value::open_set;

/// The text of a value that an enum has no variant for.
///
/// Every enum of this crate is open: a value that the service adds is read, kept and written like
/// any other. Two are equal if their texts are, without regard to ASCII case. Only the enum itself makes one, from text that is none of its known values, so that a
/// known value can't be hidden in here.
///
/// ```
/// use partner_models::licenses::CapabilityStatus;
///
/// assert_eq!(CapabilityStatus::from("Assigned"), CapabilityStatus::ASSIGNED);
/// let status = CapabilityStatus::from("Suspended");
/// assert!(matches!(&status, CapabilityStatus::Unknown(text) if text.as_str() == "Suspended"));
/// ```
pub struct Unknown<E> {
    text: Box<str>,
    of: PhantomData<fn() -> E>,
}

impl<E> Unknown<E> {
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.into(), of: PhantomData }
    }

    /// The text as the service spelt it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

// Derived, these would ask the same of `E`, whose own derives ask it of `Unknown<E>`.
impl<E> Clone for Unknown<E> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), of: PhantomData }
    }
}

impl<E> PartialEq for Unknown<E> {
    fn eq(&self, other: &Self) -> bool {
        self.text.eq_ignore_ascii_case(&other.text)
    }
}

impl<E> Eq for Unknown<E> {}

impl<E> Hash for Unknown<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        open_set::hash(&self.text, state);
    }
}

impl<E> fmt::Debug for Unknown<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl<E> fmt::Display for Unknown<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
