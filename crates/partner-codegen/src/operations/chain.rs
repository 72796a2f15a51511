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
            let name = part.to_snake_case();
            if !names::is_lower(&name) {
                return Err(format!("`{part}` can't be the name of a method"));
            }
            links.push(Link { name, parameter: None });
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
fn singular(name: &str) -> String {
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
