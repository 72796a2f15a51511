//! The operations, by the paths of the description in `schemas/`.

mod analytics;
mod call;
mod commercial;
pub(crate) mod failure;
mod filter;
mod headers;
mod licenses;
mod paging;
mod query;
mod replay;
mod users;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde::Serialize;

use crate::app::App;
use call::Call;
use failure::Failure;

pub(crate) use call::read_body;
pub(crate) use headers::Ids;
pub(crate) use replay::Replays;

/// The success of an operation.
pub(crate) struct Reply {
    status: StatusCode,
    body: Vec<u8>,
}

impl Reply {
    fn ok<T: Serialize>(body: &T) -> Result<Self, Failure> {
        Self::with(StatusCode::OK, body)
    }

    fn created<T: Serialize>(body: &T) -> Result<Self, Failure> {
        Self::with(StatusCode::CREATED, body)
    }

    fn with<T: Serialize>(status: StatusCode, body: &T) -> Result<Self, Failure> {
        let body = partner_models::with_serde::to_vec(body);
        let body = body.map_err(|_| Failure::unexpected(StatusCode::INTERNAL_SERVER_ERROR))?;
        Ok(Self { status, body })
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, json);
        response
    }
}

/// Leads each call to its operation. Paths are matched in lower case, as the service matches them
/// in any.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/customers/{customer-id}/users", get(users::list))
        .route("/v1/customers/{customer-id}/users/{user-id}", get(users::one))
        .route("/v1/customers/{customer-id}/users/{user-id}/licenses", get(licenses::of_user))
        .route("/v1/customers/{customer-id}/users/{user-id}/licenseupdates", post(licenses::update))
        .route("/v1/customers/{customer-id}/subscribedskus", get(licenses::subscribed_skus))
        .route(
            "/v1/customers/{customer-id}/analytics/licenses/deployment",
            get(analytics::customer_deployment),
        )
        .route(
            "/v1/customers/{customer-id}/analytics/licenses/usage",
            get(analytics::customer_usage),
        )
        .route("/v1/analytics/licenses/deployment", get(analytics::partner_deployment))
        .route("/v1/analytics/licenses/usage", get(analytics::partner_usage))
        .route("/partner/v1/analytics/commercial/deployment/license", get(commercial::deployment))
        .route("/partner/v1/analytics/commercial/usage/license", get(commercial::usage))
        // So the documentation's table has it; the sample request goes to the paths above.
        .route("/v1/analytics/commercial/deployment/license", get(commercial::deployment))
        .route("/v1/analytics/commercial/usage/license", get(commercial::usage))
        .fallback(async |_: Call| Failure::not_found())
        .method_not_allowed_fallback(async |_: Call| Failure::method_not_allowed())
}
