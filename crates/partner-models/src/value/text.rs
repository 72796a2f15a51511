//! Strings: the text of fields and identifiers.

use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::value::scan;
use crate::value::text_traits::{text_equality, text_traits};

/// A string that is short as a rule: a name, an identifier, a code.
///
/// Text of up to 39 bytes is stored in place, longer text and text that JSON writes with escapes on
/// the heap: reading a list of licences allocates next to nothing for its strings. It is a `str`
/// wherever one is asked for, and made from one:
///
/// ```
/// use partner_models::{Text, licenses::ServicePlan};
///
/// let mut plan = ServicePlan::new().with_service_name("AAD_PREMIUM");
/// assert_eq!(plan.service_name.as_deref(), Some("AAD_PREMIUM"));
/// plan.display_name = Some(format!("{} {}", "Premium", "P1").into());
/// assert!(plan.display_name.as_ref().is_some_and(|name| name.ends_with("P1")));
///
/// let name: Option<String> = plan.display_name.map(String::from);
/// assert_eq!(Text::from("Premium P1"), *name.as_deref().unwrap_or_default());
/// ```
#[derive(Clone)]
pub struct Text(Store);

#[derive(Clone)]
enum Store {
    InPlace(InPlace),
    Heap(Box<str>),
}

/// Text that JSON writes as it is. The bytes come first, where they are aligned: checking them is faster
/// there. Those behind the length mean nothing: they are what followed the text where it was read.
#[derive(Clone, Copy)]
#[repr(C)]
struct InPlace {
    bytes: [u8; IN_PLACE],
    len: Len,
}

impl InPlace {
    #[inline]
    fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len as usize]
    }
}

/// The longest text that is stored in place; a GUID in braces takes 38 bytes.
pub(crate) const IN_PLACE: usize = 39;

macro_rules! lengths {
    ($($len:ident)*) => {
        /// The length of a text that is stored in place: a number that leaves the compiler other values
        /// to tell the heap, and an `Option` without a value, from it.
        #[derive(Clone, Copy)]
        #[repr(u8)]
        enum Len {
            $($len),*
        }

        const LENGTHS: [Len; IN_PLACE + 1] = [$(Len::$len),*];
    };
}

lengths! {
    L0 L1 L2 L3 L4 L5 L6 L7 L8 L9 L10 L11 L12 L13 L14 L15 L16 L17 L18 L19
    L20 L21 L22 L23 L24 L25 L26 L27 L28 L29 L30 L31 L32 L33 L34 L35 L36 L37 L38 L39
}

impl Text {
    /// The empty text.
    #[must_use]
    pub const fn new() -> Self {
        Self(Store::InPlace(InPlace { bytes: [0; IN_PLACE], len: Len::L0 }))
    }

    /// The text as a `str`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // The bytes were copied from a `str`, so the check passes; it is the safe way back.
            Store::InPlace(text) => std::str::from_utf8(text.bytes()).unwrap_or_default(),
            Store::Heap(text) => text,
        }
    }

    /// The bytes of the text.
    #[inline]
    fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Store::InPlace(text) => text.bytes(),
            Store::Heap(text) => text.as_bytes(),
        }
    }

    /// Where the text is in place, its bytes with others behind them, and its length.
    #[inline]
    pub(crate) fn in_place(&self) -> Option<(&[u8; IN_PLACE], usize)> {
        match &self.0 {
            Store::InPlace(InPlace { bytes, len }) => Some((bytes, *len as usize)),
            Store::Heap(_) => None,
        }
    }

    /// Makes it this text, in its place: moving what was just written is slow.
    #[inline]
    pub(crate) fn assign(&mut self, text: &str) {
        match (&mut self.0, LENGTHS.get(text.len())) {
            (Store::InPlace(place), Some(&len)) if scan::is_plain(text.as_bytes()) => {
                place.len = len;
                copy(text.as_bytes(), &mut place.bytes);
            }
            (store, _) => *store = Store::Heap(text.into()),
        }
    }

    /// Makes it the text of that length at the start of a longer one, if that is known to need no escapes
    /// and is short; tells whether it is. Copying more than the text is faster: it is no call.
    #[inline]
    pub(crate) fn assign_start_of(&mut self, longer: &[u8], len: usize) -> bool {
        match (&mut self.0, LENGTHS.get(len), longer.first_chunk::<IN_PLACE>()) {
            (Store::InPlace(place), Some(&len), Some(bytes)) => {
                place.bytes = *bytes;
                place.len = len;
                true
            }
            _ => false,
        }
    }
}

