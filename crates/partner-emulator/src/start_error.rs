//! Why an emulator did not start.

use std::fmt;
use std::io;
use std::net::SocketAddr;

use crate::contract::DescriptionError;
use crate::record::TrafficError;
use crate::seed::SeedError;
use crate::state::StateError;
use crate::tls::TlsError;

/// Why an emulator did not start.
#[derive(Debug)]
pub struct StartError(pub(crate) Cause);

#[derive(Debug)]
pub(crate) enum Cause {
    Seed(SeedError),
    State(StateError),
    Traffic(TrafficError),
    Operation(String),
    Key,
    Description(DescriptionError),
    Listen(SocketAddr, io::Error),
    Tls(TlsError),
}

impl From<SeedError> for StartError {
    fn from(error: SeedError) -> Self {
        Self(Cause::Seed(error))
    }
}

impl From<StateError> for StartError {
    fn from(error: StateError) -> Self {
        Self(Cause::State(error))
    }
}

impl From<TrafficError> for StartError {
    fn from(error: TrafficError) -> Self {
        Self(Cause::Traffic(error))
    }
}

impl From<DescriptionError> for StartError {
    fn from(error: DescriptionError) -> Self {
        Self(Cause::Description(error))
    }
}

impl From<TlsError> for StartError {
    fn from(error: TlsError) -> Self {
        Self(Cause::Tls(error))
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::Seed(error) => error.fmt(f),
            Cause::State(error) => error.fmt(f),
            Cause::Traffic(error) => error.fmt(f),
            Cause::Operation(name) => write!(f, "a limit: there is no operation {name}"),
            Cause::Key => f.write_str("can't make a key to sign tokens with"),
            Cause::Description(error) => error.fmt(f),
            Cause::Listen(address, error) => write!(f, "can't listen on {address}: {error}"),
            Cause::Tls(TlsError::Certificate(error)) => {
                write!(f, "can't make a certificate: {error}")
            }
            Cause::Tls(TlsError::Rustls(error)) => write!(f, "can't serve TLS: {error}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Cause::Seed(_)
            | Cause::State(_)
            | Cause::Traffic(_)
            | Cause::Operation(_)
            | Cause::Key
            | Cause::Description(_) => None,
            Cause::Listen(_, error) => Some(error),
            Cause::Tls(TlsError::Certificate(error)) => Some(error),
            Cause::Tls(TlsError::Rustls(error)) => Some(error),
        }
    }
}
