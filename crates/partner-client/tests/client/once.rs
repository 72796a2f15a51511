//! An answer is read once: what was parsed is handed on.

use std::cell::Cell;

use http::Request;
use partner_client::operations::ListUserLicenses;
use partner_client::{Answer, CallOptions, Description, Error, Limits, Operation};
use partner_models::licenses::License;
use partner_models::{Collection, Look, ToJson};

use crate::script::{Act, Script};

thread_local! {
    /// How often an answer was read.
    static READ: Cell<u32> = const { Cell::new(0) };
}

/// An operation that counts how often its answer is read. What it gives can be neither copied nor read
/// again: it is the one that was read, or none.
struct Counted(ListUserLicenses);

struct Once(Collection<License>);

impl Operation for Counted {
    type Output = Once;

    const DESCRIPTION: Description = ListUserLicenses::DESCRIPTION;

    fn request(&self, endpoint: &str) -> Result<Request<Vec<u8>>, Error> {
        self.0.request(endpoint)
    }

    fn read(answer: &Answer<'_>, limits: &Limits) -> Result<Once, Error> {
        READ.set(READ.get() + 1);
        ListUserLicenses::read(answer, limits).map(Once)
    }

    fn look(answer: &Once, look: &mut Look<'_>) {
        answer.0.look(look);
    }

    fn call_mut(&mut self) -> &mut CallOptions {
        self.0.call_mut()
    }
}

#[tokio::test]
async fn an_answer_is_read_once() {
    let body = r#"{"totalCount":1,"items":[{"productSku":{"id":"efccb6f7-5641-4e0e-bd10-b4976e1bf68e"}}]}"#;
    let (client, _) = Script::client([Act::ok(body)]);
    let operation = Counted(ListUserLicenses::new("5d2b1a1e", "alex@contoso.com"));
    let answer = client.call(operation).await.expect("it is an answer");
    assert_eq!((answer.model().0.len(), READ.get()), (1, 1));
    assert_eq!((answer.into_model().0.len(), READ.get()), (1, 1));
}
