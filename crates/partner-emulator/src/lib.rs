//! A Partner Center on your own machine.
//!
//! The emulator is a local HTTPS server for tests and demonstrations: the real service needs a
//! reseller's account. It goes by the complete description of the API, `openapi/partner-center.json`, or
//! by another one ([`Builder::description`]). It signs in, keeps state and goes wrong on request.
//!
//! ```
//! use partner_emulator::{Emulator, Fault};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::start().await?;
//! println!("the API:       {}", emulator.endpoint());
//! println!("the authority: {}", emulator.authority());
//! println!("a client:      {:?}", emulator.credentials());
//! println!("to trust:      {:?}", emulator.root_certificate_pem());
//! println!("to ask about:  {} of {}", Emulator::USER_ID, Emulator::CUSTOMER_ID);
//!
//! emulator.inject(Fault::DropMid); // the next answer breaks off
//! // … call it …
//! for call in emulator.requests() {
//!     println!("{} {}: {:?}", call.method, call.target, call.status);
//! }
//! emulator.stop().await?; // dropping it does, too
//! # Ok(())
//! # }
//! # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
//! ```
//!
//! As a command: `cargo run -p partner-emulator -- --help`.
//!
//! # What it does
//!
//! | | |
//! |---|---|
//! | sign-in | `POST /{tenant}/oauth2/token` and `/{tenant}/oauth2/v2.0/token`: `refresh_token` gets an App+User token and the next refresh token, `client_credentials` an App-only token, a device code one of a user who signs in by itself; tokens are signed JWTs, with discovery and keys; errors as OAuth and Microsoft's `AADSTS` codes have them |
//! | operations | as described: paths, parameters, sign-in, bodies. Those with rules of their own have them in `families/`; the others read, list, create, change (with `If-Match`) and delete documents |
//! | documents | one store, by their paths; a [`Seed`] is held against the description when the emulator starts |
//! | the clock | the real one, a frozen one or one that is moved: [`Builder::time`], [`Emulator::advance`], the header `X-Emulator-Clock`, the command `clock`. Tokens end by it |
//! | state | [`Builder::state`] keeps documents, the clock and tokens in a file; [`Emulator::reset`] goes back to the start; a [`Scenario`] is a seed, a time and faults as data |
//! | traffic | [`Builder::record`] writes calls and answers down, without tokens and what is `x-personal`; [`Builder::fixtures`] answers with them; [`Builder::upstream`] passes calls on to the real service |
//! | commands | lines of text, by [`Emulator::command`], typed, or sent by POST to `/_emulator` from this machine: `help` tells them |
//! | the page | at `/`, for a browser on this machine: documents by their paths, the last calls, the clock, faults, reset, and the API's reference with tokens filled in. See below |
//! | the log | [`Builder::on_call`] is told of each call in a line, and the command prints it: `--quiet` ends that. A path that no operation has is told the nearest one |
//! | access | 401 without a token that is good, 403 for App-only tokens |
//! | headers | `MS-RequestId` and `MS-CorrelationId` echoed or made, `MS-CV`, `MS-ServerId`, `Date`; ids that are no GUIDs, locales that are none and other versions than `v1` are refused; 406 where JSON is not accepted |
//! | bodies | success with a byte-order mark; errors as `ApiError` with documented codes; 429 as `ThrottlingError` with `Retry-After` |
//! | licences | assigned and taken away as a whole or not at all; units move; 60012 where none is left; groups |
//! | retries | an update with the `MS-RequestId` of an earlier one of the same user, and with the same body, is answered as that was and not carried out again |
//! | users | by id or principal name, deleted ones on request, page by page with links and tokens |
//! | analytics | worked out from the units; rows with filter, grouping and paging |
//! | webhooks | registration, the list of events, test events; events are sent to the registered URL, signed (RSA with SHA-256) with a key whose certificate the emulator serves, and tried ten times: [`WebhookOptions`], [`Emulator::raise`], [`Emulator::deliveries`] |
//! | faults | [`Fault`]: by call of [`Emulator::inject`], by chance, or by the header `X-Emulator-Fault` |
//!
//! # What it made up
//!
//! Where the documentation is silent, the emulator is strict: what it refuses, the service may take.
//! [`Strictness`] lists what can be switched off, one by one ([`Builder::lenient`], `--lenient`).
//! It refuses with status 400 and the documented code 3000, or 800002 where a body can't be read.
//! Plans whose target is the tenant are left out of a user's licence, with the warning `PlanLeftOut`: the
//! documentation has the shape of warnings and no sample. Texts of errors are the emulator's own.
//! Figures of analytics are those of one day. Users can be sorted by five of their properties.
//!
//! Of webhooks the documentation says that an event is tried ten times, and not when: the pause is a second, and
//! then twice as long each time. It shows the status `completed` of a test event alone; `inProgress` and
//! `failed` are made up, and test events are not deleted after seven days. Events that are not described can't be
//! registered. Events are sent to this machine only, unless [`WebhookOptions::with_anywhere`] is set. The
//! private key of events is in the source of the emulator, so that their signatures prove nothing to anybody.
//!
//! # The page
//!
//! It needs no token, and no network but this machine's: its files and Swagger UI are in the program. Only
//! connections of this machine are answered, and only where `Host` names this machine, so that no web site
//! gets there by a name of its own (DNS rebinding); a request that a browser sends for another page is
//! refused (`Origin`, `Sec-Fetch-Site`), and no answer has a CORS header.
//!
//! Calls are shown without secrets, and without what the description marks with `x-personal` or does not
//! know, unless "Show personal data" is on. Documents are shown without secrets. The last 100 calls are
//! kept for it, in at most 8 MiB.
//!
//! # What it holds
//!
//! A handshake, the head of a request and its body each have 20 seconds ([`Builder::patience`]); a body
//! has at most 8 MiB; of 1,024 connections amid their handshake the oldest makes room. The log keeps the
//! latest 100,000 calls in at most 64 MiB, and the answers to updates 32 MiB. The program
//! `examples/load.rs` tells calls a second and memory.

mod api;
mod app;
mod auth;
mod builder;
mod clock;
mod commands;
mod contract;
mod emulator;
mod families;
mod faults;
mod kernel;
mod log;
mod page;
mod record;
mod replay;
mod request_line;
mod scenario;
mod seed;
mod server;
mod start_error;
mod state;
mod store;
mod strict;
mod tls;
mod waiting;
mod webhooks;
mod world;

pub use auth::{Audience, Credentials};
pub use builder::Builder;
pub use clock::NoTime;
pub use contract::DescriptionError;
pub use emulator::Emulator;
pub use faults::{Fault, Limit, NoLimit, Scope, UnknownFault};
pub use log::Record;
pub use record::TrafficError;
pub use scenario::{Scenario, ScenarioError};
pub use seed::{Seed, SeedCustomer, SeedError, SeedUser};
pub use start_error::StartError;
pub use state::StateError;
pub use strict::{Strictness, UnknownStrictness};
pub use webhooks::{Delivery, DeliveryStatus, DeliveryTry, WebhookOptions};
