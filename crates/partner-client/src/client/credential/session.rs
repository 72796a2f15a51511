//! What a credential knows at present, and how it comes to know more.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use azure_core::credentials::{AccessToken, Secret};
use azure_core::http::headers::{ACCEPT, CONTENT_TYPE};
use azure_core::http::{Context, Method, Pipeline, PipelineStreamOptions, Request, Url};
use azure_core::time::{Duration, OffsetDateTime};

use super::options::{Store, TokenEndpoint};
use super::store::{self, Late};
use super::token::{self, Tokens};
use crate::client::guard;
use crate::client::token::RejectedToken;
use crate::error::{Category, Error};

/// What stays the same.
pub(super) struct SignInRequest {
    pub(super) url: Url,
    pub(super) client_id: String,
    pub(super) client_secret: Option<Secret>,
    pub(super) endpoint: TokenEndpoint,
    pub(super) pipeline: Pipeline,
    pub(super) store: Option<Store>,
    /// How long storing may take.
    pub(super) storing: Duration,
}

/// What changes.
pub(super) struct Session {
    /// Held by whoever asks the token endpoint, with the storing that did not end in time.
    asking: futures::lock::Mutex<Option<Late>>,
    state: Mutex<State>,
}

struct State {
    refresh_token: Secret,
    /// Whether the refresh token is yet to be stored.
    unsaved: bool,
    /// Why it could not be stored last, and when.
    not_saved: Option<(Error, Instant)>,
    /// The access tokens, by what they were asked for.
    tokens: HashMap<String, Kept>,
    /// Why there is no access token, by what was asked for, and until when that is answer enough.
    failures: HashMap<String, (Error, OffsetDateTime)>,
}

struct Kept {
    token: AccessToken,
    refresh_at: OffsetDateTime,
    /// When it took the place of a token that the service rejected.
    replaced_at: Option<OffsetDateTime>,
}

/// An access token that is good, and whether it is time for the next.
pub(super) struct Known {
    pub(super) token: AccessToken,
    pub(super) due: bool,
}

/// How long a token that is still good is used after it could not be renewed.
const PAUSE: Duration = Duration::seconds(30);
/// How long a failure answers whoever asks for the same, so that those who waited don't fail one after
/// another, and a refresh token that is refused is not sent over and over.
const ANSWER_ENOUGH: Duration = Duration::seconds(5);
/// How often, at most, a token is replaced because the service rejects it. Where it rejects the next
/// one too, the token is not to blame.
const BETWEEN_REPLACEMENTS: Duration = Duration::minutes(1);

impl Session {
    pub(super) fn new(refresh_token: Secret) -> Self {
        let state = State {
            refresh_token,
            unsaved: false,
            not_saved: None,
            tokens: HashMap::new(),
            failures: HashMap::new(),
        };
        Self { asking: futures::lock::Mutex::default(), state: Mutex::new(state) }
    }

    /// The access token, where there is one that may be used.
    pub(super) fn known(&self, scope: &str, rejected: Option<&RejectedToken>) -> Option<Known> {
        let state = self.state();
        let kept = state.kept(scope, rejected).filter(|_| !state.unsaved)?;
        let due = OffsetDateTime::now_utc() >= kept.refresh_at;
        Some(Known { token: kept.token.clone(), due })
    }

    /// Whether the token endpoint is being asked.
    pub(super) fn is_asking(&self) -> bool {
        self.asking.try_lock().is_none()
    }

    /// An access token, whatever it takes.
    pub(super) async fn token(
        &self,
        request: &SignInRequest,
        scope: &str,
        rejected: Option<&RejectedToken>,
    ) -> Result<AccessToken, Error> {
        let since = Instant::now();
        let mut late = self.asking.lock().await;
        // Those who waited while it was tried don't try one after another.
        self.state().not_saved(since).map_or(Ok(()), Err)?;
        self.save(request, &mut late).await?;
        // Another task may have been first, whatever came of it.
        match self.known(scope, rejected) {
            Some(known) if !known.due => return Ok(known.token),
            Some(_) => {}
            None => self.state().failure(scope).map_or(Ok(()), Err)?,
        }
        let refresh_token = self.state().refresh_token.clone();
        let tokens = match request.ask(&refresh_token, scope).await {
            Ok(tokens) => tokens,
            Err(error) => return self.state().fail(scope, rejected, error),
        };
        let token = self.state().keep(scope, tokens, rejected);
        self.save(request, &mut late).await?;
        Ok(token)
    }

