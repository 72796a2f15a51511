//! User accounts.

use partner_models::common::SeekBasedCollection;
use partner_models::users::CustomerUser;
use serde_json::Value;

use crate::api::paging::{Page, Position};
use crate::api::{Call, Failure, Reply};

pub(super) fn list(call: &Call<'_>) -> Result<Reply, Failure> {
    let filter = call.query.one("filter")?;
    let deleted = filter.map_or(Ok(false), is_for_deleted)?;
    let size = call.query.number("size", 0)?.filter(|size| *size > 0);
    let seek = call.query.one("seekOperation")?;
    let token = call.header("ms-continuationtoken")?;
    let store = call.app.store();
    let customer =
        store.customer(call.parameter("customer-id")).ok_or_else(Failure::no_customer)?;
    let mut users: Vec<&CustomerUser> = customer.users(deleted).collect();
    sort(call, &mut users)?;
    let size = size.unwrap_or(call.app.config.page_size);
    let list = format!("/customers/{}/users", customer.id);
    let position = Position::find(&list, deleted, seek, token, size, users.len())?;
    let page = Page { list: &list, filter, deleted, position, total: users.len() };
    let items: Vec<CustomerUser> = page.slice(&users).iter().map(|user| (*user).clone()).collect();
    let mut body: SeekBasedCollection<CustomerUser> = page.envelope().with_items(items);
    body.continuation_token = page.continuation_token();
    Reply::ok(&body)
}

pub(super) fn one(call: &Call<'_>) -> Result<Reply, Failure> {
    let store = call.app.store();
    let customer =
        store.customer(call.parameter("customer-id")).ok_or_else(Failure::no_customer)?;
    let user = customer.user(call.parameter("user-id")).ok_or_else(Failure::no_user)?;
    Reply::ok(&user.account)
}

/// In the order that is asked for: both SDKs have `sortField` and `sortDirection`.
fn sort(call: &Call<'_>, users: &mut [&CustomerUser]) -> Result<(), Failure> {
    let Some(field) = call.query.one("sortField")? else { return Ok(()) };
    let key: fn(&CustomerUser) -> Option<&str> = match field.to_ascii_lowercase().as_str() {
        "displayname" => |user| user.display_name.as_deref(),
        "userprincipalname" => |user| user.user_principal_name.as_deref(),
        "firstname" => |user| user.first_name.as_deref(),
        "lastname" => |user| user.last_name.as_deref(),
        "id" => |user| user.id.as_deref(),
        _ => {
            return Err(Failure::invalid(
                "sortField: there are displayName, userPrincipalName, firstName, lastName and id.",
            ));
        }
    };
    users.sort_by_cached_key(|user| key(user).unwrap_or_default().to_lowercase());
    match call.query.one("sortDirection")?.unwrap_or("ascending").to_ascii_lowercase().as_str() {
        "ascending" => {}
        "descending" => users.reverse(),
        _ => {
            return Err(Failure::invalid("sortDirection: there are ascending and descending."));
        }
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
