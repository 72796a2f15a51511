//! Receives the events that Partner Center sends: checks who has signed one, and reads it.
//!
//! The service sends an event as a `POST` to the URL that was registered with
//! [`CreateWebhookRegistration`](crate::operations::CreateWebhookRegistration). Anybody can send one there, so an
//! event is worth something only once its signature is checked. This is done as [Microsoft's documentation]
//! describes it: the headers name an algorithm and say where the certificate is, the certificate chains to a
//! root and names its organization, and its key has signed the body.
//!
//! Nothing here sends or receives. Any server can hand over what it got, and any client can fetch the
//! certificate:
//!
//! ```
//! use partner_client::webhooks::{ReceiveError, WebhookVerifier};
//! use partner_models::webhooks::WebhookEventName;
//!
//! # async fn fetch(_: &http::Uri) -> std::io::Result<Vec<u8>> { Ok(Vec::new()) }
//! /// What a handler of any server does; `roots` is a file with certificates, as PEM.
//! async fn receive(
//!     roots: &[u8],
//!     headers: &http::HeaderMap,
//!     body: &[u8],
//! ) -> Result<(), ReceiveError<std::io::Error>> {
//!     let verifier = WebhookVerifier::new(roots)?;
//!     let event = verifier.receive(headers, body, |address| async move { fetch(&address).await }).await?;
//!     match event.event_name {
//!         Some(WebhookEventName::SubscriptionUpdated(_)) => println!("{:?}", event.resource_uri),
//!         Some(WebhookEventName::TestCreated(_)) => println!("it works"),
//!         other => println!("not for us: {other:?}"),
//!     }
//!     Ok(())
//! }
//! ```
//!
//! An error has a [`status`](WebhookError::status) to answer with. Answer `200` soon after an event was verified,
//! and work on it afterwards: the service tries again, ten times, if an answer is late or no success.
//!
//! # What is checked
//!
//! - There is one `X-MS-Certificate-Url`, one `X-MS-Signature-Algorithm`, and a signature: in `Authorization` with the
//!   scheme `Signature`, or in `x-ms-signature`, which a registration can ask for.
//! - The algorithm is RSA (PKCS #1 v1.5) with SHA-256, SHA-384 or SHA-512. The service uses `rsa-sha256`.
//! - The certificate is at one of the origins that are allowed, and these are
//!   [`WebhookVerifier::CERTIFICATE_ORIGINS`] unless others are set. Nothing is fetched from anywhere else.
//! - The certificate chains to one of the roots that were given, every certificate of the chain is valid
//!   now, and keys and signatures are as strong as TLS wants them.
//! - The certificate names the organization: its subject, or its issuer if the subject names none.
//! - The signature is that of the certificate's key for exactly the body. A byte-order mark at its beginning may
//!   have been left out when it was signed.
//! - The event is no older than [`with_max_age`](WebhookVerifier::with_max_age) says, if that was set.
//!
//! # What is left to you
//!
//! - **Which roots.** The documentation says that the certificate "chains to the Microsoft Root", and names no
//!   file. Microsoft lists its roots in its [PKI repository]; give those that you trust for this, and as
//!   few as you can. Whoever can have a certificate with `O=Microsoft Corporation` issued below one of your roots
//!   can sign events.
//! - **Intermediate certificates**, if the file at the address has only the one that has signed. Give them with
//!   [`with_intermediates`](WebhookVerifier::with_intermediates). They are not fetched.
//! - **Revocation.** No list of revoked certificates is looked at.
//! - **Fetching.** Limit how much you read and how long you wait, follow no redirection to another host, and
//!   keep a certificate for a while: otherwise each call of a stranger lets you make one. With the feature
//!   `client`, `CertificateFetcher` does this.
//! - **Repetition.** An event comes again if the service missed your answer, and whoever has seen one can send
//!   it again. It has no identifier: remember `EventName`, `ResourceUri` and `ResourceChangeUtcDate` together.
//! - **The size of the body**, which your server limits.
//!
//! [Microsoft's documentation]: https://learn.microsoft.com/en-us/partner-center/developer/partner-center-webhooks#how-to-authenticate-the-callback
//! [PKI repository]: https://www.microsoft.com/pkiops/docs/repository.htm

mod certificate;
mod error;
#[cfg(feature = "client")]
mod fetch;
mod name;
mod origin;
mod signed;
mod verifier;

pub use error::{ReceiveError, WebhookError};
#[cfg(feature = "client")]
pub use fetch::CertificateFetcher;
pub use signed::SignedEvent;
pub use verifier::WebhookVerifier;
