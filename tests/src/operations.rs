//! The operations of the description, and which of them a message belongs to.

use serde_json::Value;

use crate::schemas;

/// The operations.
pub struct Operations {
    document: Value,
}

/// One operation.
#[derive(Clone, Copy)]
pub struct Operation<'a> {
    /// Its `operationId`.
    pub id: &'a str,
    document: &'a Value,
    value: &'a Value,
}

impl Operations {
    /// Reads `schemas/openapi.json` and the `operations.json` of the families, as one document.
    ///
    /// # Panics
    ///
    /// Where they can't be read.
    #[must_use]
    pub fn load() -> Self {
        let document = partner_codegen::operations::document(&schemas::folder())
            .unwrap_or_else(|problems| panic!("the description does not load:\n{problems}"));
        Self { document: document.expect("there is a description") }
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// The operation that a request of that method and URI is: with or without a host, a query and
    /// what a printed request line has behind it. A literal part of a path counts before a parameter.
    #[must_use]
    pub fn find(&self, method: &str, uri: &str) -> Option<Operation<'_>> {
        let path = path_of(uri);
        let paths = self.document["paths"].as_object()?;
        let (_, operation) = paths
            .iter()
            .filter(|(template, _)| matches(template, &path))
            .filter_map(|(template, item)| Some((template, item.get(method.to_lowercase())?)))
            .min_by_key(|(template, _)| template.matches('{').count())?;
        Some(Operation {
            id: operation["operationId"].as_str().unwrap_or_default(),
            document: &self.document,
            value: operation,
        })
    }
}

impl Operation<'_> {
    /// The schema of the request's body.
    #[must_use]
    pub fn request_schema(&self) -> Option<String> {
        schema_of(&self.value["requestBody"])
    }

    /// The schema of the answer's body, by status; without one, that of the success.
    #[must_use]
    pub fn response_schema(&self, status: Option<u64>) -> Option<String> {
        let responses = self.value["responses"].as_object()?;
        let exact = status.map_or_else(
            || responses.keys().find(|status| status.starts_with('2')).cloned(),
            |status| Some(status.to_string()),
        )?;
        let range = format!("{}XX", exact.get(..1)?);
        let response =
            [exact.as_str(), &range, "default"].iter().find_map(|key| responses.get(*key))?;
        schema_of(self.dereference(response))
    }

    /// Whether an answer of that status is described, and without a body.
    #[must_use]
    pub fn has_no_body(&self, status: u64) -> bool {
        let response = self.value["responses"].get(status.to_string());
        response.is_some_and(|response| self.dereference(response)["content"].is_null())
    }

    fn dereference<'a>(&'a self, value: &'a Value) -> &'a Value {
        value["$ref"]
            .as_str()
            .and_then(|reference| self.document.pointer(reference.strip_prefix('#')?))
            .unwrap_or(value)
    }
}

/// The schema of a body; of a list in place those of its envelope and its items, as [`schemas`] knows it.
fn schema_of(body: &Value) -> Option<String> {
    let schema = &body["content"]["application/json"]["schema"];
    let reference = schema["$ref"].as_str()?;
    Some(match schema["$defs"]["item"]["$ref"].as_str() {
        Some(item) => format!("{reference}?item={item}"),
        None => reference.to_owned(),
    })
}

/// `https://host/v1/customers/1?size=2 HTTP/1.1` → `/v1/customers/1`.
fn path_of(uri: &str) -> String {
    let uri = uri.trim().replacen(":// ", "://", 1);
    let uri = uri.split_whitespace().next().unwrap_or_default();
    let rest = match uri.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None => uri.strip_prefix("{baseURL}").unwrap_or(uri),
    };
    rest.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_owned()
}

fn matches(template: &str, path: &str) -> bool {
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    loop {
        match (template.next(), path.next()) {
            (None, None) => return true,
            (Some(part), Some(value)) => {
                let fits = if part.starts_with('{') {
                    !value.is_empty()
                } else {
                    part.eq_ignore_ascii_case(value)
                };
                if !fits {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_request_lines_lead_to_their_operation() {
        let operations = Operations::load();
        let id =
            |method, uri| operations.find(method, uri).map(|operation| operation.id.to_owned());
        let licenses = Some("listUserLicenses".to_owned());
        for uri in [
            "https://api.partnercenter.microsoft.com/v1/customers/1/users/2/licenses HTTP/1.1",
            "http:// api.partnercenter.microsoft.com/v1/customers/1/users/2/licenses?licenseGroupIds=Group1",
            "{baseURL}/v1/customers/<customer-tenant-id>/users/{user-id}/licenses/",
            "/v1/Customers/1/users/someone%40contoso.com/licenses",
        ] {
            assert_eq!(id("GET", uri), licenses, "{uri}");
        }
        assert_eq!(id("POST", "/v1/customers/1/users/2/licenses"), None);
        assert_eq!(id("GET", "/v1/customers/1/users/2/licenses/3"), None);
        assert_eq!(id("GET", "/v1/customers//users/2/licenses"), None);
    }

    #[test]
    fn a_status_leads_to_the_schema_of_its_body() {
        let operations = Operations::load();
        let update = operations
            .find("POST", "/v1/customers/1/users/2/licenseupdates")
            .expect("it is described");
        assert_eq!(update.request_schema().as_deref(), Some("licenses/license-update.schema.json"));
        assert_eq!(
            update.response_schema(None).as_deref(),
            Some("licenses/license-update.schema.json")
        );
        assert_eq!(
            update.response_schema(Some(201)).as_deref(),
            Some("licenses/license-update.schema.json")
        );
        assert_eq!(
            update.response_schema(Some(400)).as_deref(),
            Some("errors/api-error.schema.json")
        );
        assert_eq!(
            update.response_schema(Some(429)).as_deref(),
            Some("errors/throttling-error.schema.json")
        );
        assert_eq!(
            update.response_schema(Some(503)).as_deref(),
            Some("errors/api-error.schema.json")
        );
        assert_eq!(
            update.response_schema(Some(418)).as_deref(),
            Some("errors/api-error.schema.json")
        );
    }
}
