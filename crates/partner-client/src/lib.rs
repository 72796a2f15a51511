//! A typed client of [Microsoft's Partner Center REST API], generated from a description
//! of its operations, on the foundations of the Azure SDK ([`azure_core`]).
//!
//! The request that Microsoft documents as `Customers.ById(…).Users.ById(…).Licenses.Get()`:
//!
//! ```
//! # #[cfg(feature = "client")]
//! # mod example {
//! use partner_client::{Error, PartnerClient};
//!
//! # pub
//! async fn print_licenses(client: &PartnerClient, customer: &str, user: &str) -> Result<(), Error> {
//!     let response = client.customer(customer).user(user).licenses().list(None).await?;
//!     for license in response.model() {
//!         let sku = license.product_sku.as_ref().and_then(|sku| sku.name.as_deref());
//!         println!("{}: {} plans", sku.unwrap_or("?"), license.service_plans().len());
//!     }
//!     Ok(())
//! }
//! # }
//! ```
//!
//! A client is made of an endpoint and a credential. The operations of the licensing family want a
//! token of an application *and* a user, which [`AppUserCredential`] gets from a refresh token; any
//! other `TokenCredential` of the Azure SDK works too:
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use partner_client::{AppUserCredential, AppUserCredentialOptions, Cloud, PartnerClient};
//!
//! # let (tenant, application, secret, refresh_token) = ("", "", "", "");
//! # async fn save(_: azure_core::credentials::Secret) -> Result<(), std::io::Error> { Ok(()) }
//! let options = AppUserCredentialOptions::new()
//!     .with_client_secret(secret.to_owned())
//!     .with_on_new_refresh_token(save);
//! let credential =
//!     AppUserCredential::new(Cloud::GLOBAL, tenant, application, refresh_token.to_owned(), options)?;
//! let client = PartnerClient::new(Cloud::GLOBAL, credential, None)?;
//! # Ok(())
//! # }
//! ```
//!
//! # What is sent
//!
//! Every call carries `Accept: application/json`, `X-Locale` (`en-US` unless set),
//! `MS-Contract-Version: v1`, an `MS-RequestId` of its own that its retries repeat, and an
//! `MS-CorrelationId`, which all pages of one listing share. [`CallOptions`] sets each of them.
//!
//! # What is retried
//!
//! 429 and 503 are waited out as `Retry-After` says, and then with growing pauses, as the retry
//! options of the Azure SDK have it; a `Retry-After` beyond `PartnerClientOptions::longest_retry_after`
//! is not waited for and reported instead. GET is also sent again after 408, 500, 502, 504 and where
//! the connection broke. Whatever changes something (POST) is only sent again where the service
//! surely did not act on it: after 429, after 503 with a `Retry-After`, and where no connection came
//! about. 400, 401, 403, 404 and 409 are final.
//!
//! A connection is given up at once if no further try can help: the certificate is not to be trusted, the
//! two sides do not agree about TLS, or a proxy answers 407. A host name that is not found is tried again,
//! because every name is unknown while a network comes up.
//!
//! # Errors
//!
//! An [`Error`] says what went wrong by [`Category`], carries the service's code, description and
//! identifiers of the call, those that were sent beside those that came back, and keeps a body that is not
//! of the documented shape. It never shows a token, nor what the service wrote to people, which may be
//! personal, unless asked. What is shown is one line of printable text, of bounded length. A failed POST can
//! be repeated with the `MS-RequestId` that was sent: [`Error::sent`] has it.
//!
//! A success whose body is that of an error, shows nothing of what was asked for, or says that it is another
//! resource is an error, too. Why signing in failed is told by [`SignInFailure`], by what a program can do
//! about it: [`SignInReason`].
//!
//! # Lists
//!
//! A pager follows links, tokens and addresses of next pages, wherever they are announced, exactly or not at
//! all. A list that ends before its own count, goes round in a circle or has no end is an error after its
//! items; so is, for a list in one answer, a next page or a count that is higher than the items are many, and
//! [`Error::bytes`] has the items.
//!
//! # Answers that are no JSON
//!
//! An operation without a body answers [`NoContent`], one that sometimes has none answers an `Option`, and one
//! that asks whether there is something answers a `bool`. If the status decides of which type the body is, the
//! answer is an enum with a variant for each. A file is a [`Download`]: a stream of bytes with a type and a name.
//!
//! # Long work
//!
//! An answer that leads to another operation by its `Location` has a function that says which: it makes a
//! [`Follow`] of the headers. [`PartnerClient::wait`] asks until the work is done, as often as the service says.
//! [`CallOptions::deadline`] is how long a call may take. To give up, drop the future.
//!
//! # Hosts
//!
//! Some operations are not on the host of the API. Their descriptions name the hosts, and what a token for each is
//! asked for; no token goes to another host. [`Cloud::with_host`] says where an emulator has them.
//!
//! # Events
//!
//! [`webhooks`] verifies the events that the service sends to a registered URL, and reads them.
//!
//! # Limits
//!
//! [`Limits`] say how large an answer may be, in bytes and in memory, how long a link, and how many pages may
//! come without an item; [`AppUserCredential`] has limits of its own. Beyond one, a call fails at once with
//! [`Category::TooLarge`], and is not tried again.
//!
//! # Logs
//!
//! The Azure SDK logs requests by `tracing`, with their URLs, at debug level, and those that got no
//! answer at info level; so does whatever records its spans. Tokens, bodies and the values of queries
//! are left out. The path is not, and a user who is named by principal name stands in it: name users
//! by id, or keep these events out of logs that others read, with a filter such as
//! `info,typespec_client_core=warn,azure_core=warn`. Nothing of this crate logs.
//!
//! # Without the service
//!
//! `partner-emulator`, in the repository of this crate, honours the same contract on your own machine, for
//! tests and demonstrations. It prints where it is, whom it knows and what certificate to trust:
//!
//! ```
//! # #[cfg(feature = "client")]
//! # mod example {
//! use azure_core::http::ClientOptions;
//! use partner_client::client::{TransportOptions, transport};
//! use partner_client::{
//!     AppUserCredential, AppUserCredentialOptions, Cloud, Error, PartnerClient,
//!     PartnerClientOptions,
//! };
//!
//! /// What the emulator prints.
//! struct Emulator {
//!     endpoint: String,
//!     authority: String,
//!     root_certificate_pem: String,
//!     tenant_id: String,
//!     client_id: String,
//!     client_secret: String,
//!     refresh_token: String,
//! }
//!
//! fn client(emulator: Emulator) -> Result<PartnerClient, Error> {
//!     let cloud = Cloud::custom(emulator.endpoint, emulator.authority);
//!     let trusted = TransportOptions::new().with_root_certificates(emulator.root_certificate_pem);
//!     let client_options =
//!         ClientOptions { transport: Some(transport(&trusted)?), ..Default::default() };
//!     let credential = AppUserCredential::new(
//!         cloud.clone(),
//!         &emulator.tenant_id,
//!         &emulator.client_id,
//!         emulator.refresh_token,
//!         AppUserCredentialOptions::new()
//!             .with_client_secret(emulator.client_secret)
//!             .with_client_options(client_options.clone()),
//!     )?;
//!     let options = PartnerClientOptions::new().with_client_options(client_options);
//!     PartnerClient::new(cloud, credential, options)
//! }
//! # }
//! ```
//!
//! # Without a client
//!
//! The features `client` and `webhooks` are on by default. Without them, this crate depends on `http`,
//! `httpdate` and `partner-models` alone, and still makes every request and reads every answer: see [`Operation`].
//!
//! [Microsoft's Partner Center REST API]: https://learn.microsoft.com/en-us/partner-center/developer/
#![cfg_attr(not(feature = "webhooks"), doc = "[`webhooks`]: https://docs.rs/partner-client")]
#![cfg_attr(feature = "client", doc = "[`AppUserCredential`]: crate::AppUserCredential")]
#![cfg_attr(feature = "client", doc = "[`Download`]: crate::client::Download")]
#![cfg_attr(feature = "client", doc = "[`PartnerClient::wait`]: crate::PartnerClient::wait")]
#![cfg_attr(not(feature = "client"), doc = "[`Download`]: https://docs.rs/partner-client")]
#![cfg_attr(
    not(feature = "client"),
    doc = "[`PartnerClient::wait`]: https://docs.rs/partner-client"
)]
#![cfg_attr(not(feature = "client"), doc = "[`AppUserCredential`]: https://docs.rs/partner-client")]
#![cfg_attr(not(feature = "client"), doc = "[`azure_core`]: https://docs.rs/azure_core")]

