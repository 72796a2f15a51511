//! A request, put together.

use std::fmt::Display;

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri};

use crate::error::{Category, Error};
use crate::operation::Description;

/// The parts of a request, as the operations fill them in. What can't be sent is only reported at the
/// end, so that the generated code reads as a list.
pub(crate) struct RequestParts {
    description: Description,
    path: Vec<String>,
    query: String,
    headers: HeaderMap,
    body: Vec<u8>,
    fault: Option<String>,
}

impl RequestParts {
    pub(crate) fn new(description: Description) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        Self {
            description,
            path: Vec::new(),
            query: String::new(),
            headers,
            body: Vec::new(),
            fault: None,
        }
    }

    /// The next parameter of the path.
    pub(crate) fn path(&mut self, value: &dyn Display) {
        let value = value.to_string();
        // An empty part, `.` and `..` would lead to some other resource, however they are encoded.
        if matches!(value.as_str(), "" | "." | "..") {
            self.fault = Some("a parameter of the path is empty or only dots".to_owned());
        }
        self.path.push(encode(&value));
    }

    /// A parameter of the query, once for each value.
    pub(crate) fn query(&mut self, name: &str, values: impl IntoIterator<Item = impl Display>) {
        for value in values {
            self.query.push(if self.query.is_empty() { '?' } else { '&' });
            self.query.push_str(&encode(name));
            self.query.push('=');
            self.query.push_str(&encode(&value.to_string()));
        }
    }

    /// A header, once for each value.
    pub(crate) fn header(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Display>,
    ) {
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

    /// The JSON body.
    pub(crate) fn body(&mut self, json: Vec<u8>) {
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.body = json;
    }

    /// The request to the service at that endpoint.
    pub(crate) fn finish(self, endpoint: &str) -> Result<Request<Vec<u8>>, Error> {
        let id = self.description.id;
        let refused = |message: String| Err(Error::new(Category::Request, message).of(id));
        if let Some(fault) = self.fault {
            return refused(fault);
        }
        let endpoint = endpoint.trim_end_matches('/');
        let mut uri = endpoint.to_owned();
        let mut values = self.path.iter();
        for part in self.description.path.split('/').skip(1) {
            uri.push('/');
            let value = if part.starts_with('{') { values.next() } else { None };
            uri.push_str(value.map_or(part, String::as_str));
        }
        uri.push_str(&self.query);
        let uri: Uri = match uri.parse() {
            Ok(uri) => uri,
            Err(error) => return refused(format!("the endpoint and the path are no URL: {error}")),
        };
        if uri.scheme().is_none() || endpoint.contains(['?', '#']) {
            return refused("the endpoint is not a URL such as https://host".to_owned());
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
