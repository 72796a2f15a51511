//! Files: those that answers are, and those that requests send.

use std::fmt;

use http::HeaderMap;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

/// A file that an answer is: its bytes, its type and its name.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The media type that the service says it has, in lower case and without parameters.
    pub content_type: Option<String>,
    /// The name that the service gives it: see [`name_of`].
    pub name: Option<String>,
}

impl File {
    pub(crate) fn of(headers: &HeaderMap, bytes: Vec<u8>) -> Self {
        Self { bytes, content_type: content_type(headers), name: name_of(headers) }
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("bytes", &format_args!("[{} bytes]", self.bytes.len()))
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// A file to be sent as a part of a form.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Upload {
    /// Its name.
    pub name: String,
    /// Its media type: `application/octet-stream` unless set.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Upload {
    /// A file with a name.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        let content_type = "application/octet-stream".to_owned();
        Self { name: name.into(), content_type, bytes: bytes.into() }
    }

    /// Sets its media type.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("content_type", &self.content_type)
            .field("bytes", &format_args!("[{} bytes]", self.bytes.len()))
            .finish_non_exhaustive()
    }
}

/// The media type of an answer, in lower case and without parameters.
pub(crate) fn content_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    (!essence.is_empty()).then_some(essence)
}

/// What to say of an answer that is surely no such file: JSON, XML and HTML, by its type and by how it begins,
/// is what services and gateways write when they have something else to say. Other types are taken, for not
/// every service knows what it sends: there is one whose CSV is `application/json`.
pub(crate) fn mismatch(headers: &HeaderMap, accept: &str, start: &[u8]) -> Option<String> {
    let found = other_type(headers, accept)?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let begins: &[u8] = if found.ends_with("json") { b"{[" } else { b"<" };
    start.first().filter(|byte| begins.contains(byte))?;
    let found = partner_models::printable(&found, 64);
    let wanted = accept.split(", ").filter(|wanted| !wanted.contains(';'));
    Some(format!(
        "the answer is {found}, and {} was asked for",
        wanted.collect::<Vec<_>>().join(", ")
    ))
}

/// The type of an answer, if it is one of those that are seldom files, and none that was asked for.
pub(crate) fn other_type(headers: &HeaderMap, accept: &str) -> Option<String> {
    let found = content_type(headers)?;
    let is_other = ["json", "xml", "html"].iter().any(|end| found.ends_with(end));
    let is_wanted = accept.split(", ").any(|wanted| wanted.eq_ignore_ascii_case(&found));
    (is_other && !is_wanted).then_some(found)
}

/// The name that the headers of an answer give a file, as `Content-Disposition` says it (RFC 6266). It is a
/// name alone: of a path its last part, without control characters; nothing if that is no name.
#[must_use]
pub fn name_of(headers: &HeaderMap) -> Option<String> {
    let header = headers.get(CONTENT_DISPOSITION)?;
    let text = String::from_utf8_lossy(header.as_bytes());
    let parameters = parameters(&text);
    let find = |name: &str| parameters.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    let extended = find("filename*").and_then(|(_, value)| extended(value));
    let name = extended.or_else(|| find("filename").map(|(_, value)| value.clone()))?;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_hidden =
        |c: char| c.is_control() || partner_models::printable(&c.to_string(), 8) != c.to_string();
    let last: String = last.chars().filter(|c| !is_hidden(*c)).collect();
    let last = last.trim();
    (!last.is_empty() && last != "." && last != "..").then(|| last.to_owned())
}

/// The parameters of a header such as `attachment; filename="a; b.csv"`.
fn parameters(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut chars = text.chars().peekable();
    // What it is comes first.
    for c in chars.by_ref() {
        if c == ';' {
            break;
        }
    }
    while chars.peek().is_some() {
        let mut name = String::new();
        while let Some(c) = chars.next_if(|c| !matches!(c, '=' | ';')) {
            name.push(c);
        }
        let mut value = String::new();
        if chars.next_if_eq(&'=').is_some() {
            while chars.next_if(|c| c.is_whitespace()).is_some() {}
            if chars.next_if_eq(&'"').is_some() {
                while let Some(c) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => value.extend(chars.next()),
                        c => value.push(c),
                    }
                }
            }
            while let Some(c) = chars.next_if(|c| *c != ';') {
                value.push(c);
            }
        }
        chars.next();
        found.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    found
}

