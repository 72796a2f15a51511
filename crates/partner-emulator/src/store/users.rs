//! Which users there are.

use partner_models::ResourceAttributes;
use partner_models::common::{Link, ResourceLinks};
use partner_models::users::{CustomerUser, UserState};

use super::{Customer, User};

impl Customer {
    /// The accounts that are deleted, or those that are not, in the seed's order.
    pub(crate) fn users(&self, deleted: bool) -> impl Iterator<Item = &CustomerUser> {
        self.users.iter().filter(move |user| user.is_deleted() == deleted).map(|user| &user.account)
    }

    /// The account with that id or user principal name, whatever its case; deleted ones are gone.
    pub(crate) fn user(&self, key: &str) -> Option<&User> {
        self.users.get(*self.user_index.get(&key.to_lowercase())?)
    }

    pub(super) fn user_mut(&mut self, key: &str) -> Option<&mut User> {
        self.users.get_mut(*self.user_index.get(&key.to_lowercase())?)
    }
}

impl User {
    pub(super) fn is_deleted(&self) -> bool {
        let state = self.account.state.as_ref().map(UserState::as_str);
        state.is_some_and(|state| state.eq_ignore_ascii_case("inactive"))
    }
}

/// The account with what the service adds of itself.
pub(super) fn complete(customer: &str, account: CustomerUser) -> CustomerUser {
    let id = account.id.as_deref().unwrap_or_default();
    let link = Link::new()
        .with_uri(format!("/customers/{customer}/users/{id}"))
        .with_method("GET")
        .with_headers([]);
    let state = account.state.clone().unwrap_or(UserState::ACTIVE);
    account
        .with_state(state)
        .with_links(ResourceLinks::new().with_self_(link))
        .with_attributes(ResourceAttributes::new().with_object_type("CustomerUser"))
}