mod answer;
mod body;
#[cfg(feature = "client")]
pub mod client;
mod cloud;
mod error;
mod file;
mod follow;
// Style is a matter of the generator's snapshots; what the description says must not fail a lint.
#[allow(clippy::all, clippy::pedantic, deprecated)]
// The tests of the library are about a description with an operation of each kind.
#[cfg_attr(test, path = "../tests/kinds/generated/mod.rs")]
mod generated;
mod ids;
mod limits;
mod link;
mod operation;
pub mod paging;
mod request;
mod response;
mod retry_after;
mod sign_in;
#[cfg(feature = "webhooks")]
pub mod webhooks;

pub use answer::Answer;
#[cfg(feature = "client")]
pub use client::{
    AppUserCredential, AppUserCredentialOptions, PartnerClient, PartnerClientOptions,
};
pub use cloud::{Cloud, CloudName};
pub use error::{Category, Error};
pub use file::{File, Upload, name_of};
pub use follow::Follow;
pub use generated::*;
pub use ids::{RequestIds, ResponseIds};
pub use limits::Limits;
pub use operation::{Description, NoContent, Operation, Server, SignIn};
pub use request::RequestParts;
pub use sign_in::{SignInFailure, SignInReason};

#[cfg(all(test, feature = "client"))]
#[path = "../tests/kinds/mod.rs"]
mod kinds;

/// The README's example.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../README.md")]
struct Readme;
