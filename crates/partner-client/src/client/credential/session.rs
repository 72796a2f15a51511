//! What a credential knows at present, and how it comes to know more.

use std::collections::HashMap;

use azure_core::credentials::{AccessToken, Secret};
use azure_core::http::headers::{ACCEPT, CONTENT_TYPE};
use azure_core::http::{Context, Method, Pipeline, PipelineSendOptions, Request, Url};
use azure_core::time::{Duration, OffsetDateTime};

use super::options::{Store, TokenEndpoint};
use super::token::{self, Tokens};
use crate::client::sign_in::RejectedToken;
use crate::error::{Category, Error};

/// What stays the same.
pub(super) struct SignInRequest {
    pub(super) url: Url,
    pub(super) client_id: String,
    pub(super) client_secret: Option<Secret>,
    pub(super) endpoint: TokenEndpoint,
    pub(super) pipeline: Pipeline,
    pub(super) store: Option<Store>,
}

/// What changes.
pub(super) struct Session {
    refresh_token: Secret,
    /// Whether the refresh token is yet to be stored.
    unsaved: bool,
    /// The access tokens, by what they were asked for.
    tokens: HashMap<String, Kept>,
}

struct Kept {
    token: AccessToken,
    refresh_at: OffsetDateTime,
}

impl Session {
    pub(super) fn new(refresh_token: Secret) -> Self {
        Self { refresh_token, unsaved: false, tokens: HashMap::new() }
    }

    /// An access token that needs nothing done.
    pub(super) fn ready(
        &self,
        scope: &str,
        rejected: Option<&RejectedToken>,
    ) -> Option<AccessToken> {
        let kept = self.kept(scope, rejected)?;
        let fresh = !self.unsaved && OffsetDateTime::now_utc() < kept.refresh_at;
        fresh.then(|| kept.token.clone())
    }

    fn kept(&self, scope: &str, rejected: Option<&RejectedToken>) -> Option<&Kept> {
        let wanted = |kept: &&Kept| rejected.is_none_or(|old| old.0 != kept.token.token);
        self.tokens.get(scope).filter(wanted)
    }

    /// An access token, whatever it takes.
    pub(super) async fn token(
        &mut self,
        request: &SignInRequest,
        scope: &str,
        rejected: Option<&RejectedToken>,
    ) -> Result<AccessToken, Error> {
        self.save(request).await?;
        if let Some(token) = self.ready(scope, rejected) {
            return Ok(token); // another task was first
        }
        let tokens = match request.ask(&self.refresh_token, scope).await {
            Ok(tokens) => tokens,
            Err(error) => {
                let now = OffsetDateTime::now_utc();
                let usable = self.kept(scope, rejected).filter(|kept| kept.token.expires_on > now);
                return usable.map(|kept| kept.token.clone()).ok_or(error);
            }
        };
        let token = self.keep(scope, tokens);
        self.save(request).await?;
        Ok(token)
    }

    fn keep(&mut self, scope: &str, tokens: Tokens) -> AccessToken {
        let now = OffsetDateTime::now_utc();
        let life = Duration::seconds(tokens.expires_in);
        let token = AccessToken::new(tokens.access_token, now + life);
        let refresh_at = now + life - (life / 10_i32).min(Duration::minutes(5));
        self.tokens.insert(scope.to_owned(), Kept { token: token.clone(), refresh_at });
        if let Some(new) = tokens.refresh_token.filter(|new| *new != self.refresh_token) {
            self.refresh_token = new;
            self.unsaved = true;
        }
        token
    }

    async fn save(&mut self, request: &SignInRequest) -> Result<(), Error> {
        if let (true, Some(store)) = (self.unsaved, &request.store) {
            store(self.refresh_token.clone()).await.map_err(|error| {
                let message = "the new refresh token could not be stored";
                Error::new(Category::SignIn, message).with_source(error)
            })?;
        }
        self.unsaved = false;
        Ok(())
    }
}

impl SignInRequest {
    /// Trades a refresh token for an access token.
    async fn ask(&self, refresh_token: &Secret, scope: &str) -> Result<Tokens, Error> {
        let mut request = Request::new(self.url.clone(), Method::Post);
        request.insert_header(ACCEPT, "application/json");
        request.insert_header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        request.set_body(self.form(refresh_token, scope));
        // The check would put the body into the text of an error.
        let options = PipelineSendOptions { skip_checks: true, ..Default::default() };
        let answer = self.pipeline.send(&Context::new(), &mut request, Some(options)).await;
        let answer = answer.map_err(|error| {
            let message = "the sign-in service can't be reached";
            Error::new(Category::SignIn, message).with_source(Error::from(error))
        })?;
        token::read(answer.status().into(), answer.body())
    }

    fn form(&self, refresh_token: &Secret, scope: &str) -> String {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "refresh_token")
            .append_pair("client_id", &self.client_id)
            .append_pair("refresh_token", refresh_token.secret());
        match self.endpoint {
            TokenEndpoint::V1 => {
                let resource = scope.strip_suffix("/.default").unwrap_or(scope);
                form.append_pair("resource", resource);
            }
            TokenEndpoint::V2 => {
                form.append_pair("scope", &format!("{scope} offline_access"));
            }
        }
        if let Some(secret) = &self.client_secret {
            form.append_pair("client_secret", secret.secret());
        }
        form.finish()
    }
}
