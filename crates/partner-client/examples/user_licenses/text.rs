//! Text that others wrote, and text for others.

/// Text of the service's for a spreadsheet, which would take some of it for a formula and carry it out.
pub(crate) fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%'])
        || text.trim_start().starts_with(['=', '+', '-', '@']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

/// Text of the service's for a terminal, which would take some of it for a command.
pub(crate) fn word(text: &str) -> String {
    partner_models::printable(text, 120)
}

/// The text of a file in UTF-8 or UTF-16, with or without a byte-order mark: some editors and shells
/// write what nobody asked for.
pub(crate) fn decode(bytes: &[u8]) -> Option<String> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, []) = bytes.as_chunks() else { return None };
        String::from_utf16(&pairs.iter().copied().map(unit).collect::<Vec<_>>()).ok()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        // Tokens are ASCII: every other byte of them is zero.
        [_, 0, ..] => wide(bytes, u16::from_le_bytes),
        [0, _, ..] => wide(bytes, u16::from_be_bytes),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    }
}
