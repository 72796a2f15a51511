//! What clients ask before they sign in: where the endpoints are, and which keys tokens are signed with.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Method, Response};
use serde_json::{Value, json};

use crate::world::World;

/// Whether the path is one of discovery.
pub(crate) fn is_discovery_path(path: &str) -> bool {
    let path = path.trim_end_matches('/').to_ascii_lowercase();
    path.ends_with("/.well-known/openid-configuration")
        || ["/discovery/keys", "/discovery/v2.0/keys", "/discovery/instance"]
            .iter()
            .any(|end| path.ends_with(end) && !path.starts_with("/v1/"))
}

/// The document at a path of discovery; `None` where the path is none.
pub(crate) fn discover(world: &World, method: &Method, path: &str) -> Option<Response<Body>> {
    let document = document(world, path)?;
    let mut response = Response::new(Body::from(document.to_string()));
    if method != Method::GET && method != Method::HEAD {
        *response.status_mut() = axum::http::StatusCode::METHOD_NOT_ALLOWED;
    }
    let json = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, json);
    Some(response)
}

/// Every tenant has the same: the emulator does not mind who asks.
fn document(world: &World, path: &str) -> Option<Value> {
    let (tenant, rest) = path.strip_prefix('/')?.split_once('/')?;
    Some(match rest.trim_end_matches('/').to_ascii_lowercase().as_str() {
        ".well-known/openid-configuration" => configuration(world, tenant, ""),
        "v2.0/.well-known/openid-configuration" => configuration(world, tenant, "/v2.0"),
        "discovery/keys" | "discovery/v2.0/keys" => world.tokens().keys(),
        "discovery/instance" => {
            let host = world.endpoint.split("//").nth(1).unwrap_or_default();
            json!({
                "tenant_discovery_endpoint":
                    format!("{}/{tenant}/v2.0/.well-known/openid-configuration", world.endpoint),
                "api-version": "1.1",
                "metadata": [{
                    "preferred_network": host, "preferred_cache": host, "aliases": [host],
                }],
            })
        }
        _ => return None,
    })
}

fn configuration(world: &World, tenant: &str, edition: &str) -> Value {
    let at = |what: &str| format!("{}/{tenant}/{what}", world.endpoint);
    json!({
        "issuer": at(edition.trim_start_matches('/')),
        "authorization_endpoint": at(&format!("oauth2{edition}/authorize")),
        "token_endpoint": at(&format!("oauth2{edition}/token")),
        "device_authorization_endpoint": at(&format!("oauth2{edition}/devicecode")),
        "jwks_uri": at(&format!("discovery{edition}/keys")),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "claims_supported": ["aud", "iss", "iat", "nbf", "exp", "appid", "tid", "oid", "idtyp", "amr"],
        "tenant_region_scope": null,
    })
}
