//! The SKUs that a customer has licences for, as documents.

use serde_json::{Map, Value, json};

use crate::store::Documents;

/// A subscribed SKU: a document `/v1/customers/{customer-id}/subscribedskus/{sku-id}`.
#[derive(Clone, Copy)]
pub(crate) struct Sku<'a>(pub(crate) &'a Value);

/// The units of a SKU that the others follow from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Units {
    pub(crate) active: i64,
    pub(crate) warning: i64,
    pub(crate) suspended: i64,
    pub(crate) consumed: i64,
}

impl Units {
    /// What can be assigned in all: suspended units do not count.
    pub(crate) fn total(self) -> i64 {
        self.active + self.warning
    }

    /// What is left: less than none where units have expired since they were assigned.
    pub(crate) fn available(self) -> i64 {
        self.total() - self.consumed
    }
}

impl<'a> Sku<'a> {
    pub(crate) fn product(self) -> &'a Value {
        self.0.get("productSku").unwrap_or(&Value::Null)
    }

    fn text(self, name: &str) -> &'a str {
        self.product().get(name).and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn id(self) -> &'a str {
        self.text("id")
    }

    pub(crate) fn name(self) -> &'a str {
        self.text("name")
    }

    pub(crate) fn group(self) -> &'a str {
        group(self.0)
    }

    pub(crate) fn plans(self) -> &'a [Value] {
        self.0.get("servicePlans").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// What is missing or beyond reason counts as none.
    pub(crate) fn units(self) -> Units {
        let units = |name: &str| {
            let units = self.0.get(name).and_then(Value::as_i64);
            units.filter(|units| (0..=i64::from(i32::MAX)).contains(units)).unwrap_or(0)
        };
        Units {
            active: units("activeUnits"),
            warning: units("warningUnits"),
            suspended: units("suspendedUnits"),
            consumed: units("consumedUnits"),
        }
    }

    /// The document with all its units, so many of them consumed.
    pub(crate) fn complete(self, consumed: i64) -> Value {
        let units = Units { consumed, ..self.units() };
        let mut members = self.0.as_object().cloned().unwrap_or_default();
        for (name, number) in [
            ("activeUnits", units.active),
            ("warningUnits", units.warning),
            ("suspendedUnits", units.suspended),
            ("consumedUnits", units.consumed),
            ("totalUnits", units.total()),
            ("availableUnits", units.available()),
        ] {
            members.insert(name.into(), number.into());
        }
        set_kind(&mut members, "SubscribedSku");
        members.into()
    }

    /// A licence of the SKU without the plans that are excluded, by their ids in lower case.
    pub(crate) fn license(self, is_excluded: impl Fn(&str) -> bool) -> Value {
        let is_left = |plan: &&Value| {
            !is_for_tenant(plan) && !plan_id(plan).is_some_and(|id| is_excluded(&id))
        };
        let plans = self.plans().iter().filter(is_left).map(|plan| {
            let mut plan = plan.as_object().cloned().unwrap_or_default();
            plan.insert("capabilityStatus".into(), "Assigned".into());
            Value::Object(plan)
        });
        let mut product = self.product().as_object().cloned().unwrap_or_default();
        product.remove("targetType");
        json!({
            "servicePlans": plans.collect::<Vec<_>>(),
            "productSku": product,
            "attributes": { "objectType": "License" },
        })
    }

    /// What the service wants known when the SKU is assigned: plans for the tenant as a whole can't
    /// be assigned to a user.
    pub(crate) fn warning(self) -> Option<Value> {
        let plans = self.plans().iter().filter(|plan| is_for_tenant(plan));
        let names: Vec<_> = plans.filter_map(|plan| plan.get("serviceName").cloned()).collect();
        (!names.is_empty()).then(|| {
            let name = self.name();
            let text = format!("Plans of {name} that are meant for the tenant were left out.");
            json!({ "code": "PlanLeftOut", "message": text, "servicePlans": names })
        })
    }
}

/// The customers: the path and the document of each.
pub(crate) fn customers(store: &Documents) -> impl Iterator<Item = (&str, &Value)> {
    store.list(&["v1", "customers"]).map(|(id, document)| (id, &document.value))
}

/// The SKUs of a customer.
pub(crate) fn skus<'a>(
    store: &'a Documents,
    customer: &str,
) -> impl Iterator<Item = Sku<'a>> + use<'a> {
    let list = ["v1", "customers", customer, "subscribedskus"];
    store.list(&list).map(|(_, document)| Sku(&document.value))
}

/// The SKU of that id.
pub(crate) fn sku<'a>(store: &'a Documents, customer: &str, id: &str) -> Option<Sku<'a>> {
    let document = store.get(&["v1", "customers", customer, "subscribedskus", id])?;
    Some(Sku(&document.value))
}

/// The group of a licence or a SKU, as bodies spell it; one without it is in the first.
pub(crate) fn group(document: &Value) -> &str {
    let product = document.get("productSku").and_then(|product| product.get("licenseGroupId"));
    product.and_then(Value::as_str).unwrap_or("group1")
}

/// The id of a service plan, in lower case.
pub(crate) fn plan_id(plan: &Value) -> Option<String> {
    plan.get("id").and_then(Value::as_str).map(str::to_lowercase)
}

fn is_for_tenant(plan: &Value) -> bool {
    plan.get("targetType")
        .and_then(Value::as_str)
        .is_some_and(|kind| kind.eq_ignore_ascii_case("tenant"))
}

pub(crate) fn set_kind(members: &mut Map<String, Value>, kind: &str) {
    let attributes = members.entry("attributes").or_insert_with(|| json!({}));
    if let Some(attributes) = attributes.as_object_mut() {
        attributes.insert("objectType".into(), kind.into());
    }
}
