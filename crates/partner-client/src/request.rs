//! A request, put together.

use std::fmt::{self, Display};

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri};

use crate::body::{self, Part};
use crate::error::{Category, Error};
use crate::file::Upload;
use crate::operation::Description;

/// The parts of a request, as the operations fill them in. What can't be sent is only reported at the
/// end, so that the generated code reads as a list.
///
/// An [`Operation`](crate::Operation) of your own makes its request with it.
pub struct RequestParts {
    description: Description,
    path: Vec<String>,
    query: String,
    headers: HeaderMap,
    body: Vec<u8>,
    parts: Vec<Part>,
    fault: Option<String>,
}

impl RequestParts {
    /// A request of an operation, without parameters.
    #[must_use]
    pub fn new(description: Description) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(description.accept));
        Self {
            description,
            path: Vec::new(),
            query: String::new(),
            headers,
            body: Vec::new(),
            parts: Vec::new(),
            fault: None,
        }
    }

    /// The next parameter of the path.
    pub fn path(&mut self, value: &dyn Display) {
        let value = value.to_string();
        // An empty part, `.` and `..` would lead to some other resource, however they are encoded.
        if matches!(value.as_str(), "" | "." | "..") {
            self.fault = Some("a parameter of the path is empty or only dots".to_owned());
        }
        self.path.push(encode(&value));
    }

    /// A parameter of the query, once for each value.
    pub fn query(&mut self, name: &str, values: impl IntoIterator<Item = impl Display>) {
        for value in values {
            self.query.push(if self.query.is_empty() { '?' } else { '&' });
            self.query.push_str(&encode(name));
            self.query.push('=');
            self.query.push_str(&encode(&value.to_string()));
        }
    }

    /// A header, once for each value.
    pub fn header(&mut self, name: &'static str, values: impl IntoIterator<Item = impl Display>) {
        for value in values {
            match (
                HeaderName::from_bytes(name.as_bytes()),
                HeaderValue::from_str(&value.to_string()),
            ) {
                (Ok(name), Ok(value)) => {
                    self.headers.append(name, value);
                }
                _ => self.fault = Some(format!("the header {name} can't have such a value")),
            }
        }
    }

    /// The body, of a media type.
    pub fn body(&mut self, media: &'static str, body: Vec<u8>) {
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
        self.body = body;
    }

    /// The members of an object as the fields of a form.
    pub fn form(&mut self, json: &[u8]) {
        match body::form(json) {
            Ok(form) => self.body(body::FORM, form),
            Err(fault) => self.fault = Some(fault),
        }
    }

    /// A value as a part of a form, once for each.
    pub fn part(&mut self, name: &'static str, values: impl IntoIterator<Item = impl Display>) {
        self.parts.extend(values.into_iter().map(|value| Part::value(name, &value)));
    }

    /// A file as a part of a form.
    pub fn file<'a>(&mut self, name: &'static str, files: impl IntoIterator<Item = &'a Upload>) {
        for file in files {
            match Part::file(name, file) {
                Ok(part) => self.parts.push(part),
                Err(fault) => self.fault = Some(fault.to_owned()),
            }
        }
    }

    /// The request to the service at that endpoint.
    ///
    /// # Errors
    ///
    /// [`Category::Request`]: the endpoint is no URL, or something can't be sent.
    pub fn finish(self, endpoint: &str) -> Result<Request<Vec<u8>>, Error> {
        let id = self.description.id;
        let refused = |message: String| Err(Error::new(Category::Request, message).of(id));
        if let Some(fault) = self.fault {
            return refused(fault);
        }
        let endpoint = endpoint.trim_end_matches('/');
        let mut uri = endpoint.to_owned();
        let mut values = self.path.iter();
        let mut rest = self.description.path;
        while let Some((before, behind)) = rest.split_once('{') {
            let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
            uri.push_str(before);
            uri.push_str(values.next().map_or(name, String::as_str));
            rest = behind;
        }
        uri.push_str(rest);
        uri.push_str(&self.query);
        let uri: Uri = match uri.parse() {
            Ok(uri) => uri,
            Err(error) => return refused(format!("the endpoint and the path are no URL: {error}")),
        };
        if uri.scheme().is_none() || endpoint.contains(['?', '#']) {
            return refused("the endpoint is not a URL such as https://host".to_owned());
        }
        self.finish_at(uri)
    }

    /// The request to that address.
    pub(crate) fn finish_at(mut self, uri: Uri) -> Result<Request<Vec<u8>>, Error> {
        if let Some(fault) = self.fault {
            return Err(Error::new(Category::Request, fault).of(self.description.id));
        }
        if !self.parts.is_empty() {
            let (media, body) = body::multipart(&self.parts);
            self.headers.insert(CONTENT_TYPE, media);
            self.body = body;
        }
        let mut request = Request::new(self.body);
        *request.method_mut() = self.description.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// What is in a request may be personal.
impl fmt::Debug for RequestParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestParts")
            .field("operation", &self.description.id)
            .finish_non_exhaustive()
    }
}
