//! What the emulator knows when it starts.

use std::collections::BTreeMap;
use std::fmt;

use partner_models::licenses::{LicenseAssignment, SubscribedSku};
use partner_models::users::CustomerUser;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::contract::{Contract, Place, normalize};
use crate::families::{self, Sku, plan_id, sku};
use crate::store::{Documents, split_path};

/// What the emulator starts with: customers in a short form, and documents of any family.
///
/// As JSON, for `--seed`, in the shapes that the service itself uses:
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
///   }],
///   "documents": {
///     "/v1/customers/0c39d6d5-c70d-4c55-bc02-f620844f3fd1/users": [{"id": "another"}]
///   }
/// }"#)?;
/// assert_eq!(seed.customers[0].name, "Contoso");
/// # Ok::<(), partner_emulator::SeedError>(())
/// ```
///
/// Each document is held against the description when the emulator starts; an error says where.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// The partner's customers, with their SKUs, users and licences.
    #[serde(default)]
    pub customers: Vec<SeedCustomer>,
    /// Documents by their paths. A list is that of the documents right below its path, in their order.
    #[serde(default)]
    pub documents: BTreeMap<String, Value>,
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
    /// If the text is no such JSON. Whether its documents are as described shows when the emulator
    /// starts.
    pub fn from_json(json: &str) -> Result<Self, SeedError> {
        partner_models::with_serde::from_str(json).map_err(|error| SeedError(error.to_string()))
    }

    /// This seed with another one after it, such as that of another family.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.customers.extend(other.customers);
        for (path, value) in other.documents {
            match (self.documents.get_mut(&path), value) {
                (Some(Value::Array(list)), Value::Array(more)) => list.extend(more),
                (_, value) => drop(self.documents.insert(path, value)),
            }
        }
        self
    }

    /// The documents that it stands for.
    pub(crate) fn load(&self, contract: &Contract) -> Result<Documents, SeedError> {
        self.load_into(contract, false)
    }

    /// The same, whether or not the description is one that knows of them.
    pub(crate) fn load_anywhere(&self, contract: &Contract) -> Result<Documents, SeedError> {
        self.load_into(contract, true)
    }

    fn load_into(&self, contract: &Contract, anywhere: bool) -> Result<Documents, SeedError> {
        let mut loader = Loader { contract, anywhere, documents: Documents::default() };
        loader.load(self).map_err(SeedError)?;
        match families::contradiction(&loader.documents) {
            Some(what) => Err(SeedError(what)),
            None => Ok(loader.documents),
        }
    }
}

/// Puts what a seed has where it belongs, and tells what is wrong with it and where.
struct Loader<'a> {
    contract: &'a Contract,
    /// Whether documents may be where the description has nothing.
    anywhere: bool,
    documents: Documents,
}

impl Loader<'_> {
    fn load(&mut self, seed: &Seed) -> Result<(), String> {
        for (index, customer) in seed.customers.iter().enumerate() {
            self.customer(&format!("customers[{index}]"), customer)?;
        }
        for (path, value) in &seed.documents {
            let place = format!("documents[{path:?}]");
            let parts = split_path(path);
            let parts = parts
                .ok_or_else(|| format!("{place}: a path begins with / and has no empty part"))?;
            match value {
                Value::Array(list) => {
                    for (index, value) in list.iter().enumerate() {
                        let id = self.contract.id_of(&parts, value);
                        let id = id.unwrap_or_else(|| (index + 1).to_string());
                        let mut path = parts.clone();
                        path.push(id);
                        self.put(&format!("{place}[{index}]"), &path, value.clone())?;
                    }
                }
                value => self.put(&place, &parts, value.clone())?,
            }
        }
        Ok(())
    }

    /// Puts a document where none is.
    fn put(&mut self, place: &str, path: &[String], value: Value) -> Result<(), String> {
        if self.documents.get(path).is_some() {
            let id = path.last().map(String::as_str).unwrap_or_default();
            return Err(format!("{place}: {id} is given twice"));
        }
        let value = match self.contract.place(path) {
            Some(Place::Described(schema)) => {
                let schemas = &self.contract.schemas;
                let value = families::complete(path, normalize(schemas, schema, value));
                schemas.check_at(place, schema, &value)?;
                value
            }
            Some(Place::OnTheWay) => value,
            None if self.anywhere => families::complete(path, value),
            None => return Err(format!("{place}: no operation's path leads there")),
        };
        self.documents.put(path, value);
        Ok(())
    }

    fn customer(&mut self, place: &str, customer: &SeedCustomer) -> Result<(), String> {
        let path = |rest: &[&str]| -> Vec<String> {
            let start = ["v1", "customers", customer.id.as_str()];
            start.iter().chain(rest).map(|&part| part.to_owned()).collect()
        };
        let document = json!({
            "id": customer.id,
            "companyProfile": { "companyName": customer.name },
            "relationshipToPartner": "reseller",
            "attributes": { "objectType": "Customer" },
        });
        self.put(place, &path(&[]), document)?;
        let company = json!({
            "tenantId": customer.id,
            "companyName": customer.name,
            "attributes": { "objectType": "CustomerCompanyProfile" },
        });
        let company_path = path(&["profiles", "company"]);
        // A description of one's own may have no such operation.
        if self.contract.place(&company_path).is_some() {
            self.put(place, &company_path, company)?;
        }
        for (index, subscribed) in customer.subscribed_skus.iter().enumerate() {
            let place = format!("{place}.subscribedSkus[{index}]");
            let value = value(subscribed);
            let id = Sku(&value).id().to_owned();
            if id.is_empty() {
                return Err(format!("{place}: it has no productSku.id"));
            }
            self.put(&place, &path(&["subscribedskus", &id]), value)?;
        }
        for (index, SeedUser { user, licenses }) in customer.users.iter().enumerate() {
            let place = format!("{place}.users[{index}]");
            let id = user.id.as_deref().filter(|id| !id.is_empty());
            let id = id.ok_or_else(|| format!("{place}.user: it has no id"))?;
            self.put(&format!("{place}.user"), &path(&["users", id]), value(user))?;
            for (index, license) in licenses.iter().enumerate() {
                let place = format!("{place}.licenses[{index}]");
                let sku_id = license.sku_id.as_str();
                let sku = sku(&self.documents, &customer.id, sku_id)
                    .ok_or_else(|| format!("{place}.skuId: {sku_id} is not subscribed"))?;
                let excluded = license.excluded_plans();
                let excluded: Vec<_> =
                    excluded.iter().map(|plan| plan.as_str().to_lowercase()).collect();
                let plans: Vec<_> = sku.plans().iter().filter_map(plan_id).collect();
                if let Some(plan) = excluded.iter().find(|plan| !plans.contains(plan)) {
                    return Err(format!("{place}.excludedPlans: the SKU has no plan {plan}"));
                }
                let document = sku.license(|plan| excluded.iter().any(|one| one == plan));
                self.put(&place, &path(&["users", id, "licenses", sku_id]), document)?;
            }
        }
        Ok(())
    }
}

/// A value of the models as JSON: what could be read can be written.
fn value<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
