//! User accounts.

use serde_json::{Value, json};

use super::sku::set_kind;
use crate::api::{self, Call, Failure, Reply};
use crate::store::Documents;

pub(super) fn list(call: &Call<'_>) -> Result<Reply, Failure> {
    let deleted = call.query.one("filter")?.map_or(Ok(false), is_for_deleted)?;
    let store = call.world.store();
    customer(&store, call)?;
    let users = store.list(call.path).map(|(_, document)| &document.value);
    let mut users: Vec<&Value> = users.filter(|user| is_deleted(user) == deleted).collect();
    sort(call, &mut users)?;
    api::list(call, users)
}

pub(super) fn one(call: &Call<'_>) -> Result<Reply, Failure> {
    let store = call.world.store();
    Reply::ok(find(&store, call)?)
}

/// The customer of the path.
pub(super) fn customer<'a>(store: &'a Documents, call: &Call<'_>) -> Result<&'a Value, Failure> {
    let found = store.get(&["v1", "customers", call.parameter("customer-id")]);
    found.map(|document| &document.value).ok_or_else(Failure::no_customer)
}

/// The user of the path, by its id or its principal name; deleted ones are gone.
pub(super) fn find<'a>(store: &'a Documents, call: &Call<'_>) -> Result<&'a Value, Failure> {
    customer(store, call)?;
    let (customer, user) = (call.parameter("customer-id"), call.parameter("user-id"));
    let found = store.get(&["v1", "customers", customer, "users", user]);
    let found = found.map(|document| &document.value).filter(|user| !is_deleted(user));
    found.ok_or_else(Failure::no_user)
}

fn is_deleted(user: &Value) -> bool {
    user.get("state")
        .and_then(Value::as_str)
        .is_some_and(|state| state.eq_ignore_ascii_case("inactive"))
}

/// The account with what the service adds of itself.
pub(crate) fn complete(value: &Value, customer: &str, id: &str) -> Value {
    let mut members = value.as_object().cloned().unwrap_or_default();
    members.entry("state").or_insert_with(|| "active".into());
    members.entry("userDomainType").or_insert_with(|| "none".into());
    let uri = format!("/customers/{customer}/users/{id}");
    let link = json!({ "self": { "uri": uri, "method": "GET", "headers": [] } });
    members.insert("links".into(), link);
    set_kind(&mut members, "CustomerUser");
    members.into()
}

/// In the order that is asked for: both SDKs have `sortField` and `sortDirection`.
fn sort(call: &Call<'_>, users: &mut [&Value]) -> Result<(), Failure> {
    let direction = call.query.one("sortDirection")?.unwrap_or("Ascending");
    let descending = match direction.to_ascii_lowercase().as_str() {
        "ascending" => false,
        "descending" => true,
        _ => return Err(Failure::invalid("sortDirection: there are Ascending and Descending.")),
    };
    let Some(field) = call.query.one("sortField")? else { return Ok(()) };
    let fields = ["displayName", "userPrincipalName", "firstName", "lastName", "id"];
    let field = fields.iter().find(|one| one.eq_ignore_ascii_case(field)).ok_or_else(|| {
        Failure::invalid(
            "sortField: there are DisplayName, UserPrincipalName, FirstName, LastName and Id.",
        )
    })?;
    let key =
        |user: &Value| user.get(*field).and_then(Value::as_str).unwrap_or_default().to_lowercase();
    users.sort_by_cached_key(|user| key(user));
    if descending {
        users.reverse();
    }
    Ok(())
}

/// Whether a filter asks for deleted users or for the others.
fn is_for_deleted(filter: &str) -> Result<bool, Failure> {
    let fail = || {
        Failure::invalid(
            r#"filter: {"Field":"UserState","Value":"Inactive","Operator":"equals"} is wanted, or the like."#,
        )
    };
    let filter: Value = serde_json::from_str(filter).map_err(|_| fail())?;
    let members = filter.as_object().ok_or_else(fail)?;
    let member = |name: &str| {
        let member = members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        member.and_then(|(_, value)| value.as_str()).map(str::to_ascii_lowercase).ok_or_else(fail)
    };
    // The documentation's sample answer names the field `UserStatus`.
    if !matches!(member("Field")?.as_str(), "userstate" | "userstatus") {
        return Err(fail());
    }
    let inactive = match member("Value")?.as_str() {
        "inactive" => true,
        "active" => false,
        _ => return Err(fail()),
    };
    match member("Operator")?.as_str() {
        "equals" => Ok(inactive),
        "not_equals" => Ok(!inactive),
        _ => Err(fail()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_filter_asks_for_deleted_users() {
        let asks = |filter| is_for_deleted(filter).ok();
        assert_eq!(
            asks(r#"{"Field":"UserState","Value":"Inactive","Operator":"equals"}"#),
            Some(true)
        );
        assert_eq!(
            asks(r#"{"field":"UserStatus","value":"active","operator":"Equals"}"#),
            Some(false)
        );
        assert_eq!(
            asks(r#"{"Field":"UserState","Value":"Active","Operator":"not_equals"}"#),
            Some(true)
        );
        for bad in [
            "",
            "[]",
            r#"{"Field":"Name","Value":"Inactive","Operator":"equals"}"#,
            r#"{"Field":"UserState","Value":"Gone","Operator":"equals"}"#,
            r#"{"Field":"UserState","Value":"Inactive","Operator":"like"}"#,
            r#"{"Field":"UserState","Operator":"equals"}"#,
        ] {
            assert_eq!(asks(bad), None, "{bad}");
        }
    }
}
