//! Why signing in failed.

use std::fmt;

use http::StatusCode;
use partner_models::{ErrorBody, printable};

/// Why signing in failed, as the sign-in service told it, or why the service would not have the token.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignInFailure {
    /// The error of OAuth, such as `invalid_grant`.
    pub error: Option<String>,
    /// The numbers of Microsoft's errors, such as 700082 of `AADSTS700082`, or the code of the service's own
    /// refusal: 900421 or 900420. Of many numbers, the first 32.
    pub codes: Vec<u64>,
    /// A closer word for the error, such as `basic_action` or `bad_token`.
    pub suberror: Option<String>,
    /// What the user must show at the next sign-in: JSON to be handed over as `claims`.
    pub claims: Option<String>,
    /// Names the request, for a support request.
    pub correlation_id: Option<String>,
    /// Names the answer, for a support request.
    pub trace_id: Option<String>,
    /// When the sign-in service answered, as it writes it.
    pub timestamp: Option<String>,
}

/// What a program can do about a failure to sign in.
///
/// ```
/// use partner_client::{Error, SignInReason};
///
/// fn advice(error: &Error) -> &'static str {
///     match error.sign_in().map(|failure| failure.reason()) {
///         Some(SignInReason::MfaRequired) => "sign in again, with a second factor",
///         Some(SignInReason::RefreshTokenExpired | SignInReason::RefreshTokenRevoked) => "sign in again",
///         Some(SignInReason::ConsentMissing) => "consent to what the application asks for",
///         Some(SignInReason::SecretExpired) => "give the application a new secret",
///         Some(SignInReason::ApplicationUnknown) => "register the application in the tenant",
///         _ => "see what the error says",
///     }
/// }
/// # let _ = advice;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignInReason {
    /// The user must sign in again, with a second factor.
    MfaRequired,
    /// The user, or an administrator, has not consented to what the application asks for.
    ConsentMissing,
    /// The user must sign in again: the refresh token was not used for too long, or its time is over.
    RefreshTokenExpired,
    /// The user must sign in again: the refresh token was revoked, as after a change of password.
    RefreshTokenRevoked,
    /// The user must sign in again, for another reason.
    UserMustSignIn,
    /// The secret or the certificate of the application has expired.
    SecretExpired,
    /// The secret of the application is not the right one.
    SecretWrong,
    /// The tenant knows no such application.
    ApplicationUnknown,
    /// There is no such tenant.
    TenantUnknown,
    /// The account of the user is locked or disabled, or not there.
    UserDisabled,
    /// A rule of the tenant, such as one of conditional access, stands against it.
    Blocked,
    /// The token is meant for another service, or was asked for one that the tenant does not have.
    WrongAudience,
    /// The sign-in service is busy or has failed; later it may work.
    Temporary,
    /// None of these.
    Other,
}

/// The numbers with a reason of their own, by Microsoft's list of [AADSTS error codes]. Microsoft may change
/// them; what is not here is told by the error of OAuth.
///
/// [AADSTS error codes]: https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
const REASONS: &[(SignInReason, &[u64])] = &[
    (SignInReason::MfaRequired, &[50072, 50074, 50076, 50078, 50079, 50158, SERVICE_MFA]),
    (SignInReason::ConsentMissing, &[65001, 65004, 90008, 90094]),
    (SignInReason::RefreshTokenExpired, &[70008, 70043, 70044, 700_081, 700_082, 700_084]),
    (SignInReason::RefreshTokenRevoked, &[50132, 50133, 50173]),
    (SignInReason::SecretExpired, &[700_024, 7_000_222]),
    (
        SignInReason::SecretWrong,
        &[50012, 50013, 70002, 700_025, 700_027, 7_000_215, 7_000_216, 7_000_218],
    ),
    (SignInReason::ApplicationUnknown, &[70001, 700_016, 7_000_112, 7_000_113]),
    (SignInReason::TenantUnknown, &[50059, 50128, 90002, 90019, 90038, 900_023]),
    (SignInReason::UserDisabled, &[50020, 50034, 50053, 50055, 50057, 50144, 51004]),
    (
        SignInReason::Blocked,
        &[
            50002, 50005, 50097, 50105, 50129, 50131, 50155, 50187, 53000, 53001, 53002, 53003,
            53004, 53009, 530_002, 530_003, 530_032,
        ],
    ),
    (SignInReason::WrongAudience, &[50001, 65005, 70011, 500_011, 650_057, SERVICE_AUDIENCE]),
    (
        SignInReason::Temporary,
        &[
            50033, 50087, 50166, 50196, 80001, 80002, 80005, 90006, 90012, 90024, 90033, 90055,
            90090, 90091,
        ],
    ),
    // The least telling of all: where another number is there too, that one counts.
    (
        SignInReason::UserMustSignIn,
        &[16000, 50058, 50085, 50089, 50125, 50135, 50139, 50140, 50199, 51006, 54005, 70000],
    ),
];

/// The service's own: the user of the token has shown no second factor.
const SERVICE_MFA: u64 = 900_421;
/// The service's own: the token is meant for another service.
const SERVICE_AUDIENCE: u64 = 900_420;

