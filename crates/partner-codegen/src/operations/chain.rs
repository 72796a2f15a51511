//! `x-rust-chain`: how the client leads to an operation.

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
