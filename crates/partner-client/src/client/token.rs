//! Whom an access token stands for.

use std::sync::Arc;

use async_trait::async_trait;
use azure_core::base64;
use azure_core::credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use azure_core::error::ErrorKind;
use azure_core::http::headers::AUTHORIZATION;
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{Context, Request};
use serde::Deserialize;

use crate::client::guard;
use crate::error::{Category, Error};
use crate::operation::{Description, SignIn};

/// In the context of a token request: the last token that the service would not have. A credential
/// that still holds it should get another.
#[derive(Clone, Debug)]
pub(crate) struct RejectedToken(pub(crate) Secret);

/// A credential whose errors are of signing in, whatever it says of them: the pipeline would take
/// what the sign-in service answered for an answer of the API, and would try again what the credential
/// has tried already.
#[derive(Debug)]
pub(crate) struct SignInErrors(pub(crate) Arc<dyn TokenCredential>);

#[async_trait]
impl TokenCredential for SignInErrors {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        self.0.get_token(scopes, options).await.map_err(|error| match error.kind() {
            ErrorKind::Credential => error,
            _ => azure_core::Error::with_error(ErrorKind::Credential, error, "no token"),
        })
    }
}

/// Why an operation is not to be had with a sign-in.
pub(crate) fn refusal(sign_in: SignIn) -> &'static str {
    match sign_in {
        SignIn::AppUser => "it takes App-only sign-in, and this is App+User",
        SignIn::AppOnly => {
            "it takes App+User sign-in, and this is App-only: use an AppUserCredential"
        }
    }
}

/// Refuses a token that stands for the wrong one, where the token says so. The service would answer
/// 403, and not say why.
#[derive(Debug)]
pub(crate) struct SignInCheck;

#[async_trait]
impl Policy for SignInCheck {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        if let Some(operation) = ctx.value::<Description>()
            && bearer(request).is_some_and(is_app_only)
            && !operation.sign_in.contains(&SignIn::AppOnly)
        {
            let error = Error::new(Category::Unsupported, refusal(SignIn::AppOnly));
            return Err(azure_core::Error::new(ErrorKind::Other, error.of(operation.id)));
        }
        next[0].send(ctx, request, &next[1..]).await
    }
}

/// The access token that a request carries.
pub(crate) fn bearer(request: &Request) -> Option<&str> {
    guard::header(request.headers(), AUTHORIZATION.as_str())?.strip_prefix("Bearer ")
}

/// What a token of Microsoft's says about whom it stands for.
#[derive(Deserialize)]
struct Claims {
    idtyp: Option<String>,
    scp: Option<String>,
    oid: Option<String>,
    sub: Option<String>,
}

/// Whether a token is sure to be one of an application by itself. A token that can't be read, which
/// is its issuer's right, is not.
fn is_app_only(token: &str) -> bool {
    let claims = token.split('.').nth(1).and_then(|payload| {
        let json = base64::decode_url_safe(payload.trim_end_matches('=')).ok()?;
        partner_models::with_serde::from_slice::<Claims>(&json).ok()
    });
    claims.is_some_and(|claims| match claims.idtyp.as_deref() {
        Some(kind) => kind == "app",
        None => claims.scp.is_none() && claims.oid.is_some() && claims.oid == claims.sub,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_without_a_user_is_told_apart() {
        let token = |claims: &str| format!("e30.{}.c2ln", base64::encode_url_safe(claims));
        assert!(is_app_only(&token(r#"{"idtyp":"app","scp":"x"}"#)));
        assert!(is_app_only(&token(r#"{"oid":"1","sub":"1","roles":["r"]}"#)));
        for user in [
            r#"{"idtyp":"user"}"#,
            r#"{"oid":"1","sub":"2","scp":"user_impersonation"}"#,
            r#"{"oid":"1","sub":"1","scp":"user_impersonation"}"#,
            r#"{"oid":"1","sub":"2"}"#,
            "{}",
            "[]",
        ] {
            assert!(!is_app_only(&token(user)), "{user}");
        }
        for opaque in ["", "opaque", "a.b", "a.!.c", "a..c"] {
            assert!(!is_app_only(opaque), "{opaque}");
        }
    }
}