impl SignInFailure {
    /// What a program can do about it.
    #[must_use]
    pub fn reason(&self) -> SignInReason {
        let of_code = |code: &u64| {
            REASONS.iter().find(|(_, codes)| codes.contains(code)).map(|(reason, _)| *reason)
        };
        let mut of_codes = self.codes.iter().filter_map(of_code);
        let first = of_codes.next();
        let is_telling = |reason: &SignInReason| *reason != SignInReason::UserMustSignIn;
        let telling = first.into_iter().chain(of_codes).find(is_telling);
        telling.or(first).unwrap_or(match self.error.as_deref() {
            Some("interaction_required" | "login_required" | "invalid_grant") => {
                SignInReason::UserMustSignIn
            }
            Some("consent_required") => SignInReason::ConsentMissing,
            Some("invalid_client") => SignInReason::SecretWrong,
            Some("unauthorized_client") => SignInReason::ApplicationUnknown,
            Some("invalid_resource" | "invalid_target" | "invalid_scope") => {
                SignInReason::WrongAudience
            }
            Some("temporarily_unavailable" | "server_error") => SignInReason::Temporary,
            _ => SignInReason::Other,
        })
    }

    /// The service's own refusals of a token: 401 with 900421, the second factor is missing, or 900420, the
    /// token is meant for another service.
    pub(crate) fn of_service(status: StatusCode, body: &ErrorBody) -> Option<Self> {
        if !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
            return None;
        }
        let code = body.code()?.text().trim().parse().ok()?;
        let is_own = matches!(code, SERVICE_MFA | SERVICE_AUDIENCE);
        is_own.then(|| Self { codes: vec![code], ..Self::default() })
    }

    /// Whether there is anything that tells of a failure.
    #[cfg(feature = "client")]
    pub(crate) fn is_told(&self) -> bool {
        let Self { error, codes, suberror, claims, .. } = self;
        error.is_some() || !codes.is_empty() || suberror.is_some() || claims.is_some()
    }
}

/// How many numbers are shown.
const MOST_CODES: usize = 8;

impl fmt::Display for SignInFailure {
    /// `invalid_grant, bad_token, AADSTS700082, trace 8d4b…`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |text: &String| printable(text, 64);
        let mut parts: Vec<String> = self.error.iter().chain(&self.suberror).map(word).collect();
        let number = |code: &u64| match *code {
            SERVICE_MFA | SERVICE_AUDIENCE => code.to_string(),
            code => format!("AADSTS{code}"),
        };
        parts.extend(self.codes.iter().take(MOST_CODES).map(number));
        if self.codes.len() > MOST_CODES {
            parts.push("…".to_owned());
        }
        parts.extend(self.trace_id.as_ref().map(|trace| format!("trace {}", word(trace))));
        f.write_str(&parts.join(", "))
    }
}

impl fmt::Debug for SignInFailure {
    /// Without the claims, which may name the user.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignInFailure")
            .field("reason", &self.reason())
            .field("error", &self.error.as_ref().map(|text| printable(text, 64)))
            .field("codes", &&self.codes[..self.codes.len().min(MOST_CODES)])
            .field("suberror", &self.suberror.as_ref().map(|text| printable(text, 64)))
            .field("claims", &self.claims.as_ref().map(|_| format_args!("[redacted]")))
            .field("correlation_id", &self.correlation_id.as_ref().map(|text| printable(text, 64)))
            .field("trace_id", &self.trace_id.as_ref().map(|text| printable(text, 64)))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_has_two_reasons() {
        let mut all: Vec<u64> = REASONS.iter().flat_map(|(_, codes)| *codes).copied().collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn the_most_telling_number_counts() {
        let reason = |codes: &[u64]| {
            let error = Some("invalid_grant".to_owned());
            SignInFailure { codes: codes.to_vec(), error, ..SignInFailure::default() }.reason()
        };
        assert_eq!(reason(&[70000, 700_082]), SignInReason::RefreshTokenExpired);
        assert_eq!(reason(&[1, 50076, 700_082]), SignInReason::MfaRequired);
        assert_eq!(reason(&[1, 70000]), SignInReason::UserMustSignIn);
        assert_eq!(reason(&[1]), SignInReason::UserMustSignIn);
        assert_eq!(reason(&[]), SignInReason::UserMustSignIn);
    }

    #[test]
    fn a_refusal_of_the_service_is_told_by_its_own_codes_alone() {
        let refused = |status, body: &str| {
            let body = ErrorBody::read(body.as_bytes());
            SignInFailure::of_service(status, &body).map(|failure| failure.reason())
        };
        let unauthorized = StatusCode::UNAUTHORIZED;
        for body in [
            r#"{"code":900421,"description":"d"}"#,
            r#"{"code":" 900421 "}"#,
            r#"{"Code":"900421"}"#,
            r#"{"error":{"code":"900421","message":"m"}}"#,
        ] {
            assert_eq!(refused(unauthorized, body), Some(SignInReason::MfaRequired), "{body}");
        }
        let audience = r#"{"code":900420}"#;
        assert_eq!(refused(unauthorized, audience), Some(SignInReason::WrongAudience));
        // Codes of the service that are numbers of another's as well.
        for body in [r#"{"code":70002}"#, r#"{"code":50001}"#, r#"{"code":"AADSTS900421"}"#, "{}"] {
            assert_eq!(refused(unauthorized, body), None, "{body}");
        }
        assert_eq!(refused(StatusCode::BAD_REQUEST, audience), None);
        let shown = SignInFailure { codes: vec![900_421], ..SignInFailure::default() }.to_string();
        assert_eq!(shown, "900421");
    }
}
