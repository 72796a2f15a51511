//! The tokens that are out.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::signer::Signer;
use super::{Audience, Credentials};
use crate::clock::Clock;

/// How tokens live and die.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    /// How long an access token is valid.
    pub(crate) lifetime: Duration,
    /// Whether an answer brings a new refresh token.
    pub(crate) rotate: bool,
    /// How often a refresh token works once a newer one is out; as often as one likes where `None`.
    pub(crate) uses: Option<u32>,
    /// Whether users sign in with a second factor.
    pub(crate) mfa: bool,
}

/// The tokens that are out, and how many were asked for.
pub(crate) struct Tokens {
    rules: Rules,
    clock: Clock,
    signer: Signer,
    /// Where tokens are from.
    issuer: String,
    access: HashMap<String, (Audience, Option<OffsetDateTime>)>,
    /// The device codes that are out, and how often each was asked about.
    devices: HashMap<String, u32>,
    /// How often each has been used.
    refresh: HashMap<String, u32>,
    /// The newest refresh token.
    current: String,
    requests: usize,
}

/// The tokens as a file has them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kept {
    key: String,
    /// Access tokens: whether each is a user's, and when it ends, in seconds since 1970.
    access: BTreeMap<String, (bool, Option<i64>)>,
    refresh: BTreeMap<String, u32>,
    current: String,
}

/// What an access token is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Granted(Audience),
    Expired,
    Unknown,
}

impl Tokens {
    pub(crate) fn new(
        rules: Rules,
        clock: Clock,
        signer: Signer,
        issuer: String,
        refresh_token: String,
    ) -> Self {
        Self {
            rules,
            clock,
            signer,
            issuer,
            access: HashMap::new(),
            devices: HashMap::new(),
            refresh: HashMap::from([(refresh_token.clone(), 0)]),
            current: refresh_token,
            requests: 0,
        }
    }

    /// What is out, for a file. Device codes are not in it: they live for minutes.
    pub(crate) fn keep(&self) -> Kept {
        let access = self.access.iter().map(|(token, (audience, expires))| {
            let expires = expires.map(OffsetDateTime::unix_timestamp);
            (token.clone(), (*audience == Audience::AppUser, expires))
        });
        Kept {
            key: self.signer.keep(),
            access: access.collect(),
            refresh: self.refresh.clone().into_iter().collect(),
            current: self.current.clone(),
        }
    }

