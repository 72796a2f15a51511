//! What the emulator knows when it starts.

use std::collections::BTreeSet;
use std::fmt;

use partner_models::licenses::{LicenseAssignment, SubscribedSku};
use partner_models::users::CustomerUser;
use serde::Deserialize;
use serde_json::json;

use crate::store::Documents;

/// The customers that the emulator starts with.
///
/// As JSON, for `--seed`, in the shapes that the service itself uses for SKUs, users and licences:
///
/// ```
/// let seed = partner_emulator::Seed::from_json(r#"{
///   "customers": [{
///     "id": "0c39d6d5-c70d-4c55-bc02-f620844f3fd1",
///     "name": "Contoso",
///     "subscribedSkus": [{
///       "activeUnits": 10,
///       "consumedUnits": 1,
///       "productSku": {"id": "efccb6f7-5641-4e0e-bd10-b4976e1bf68e", "licenseGroupId": "group1"}
///     }],
///     "users": [{
///       "user": {"id": "482e2152-4b49-48ec-b715-823365ce3d4c", "usageLocation": "US"},
///       "licenses": [{"skuId": "efccb6f7-5641-4e0e-bd10-b4976e1bf68e"}]
///     }]
///   }]
/// }"#)?;
/// assert_eq!(seed.customers[0].name, "Contoso");
/// # Ok::<(), partner_emulator::SeedError>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// The partner's customers.
    pub customers: Vec<SeedCustomer>,
}

/// A customer to start with.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedCustomer {
    /// The id of the customer, that is of its tenant.
    pub id: String,
    /// The name shown in analytics.
    pub name: String,
    /// What the customer has licences for. Of the units, `activeUnits`, `warningUnits`,
    /// `suspendedUnits` and `consumedUnits` count; the others follow from them.
    #[serde(default)]
    pub subscribed_skus: Vec<SubscribedSku>,
    /// The customer's user accounts, deleted ones included.
    #[serde(default)]
    pub users: Vec<SeedUser>,
}

/// A user account to start with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedUser {
    /// The account; it needs an `id`. A `state` of `inactive` makes it a deleted one.
    pub user: CustomerUser,
    /// The licences that the user has, of either group. They are among the `consumedUnits`.
    #[serde(default)]
    pub licenses: Vec<LicenseAssignment>,
}

/// Why the emulator can't start with a [`Seed`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedError(String);

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the seed: {}", self.0)
    }
}

impl std::error::Error for SeedError {}

impl Seed {
    /// Microsoft's documented examples: the customer and the user whose licences the page [Get
    /// licenses assigned to a user] shows, what it takes to get every other documented answer, and
    /// a second customer. All names are made up.
    ///
    /// [Get licenses assigned to a user]: https://learn.microsoft.com/en-us/partner-center/developer/check-which-licenses-are-assigned-to-a-user
    ///
    /// # Errors
    ///
    /// Never in a release of this crate: the file is a part of it.
    pub fn documented() -> Result<Self, SeedError> {
        Self::from_json(include_str!("../seed/documented.json"))
    }

    /// Reads a seed.
    ///
    /// # Errors
    ///
    /// Where the text is no such JSON, or contradicts itself: the message says where.
    pub fn from_json(json: &str) -> Result<Self, SeedError> {
        let seed: Self = partner_models::with_serde::from_str(json)
            .map_err(|error| SeedError(error.to_string()))?;
        seed.check()?;
        Ok(seed)
    }

    /// The documents that the seed stands for: its customers.
    pub(crate) fn documents(&self) -> Documents {
        let mut documents = Documents::default();
        for customer in &self.customers {
            let document = json!({
                "id": customer.id,
                "companyProfile": { "companyName": customer.name },
                "attributes": { "objectType": "Customer" },
            });
            documents.put(&["v1", "customers", &customer.id], document);
        }
        documents
    }

    /// Refuses what would make no sense to serve.
    pub(crate) fn check(&self) -> Result<(), SeedError> {
        let mut customers = BTreeSet::new();
        for customer in &self.customers {
            let fail = |what: String| Err(SeedError(format!("customer {}: {what}", customer.id)));
            if !customers.insert(customer.id.to_lowercase()) {
                return fail("given twice".into());
            }
            let mut skus = BTreeSet::new();
            for sku in &customer.subscribed_skus {
                let Some(id) = sku.product_sku.as_ref().and_then(|sku| sku.id.as_ref()) else {
                    return fail("a subscribed SKU has no productSku.id".into());
                };
                if !skus.insert(id.as_str().to_lowercase()) {
                    return fail(format!("the SKU {id} is subscribed twice"));
                }
                let assigned = customer.assigned(id.as_str());
                let units = Units::of(sku);
                if units.consumed < assigned {
                    return fail(format!(
                        "the SKU {id} has {} units, {} of them consumed and {assigned} assigned to users here",
                        units.total(),
                        units.consumed,
                    ));
                }
            }
            let mut users = BTreeSet::new();
            for SeedUser { user, licenses } in &customer.users {
                let Some(id) = user.id.as_ref() else { return fail("a user has no id".into()) };
                if !users.insert(id.as_str().to_lowercase()) {
                    return fail(format!("the user {id} is given twice"));
                }
                let mut own = BTreeSet::new();
                for license in licenses {
                    let sku = license.sku_id.as_str().to_lowercase();
                    if !skus.contains(&sku) {
                        return fail(format!(
                            "the user {id} has the SKU {sku}, which is not subscribed"
                        ));
                    }
                    if !own.insert(sku) {
                        return fail(format!("the user {id} has the SKU {} twice", license.sku_id));
                    }
                }
            }
        }
        Ok(())
    }
}

impl SeedCustomer {
    /// How many users have a licence for the SKU.
    fn assigned(&self, sku: &str) -> i64 {
        let licenses = self.users.iter().flat_map(|user| &user.licenses);
        let count =
            licenses.filter(|license| license.sku_id.as_str().eq_ignore_ascii_case(sku)).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    }
}

/// The units of a SKU that the others follow from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Units {
    pub(crate) active: i64,
    pub(crate) warning: i64,
    pub(crate) suspended: i64,
    pub(crate) consumed: i64,
}

impl Units {
    /// Those of a subscribed SKU; what is missing or beyond reason counts as none.
    pub(crate) fn of(sku: &SubscribedSku) -> Self {
        let units = |units: &Option<partner_models::Integer>| {
            let units = units.as_ref().and_then(partner_models::Integer::as_i64);
            units.filter(|units| (0..=i64::from(i32::MAX)).contains(units)).unwrap_or(0)
        };
        Self {
            active: units(&sku.active_units),
            warning: units(&sku.warning_units),
            suspended: units(&sku.suspended_units),
            consumed: units(&sku.consumed_units),
        }
    }

    /// What can be assigned in all: suspended units do not count.
    pub(crate) fn total(self) -> i64 {
        self.active + self.warning
    }
}
