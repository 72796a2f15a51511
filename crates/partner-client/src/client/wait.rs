//! Work that takes the service long.

use std::time::Duration;

use crate::client::deadline::{self, Deadline};
use crate::client::{PartnerClient, Response};
use crate::error::Error;
use crate::operation::Operation;

/// How long the client waits between two questions if the service does not say, unless it is set.
pub(crate) const POLL_INTERVAL: Duration = Duration::from_secs(5);

impl PartnerClient {
    /// Asks again and again, until an answer is the one that is waited for. Between two questions it waits as
    /// long as the `Retry-After` of the answer says, or else as long as
    /// [`PartnerClientOptions::poll_interval`](crate::PartnerClientOptions::poll_interval).
    ///
    /// [`CallOptions::deadline`](crate::CallOptions::deadline) is how long all of it may take; without one it
    /// goes on for as long as the service does. To give up, drop the future: nothing runs on behind it. All
    /// questions share one `MS-CorrelationId`; each has an `MS-RequestId` of its own.
    ///
    /// ```
    /// use partner_client::operations::GetCustomerUser;
    /// use partner_client::{Error, PartnerClient};
    ///
    /// # pub
    /// async fn wait_for_user(client: &PartnerClient, customer: &str, user: &str) -> Result<(), Error> {
    ///     let question = GetCustomerUser::new(customer, user);
    ///     client.wait(question, |user| user.usage_location.is_some()).await?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// If a question has no answer, or none that is a success and can be read; and
    /// [`Category::Timeout`](crate::Category::Timeout) if the deadline has passed.
    pub async fn wait<O>(
        &self,
        mut operation: O,
        mut is_done: impl FnMut(&Response<O::Output>) -> bool,
    ) -> Result<Response<O::Output>, Error>
    where
        O: Operation + Clone,
    {
        self.check::<O>()?;
        self.fill(&mut operation);
        let end = Deadline::of(&mut operation);
        operation.call_mut().deadline = None;
        let asking = async {
            loop {
                let response = self.call(operation.clone()).await?;
                if is_done(&response) {
                    return Ok(response);
                }
                // Whoever is asked to come back at once would ask without end.
                let asked = response.retry_after().filter(|wait| !wait.is_zero());
                deadline::sleep(asked.unwrap_or(self.inner.poll_interval)).await;
                operation.call_mut().request_id = None;
            }
        };
        deadline::within(end.as_ref(), asking).await
    }
}
