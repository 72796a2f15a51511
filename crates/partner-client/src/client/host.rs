//! Where the requests of an operation go, and with which tokens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use azure_core::credentials::TokenCredential;
use azure_core::http::policies::auth::BearerTokenAuthorizationPolicy;
use azure_core::http::{ClientOptions, Pipeline};

use crate::client::collect::Collect;
use crate::client::{guard, https, send, token};
use crate::cloud::Cloud;
use crate::error::{Category, Error};
use crate::limits::Limits;
use crate::operation::Description;

/// Where a request goes.
pub(super) struct Host {
    /// The URL of the host.
    pub(super) endpoint: String,
    /// What a token for it is asked for.
    pub(super) scope: String,
}

/// The host of an operation in a cloud: that of the API, or one that is described.
pub(super) fn of(cloud: &Cloud, operation: &Description, scope: &str) -> Result<Host, Error> {
    let Some(first) = operation.servers.first() else {
        return Ok(Host { endpoint: cloud.endpoint().to_owned(), scope: scope.to_owned() });
    };
    let Some((endpoint, scope)) = cloud.server(operation) else {
        let message = format!(
            "the operation is on {}, and the cloud does not say where that is: see Cloud::with_host",
            first.url
        );
        return Err(Error::new(Category::Unsupported, message).of(operation.id));
    };
    https(endpoint).map_err(|error| error.of(operation.id))?;
    Ok(Host { endpoint: endpoint.to_owned(), scope: scope.to_owned() })
}

/// A pipeline for each scope: a token is for one host alone.
pub(super) struct Pipelines {
    client_options: ClientOptions,
    credential: Arc<dyn TokenCredential>,
    longest_retry_after: Duration,
    limits: Limits,
    made: Mutex<HashMap<String, Pipeline>>,
}

impl Pipelines {
    pub(super) fn new(
        client_options: ClientOptions,
        credential: Arc<dyn TokenCredential>,
        longest_retry_after: Duration,
        limits: Limits,
    ) -> Self {
        let made = Mutex::default();
        Self { client_options, credential, longest_retry_after, limits, made }
    }

    /// The pipeline whose tokens are asked for with that scope.
    pub(super) fn of(&self, scope: &str) -> Pipeline {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pipeline) = made.get(scope) {
            return pipeline.clone();
        }
        let pipeline = self.make(scope);
        made.insert(scope.to_owned(), pipeline.clone());
        pipeline
    }

    fn make(&self, scope: &str) -> Pipeline {
        let credential = self.credential.clone();
        Pipeline::new(
            option_env!("CARGO_PKG_NAME"),
            option_env!("CARGO_PKG_VERSION"),
            self.client_options.clone(),
            vec![],
            vec![
                Arc::new(send::OwnHeaders),
                Arc::new(guard::RetryGuard {
                    longest_retry_after: self.longest_retry_after,
                    all_repeatable: false,
                }),
                Arc::new(BearerTokenAuthorizationPolicy::new(credential, [scope.to_owned()])),
                Arc::new(token::SignInCheck),
                Arc::new(Collect {
                    answer_bytes: self.limits.answer_bytes,
                    error_bytes: self.limits.error_bytes,
                }),
            ],
            None,
        )
    }
}
