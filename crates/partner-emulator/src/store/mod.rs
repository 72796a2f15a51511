//! The customers, users, SKUs and licences of a running emulator.

mod assigned;
mod documents;
mod licenses;
mod users;

use std::collections::HashMap;

use partner_models::licenses::{LicenseGroupId, ProductSku, ServicePlan, SubscribedSku};
use partner_models::users::CustomerUser;

use crate::seed::{Seed, SeedCustomer, SeedUser, Units};

use assigned::Assigned;
pub(crate) use documents::Documents;
pub(crate) use licenses::Refusal;

/// All customers of the partner.
pub(crate) struct Store {
    pub(crate) customers: Vec<Customer>,
}

/// A customer.
pub(crate) struct Customer {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) skus: Vec<Sku>,
    pub(crate) users: Vec<User>,
    /// Where the SKU of an id is, in lower case.
    sku_index: HashMap<String, usize>,
    /// Where the user of an id or a principal name is, in lower case; deleted ones are not there.
    user_index: HashMap<String, usize>,
}

/// A SKU that a customer has licences for.
pub(crate) struct Sku {
    /// As the seed has it; its units are not looked at any more.
    subscribed: SubscribedSku,
    pub(crate) units: Units,
}

/// A user account and its licences, in the order that they were assigned.
pub(crate) struct User {
    pub(crate) account: CustomerUser,
    pub(crate) licenses: Assigned,
}

impl Store {
    pub(crate) fn new(seed: Seed) -> Self {
        Self { customers: seed.customers.into_iter().map(Customer::new).collect() }
    }

    /// The customer of that id, whatever its case.
    pub(crate) fn customer(&self, id: &str) -> Option<&Customer> {
        self.customers.iter().find(|customer| customer.id.eq_ignore_ascii_case(id))
    }

    /// The same, to be changed.
    pub(crate) fn customer_mut(&mut self, id: &str) -> Option<&mut Customer> {
        self.customers.iter_mut().find(|customer| customer.id.eq_ignore_ascii_case(id))
    }
}

impl Customer {
    fn new(seed: SeedCustomer) -> Self {
        let SeedCustomer { id, name, subscribed_skus, users } = seed;
        let skus: Vec<Sku> = subscribed_skus.into_iter().map(Sku::new).collect();
        let users: Vec<User> = users.into_iter().map(|user| User::new(&id, user)).collect();
        let sku_index = skus.iter().enumerate();
        let sku_index = sku_index.map(|(index, sku)| (sku.id().to_lowercase(), index)).collect();
        let mut user_index = HashMap::new();
        for (index, user) in users.iter().enumerate().filter(|(_, user)| !user.is_deleted()) {
            let account = &user.account;
            for key in [account.id.as_deref(), account.user_principal_name.as_deref()] {
                // The first of a name counts.
                user_index.entry(key.unwrap_or_default().to_lowercase()).or_insert(index);
            }
        }
        Self { id, name, skus, users, sku_index, user_index }
    }

    /// The SKU of that id, whatever its case.
    pub(crate) fn sku(&self, id: &str) -> Option<&Sku> {
        self.skus.get(*self.sku_index.get(&id.to_lowercase())?)
    }

    fn sku_mut(&mut self, id: &str) -> Option<&mut Sku> {
        self.skus.get_mut(*self.sku_index.get(&id.to_lowercase())?)
    }
}

impl Sku {
    fn new(subscribed: SubscribedSku) -> Self {
        Self { units: Units::of(&subscribed), subscribed }
    }

    pub(crate) fn product(&self) -> Option<&ProductSku> {
        self.subscribed.product_sku.as_ref()
    }

    pub(crate) fn id(&self) -> &str {
        self.product().and_then(|sku| sku.id.as_deref()).unwrap_or_default()
    }

    pub(crate) fn name(&self) -> &str {
        self.product().and_then(|sku| sku.name.as_deref()).unwrap_or_default()
    }

    /// The group as bodies spell it; a SKU without one is in the first.
    pub(crate) fn group(&self) -> &str {
        let group = self.product().and_then(|sku| sku.license_group_id.as_ref());
        group.map_or("group1", LicenseGroupId::as_str)
    }

    pub(crate) fn plans(&self) -> &[ServicePlan] {
        self.subscribed.service_plans()
    }

    pub(crate) fn available(&self) -> i64 {
        self.units.total() - self.units.consumed
    }
}

impl User {
    fn new(customer: &str, seed: SeedUser) -> Self {
        let account = users::complete(customer, seed.user);
        Self { account, licenses: Assigned::new(seed.licenses) }
    }
}