/// Copies a text to where there is room for it. Pieces of known lengths that overlap cover any length:
/// copying them is no call, as it would be for a length that is not known.
#[inline]
fn copy(text: &[u8], place: &mut [u8; IN_PLACE]) {
    let len = text.len();
    if let (Some(first), Some(last)) = (text.first_chunk::<16>(), text.last_chunk::<16>()) {
        place[..16].copy_from_slice(first);
        if let Some(middle) = text.get(16..32) {
            place[16..32].copy_from_slice(middle);
        }
        place[len - 16..len].copy_from_slice(last);
    } else if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        place[..8].copy_from_slice(first);
        place[len - 8..len].copy_from_slice(last);
    } else {
        for (place, byte) in place.iter_mut().zip(text) {
            *place = *byte;
        }
    }
}

impl From<&str> for Text {
    #[inline]
    fn from(text: &str) -> Self {
        let mut it = Self::new();
        it.assign(text);
        it
    }
}

text_equality!(Text);
text_traits!(Text);

impl From<Cow<'_, str>> for Text {
    fn from(text: Cow<'_, str>) -> Self {
        Self::from(&*text)
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        match text.0 {
            Store::Heap(text) => text.into_string(),
            Store::InPlace(_) => text.as_str().to_owned(),
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::new()
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<Text> for str {
    fn eq(&self, other: &Text) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<Text> for &str {
    fn eq(&self, other: &Text) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<Text> for String {
    fn eq(&self, other: &Text) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

/// That of `str`, which it can be looked up by.
impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};

    use super::*;

    fn is_in_place(text: &Text) -> bool {
        text.in_place().is_some()
    }

    #[test]
    fn text_of_every_length_is_kept() {
        for len in 0..=2 * IN_PLACE {
            for filler in ["g", "\u{e9}", "\u{1f600}"] {
                let expected: String = filler.chars().cycle().take(len).collect();
                let text = Text::from(&expected);
                assert_eq!(text.as_str(), expected);
                assert_eq!(is_in_place(&text), expected.len() <= IN_PLACE);
                assert_eq!(String::from(text), expected);
            }
        }
    }

    #[test]
    fn what_needs_escapes_is_not_in_place() {
        for expected in ["a\"b", "\\", "line\n", "\u{0}", "\u{1f}"] {
            let text = Text::from(expected);
            assert_eq!(text.as_str(), expected);
            assert!(!is_in_place(&text), "{expected:?}");
        }
        assert!(is_in_place(&Text::from("\u{7f}\u{80}/'")));
    }

    #[test]
    fn what_follows_a_text_is_no_part_of_it() {
        let longer = "Premium P1\",\"serviceName\":\"AAD_PREMIUM\",\"id\":1}".as_bytes();
        let mut text = Text::new();
        assert!(text.assign_start_of(longer, 10), "there is enough behind it");
        assert_eq!(text, Text::from("Premium P1"));
        assert_eq!(format!("{text} {text:?}"), "Premium P1 \"Premium P1\"");
        assert_eq!(text.cmp(&Text::from("Premium P1")), Ordering::Equal);
        assert!(HashSet::from([text.clone()]).contains("Premium P1"));
        assert!(BTreeSet::from([text]).contains("Premium P1"));
        let mut text = Text::new();
        assert!(!text.assign_start_of(longer, IN_PLACE + 1));
        assert!(!text.assign_start_of(b"short", 5));
        assert_eq!(text, "");
    }

    #[test]
    fn an_option_needs_no_room_of_its_own() {
        assert_eq!((size_of::<Text>(), size_of::<Option<Text>>()), (IN_PLACE + 1, IN_PLACE + 1));
    }
}
