//! Where a string stops being plain, where a number ends, and whether a text begins with a name.

/// Whether a byte ends the plain part of a JSON string: a quote, a backslash or a control character.
fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// The offset of the first byte from `at` on that is no plain part of a string; the length where all
/// are.
#[inline]
pub(crate) fn plain_end(bytes: &[u8], at: usize) -> usize {
    let mut rest = bytes.get(at..).unwrap_or_default();
    while let Some((word, behind)) = rest.split_first_chunk() {
        let found = specials(u64::from_le_bytes(*word));
        if found != 0 {
            return bytes.len() - rest.len() + found.trailing_zeros() as usize / 8;
        }
        rest = behind;
    }
    let plain = rest.iter().position(|&byte| is_special(byte)).unwrap_or(rest.len());
    bytes.len() - rest.len() + plain
}

/// Whether a string can be written between quotes as it is.
#[inline]
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    // Words that overlap cover any length but the shortest: no loop over single bytes is needed.
    if let Some(last) = bytes.last_chunk() {
        let (words, _) = bytes.as_chunks();
        let last = specials(u64::from_le_bytes(*last));
        return words.iter().fold(last, |found, word| found | specials(u64::from_le_bytes(*word)))
            == 0;
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let first = u64::from(u32::from_le_bytes(*first)) << 32;
        return specials(first | u64::from(u32::from_le_bytes(*last))) == 0;
    }
    !bytes.iter().any(|&byte| is_special(byte))
}

/// Looks at eight bytes at once, by arithmetic on the number that they make. Not zero where one of
/// them is special; the lowest bit that is set belongs to the first such byte, higher ones may belong
/// to none.
#[inline]
fn specials(word: u64) -> u64 {
    const EACH: u64 = u64::MAX / 0xff;
    // A difference below zero borrows from the byte's highest bit. Exchanging the quote with the
    // space puts it next to the control characters, so that one comparison finds both.
    let control_or_quote = (word ^ (EACH * 0x02)).wrapping_sub(EACH * 0x21);
    let backslash = (word ^ (EACH * 0x5c)).wrapping_sub(EACH);
    (control_or_quote | backslash) & !word & (EACH * 0x80)
}

/// Where the number ends that begins here; nothing where none does.
pub(crate) fn number_end(bytes: &[u8], start: usize) -> Option<usize> {
    let digits = |mut at: usize| {
        let from = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        (at > from).then_some(at)
    };
    let mut at = start + usize::from(bytes.get(start) == Some(&b'-'));
    at = match bytes.get(at) {
        Some(b'0') if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => return None,
        _ => digits(at)?,
    };
    if bytes.get(at) == Some(&b'.') {
        at = digits(at + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        at = digits(at + usize::from(matches!(bytes.get(at), Some(b'+' | b'-'))))?;
    }
    Some(at)
}

/// Whether the text begins with a name, which is not empty. Names are short, and a call to `memcmp` costs more than they.
#[inline]
pub(crate) fn starts_with(text: &[u8], name: &[u8]) -> bool {
    let Some(text) = text.get(..name.len()) else { return false };
    if let (Some(a), Some(b)) = (text.first_chunk::<8>(), name.first_chunk::<8>()) {
        return a == b
            && text.last_chunk::<8>() == name.last_chunk::<8>()
            && (name.len() <= 16 || middle(text) == middle(name));
    }
    if let (Some(a), Some(b)) = (text.first_chunk::<4>(), name.first_chunk::<4>()) {
        return a == b && text.last_chunk::<4>() == name.last_chunk::<4>();
    }
    !name.is_empty() && text == name
}

/// Whether two names, which are not empty, are the same.
#[inline]
pub(crate) fn equal(a: &str, b: &str) -> bool {
    a.len() == b.len() && starts_with(a.as_bytes(), b.as_bytes())
}

/// All but the first and the last eight bytes.
fn middle(text: &[u8]) -> &[u8] {
    text.get(8..text.len().saturating_sub(8)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every byte in every place, among bytes that differ from special ones by one bit.
    #[test]
    fn words_find_what_a_look_at_every_byte_finds() {
        for filler in [b' ', b'!', b'#', b'[', b']', 0x7f, 0x80, 0x9f, 0xa2, 0xdc, 0xff] {
            for length in 0..40 {
                for place in 0..length {
                    for byte in 0..=u8::MAX {
                        let mut bytes = vec![filler; length];
                        bytes[place] = byte;
                        let expected = bytes.iter().position(|&byte| is_special(byte));
                        assert_eq!(plain_end(&bytes, 0), expected.unwrap_or(length));
                        assert_eq!(is_plain(&bytes), expected.is_none());
                    }
                }
            }
        }
    }

    #[test]
    fn names_are_compared_whole() {
        for length in 1..40 {
            let name: Vec<u8> = (0..length).collect();
            let mut text = name.clone();
            assert!(starts_with(&text, &name));
            for place in 0..text.len() {
                text[place] ^= 0x80;
                assert!(!starts_with(&text, &name), "{place} of {length}");
                text[place] ^= 0x80;
                assert!(!starts_with(&text[..place], &name));
            }
            text.push(b'x');
            assert!(starts_with(&text, &name));
        }
    }
}
