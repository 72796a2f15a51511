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
    /// The numbers of Microsoft's errors, such as 700082 of `AADSTS700082`; of the service's own refusals,
    /// its code. The first one counts.
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
    /// The token is meant for another service.
    WrongAudience,
    /// The sign-in service is busy or has failed; later it may work.
    Temporary,
    /// None of these.
    Other,
}

/// The numbers with a reason of their own, by Microsoft's list of [AADSTS error codes].
///
/// [AADSTS error codes]: https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
const REASONS: &[(SignInReason, &[u64])] = &[
    (SignInReason::MfaRequired, &[50072, 50074, 50076, 50078, 50079, 50158, 900_421]),
    (SignInReason::ConsentMissing, &[65001, 65004, 90094, 90008]),
    (SignInReason::RefreshTokenExpired, &[70008, 70043, 700_082, 700_084, 700_081, 50089]),
    (SignInReason::RefreshTokenRevoked, &[50173, 50132, 50133, 70044]),
    (SignInReason::UserMustSignIn, &[50058, 16000, 70000, 9_002_313, 54005]),
    (SignInReason::SecretExpired, &[7_000_222, 700_027, 7_000_212]),
    (SignInReason::SecretWrong, &[7_000_215, 7_000_216, 7_000_218, 50012]),
    (SignInReason::ApplicationUnknown, &[700_016, 7_000_112, 7_000_113]),
    (SignInReason::TenantUnknown, &[90002, 900_023, 50059]),
    (SignInReason::UserDisabled, &[50053, 50055, 50057, 50034, 50144]),
    (
        SignInReason::Blocked,
        &[53000, 53001, 53003, 53004, 53009, 530_002, 530_003, 50105, 50129, 50131],
    ),
    (SignInReason::WrongAudience, &[900_420, 500_011, 50001]),
    (SignInReason::Temporary, &[90033, 90015, 90006, 50196, 90010, 50048]),
];

impl SignInFailure {
    /// What a program can do about it.
    #[must_use]
    pub fn reason(&self) -> SignInReason {
        let by_code = self.codes.iter().find_map(|code| {
            REASONS.iter().find(|(_, codes)| codes.contains(code)).map(|(reason, _)| *reason)
        });
        by_code.unwrap_or_else(|| match self.error.as_deref() {
            Some("interaction_required" | "login_required") => SignInReason::UserMustSignIn,
            Some("consent_required") => SignInReason::ConsentMissing,
            Some("invalid_client") => SignInReason::SecretWrong,
            Some("unauthorized_client") => SignInReason::ApplicationUnknown,
            Some("invalid_grant") => SignInReason::UserMustSignIn,
            Some("temporarily_unavailable" | "server_error") => SignInReason::Temporary,
            _ => SignInReason::Other,
        })
    }

    /// The service's own refusals of a token: 401 with 900421, the second factor is missing, or 900420, the
    /// token is meant for another service.
    pub(crate) fn of_service(status: StatusCode, body: &ErrorBody) -> Option<Self> {
        if status != StatusCode::UNAUTHORIZED {
            return None;
        }
        let code: u64 = body.code()?.text().trim().parse().ok()?;
        let found = Self { codes: vec![code], ..Self::default() };
        (found.reason() != SignInReason::Other).then_some(found)
    }
}

/// How many numbers are shown.
const MOST_CODES: usize = 8;

impl fmt::Display for SignInFailure {
    /// `invalid_grant, bad_token, AADSTS700082, trace 8d4b…`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |text: &String| printable(text, 64);
        let mut parts: Vec<String> = self.error.iter().chain(&self.suberror).map(word).collect();
        parts.extend(self.codes.iter().take(MOST_CODES).map(|code| format!("AADSTS{code}")));
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
