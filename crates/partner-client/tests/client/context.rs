//! What calls take along for the policies of the caller.

use std::sync::{Arc, Mutex};

use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{Context, Request};
use futures::TryStreamExt;
use partner_client::{Cloud, PartnerClient, PartnerClientOptions};

use crate::script::{Act, Script};
use crate::support::Fixed;

struct Job(&'static str);

/// Writes down which job each request belongs to.
#[derive(Debug, Default)]
struct Jobs(Mutex<Vec<Option<&'static str>>>);

#[async_trait::async_trait]
impl Policy for Jobs {
    async fn send(
        &self,
        context: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        self.0.lock().expect("no panic before").push(context.value::<Job>().map(|job| job.0));
        next[0].send(context, request, &next[1..]).await
    }
}

#[tokio::test]
async fn calls_and_pages_have_the_context_of_their_client() {
    let more = r#"{"items":[{}],"links":{"next":{"uri":"/more"}}}"#;
    let last = r#"{"items":[{}]}"#;
    let script = Script::of([more, last, last, last].map(Act::ok));
    let jobs = Arc::new(Jobs::default());
    let mut client_options = script.client_options();
    client_options.per_call_policies.push(jobs.clone());
    let options = PartnerClientOptions::new().with_client_options(client_options);
    let token = Arc::new(Fixed("token".to_owned()));
    let client = PartnerClient::new(Cloud::GLOBAL, token, options).expect("it can be made");

    let audit = client.with_context(Context::new().with_value(Job("audit")));
    let users = audit.customer("c").users().list(None).expect("there is a pager");
    assert_eq!(users.try_collect::<Vec<_>>().await.expect("both pages").len(), 2);
    audit.customer("c").subscribed_skus().list(None).await.expect("answered");
    client.customer("c").subscribed_skus().list(None).await.expect("answered");
    let jobs = jobs.0.lock().expect("no panic before");
    assert_eq!(*jobs, [Some("audit"), Some("audit"), Some("audit"), None]);
}
