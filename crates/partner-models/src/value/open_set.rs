//! Open sets of values: known texts in any case, and every other text.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// How a known value of an open enum was spelt, if not as the schema spells it.
///
/// The service spells the same value `ACTIVE`, `Active` and `active`. An open enum of this crate knows all
/// of them as one: they are the same variant, they are equal, and each is written back as it was sent.
/// Match the variant with `_` for the spelling, and take the constant for a value of your own:
///
/// ```
/// use partner_models::licenses::CapabilityStatus;
///
/// let status = CapabilityStatus::from("ASSIGNED");
/// let text = match &status {
///     CapabilityStatus::Assigned(_) => "assigned",
///     CapabilityStatus::Unknown(text) => text.as_str(),
///     _ => "something else",
/// };
/// assert_eq!(text, "assigned");
/// assert_eq!(status, CapabilityStatus::ASSIGNED);
/// assert_eq!(status.as_str(), "ASSIGNED");
/// assert_eq!(status.canonical(), "Assigned");
/// ```
///
/// Equality, order and hash of an open enum are those of its text without regard to ASCII case, whether the
/// value is known or not. So nothing changes there when a value becomes known. Any two `Spelt` are equal.
#[derive(Clone, Default)]
pub struct Spelt(Option<Box<str>>);

impl Spelt {
    /// As the schema spells it.
    pub(crate) const AS_KNOWN: Self = Self(None);

    /// The spelling, if it is another one than the schema's.
    #[must_use]
    pub fn as_sent(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The text as it was sent, where the schema spells it like this.
    pub(crate) fn or<'a>(&'a self, known: &'a str) -> &'a str {
        self.0.as_deref().unwrap_or(known)
    }

    /// Shows a variant: its name, and the spelling where that is another one.
    pub(crate) fn show(&self, variant: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str(variant),
            Some(text) => f.debug_tuple(variant).field(text).finish(),
        }
    }
}

impl PartialEq for Spelt {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Spelt {}

impl Hash for Spelt {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl fmt::Debug for Spelt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str("_"),
            Some(text) => text.fmt(f),
        }
    }
}

/// Which of the known texts this is in another case than theirs, and how it is spelt. Generated code has
/// looked for the texts as they are before: nearly all are.
#[cold]
pub(crate) fn respelt(text: &str, known: &[&str]) -> Option<(usize, Spelt)> {
    let index = known.iter().position(|known| known.eq_ignore_ascii_case(text))?;
    Some((index, Spelt(Some(text.into()))))
}

/// The order of texts without regard to ASCII case.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    lower(a).cmp(lower(b))
}

/// The hash that goes with [`compare`].
pub(crate) fn hash<H: Hasher>(text: &str, state: &mut H) {
    lower(text).for_each(|byte| state.write_u8(byte));
    state.write_u8(0xff);
}

fn lower(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.bytes().map(|byte| byte.to_ascii_lowercase())
}
