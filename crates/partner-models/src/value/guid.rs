//! Identifiers that are GUIDs as a rule: they are compared as GUIDs.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use crate::value::open_set;

/// Equality, order and hash of a type that is text and has `as_str`: of two GUIDs by their values, in
/// whatever case and with or without braces and hyphens; else of texts without regard to ASCII case, as
/// the service compares them.
macro_rules! guid_traits {
    ($name:ident) => {
        /// As GUIDs: `{EFCC…}` equals `efcc…`. What is no GUID is compared without regard to ASCII case.
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::value::guid::compare(self.as_str(), other.as_str()).is_eq()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<::std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                $crate::value::guid::compare(self.as_str(), other.as_str())
            }
        }

        impl ::std::hash::Hash for $name {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                $crate::value::guid::hash(self.as_str(), state);
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                $crate::value::guid::compare(self.as_str(), other).is_eq()
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self == *other
            }
        }
    };
}

pub(crate) use guid_traits;

pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    // Most are spelt alike.
    if a == b {
        return Ordering::Equal;
    }
    match (value(a), value(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (None, None) => open_set::compare(a, b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

pub(crate) fn hash<H: Hasher>(text: &str, state: &mut H) {
    match value(text) {
        Some(value) => value.hash(state),
        None => open_set::hash(text, state),
    }
}

/// The value of a GUID: 32 digits, perhaps with hyphens after 8, 12, 16 and 20 of them, perhaps in braces.
fn value(text: &str) -> Option<u128> {
    let inner = text.strip_prefix('{').map_or(Some(text), |inner| inner.strip_suffix('}'))?;
    let has_hyphens = match inner.len() {
        36 => true,
        32 => false,
        _ => return None,
    };
    let mut value = 0;
    for (index, byte) in inner.bytes().enumerate() {
        if has_hyphens && matches!(index, 8 | 13 | 18 | 23) {
            if byte != b'-' {
                return None;
            }
        } else {
            value = value << 4 | u128::from(char::from(byte).to_digit(16)?);
        }
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};

    use crate::licenses::ProductSkuId;

    #[test]
    fn guids_are_compared_as_guids() {
        let same = [
            "efccb6f7-5641-4e0e-bd10-b4976e1bf68e",
            "EFCCB6F7-5641-4E0E-BD10-B4976E1BF68E",
            "{efccb6f7-5641-4e0e-bd10-b4976e1bf68e}",
            "EFCCB6F756414E0EBD10B4976E1BF68E",
        ];
        let id = |text: &str| ProductSkuId::from(text);
        for a in same {
            for b in same {
                assert_eq!(id(a), id(b));
                assert!(id(a) == *b && id(a) == b);
            }
            assert_eq!(id(a).as_str(), a);
        }
        assert_eq!(same.map(id).into_iter().collect::<HashSet<_>>().len(), 1);
        assert_eq!(same.map(id).into_iter().collect::<BTreeSet<_>>().len(), 1);
    }

    #[test]
    fn what_is_no_guid_is_compared_as_text_without_case() {
        let texts = [
            "CFQ7TTC0K5DR/0002",
            "",
            "efccb6f7-5641-4e0e-bd10-b4976e1bf68",
            "efccb6f7-5641-4e0e-bd10-b4976e1bf68g",
            "efccb6f75641-4e0e-bd10-b4976e1bf68e-",
            "{efccb6f7-5641-4e0e-bd10-b4976e1bf68e",
            "efccb6f7-5641-4e0e-bd10-b4976e1bf68f",
        ];
        let ids: Vec<_> = texts.iter().map(|text| ProductSkuId::from(*text)).collect();
        for (i, a) in ids.iter().enumerate() {
            for (j, b) in ids.iter().enumerate() {
                assert_eq!(a == b, i == j);
                assert_eq!(a.cmp(b).is_eq(), i == j);
                assert_eq!(a.cmp(b), b.cmp(a).reverse());
            }
            assert_eq!(*a, ProductSkuId::from(texts[i].to_ascii_uppercase()));
        }
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), texts.len());
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), texts.len());
    }
}
