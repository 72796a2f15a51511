//! Where a link leads: exactly there, or nowhere.
//!
//! What is requested says what the link says, once both are decoded: characters that can't stand in a URL
//! are encoded, among them a `#`, which would begin what is never sent. A link that could be understood in
//! two ways is refused.

use http::Uri;

use crate::request::encode;

/// The URL that a link means, seen from an endpoint and from the URL of the first page. Links are absolute,
/// relative with or without the version that the paths of operations begin with, or a query alone.
pub(crate) fn resolve(
    endpoint: &str,
    operation: &str,
    first: &Uri,
    link: &str,
) -> Result<Uri, &'static str> {
    const ELSEWHERE: &str = "the link leads to another server";
    const NO_URL: &str = "the link is no URL";
    if link.starts_with(char::is_whitespace) || link.ends_with(char::is_whitespace) {
        return Err("the link has white space around it");
    }
    let link = unescape(link)?;
    let endpoint = endpoint.trim_end_matches('/');
    let text = if let Some(query) = link.strip_prefix('?') {
        let first = first.to_string();
        let path = first.split_once('?').map_or(&*first, |(path, _)| path);
        format!("{path}?{}", mend(query))
    } else if let Some((_, rest)) = scheme(&link) {
        let Some(rest) = rest.strip_prefix("//") else { return Err(NO_URL) };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let authority = &rest[..end];
        if authority.contains(['@', '\\']) {
            return Err(ELSEWHERE);
        }
        // A port that is none would be taken for the usual one.
        let port = authority.rsplit_once(':').map(|(_, port)| port);
        let port = port.filter(|port| !port.ends_with(']')); // of an IPv6 address
        if port.is_some_and(|port| !is_port(port)) {
            return Err(NO_URL);
        }
        let given = format!("{}{authority}", &link[..link.len() - rest.len()]);
        let (Ok(given), Ok(base)) = (given.parse::<Uri>(), endpoint.parse::<Uri>()) else {
            return Err(NO_URL);
        };
        if origin(&given) != origin(&base) {
            return Err(ELSEWHERE);
        }
        let root = format!("{}://{}", base.scheme_str().unwrap_or("https"), authority_of(&base));
        let rest = &rest[end..];
        let slash = if rest.starts_with('/') { "" } else { "/" };
        format!("{root}{slash}{}", path_and_query(rest)?)
    } else if link.starts_with("//") || link.starts_with('\\') {
        return Err(ELSEWHERE);
    } else {
        let path = link.strip_prefix('/').unwrap_or(&link);
        let parts = path.split(['?', '#']).next().unwrap_or_default();
        let prefix =
            if has_version(operation, parts) { String::new() } else { version_prefix(operation) };
        format!("{endpoint}{prefix}/{}", path_and_query(path)?)
    };
    text.parse().map_err(|_| NO_URL)
}

/// A scheme and what is behind its colon: only a URL that is not relative has one.
fn scheme(link: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = link.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then_some((scheme, rest))
}

/// What the paths of operations begin with, up to the version.
fn version_prefix(operation: &str) -> String {
    let end = operation.split('/').position(is_version).map_or(1, |index| index + 1);
    operation.split('/').take(end).collect::<Vec<_>>().join("/")
}

/// Whether a path begins with a version, perhaps behind a part that the paths of operations do not have
/// behind theirs: a customer may be called `v1`.
fn has_version(operation: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let behind = operation.split('/').skip_while(|part| !is_version(part)).nth(1);
    let is_behind = behind.is_some_and(|behind| behind.eq_ignore_ascii_case(first));
    is_version(first) || is_version(second) && !is_behind
}

fn is_version(part: &str) -> bool {
    part.strip_prefix(['v', 'V']).is_some_and(|digits| {
        digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    })
}

/// A path with its query, if no part of the path would be taken for a way up.
fn path_and_query(text: &str) -> Result<String, &'static str> {
    let path = text.split('?').next().unwrap_or_default();
    let is_dots = |part: &str| {
        let part = part.to_ascii_lowercase().replace("%2e", ".");
        part == "." || part == ".."
    };
    if path.split(['/', '\\']).any(is_dots) {
        return Err("the link leads up, out of where it is");
    }
    Ok(mend(text))
}

/// Links are seen that were written for a page of HTML. Where every `&` begins a character reference, they
/// are that; where only some do, nobody knows.
fn unescape(link: &str) -> Result<String, &'static str> {
    let all: Vec<_> = link.match_indices('&').map(|(at, _)| reference(&link[at..])).collect();
    if all.iter().all(Option::is_none) {
        return Ok(link.to_owned());
    }
    if all.iter().any(Option::is_none) {
        return Err("the link is written for HTML in part, so that nobody knows what it says");
    }
    let (mut text, mut rest) = (String::new(), link);
    while let Some(at) = rest.find('&') {
        let Some((length, meant)) = reference(&rest[at..]) else { break };
        text.push_str(&rest[..at]);
        text.push(meant);
        rest = &rest[at + length..];
    }
    text.push_str(rest);
    // `&amp;amp;`: written for HTML twice, or once by somebody who meant just that.
    if text.match_indices('&').any(|(at, _)| reference(&text[at..]).is_some()) {
        return Err("the link is written for HTML twice, so that nobody knows what it says");
    }
    Ok(text)
}

/// The character reference that a text begins with: its length, and what it means.
fn reference(text: &str) -> Option<(usize, char)> {
    const NAMES: &[(&str, char)] =
        &[("amp", '&'), ("quot", '"'), ("apos", '\''), ("lt", '<'), ("gt", '>')];
    // As long as the longest number with a zero or two before it.
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let number = |digits: &str, radix| {
        let is_number = digits.bytes().all(|byte| char::from(byte).is_digit(radix));
        u32::from_str_radix(digits, radix).ok().filter(|_| is_number).and_then(char::from_u32)
    };
    let meant = match name.strip_prefix('#') {
        None => NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?.1,
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            None => number(digits, 10)?,
            Some(digits) => number(digits, 16)?,
        },
    };
    Some((end + 1, meant))
}

/// Encodes what stands in a link as it is and can't in a URL, such as the quotes of a filter.
fn mend(link: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?@!$&'()*+,;=".contains(c);
    let mut buffer = [0; 4];
    let mut mended = String::with_capacity(link.len());
    for (at, c) in link.char_indices() {
        let is_escape = c == '%'
            && link
                .as_bytes()
                .get(at + 1..at + 3)
                .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        if allowed(c) || is_escape {
            mended.push(c);
        } else {
            mended.push_str(&encode(c.encode_utf8(&mut buffer)));
        }
    }
    mended
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

/// Scheme, host and port.
fn origin(uri: &Uri) -> (Option<String>, Option<String>, Option<u16>) {
    let scheme = uri.scheme_str().map(str::to_ascii_lowercase);
    let usual = match scheme.as_deref() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    };
    (scheme, uri.host().map(str::to_ascii_lowercase), uri.port_u16().or(usual))
}

fn authority_of(uri: &Uri) -> String {
    uri.authority().map_or_else(String::new, ToString::to_string)
}
