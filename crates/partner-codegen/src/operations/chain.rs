//! `x-rust-chain`: how the client leads to an operation; and what it is where nothing is said.

use heck::ToSnakeCase;

use super::model::{Chain, Link};
use super::names;

/// Reads `customer(customer-id).users.list`.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn parse(text: &str) -> Result<Chain, String> {
    let mut links: Vec<Link> = text.split('.').map(link).collect::<Result<_, _>>()?;
    match links.pop() {
        Some(Link { parameter: Some(_), .. }) => {
            Err("the last name is that of the operation's method and takes no parameter".into())
        }
        Some(_) if links.is_empty() => Err("there must be a sub-client before the method".into()),
        Some(Link { name, .. }) => Ok(Chain { links, method: name }),
        None => Err("it is empty".into()),
    }
}

fn link(text: &str) -> Result<Link, String> {
    let (name, parameter) = match text.strip_suffix(')').map(|text| text.split_once('(')) {
        Some(Some((name, parameter))) if !parameter.is_empty() => (name, Some(parameter)),
        Some(_) => return Err(format!("`{text}` is not a name with a parameter in brackets")),
        None => (text, None),
    };
    if names::is_lower(name) {
        Ok(Link { name: name.to_owned(), parameter: parameter.map(str::to_owned) })
    } else {
        Err(format!("`{name}` can't be the name of a method"))
    }
}

/// The chain that follows from a path: its parts, those before a parameter in the singular and with the
/// parameter, and the method that the HTTP method stands for: `/v1/customers/{customer-id}/users` is
/// `customer(customer-id).users.list` where the answer is a list.
///
/// # Errors
///
/// The part that no chain follows from.
pub(super) fn of_path(path: &str, method: &str, is_list: bool) -> Result<Chain, String> {
    let mut links: Vec<Link> = Vec::new();
    let parts = path.split('/').filter(|part| !part.is_empty());
    for part in parts.skip_while(|part| *part == "partner").filter(|part| !is_version(part)) {
        if let Some(parameter) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            match links.last_mut() {
                Some(link) if link.parameter.is_none() => {
                    link.name = singular(&link.name);
                    link.parameter = Some(parameter.to_owned());
                }
                _ => return Err(format!("nothing before `{{{parameter}}}` says what it is of")),
            }
        } else {
            links.push(Link { name: part.to_snake_case(), parameter: None });
        }
    }
    let method = match method {
        "get" if is_list => "list",
        "get" => "get",
        "head" => "exists",
        "post" => "create",
        "put" => "replace",
        "patch" => "update",
        _ => "delete",
    };
    if let Some(link) = links.iter().find(|link| !names::is_lower(&link.name)) {
        return Err(format!("`{}` can't be the name of a method", link.name));
    }
    if links.is_empty() {
        return Err("the path has no part that could be a sub-client".into());
    }
    Ok(Chain { links, method: method.to_owned() })
}

fn is_version(part: &str) -> bool {
    part.strip_prefix('v').is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    })
}

/// `customers` → `customer`, `entities` → `entity`, `addresses` → `address`, `status` → `status`
pub(crate) fn singular(name: &str) -> String {
    if let Some(stem) = name.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    for ending in ["sses", "xes", "ches", "shes"] {
        if name.ends_with(ending) {
            return name[..name.len() - 2].to_owned();
        }
    }
    let is_plural =
        name.ends_with('s') && !["ss", "us", "is"].iter().any(|end| name.ends_with(end));
    name[..name.len() - usize::from(is_plural)].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chain as it is written.
    fn text(chain: &Chain) -> String {
        let links = chain.links.iter().map(|link| match &link.parameter {
            Some(parameter) => format!("{}({parameter}).", link.name),
            None => format!("{}.", link.name),
        });
        links.collect::<String>() + &chain.method
    }

    #[test]
    fn chains_follow_from_paths() {
        for (method, path, is_list, expected) in [
            ("get", "/v1/customers", true, "customers.list"),
            ("get", "/v1/customers/{id}", false, "customer(id).get"),
            ("head", "/v1/domains/{domain}", false, "domain(domain).exists"),
            ("post", "/v1/customers/{id}/orders", false, "customer(id).orders.create"),
            ("put", "/v1/addresses/{id}", false, "address(id).replace"),
            ("patch", "/v1/entities/{id}/status", false, "entity(id).status.update"),
            ("delete", "/v1/churches/{id}", false, "church(id).delete"),
            ("get", "/partner/v1/analytics/usage", true, "analytics.usage.list"),
            ("get", "/webhooks/v1/registration/events", true, "webhooks.registration.events.list"),
            ("get", "/v1/status/{id}", false, "status(id).get"),
            (
                "get",
                "/v1/customers/{id}/azureEntitlements",
                true,
                "customer(id).azure_entitlements.list",
            ),
        ] {
            let chain = of_path(path, method, is_list);
            let chain = chain.unwrap_or_else(|problem| panic!("{path}: {problem}"));
            assert_eq!(text(&chain), expected);
            assert_eq!(parse(expected), Ok(chain), "what follows can be written");
        }
        // The last has a name that Rust has a use for itself.
        for path in ["/v1/{id}", "/v1/a/{b}/{c}", "/v1", "/v1/7", "/v1/boxes/{id}"] {
            assert!(of_path(path, "get", false).is_err(), "{path}");
        }
    }
}
