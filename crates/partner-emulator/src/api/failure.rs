//! Errors, in the documented shape and with documented codes.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Response, StatusCode};
use partner_models::errors::ApiError;
use partner_models::{Number, RawJson};

/// Why a call is refused.
///
/// The codes are those of the page [Partner Center error codes], where it has one for the case;
/// 60012 is the code of the sample on [Assign licenses to a user].
///
/// [Partner Center error codes]: https://learn.microsoft.com/en-us/partner-center/developer/error-codes
/// [Assign licenses to a user]: https://learn.microsoft.com/en-us/partner-center/developer/assign-licenses-to-a-user
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    status: StatusCode,
    code: i64,
    description: String,
    data: Vec<String>,
}

impl Failure {
    fn new(status: StatusCode, code: i64, description: impl Into<String>) -> Self {
        Self { status, code, description: description.into(), data: Vec::new() }
    }

    fn with_data(mut self, data: String) -> Self {
        self.data.push(data);
        self
    }

    /// A parameter or header that makes no sense.
    pub(crate) fn invalid(what: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 3000, what)
    }

    /// A body that makes no sense.
    pub(crate) fn invalid_body(what: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 800_002, what)
    }

    pub(crate) fn unauthorized(why: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 400, format!("Access denied: {why}."))
    }

    /// A token that is not good enough, by the service's code for why.
    pub(crate) fn denied(code: u32) -> Self {
        let text = match code {
            900_420 => "Access denied: the token is of the old audience graph.windows.net.",
            900_421 => {
                "Access denied: the user has not signed in with multi-factor authentication."
            }
            _ => "Access denied.",
        };
        Self::new(StatusCode::UNAUTHORIZED, code.into(), text)
    }

    pub(crate) fn app_only() -> Self {
        let text = "Access denied: the operation takes App+User tokens only.";
        Self::new(StatusCode::FORBIDDEN, 2032, text)
    }

    pub(crate) fn app_user() -> Self {
        let text = "Access denied: the operation takes App-only tokens only.";
        Self::new(StatusCode::FORBIDDEN, 2032, text)
    }

    /// A path that no operation has.
    pub(crate) fn no_operation(operations: usize, nearest: Option<&str>) -> Self {
        let mut text = format!("This is not one of the emulator's {operations} operations.");
        if let Some(nearest) = nearest {
            text = format!("{text} The nearest is {nearest}.");
        }
        Self::new(StatusCode::NOT_FOUND, 1000, text)
    }

    /// No document at that place of a list; what the list is called tells the code.
    pub(crate) fn not_found(list: &str) -> Self {
        match list {
            "customers" => Self::no_customer(),
            "users" => Self::no_user(),
            _ => Self::new(StatusCode::NOT_FOUND, 1000, "There is no such resource."),
        }
    }

    pub(crate) fn precondition_failed() -> Self {
        let text = "If-Match: the resource has changed since; read it again.";
        Self::new(StatusCode::PRECONDITION_FAILED, 2000, text)
    }

    /// A body that does not come to its end.
    pub(crate) fn timeout() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, 3000, "The body did not come in time.")
    }

    /// What the service should have refused, or answered otherwise: a fault of the emulator.
    pub(crate) fn own_fault(what: &str) -> Self {
        let text = format!("A fault of the emulator: the answer is not as described: {what}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, 800_003, text)
    }

    pub(crate) fn no_customer() -> Self {
        Self::new(StatusCode::NOT_FOUND, 60003, "There is no such tenant.")
    }

    pub(crate) fn no_user() -> Self {
        Self::new(StatusCode::NOT_FOUND, 60002, "There is no such user in the tenant.")
    }

    pub(crate) fn method_not_allowed() -> Self {
        let text = "The resource does not have this method.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, 3000, text)
    }

    pub(crate) fn not_acceptable() -> Self {
        let text = "Accept: the answer can only be application/json.";
        Self::new(StatusCode::NOT_ACCEPTABLE, 3000, text)
    }

    /// A fault of the service itself.
    pub(crate) fn unexpected(status: StatusCode) -> Self {
        Self::new(status, 800_003, "The service failed. Try again later.")
    }

    /// No licence is left of a SKU.
    pub(crate) fn no_licence(customer: &str, sku: &str) -> Self {
        let text = "There is no licence of this product left to assign.";
        Self::new(StatusCode::BAD_REQUEST, 60012, text).with_data(format!(
            "LicenseQuotaExceededException : the account {customer} has no licence of the SKU {sku} left."
        ))
    }

    /// The answer.
    pub(crate) fn answer(&self) -> Response<Body> {
        let data = self.data.iter().filter_map(|text| RawJson::from_value(text).ok());
        let error = ApiError::new()
            .with_code(Number::from(self.code))
            .with_description(self.description.as_str())
            .with_data(data.collect::<Vec<_>>())
            .with_source("PartnerEmulator");
        let body = partner_models::to_vec(&error);
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        headers.insert(CONTENT_TYPE, json);
        if self.status == StatusCode::UNAUTHORIZED {
            let realm = "OAuth realm=urn:cpsvc:cpid:emulator";
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(realm));
        }
        response
    }
}
