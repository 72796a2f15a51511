//! Text that others wrote, and text for others.

/// Text of the service's for a spreadsheet, which would take some of it for a formula and carry it out, and
/// for a terminal, where a spreadsheet is looked at too. None of it is cut.
pub(crate) fn cell(text: &str) -> String {
    // Full-width signs count as the signs they look like.
    const SIGNS: [char; 10] = ['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠'];
    let formula = text.trim_start_matches(|c: char| c.is_whitespace() || is_odd(c));
    let shown = partner_models::printable(text, usize::MAX);
    if formula.starts_with(SIGNS) { format!("'{shown}") } else { shown }
}

/// Whether a character does more than to be seen.
fn is_odd(c: char) -> bool {
    let mut bytes = [0; 4];
    let text = c.encode_utf8(&mut bytes);
    partner_models::printable(text, 10) != *text
}

/// Text of the service's for a terminal, which would take some of it for a command.
pub(crate) fn word(text: &str) -> String {
    partner_models::printable(text, 120)
}

/// JSON for a terminal: the same values, with everything escaped that JSON allows and a terminal might take
/// for a command. Such characters are in strings alone.
pub(crate) fn json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\t' | '\r' | '\n' => shown.push(' '), // between values
            c if is_odd(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    shown.push_str(&format!("\\u{unit:04x}"));
                }
            }
            c => shown.push(c),
        }
    }
    shown
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

/// A token, without what files and shells put around it. It is ASCII, so that what else is there is a
/// mistake that is better told now.
pub(crate) fn token(text: &str) -> Option<&str> {
    let token = text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
    let is_token = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    is_token.then_some(token)
}
