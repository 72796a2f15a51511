//! `POST {tenant}/oauth2/token` and `POST {tenant}/oauth2/v2.0/token`, and `devicecode` beside them.

use axum::body::Body;
use axum::http::header::{ALLOW, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, PRAGMA};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::Audience;
use super::error::Refusal;
use crate::world::World;

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

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    Token,
    Device,
}

/// Whether the path is one of the token endpoint.
pub(crate) fn is_token_path(path: &str) -> bool {
    split(path).is_some()
}

/// The tenant and the edition.
fn split(path: &str) -> Option<(&str, Edition, Wish)> {
    let (tenant, rest) = path.strip_prefix('/')?.split_once('/')?;
    match rest.trim_end_matches('/').to_ascii_lowercase().as_str() {
        "oauth2/token" => Some((tenant, Edition::V1, Wish::Token)),
        "oauth2/v2.0/token" => Some((tenant, Edition::V2, Wish::Token)),
        "oauth2/devicecode" => Some((tenant, Edition::V1, Wish::Device)),
        "oauth2/v2.0/devicecode" => Some((tenant, Edition::V2, Wish::Device)),
        _ => None,
    }
}

/// Answers a request to the token endpoint.
pub(crate) fn token(
    world: &World,
    method: &Method,
    path: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Response<Body> {
    world.tokens().count_request();
    match grant(world, method, path, headers, body) {
        Ok(value) => respond(StatusCode::OK, &value),
        Err(refusal) => refused(&refusal),
    }
}

pub(super) fn refused(refusal: &Refusal) -> Response<Body> {
    respond(refusal.status, &refusal.body())
}

fn respond(status: StatusCode, value: &Value) -> Response<Body> {
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
    world: &World,
    method: &Method,
    path: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Value, Refusal> {
    let (tenant, edition, wish) = split(path).ok_or_else(|| Refusal::unknown_tenant(path))?;
    if method != Method::POST {
        return Err(Refusal::method());
    }
    let credentials = &world.config.credentials;
    let known = [credentials.tenant_id.as_str(), "common", "organizations"];
    if !known.iter().any(|known| known.eq_ignore_ascii_case(tenant)) {
        return Err(Refusal::unknown_tenant(tenant));
    }
    let form = Form::read(headers, body)?;
    let basic = basic(headers)?;
    let client = match &basic {
        Some((client, _)) => client,
        None => form.required("client_id")?,
    };
    if !client.eq_ignore_ascii_case(&credentials.client_id) {
        return Err(Refusal::unknown_client(client));
    }
    if wish == Wish::Device {
        return Ok(device(world, tenant, edition));
    }
    let grant = form.required("grant_type")?;
    let secret = match &basic {
        Some((_, secret)) => Some(secret.as_str()),
        None => form.get("client_secret")?,
    };
    match secret {
        // A device keeps no secret.
        None if is_device(grant) => {}
        None => return Err(Refusal::no_secret()),
        Some(secret) if secret != credentials.client_secret => return Err(Refusal::wrong_secret()),
        Some(_) => {}
    }
    let audience = match grant {
        "refresh_token" => Audience::AppUser,
        grant if is_device(grant) => Audience::AppUser,
        "client_credentials" => Audience::AppOnly,
        _ => return Err(Refusal::grant_type()),
    };
    let resource = match edition {
        // A device has named its resource when it asked for its code.
        _ if is_device(grant) => RESOURCES[0].to_owned(),
        Edition::V1 => resource(world, form.required("resource")?, audience)?,
        Edition::V2 => scope(world, form.required("scope")?)?,
    };
    let mut tokens = world.tokens();
    let refresh = match audience {
        Audience::AppUser if is_device(grant) => {
            let name = if form.get("code")?.is_some() { "code" } else { "device_code" };
            match tokens.ask_device(form.required(name)?) {
                Some(true) => Some(tokens.begin_session()),
                Some(false) => return Err(Refusal::pending()),
                None => return Err(Refusal::bad_device_code()),
            }
        }
        Audience::AppUser => {
            let old = form.required("refresh_token")?;
            Some(tokens.redeem(old).ok_or_else(Refusal::bad_grant)?)
        }
        Audience::AppOnly => None,
    };
    let access = tokens.issue(audience, &resource, credentials);
    let now = world.clock.now().unix_timestamp();
    Ok(answer(edition, &access, refresh.as_deref(), &resource, (now, tokens.lifetime().as_secs())))
}

fn answer(
    edition: Edition,
    access: &str,
    refresh: Option<&str>,
    resource: &str,
    (now, lifetime): (i64, u64),
) -> Value {
    let mut answer = json!({ "token_type": "Bearer", "access_token": access });
    match edition {
        Edition::V1 => {
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

fn is_device(grant: &str) -> bool {
    matches!(grant, "urn:ietf:params:oauth:grant-type:device_code" | "device_code")
}

/// The id and the secret of a client that has them in a header.
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, Refusal> {
    let Some(value) = headers.get(AUTHORIZATION) else { return Ok(None) };
    let pair = value.to_str().ok().and_then(|value| {
        let (scheme, value) = value.split_once(' ')?;
        let value = scheme.eq_ignore_ascii_case("basic").then_some(value.trim())?;
        let pair = String::from_utf8(STANDARD.decode(value).ok()?).ok()?;
        let (client, secret) = pair.split_once(':')?;
        // Each is encoded as a form has it (RFC 6749, 2.3.1).
        let decode = |text: &str| {
            let pair = format!("x={text}");
            let mut pairs = form_urlencoded::parse(pair.as_bytes());
            pairs.next().map(|(_, value)| value.into_owned())
        };
        Some((decode(client)?, decode(secret)?))
    });
    pair.map(Some).ok_or_else(Refusal::wrong_secret)
}

/// A code for a device whose user signs in elsewhere.
fn device(world: &World, tenant: &str, edition: Edition) -> Value {
    let code = world.tokens().begin_device();
    let user_code = code.get(..9).unwrap_or_default().to_uppercase();
    let place = format!("{}/{tenant}/oauth2/deviceauth", world.endpoint);
    let mut answer = json!({
        "device_code": code,
        "user_code": user_code,
        "message": format!("To sign in, wait: the emulator signs the user in by itself. ({user_code})"),
    });
    match edition {
        Edition::V1 => {
            answer["verification_url"] = place.into();
            answer["expires_in"] = "900".into();
            answer["interval"] = "1".into();
        }
        Edition::V2 => {
            answer["verification_uri"] = place.into();
            answer["expires_in"] = 900.into();
            answer["interval"] = 1.into();
        }
    }
    answer
}

fn is_known(world: &World, resource: &str) -> bool {
    RESOURCES.contains(&resource) || resource == world.endpoint
}

fn resource(world: &World, resource: &str, audience: Audience) -> Result<String, Refusal> {
    let name = resource.trim_end_matches('/');
    if is_known(world, name) || (name == GRAPH && audience == Audience::AppOnly) {
        Ok(name.to_owned())
    } else {
        Err(Refusal::unknown_resource(resource))
    }
}

/// The resource that the scopes are of: one of its own, beside those of `OpenID` Connect.
fn scope(world: &World, scopes: &str) -> Result<String, Refusal> {
    let mut found = None;
    for scope in scopes.split_ascii_whitespace() {
        if matches!(scope, "openid" | "profile" | "email" | "offline_access") {
            continue;
        }
        let resource = scope
            .strip_suffix("/.default")
            .or_else(|| scope.strip_suffix("/user_impersonation"))
            .map(|resource| resource.trim_end_matches('/'))
            .filter(|resource| is_known(world, resource))
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
