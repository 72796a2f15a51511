//! Bodies of requests that are no JSON: forms.

use std::collections::BTreeMap;
use std::fmt::Display;

use http::HeaderValue;
use partner_models::RawJson;

use crate::file::Upload;
use crate::request::encode;

/// The media type of a form as browsers send it.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// The members of an object as the fields of a form: text as it is, numbers and the like as JSON writes them,
/// of a list each item, and nothing for null.
pub(crate) fn form(json: &[u8]) -> Result<Vec<u8>, String> {
    let members: BTreeMap<String, RawJson> =
        partner_models::from_slice(json).map_err(|_| "a form is an object".to_owned())?;
    let mut form = String::new();
    for (name, value) in &members {
        for text in texts(value).ok_or_else(|| format!("a form has no object in `{name}`"))? {
            if !form.is_empty() {
                form.push('&');
            }
            form.push_str(&field(name));
            form.push('=');
            form.push_str(&field(&text));
        }
    }
    Ok(form.into_bytes())
}

/// The texts that a value is in a form; `None` for an object and for a list in a list.
fn texts(value: &RawJson) -> Option<Vec<String>> {
    let text = value.get();
    match text.as_bytes().first()? {
        b'n' => Some(Vec::new()),
        b'"' => Some(vec![partner_models::from_str(text).ok()?]),
        b'{' => None,
        b'[' => {
            let items: Vec<RawJson> = partner_models::from_str(text).ok()?;
            let is_list = |item: &RawJson| item.get().starts_with('[');
            if items.iter().any(is_list) {
                return None;
            }
            let all: Option<Vec<_>> = items.iter().map(texts).collect();
            Some(all?.concat())
        }
        _ => Some(vec![text.to_owned()]),
    }
}

/// A form writes a space as `+`.
fn field(text: &str) -> String {
    encode(text).replace("%20", "+")
}

/// A part of a form in parts: its headers and what it says.
pub(crate) struct Part {
    headers: String,
    content: Vec<u8>,
}

impl Part {
    /// A value.
    pub(crate) fn value(name: &str, value: &dyn Display) -> Self {
        let headers = format!("Content-Disposition: form-data; name=\"{}\"\r\n", quoted(name));
        Self { headers, content: value.to_string().into_bytes() }
    }

    /// A file.
    pub(crate) fn file(name: &str, file: &Upload) -> Result<Self, &'static str> {
        if file.name.is_empty() {
            return Err("a file to be sent has no name");
        }
        let media = &file.content_type;
        let is_printable = media.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if !is_printable || !media.contains('/') {
            return Err("a file to be sent has a `content_type` that is no media type");
        }
        let (name, file_name) = (quoted(name), quoted(&file.name));
        let headers = format!(
            "Content-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
             Content-Type: {media}\r\n"
        );
        Ok(Self { headers, content: file.bytes.clone() })
    }
}

/// A name between quotes, as browsers write it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// The media type of a form in parts, and the form. What is between the parts is in none of them.
pub(crate) fn multipart(parts: &[Part]) -> (HeaderValue, Vec<u8>) {
    let mut number: u64 = 0;
    let boundary = loop {
        let boundary = format!("partner-client-{number:016x}");
        let is_in = |part: &Part| contains(&part.content, boundary.as_bytes());
        if !parts.iter().any(is_in) {
            break boundary;
        }
        number += 1;
    };
    let mut body = Vec::new();
    for part in parts {
        body.extend_from_slice(format!("--{boundary}\r\n{}\r\n", part.headers).as_bytes());
        body.extend_from_slice(&part.content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let media = format!("multipart/form-data; boundary={boundary}");
    let plain = HeaderValue::from_static("multipart/form-data");
    (HeaderValue::from_str(&media).unwrap_or(plain), body)
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_a_form() {
        let text =
            |json: &str| form(json.as_bytes()).map(|it| String::from_utf8(it).expect("text"));
        let json = r#"{"a":"x y&z=é","b":1.50,"c":true,"d":null,"e":["1",2],"f":""}"#;
        assert_eq!(text(json).as_deref(), Ok("a=x+y%26z%3D%C3%A9&b=1.50&c=true&e=1&e=2&f="));
        assert_eq!(text("{}").as_deref(), Ok(""));
        assert_eq!(text(r#"{"a":{}}"#), Err("a form has no object in `a`".to_owned()));
        assert!(text(r#"{"a":[[1]]}"#).is_err() && text("[]").is_err());
    }

    #[test]
    fn what_stands_between_the_parts_is_in_none_of_them() {
        let odd = Upload::new("a\"\r\nb.csv", "--partner-client-0000000000000000--");
        let parts = [Part::value("x", &7), Part::file("file", &odd).expect("a file")];
        let (media, body) = multipart(&parts);
        assert_eq!(media, "multipart/form-data; boundary=partner-client-0000000000000001");
        let expected = "--partner-client-0000000000000001\r\n\
            Content-Disposition: form-data; name=\"x\"\r\n\r\n7\r\n\
            --partner-client-0000000000000001\r\n\
            Content-Disposition: form-data; name=\"file\"; filename=\"a%22%0D%0Ab.csv\"\r\n\
            Content-Type: application/octet-stream\r\n\r\n\
            --partner-client-0000000000000000--\r\n\
            --partner-client-0000000000000001--\r\n";
        assert_eq!(String::from_utf8(body).as_deref(), Ok(expected));
        assert!(Part::file("x", &Upload::new("", "")).is_err());
        assert!(Part::file("x", &Upload::new("a", "").with_content_type("a/b\r\nX: y")).is_err());
    }
}
