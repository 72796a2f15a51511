//! Secrets show nowhere: not in `Debug`, not in errors, not in logs. Nor do personal data, but for the
//! URLs in the logs of the Azure SDK.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use azure_core::credentials::{Secret, TokenCredential};
use futures::TryStreamExt;
use partner_client::client::transport;
use partner_client::{AppUserCredential, Error};
use partner_emulator::{Emulator, Fault, Scope};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::MakeWriter;

use crate::script::{Act, Script};
use crate::support::{
    CUSTOMER, client, client_with_token, credential, credential_options, trusting,
};

/// Everything that is logged, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic before").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// An error with all of its sources, in both ways to show it.
fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        write!(text, " {error} {error:?}").expect("a string takes any text");
        source = error.source();
    }
    text
}

impl Log {
    /// What this thread logs, until the guard is dropped. The runtime of a test is single-threaded, so
    /// that is every event.
    fn begin() -> (Self, DefaultGuard) {
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(log.clone())
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    fn end(&self, guard: DefaultGuard) -> String {
        drop(guard);
        String::from_utf8(self.0.lock().expect("no panic before").clone()).expect("UTF-8")
    }
}

#[tokio::test]
async fn where_a_list_goes_on_is_not_shown() {
    let (log, guard) = Log::begin();
    let link = r#"{"uri":"/customers/c/users?after=alex","headers":[{"key":"MS-ContinuationToken","value":"of-alex"}]}"#;
    let first = Act::ok(&format!(r#"{{"items":[{{"id":"1"}}],"links":{{"next":{link}}}}}"#));
    let (client, script) = Script::client([first, Act::ok(r#"{"items":[{"id":"2"}]}"#)]);
    let mut pager = client.customer("c").users().list(None).expect("there is a pager");
    let mut text = String::new();
    while pager.try_next().await.expect("a page").is_some() {
        write!(text, "{pager:?}").expect("a string takes any text");
    }
    assert_eq!(script.header("ms-continuationtoken"), ["", "of-alex"]);
    let log = log.end(guard);
    assert!(text.contains("Pager") && log.contains("sending request"), "{text}\n{log}");
    assert!(!text.contains("alex"), "shown: {text}");
    assert!(!log.contains("alex"), "logged: {log}");
}

#[tokio::test]
async fn no_secret_is_shown() {
    let (log, guard) = Log::begin();
    let emulator = Emulator::builder().refresh_token_uses(1).start().await.expect("it starts");
    let mut text = String::new();
    let options = credential_options(&emulator, trusting(&emulator, Duration::from_secs(5)))
        .with_on_new_refresh_token(async |_: Secret| Err::<(), _>("not now"));
    write!(text, "{options:?}").expect("a string takes any text");
    let one = credential(&emulator, options);
    let scopes = ["https://api.partnercenter.microsoft.com/.default"];
    let unsaved = one.get_token(&scopes, None).await.map_err(Error::from).expect_err("not stored");
    write!(text, "{one:?} {}", shown(&unsaved)).expect("a string takes any text");

    let client = client(&emulator);
    let user = client.customer(CUSTOMER).user(Emulator::USER_PRINCIPAL_NAME);
    write!(text, "{client:?} {user:?}").expect("a string takes any text");
    // The refresh token that the first credential used up is refused here, with all it was sent.
    write!(text, "{}", shown(&user.get(None).await.expect_err("refused"))).expect("text");

    let access_token = emulator.issue_token(partner_emulator::Audience::AppUser);
    let client = client_with_token(&emulator, access_token.clone());
    let user = client.customer(CUSTOMER).user(Emulator::USER_PRINCIPAL_NAME);
    let response = user.get(None).await.expect("answered");
    write!(text, "{response:?}").expect("a string takes any text");
    for fault in
        [Fault::Drop, Fault::Html, Fault::Truncate, Fault::ErrorInSuccess, Fault::Status(500)]
    {
        emulator.inject_times(Scope::Api, fault, 3);
        let error = user.licenses().list(None).await.expect_err("the fault is seen");
        write!(text, "{}", shown(&error)).expect("a string takes any text");
        emulator.clear_faults();
    }
    let (scripted, _) = Script::client([Act::status(401)]);
    let error = scripted.customer("c").user("u").get(None).await.expect_err("refused");
    write!(text, "{scripted:?} {}", shown(&error)).expect("a string takes any text");

    let log = log.end(guard);
    assert!(log.contains("listUserLicenses") || log.contains("/licenses"), "the log is there");
    let known = emulator.credentials();
    let current = emulator.refresh_token();
    for secret in [
        known.client_secret.as_str(),
        known.refresh_token.as_str(),
        current.as_str(),
        access_token.as_str(),
        "access-token-of-the-script",
    ] {
        assert!(!text.contains(secret), "shown: {secret}\n{text}");
        assert!(!log.contains(secret), "logged: {secret}");
    }
    // The log of the Azure SDK has URLs, as the crate page says; errors have none.
    assert!(log.contains("avery"), "the crate page need not warn of it any more");
    for person in ["avery", "avery%40contoso.com"] {
        assert!(!text.contains(person), "shown: {person}\n{text}");
        for line in log.lines().filter(|line| line.contains(person)) {
            let target =
                ["typespec_client_core::", "azure_core::"].iter().any(|it| line.contains(it));
            assert!(target, "the filter of the crate page does not have this: {line}");
        }
    }
}

#[test]
fn options_of_the_transport_show_no_certificates() {
    let options = partner_client::client::TransportOptions::new().with_root_certificates("-----");
    assert!(!format!("{options:?}").contains("45"));
    transport(&options).expect("no certificate in there");
}

#[test]
fn a_credential_names_the_application_alone() {
    let cloud = partner_client::Cloud::GLOBAL;
    let options = partner_client::AppUserCredentialOptions::new().with_client_secret("hidden-1");
    let text = format!("{options:?}");
    let credential = AppUserCredential::new(cloud, "contoso.com", "the-app", "hidden-2", options);
    let text = format!("{text} {:?}", credential.expect("it can be made"));
    assert!(text.contains("the-app") && !text.contains("hidden"), "{text}");
}
