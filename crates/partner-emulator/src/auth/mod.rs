//! Sign-in: the tokens that are out, and the endpoint that hands them out.

mod discovery;
mod endpoint;
mod error;
mod signer;
mod tokens;

use axum::body::Body;
use axum::http::Response;

pub(crate) use discovery::{discover, is_discovery_path};
pub(crate) use endpoint::{is_token_path, token};
pub(crate) use signer::Signer;
pub(crate) use tokens::{Access, Kept, Rules, Tokens};

/// The answer of the token endpoint that refuses with that code; `None` where it has no such code.
pub(crate) fn refusal(code: u32) -> Option<Response<Body>> {
    error::Refusal::on_request(code).map(|refusal| endpoint::refused(&refusal))
}

/// Who a token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Audience {
    /// An application on behalf of a signed-in user: what every operation here asks for.
    AppUser,
    /// An application by itself.
    AppOnly,
}

/// What a partner signs in with. The same for every emulator, unless the builder is told otherwise:
/// none of it is a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credentials {
    /// The partner's tenant.
    pub tenant_id: String,
    /// The application.
    pub client_id: String,
    /// The application's secret.
    pub client_secret: String,
    /// The refresh token of a user who once signed in. See [`Emulator::refresh_token`] for the
    /// one that is current.
    ///
    /// [`Emulator::refresh_token`]: crate::Emulator::refresh_token
    pub refresh_token: String,
}

impl Default for Credentials {
    fn default() -> Self {
        Self {
            tenant_id: "5b2fb7c1-6c39-4c8e-8f0e-3d2a9d7c4e10".into(),
            client_id: "1f5a3c9e-0b7d-4e62-9a84-c6d1e8f2b703".into(),
            client_secret: "emulator-client-secret".into(),
            refresh_token: "emulator-refresh-token".into(),
        }
    }
}
