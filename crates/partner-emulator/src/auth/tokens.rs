//! The tokens that are out.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::Audience;

/// How tokens live and die.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    /// How long an access token is valid.
    pub(crate) lifetime: Duration,
    /// Whether an answer brings a new refresh token.
    pub(crate) rotate: bool,
    /// How often a refresh token works once a newer one is out; as often as one likes where `None`.
    pub(crate) uses: Option<u32>,
}

/// The tokens that are out, and how many were asked for.
pub(crate) struct Tokens {
    rules: Rules,
    access: HashMap<String, (Audience, Option<Instant>)>,
    /// How often each has been used.
    refresh: HashMap<String, u32>,
    /// The newest refresh token.
    current: String,
    requests: usize,
}

/// What an access token is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Granted(Audience),
    Expired,
    Unknown,
}

impl Tokens {
    pub(crate) fn new(rules: Rules, refresh_token: String) -> Self {
        let refresh = HashMap::from([(refresh_token.clone(), 0)]);
        Self { rules, access: HashMap::new(), refresh, current: refresh_token, requests: 0 }
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
    pub(crate) fn issue(&mut self, audience: Audience) -> String {
        let now = Instant::now();
        self.access
            .retain(|_, (_, expires)| expires.is_none_or(|expires| !is_long_gone(expires, now)));
        let token = random();
        // A lifetime beyond what the clock can hold is one without end.
        self.access.insert(token.clone(), (audience, now.checked_add(self.rules.lifetime)));
        token
    }

    /// Makes a token valid for ever.
    pub(crate) fn admit(&mut self, token: String, audience: Audience) {
        self.access.insert(token, (audience, None));
    }

    pub(crate) fn check(&self, token: &str) -> Access {
        match self.access.get(token) {
            None => Access::Unknown,
            Some((_, Some(expires))) if *expires <= Instant::now() => Access::Expired,
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
        let now = Instant::now();
        self.access.values_mut().for_each(|(_, expires)| *expires = Some(now));
    }

    /// Ends every refresh token at once.
    pub(crate) fn revoke_refresh_tokens(&mut self) {
        self.refresh.clear();
    }
}

/// Whether a token ended so long ago that "unknown" tells as much as "expired".
fn is_long_gone(expires: Instant, now: Instant) -> bool {
    now.saturating_duration_since(expires) > Duration::from_secs(600)
}

/// A token that nobody guesses.
fn random() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(rotate: bool, uses: Option<u32>) -> Tokens {
        Tokens::new(Rules { lifetime: Duration::from_secs(3600), rotate, uses }, "first".into())
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
        let token = tokens.issue(Audience::AppOnly);
        assert_eq!(tokens.check(&token), Access::Granted(Audience::AppOnly));
        assert_eq!(tokens.check("another"), Access::Unknown);
        tokens.expire_access_tokens();
        assert_eq!(tokens.check(&token), Access::Expired);
    }
}