    /// Goes on with what was out. Whether there is a key to go on with.
    pub(crate) fn restore(&mut self, kept: Kept) -> bool {
        let Some(signer) = Signer::restore(&kept.key) else { return false };
        self.signer = signer;
        for (token, (is_user, expires)) in kept.access {
            let audience = if is_user { Audience::AppUser } else { Audience::AppOnly };
            // A time beyond the calendar is none.
            let expires = expires.and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok());
            self.access.insert(token, (audience, expires));
        }
        self.refresh = kept.refresh.into_iter().collect();
        self.current = kept.current;
        true
    }

    /// The key of the tokens, as a JSON Web Key Set.
    pub(crate) fn keys(&self) -> Value {
        self.signer.keys()
    }

    pub(crate) fn has_mfa(&self) -> bool {
        self.rules.mfa
    }

    /// A new device code.
    pub(crate) fn begin_device(&mut self) -> String {
        let code = random();
        self.devices.insert(code.clone(), 0);
        code
    }

    /// What becomes of a device code: the user signs in after it was first asked about. `None` where
    /// there is no such code; then whether the user has signed in.
    pub(crate) fn ask_device(&mut self, code: &str) -> Option<bool> {
        let asked = self.devices.get_mut(code)?;
        *asked += 1;
        let is_done = *asked > 1;
        if is_done {
            self.devices.remove(code);
        }
        Some(is_done)
    }

    /// A refresh token for a user who has just signed in.
    pub(crate) fn begin_session(&mut self) -> String {
        self.current = random();
        self.refresh.insert(self.current.clone(), 0);
        self.current.clone()
    }

    pub(crate) fn lifetime(&self) -> Duration {
        self.rules.lifetime
    }

    pub(crate) fn current_refresh_token(&self) -> &str {
        &self.current
    }

    pub(crate) fn requests(&self) -> usize {
        self.requests
    }

    pub(crate) fn count_request(&mut self) {
        self.requests += 1;
    }

    /// A new access token.
    pub(crate) fn issue(
        &mut self,
        audience: Audience,
        resource: &str,
        credentials: &Credentials,
    ) -> String {
        let now = self.clock.now();
        self.access
            .retain(|_, (_, expires)| expires.is_none_or(|expires| !is_long_gone(expires, now)));
        // A lifetime beyond what the clock can hold is one without end.
        let lifetime = time::Duration::try_from(self.rules.lifetime).ok();
        let expires = lifetime.and_then(|lifetime| now.checked_add(lifetime));
        let until = expires.map_or(i64::MAX, OffsetDateTime::unix_timestamp);
        let mut claims = json!({
            "aud": resource,
            "iss": format!("{}/{}/", self.issuer, credentials.tenant_id),
            "iat": now.unix_timestamp(),
            "nbf": now.unix_timestamp(),
            "exp": until,
            "appid": credentials.client_id,
            "azp": credentials.client_id,
            "tid": credentials.tenant_id,
            "ver": "1.0",
            // No two tokens are the same.
            "uti": random(),
        });
        match audience {
            Audience::AppUser => {
                claims["idtyp"] = "user".into();
                claims["scp"] = "user_impersonation".into();
                claims["oid"] = USER.into();
                claims["upn"] = "admin@partner.example".into();
                claims["amr"] = if self.rules.mfa { json!(["pwd", "mfa"]) } else { json!(["pwd"]) };
            }
            Audience::AppOnly => {
                claims["idtyp"] = "app".into();
                claims["oid"] = credentials.client_id.clone().into();
            }
        }
        let token = self.signer.sign(&claims);
        self.access.insert(token.clone(), (audience, expires));
        token
    }

    /// Makes a token valid for ever.
    pub(crate) fn admit(&mut self, token: String, audience: Audience) {
        self.access.insert(token, (audience, None));
    }

    pub(crate) fn check(&self, token: &str) -> Access {
        match self.access.get(token) {
            None => Access::Unknown,
            Some((_, Some(expires))) if *expires <= self.clock.now() => Access::Expired,
            Some((audience, _)) => Access::Granted(*audience),
        }
    }

    /// Uses a refresh token: the one to go on with, `None` where it is not or no longer good.
    pub(crate) fn redeem(&mut self, token: &str) -> Option<String> {
        let used = self.refresh.get_mut(token)?;
        *used += 1;
        if self.rules.uses.is_some_and(|uses| *used >= uses) && self.rules.rotate {
            self.refresh.remove(token);
        }
        if self.rules.rotate {
            self.current = random();
            self.refresh.insert(self.current.clone(), 0);
        }
        Some(self.current.clone())
    }

    /// Ends every access token at once.
    pub(crate) fn expire_access_tokens(&mut self) {
        let now = self.clock.now();
        self.access.values_mut().for_each(|(_, expires)| *expires = Some(now));
    }

    /// Ends every refresh token at once.
    pub(crate) fn revoke_refresh_tokens(&mut self) {
        self.refresh.clear();
    }
}

/// Whether a token ended so long ago that "unknown" tells as much as "expired".
fn is_long_gone(expires: OffsetDateTime, now: OffsetDateTime) -> bool {
    now - expires > time::Duration::seconds(600)
}

/// The user who signs in, of the partner.
const USER: &str = "7d1f0f2a-6c0e-4f4b-9d54-5a3f6f1b2c10";

/// A token that nobody guesses.
fn random() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(rotate: bool, uses: Option<u32>) -> Tokens {
        let rules = Rules { lifetime: Duration::from_secs(3600), rotate, uses, mfa: true };
        let signer = Signer::new().expect("there is chance");
        Tokens::new(rules, Clock::default(), signer, "https://localhost".into(), "first".into())
    }

    #[test]
    fn a_refresh_token_of_one_use_dies_when_the_next_is_out() {
        let mut tokens = tokens(true, Some(1));
        let second = tokens.redeem("first").expect("it is good once");
        assert_eq!(tokens.redeem("first"), None);
        let third = tokens.redeem(&second).expect("the new one is good");
        assert!(third != second && tokens.current_refresh_token() == third);
    }

    #[test]
    fn without_a_limit_an_old_refresh_token_goes_on() {
        let mut tokens = tokens(true, None);
        assert!((0..5).all(|_| tokens.redeem("first").is_some()));
        assert_ne!(tokens.current_refresh_token(), "first");
    }

    #[test]
    fn without_rotation_there_is_one_refresh_token() {
        let mut tokens = tokens(false, Some(1));
        assert_eq!(tokens.redeem("first").as_deref(), Some("first"));
        assert_eq!(tokens.redeem("first").as_deref(), Some("first"));
        tokens.revoke_refresh_tokens();
        assert_eq!(tokens.redeem("first"), None);
    }

    #[test]
    fn an_access_token_is_good_until_it_ends() {
        let mut tokens = tokens(true, None);
        let token = tokens.issue(Audience::AppOnly, "", &Credentials::default());
        assert_eq!(tokens.check(&token), Access::Granted(Audience::AppOnly));
        assert_eq!(tokens.check("another"), Access::Unknown);
        tokens.expire_access_tokens();
        assert_eq!(tokens.check(&token), Access::Expired);
    }
}
