//! The licences of a user.

use std::collections::{BTreeMap, HashMap};

use partner_models::licenses::{LicenseAssignment, ProductSkuId};

/// The licences of a user, in the order that they were assigned. However many there are, one is found
/// at once.
#[derive(Clone, Default)]
pub(crate) struct Assigned {
    order: BTreeMap<u64, LicenseAssignment>,
    index: HashMap<String, u64>,
    next: u64,
}

impl Assigned {
    pub(super) fn new(licenses: Vec<LicenseAssignment>) -> Self {
        let mut assigned = Self::default();
        for license in licenses {
            assigned.put(license);
        }
        assigned
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &LicenseAssignment> {
        self.order.values()
    }

    pub(super) fn has(&self, sku: &ProductSkuId) -> bool {
        self.index.contains_key(&key(sku))
    }

    /// Whether there was such a licence.
    pub(super) fn remove(&mut self, sku: &ProductSkuId) -> bool {
        let number = self.index.remove(&key(sku));
        number.is_some_and(|number| self.order.remove(&number).is_some())
    }

    /// Whether it is a new one; one of the same SKU is put in the place of the other.
    pub(super) fn put(&mut self, license: LicenseAssignment) -> bool {
        let number = *self.index.entry(key(&license.sku_id)).or_insert(self.next);
        self.next += 1;
        self.order.insert(number, license).is_none()
    }
}

fn key(sku: &ProductSkuId) -> String {
    sku.as_str().to_lowercase()
}
