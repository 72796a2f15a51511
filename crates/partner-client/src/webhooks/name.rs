//! The organization in the name of a certificate.

/// The object identifier 2.5.4.10, `organizationName`, in DER.
const ORGANIZATION: &[u8] = &[0x06, 0x03, 0x55, 0x04, 0x0a];

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const UTF8_STRING: u8 = 0x0c;
const PRINTABLE_STRING: u8 = 0x13;
const TELETEX_STRING: u8 = 0x14;
const IA5_STRING: u8 = 0x16;
const BMP_STRING: u8 = 0x1e;

/// What a name says of the organization. More than one may be named.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Organizations {
    Named(Vec<String>),
    None,
    /// The name is no DER, or has a text in a form that can't be read.
    Unreadable,
}

/// The organizations of a name: the content of a `Name` without its own tag and length, as webpki has it.
pub(super) fn organizations(name: &[u8]) -> Organizations {
    match read(name) {
        None => Organizations::Unreadable,
        Some(named) if named.is_empty() => Organizations::None,
        Some(named) => Organizations::Named(named),
    }
}

fn read(mut name: &[u8]) -> Option<Vec<String>> {
    let mut named = Vec::new();
    while !name.is_empty() {
        let mut set = take(&mut name, SET)?;
        while !set.is_empty() {
            let attribute = take(&mut set, SEQUENCE)?;
            if let Some(mut value) = attribute.strip_prefix(ORGANIZATION) {
                named.push(text(&mut value)?);
            }
        }
    }
    Some(named)
}

fn text(rest: &mut &[u8]) -> Option<String> {
    let tag = *rest.first()?;
    let value = take(rest, tag)?;
    match tag {
        UTF8_STRING | PRINTABLE_STRING | IA5_STRING => String::from_utf8(value.to_vec()).ok(),
        // In practice it is Latin-1.
        TELETEX_STRING => Some(value.iter().map(|byte| char::from(*byte)).collect()),
        BMP_STRING if value.len() % 2 == 0 => {
            let units = value.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            String::from_utf16(&units.collect::<Vec<_>>()).ok()
        }
        _ => None,
    }
}

/// Takes the content of one value with that tag off the front.
fn take<'a>(rest: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    let (own, after) = rest.split_first()?;
    let (length, after) = after.split_first()?;
    let (length, after) = match *length {
        short @ 0..=0x7f => (usize::from(short), after),
        0x81 => {
            let (length, after) = after.split_first()?;
            (usize::from(*length), after)
        }
        0x82 => {
            let (length, after) = after.split_first_chunk::<2>()?;
            (usize::from(u16::from_be_bytes(*length)), after)
        }
        // Nobody has such a name.
        _ => return None,
    };
    let (content, after) = after.split_at_checked(length)?;
    *rest = after;
    (*own == tag).then_some(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u8::try_from(content.len()).expect("it is short");
        [&[tag, length], content].concat()
    }

    fn attribute(oid: u8, tag: u8, text: &[u8]) -> Vec<u8> {
        let value = [&[0x06, 0x03, 0x55, 0x04, oid], tagged(tag, text).as_slice()].concat();
        tagged(SET, &tagged(SEQUENCE, &value))
    }

    #[test]
    fn the_organization_is_found_in_every_form_of_text() {
        let common = attribute(3, UTF8_STRING, b"O=Microsoft Corporation");
        assert_eq!(organizations(&common), Organizations::None, "a name may say anything");
        assert_eq!(organizations(&[]), Organizations::None);
        for (tag, text) in [
            (UTF8_STRING, b"Contoso".as_slice()),
            (PRINTABLE_STRING, b"Contoso"),
            (IA5_STRING, b"Contoso"),
            (TELETEX_STRING, b"Contoso"),
            (BMP_STRING, b"\0C\0o\0n\0t\0o\0s\0o"),
        ] {
            let name = [common.clone(), attribute(10, tag, text)].concat();
            assert_eq!(organizations(&name), Organizations::Named(vec!["Contoso".into()]), "{tag}");
        }
        let two = [attribute(10, UTF8_STRING, b"a"), attribute(10, UTF8_STRING, b"b")].concat();
        assert_eq!(organizations(&two), Organizations::Named(vec!["a".into(), "b".into()]));
        for bad in
            [attribute(10, 0x02, b"1"), attribute(10, UTF8_STRING, b"\xff"), common[..9].to_vec()]
        {
            assert_eq!(organizations(&bad), Organizations::Unreadable, "{bad:?}");
        }
    }

    #[test]
    fn nothing_that_is_no_name_is_read_beyond_its_end() {
        let name = attribute(10, UTF8_STRING, b"Contoso");
        for end in 0..name.len() {
            for byte in 0..=255 {
                let mut broken = name.clone();
                broken[end] = byte;
                // It says something, and does not panic.
                let _ = organizations(&broken);
                let _ = organizations(&broken[..end]);
            }
        }
    }
}