    async fn save(&self, request: &SignInRequest, late: &mut Option<Late>) -> Result<(), Error> {
        let unsaved = {
            let state = self.state();
            state.unsaved.then(|| state.refresh_token.clone())
        };
        if let (Some(token), Some(store)) = (unsaved, &request.store) {
            store::hand_over(store, token, request.storing, late).await.inspect_err(|error| {
                self.state().not_saved = Some((error.again(), Instant::now()));
            })?;
        }
        self.state().unsaved = false;
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The token, unless it has expired or the service rejected it.
    fn kept(&self, scope: &str, rejected: Option<&RejectedToken>) -> Option<&Kept> {
        let now = OffsetDateTime::now_utc();
        let is_rejected = |kept: &Kept| {
            let replaced = |at: OffsetDateTime| now < at + BETWEEN_REPLACEMENTS;
            rejected.is_some_and(|old| old.0 == kept.token.token)
                && !kept.replaced_at.is_some_and(replaced)
        };
        let good = |kept: &&Kept| now < kept.token.expires_on && !is_rejected(kept);
        self.tokens.get(scope).filter(good)
    }

    fn keep(
        &mut self,
        scope: &str,
        tokens: Tokens,
        rejected: Option<&RejectedToken>,
    ) -> AccessToken {
        let now = OffsetDateTime::now_utc();
        let life = Duration::seconds(tokens.expires_in);
        let token = AccessToken::new(tokens.access_token, now + life);
        let refresh_at = now + life - (life / 10_i32).min(Duration::minutes(5));
        let old = self.tokens.get(scope);
        let replaced = old.is_some_and(|old| rejected.is_some_and(|it| it.0 == old.token.token));
        let kept = Kept { token: token.clone(), refresh_at, replaced_at: replaced.then_some(now) };
        self.tokens.insert(scope.to_owned(), kept);
        self.failures.remove(scope);
        if let Some(new) = tokens.refresh_token.filter(|new| *new != self.refresh_token) {
            self.refresh_token = new;
            self.unsaved = true;
        }
        token
    }

    /// The token that there is, for some time; without one, the error.
    fn fail(
        &mut self,
        scope: &str,
        rejected: Option<&RejectedToken>,
        error: Error,
    ) -> Result<AccessToken, Error> {
        let now = OffsetDateTime::now_utc();
        let Some(token) = self.kept(scope, rejected).map(|kept| kept.token.clone()) else {
            self.failures.insert(scope.to_owned(), (error.again(), now + ANSWER_ENOUGH));
            return Err(error);
        };
        if let Some(kept) = self.tokens.get_mut(scope) {
            kept.refresh_at = now + PAUSE;
        }
        Ok(token)
    }

    /// Why the refresh token could not be stored, if that was since.
    fn not_saved(&self, since: Instant) -> Option<Error> {
        let (error, at) = self.not_saved.as_ref()?;
        (*at >= since).then(|| error.again())
    }

    fn failure(&self, scope: &str) -> Option<Error> {
        let (error, until) = self.failures.get(scope)?;
        (OffsetDateTime::now_utc() < *until).then(|| error.again())
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
        let options = PipelineStreamOptions { skip_checks: true, ..Default::default() };
        let answer = self.pipeline.stream(&Context::new(), &mut request, Some(options)).await;
        let answer = guard::answer(answer).await.map_err(|error| {
            let error = Error::from(error);
            let message = match error.category() {
                Category::TooLarge => "the sign-in service's answer is too large",
                _ => "the sign-in service can't be reached",
            };
            Error::new(Category::SignIn, message).with_source(error)
        })?;
        token::read(answer.status().into(), answer.body())
            .map_err(|error| error.with_retry_after(guard::retry_after(answer.headers())))
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

#[cfg(test)]
mod tests;
