//! Paths as they should have been printed.

use heck::ToKebabCase;

/// The path of an operation, without what pages print differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The host, if it is not the API's own.
    pub host: Option<String>,
    /// The path, such as `/v1/customers/{customer-id}/orders`.
    pub path: String,
}

/// The template that a printed path or URI means; none if it is a fragment, or the place of signing in.
///
/// `{customer-tenant-id}`, `{CustomerTenantId}` and an id that a sample shows are all `{customer-id}`; brackets
/// too many, doubled slashes, brackets and underscores before the path and a query behind it are misprints.
#[must_use]
pub fn template(printed: &str) -> Option<Template> {
    let printed = printed.trim().replacen(":// ", "://", 1);
    let printed = printed.split_whitespace().next()?;
    let printed = printed.strip_prefix("{baseURL}").unwrap_or(printed);
    let (host, path) = match printed.split_once("://") {
        Some((_, rest)) => {
            let (host, path) = rest.split_once('/')?;
            (Some(host.to_lowercase()), path)
        }
        None => (None, printed.trim_start_matches(['_', '[', ']']).strip_prefix('/')?),
    };
    let host = host.filter(|host| host != "api.partnercenter.microsoft.com" && host != "{baseurl}");
    let path = path.split(['?', '&', '#']).next()?;
    let mut parts: Vec<String> = Vec::new();
    for part in path.split('/').filter(|part| !part.trim_matches(['>', '<']).is_empty()) {
        let part = part.trim_matches(['<', '>']);
        let inner = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        let inner = inner.map(|inner| inner.trim_matches(['<', '>']));
        let before = parts.last().map_or("", String::as_str);
        parts.push(match inner {
            Some("version") => "v1".into(),
            Some(name) => format!("{{{}}}", parameter(name, before)),
            None if part.eq_ignore_ascii_case("v{version}") || part == "v1.0" && host.is_none() => {
                "v1".into()
            }
            None if part.to_lowercase().ends_with("tenantid") => "{customer-id}".into(),
            None if is_guid(part) => format!("{{{}}}", parameter("id", before)),
            None => part.to_owned(),
        });
    }
    let first = parts.first()?.as_str();
    let is_api = host.is_some() || first == "v1" || matches!(first, "partner" | "webhooks");
    // The address that the service calls, and the places of signing in.
    let is_ours = !parts.iter().any(|part| part == "oauth2" || part == "callback");
    (is_api && is_ours && parts.len() > 1)
        .then(|| Template { host, path: format!("/{}", parts.join("/")) })
}

/// What two paths have in common if they mean the same: the names of parameters and the case differ.
#[must_use]
pub fn normal(path: &str) -> String {
    let known = template(path);
    let host = known.as_ref().and_then(|known| known.host.clone()).unwrap_or_default();
    let path = known.map_or_else(|| path.to_owned(), |known| known.path);
    let parts = path.trim_end_matches('/').split('/').map(|part| {
        if part.starts_with('{') { "{}".to_owned() } else { part.to_ascii_lowercase() }
    });
    host + &parts.collect::<Vec<_>>().join("/")
}

/// The name of a parameter: in words, with the `id` that it is, and of whom.
fn parameter(printed: &str, before: &str) -> String {
    let name = printed.to_kebab_case();
    if matches!(name.as_str(), "customer-tenant-id" | "customerid" | "customer-tenantid") {
        return "customer-id".into();
    }
    let before = before.to_kebab_case();
    let of_list = || format!("{}-id", before.strip_suffix('s').unwrap_or(&before));
    if name == "id" || name.starts_with("id-for-") {
        return of_list();
    }
    match name.strip_suffix("id") {
        Some(stem) if !stem.ends_with('-') && before.starts_with(stem) => format!("{stem}-id"),
        _ => name,
    }
}

fn is_guid(text: &str) -> bool {
    let groups: Vec<_> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.chars().all(|c| c.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_paths_are_what_they_mean() {
        for (printed, meant) in [
            ("/v1/customers/{customer-tenant-id}/", "/v1/customers/{customer-id}"),
            ("/v1/customers/{CustomerTenantId}/users", "/v1/customers/{customer-id}/users"),
            ("/v1/customers/CustomerTenantId/users", "/v1/customers/{customer-id}/users"),
            ("/v1/customers/{<customer_id>}/x>", "/v1/customers/{customer-id}/x"),
            (
                "/v1//sandboxIndirectReseller/{resellerId}",
                "/v1/sandboxIndirectReseller/{reseller-id}",
            ),
            (
                "__/v1/customers/{customerid}/orders/{orderid}/attachment",
                "/v1/customers/{customer-id}/orders/{order-id}/attachment",
            ),
            (
                "{baseURL}/v{version}/payouts/payments/{paymentsRequestId}",
                "/v1/payouts/payments/{payments-request-id}",
            ),
            (
                "/v1/customers/{customer-id}/subscriptions/{id-for-target}/upgrades",
                "/v1/customers/{customer-id}/subscriptions/{subscription-id}/upgrades",
            ),
            (
                "/v1/invoices/{invoice-id}/lineitems/onetime/billinglineitems&size={size}",
                "/v1/invoices/{invoice-id}/lineitems/onetime/billinglineitems",
            ),
            (
                "https://api.partnercenter.microsoft.com/v1.0/customers?size=2 HTTP/1.1",
                "/v1/customers",
            ),
            (
                "/webhooks/v1/registration/validationEvents/04af2aea-d413-42db-824e-f328001484d1",
                "/webhooks/v1/registration/validationEvents/{validation-event-id}",
            ),
        ] {
            let template = template(printed).unwrap_or_else(|| panic!("{printed}"));
            assert_eq!((template.path.as_str(), template.host), (meant, None), "{printed}");
        }
        for printed in [
            "{customer_id}/qualifications",
            "/",
            "/{tenantId}/oauth2/token",
            "/common/oauth2/authorize",
            "/webhooks/callback",
            "",
        ] {
            assert_eq!(template(printed), None, "{printed}");
        }
        let other = template("https://api.partner.microsoft.com/v1.0/engagements/referrals/{ID}")
            .expect("a path");
        assert_eq!(other.host.as_deref(), Some("api.partner.microsoft.com"));
        assert_eq!(other.path, "/v1.0/engagements/referrals/{referral-id}");
        assert_eq!(normal("/v1/Customers/{a}/"), normal("/v1/customers/{customer-tenant-id}"));
    }
}
