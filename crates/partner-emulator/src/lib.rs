//! A Partner Center on your own machine.
//!
//! The emulator is a local HTTPS server that honours the documented contract of every operation in
//! `schemas/openapi.json`, for tests and demonstrations: the real service needs a reseller's account.
//! It signs in, keeps state and goes wrong on request.
pub(crate) mod api;
mod app;
mod auth;
mod builder;
mod emulator;
mod faults;
mod log;
mod seed;
mod server;
mod store;
mod tls;

pub use auth::{Audience, Credentials};
pub use builder::{Builder, StartError};
pub use emulator::Emulator;
pub use faults::{Fault, Scope, UnknownFault};
pub use log::Record;
pub use seed::{Seed, SeedCustomer, SeedError, SeedUser};