/// `UTF-8''a%20b.csv`, as RFC 8187 has it.
fn extended(text: &str) -> Option<String> {
    let (charset, rest) = text.split_once('\'')?;
    let (_, value) = rest.split_once('\'')?;
    let mut bytes = Vec::new();
    let mut rest = value.as_bytes();
    while let [first, behind @ ..] = rest {
        if *first == b'%' {
            let digits = std::str::from_utf8(behind.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &behind[2..];
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    if charset.eq_ignore_ascii_case("utf-8") {
        return String::from_utf8(bytes).ok();
    }
    // A byte of Latin-1 is the character of that number.
    charset
        .eq_ignore_ascii_case("iso-8859-1")
        .then(|| bytes.iter().map(|it| char::from(*it)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: http::HeaderName, value: &str) -> HeaderMap {
        let value = http::HeaderValue::from_bytes(value.as_bytes()).expect("a header");
        HeaderMap::from_iter([(name, value)])
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for (header, name) in [
            ("attachment; filename=sheets.csv", Some("sheets.csv")),
            ("attachment; filename=\"a; b.csv\"", Some("a; b.csv")),
            ("attachment; FileName=\"a \\\"b\\\".csv\"; size=7", Some("a \"b\".csv")),
            ("attachment; filename=a.pdf; filename*=UTF-8''%C3%A9%20b.pdf", Some("\u{e9} b.pdf")),
            ("attachment; filename*=iso-8859-1'en'%A3.csv; filename=x.csv", Some("\u{a3}.csv")),
            ("attachment; filename*=UTF-8''%zz; filename=x.csv", Some("x.csv")),
            ("attachment; filename=\"../../etc/passwd\"", Some("passwd")),
            ("attachment; filename=\"C:\\\\Users\\\\a.csv\"", Some("a.csv")),
            ("attachment; filename*=UTF-8''a%0A%E2%80%AEb.csv", Some("ab.csv")),
            ("attachment; filename=\"..\"", None),
            ("attachment; filename=\"a/\"", None),
            ("attachment; filename=", None),
            ("attachment", None),
            ("inline; filename", None),
            ("", None),
            ("attachment; filename=\"open", Some("open")),
        ] {
            let found = name_of(&headers(CONTENT_DISPOSITION, header));
            assert_eq!(found.as_deref(), name, "{header}");
        }
        assert_eq!(name_of(&HeaderMap::new()), None);
    }

    #[test]
    fn what_is_surely_something_else_is_told() {
        let pdf = "application/pdf, application/json;q=0.5";
        for (found, accept, start, is_file) in [
            ("application/pdf", pdf, "{", true),
            ("Application/PDF; charset=x", pdf, "{", true),
            ("application/octet-stream", pdf, "{", true),
            ("application/vnd.ms-excel", "text/csv", "<", true),
            ("application/json; charset=utf-8", pdf, "\u{feff} {", false),
            ("application/json", pdf, "a,b", true),
            ("application/json", pdf, "\"a\",b", true),
            ("application/json", pdf, "", true),
            ("application/problem+json", pdf, "[", false),
            ("text/html", "text/csv", "\n<!DOCTYPE", false),
            ("text/html", "text/csv", "a,b", true),
            ("application/xml", "application/pdf, application/xml", "<", true),
            ("text/xml", "application/pdf, application/xml", "<", false),
        ] {
            let message = mismatch(&headers(CONTENT_TYPE, found), accept, start.as_bytes());
            assert_eq!(message.is_none(), is_file, "{found} {start}");
            assert!(!message.is_some_and(|message| message.contains("q=")));
        }
        assert_eq!(mismatch(&HeaderMap::new(), pdf, b"{"), None);
    }
}
