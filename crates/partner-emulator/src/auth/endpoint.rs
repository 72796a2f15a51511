//! `POST {tenant}/oauth2/token` and `POST {tenant}/oauth2/v2.0/token`.

use axum::body::Body;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, PRAGMA};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::Audience;
use super::error::Refusal;
use crate::app::App;

/// What the Partner Center API is called in every cloud that this project knows of.
const RESOURCES: [&str; 2] = [
    "https://api.partnercenter.microsoft.com",
    "https://partner.partnercenterapi.microsoftonline.cn",
];

/// What an App-only token is asked for where an application follows the older documentation.
const GRAPH: &str = "https://graph.windows.net";

/// The two editions of the endpoint.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edition {
    /// Asks for a `resource` and answers with numbers in texts.
    V1,
    /// Asks for a `scope`.
    V2,
}

/// Whether the path is one of the token endpoint.
pub(crate) fn is_token_path(path: &str) -> bool {
    split(path).is_some()
}

/// The tenant and the edition.
fn split(path: &str) -> Option<(&str, Edition)> {
    let (tenant, rest) = path.strip_prefix('/')?.split_once('/')?;
    match rest.trim_end_matches('/').to_ascii_lowercase().as_str() {
        "oauth2/token" => Some((tenant, Edition::V1)),
        "oauth2/v2.0/token" => Some((tenant, Edition::V2)),
        _ => None,
    }
}

/// Answers a request to the token endpoint.
pub(crate) fn token(
    app: &App,
    method: &Method,
    path: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Response<Body> {
    app.tokens().count_request();
    let (status, value) = match grant(app, method, path, headers, body) {
        Ok(value) => (StatusCode::OK, value),
        Err(refusal) => (refusal.status, refusal.body()),
    };
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"));
    headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(ALLOW, HeaderValue::from_static("POST"));
    }
    response
}

fn grant(
    app: &App,
    method: &Method,
    path: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Value, Refusal> {
    let (tenant, edition) = split(path).ok_or_else(|| Refusal::unknown_tenant(path))?;
    if method != Method::POST {
        return Err(Refusal::method());
    }
    let credentials = &app.config.credentials;
    let known = [credentials.tenant_id.as_str(), "common", "organizations"];
    if !known.iter().any(|known| known.eq_ignore_ascii_case(tenant)) {
        return Err(Refusal::unknown_tenant(tenant));
    }
    let form = Form::read(headers, body)?;
    let grant = form.required("grant_type")?;
    let client = form.required("client_id")?;
    if !client.eq_ignore_ascii_case(&credentials.client_id) {
        return Err(Refusal::unknown_client(client));
    }
    match form.get("client_secret")? {
        None => return Err(Refusal::no_secret()),
        Some(secret) if secret != credentials.client_secret => return Err(Refusal::wrong_secret()),
        Some(_) => {}
    }
    let audience = match grant {
        "refresh_token" => Audience::AppUser,
        "client_credentials" => Audience::AppOnly,
        _ => return Err(Refusal::grant_type()),
    };
    let resource = match edition {
        Edition::V1 => resource(app, form.required("resource")?, audience)?,
        Edition::V2 => scope(app, form.required("scope")?)?,
    };
    let mut tokens = app.tokens();
    let refresh = match audience {
        Audience::AppUser => {
            let old = form.required("refresh_token")?;
            Some(tokens.redeem(old).ok_or_else(Refusal::bad_grant)?)
        }
        Audience::AppOnly => None,
    };
    let access = tokens.issue(audience);
    Ok(answer(edition, &access, refresh.as_deref(), &resource, tokens.lifetime().as_secs()))
}

fn answer(
    edition: Edition,
    access: &str,
    refresh: Option<&str>,
    resource: &str,
    lifetime: u64,
) -> Value {
    let mut answer = json!({ "token_type": "Bearer", "access_token": access });
    match edition {
        Edition::V1 => {
            let now = OffsetDateTime::now_utc().unix_timestamp();
            let until = now.saturating_add_unsigned(lifetime);
            answer["expires_in"] = lifetime.to_string().into();
            answer["ext_expires_in"] = lifetime.to_string().into();
            answer["expires_on"] = until.to_string().into();
            answer["not_before"] = now.to_string().into();
            answer["resource"] = resource.into();
        }
        Edition::V2 => {
            answer["expires_in"] = lifetime.into();
            answer["ext_expires_in"] = lifetime.into();
        }
    }
    if let Some(refresh) = refresh {
        answer["refresh_token"] = refresh.into();
        answer["scope"] = match edition {
            Edition::V1 => "user_impersonation".into(),
            Edition::V2 => format!("{resource}/user_impersonation").into(),
        };
    }
    answer
}

fn is_known(app: &App, resource: &str) -> bool {
    RESOURCES.contains(&resource) || resource == app.endpoint
}

fn resource(app: &App, resource: &str, audience: Audience) -> Result<String, Refusal> {
    let name = resource.trim_end_matches('/');
    if is_known(app, name) || (name == GRAPH && audience == Audience::AppOnly) {
        Ok(name.to_owned())
    } else {
        Err(Refusal::unknown_resource(resource))
    }
}

/// The resource that the scopes are of: one of its own, beside those of `OpenID` Connect.
fn scope(app: &App, scopes: &str) -> Result<String, Refusal> {
    let mut found = None;
    for scope in scopes.split_ascii_whitespace() {
        if matches!(scope, "openid" | "profile" | "email" | "offline_access") {
            continue;
        }
        let resource = scope
            .strip_suffix("/.default")
            .or_else(|| scope.strip_suffix("/user_impersonation"))
            .map(|resource| resource.trim_end_matches('/'))
            .filter(|resource| is_known(app, resource))
            .ok_or_else(|| Refusal::bad_scope(scope))?;
        found = Some(resource.to_owned());
    }
    found.ok_or_else(|| Refusal::bad_scope(scopes))
}

/// The body of a request.
struct Form(Vec<(String, String)>);

impl Form {
    fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, Refusal> {
        let kind =
            headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Refusal::not_a_form());
        }
        Ok(Self(form_urlencoded::parse(body).into_owned().collect()))
    }

    fn get(&self, name: &str) -> Result<Option<&str>, Refusal> {
        let mut values =
            self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        match (values.next(), values.next()) {
            (_, Some(_)) => Err(Refusal::repeated(name)),
            (value, None) => Ok(value.filter(|value| !value.is_empty())),
        }
    }

    fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name)?.ok_or_else(|| Refusal::missing(name))
    }
}
