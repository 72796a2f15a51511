//! `links` of answers and `servers` of operations: where else to go.

use crate::diagnostic::Diagnostic;
use crate::json::{Member, Node};
use crate::load::Source;

use super::clouds;
use super::dialect::first;
use super::model::{Follow, Operation, Server};
use super::names;

/// Reads the links of an answer: each leads to the operation that the header `Location` has the address of.
pub(super) fn read(
    source: &Source,
    answer: &Node,
    follows: &mut Vec<Follow>,
) -> Result<(), Diagnostic> {
    for link in answer.get("links").map(Node::members).unwrap_or_default() {
        let headers = answer.get("headers").map(Node::members).unwrap_or_default();
        if !headers.iter().any(|header| header.name.eq_ignore_ascii_case("location")) {
            return Err(source.problem(
                link.name_span.clone(),
                "the answer has no header `Location` for this to follow",
                "describe it among the `headers` of the answer",
            ));
        }
        let name = names::field(&link.name);
        if !names::is_lower(&name) || name == "new" || name.starts_with("with_") {
            return Err(source.problem(
                link.name_span.clone(),
                format!("`{}` can't be the name of a function", link.name),
                "write a name such as `status`",
            ));
        }
        let Some(to) = link.value.str("operationId") else {
            return Err(source.problem(
                first(&link.value),
                "the link does not say which operation it leads to",
                "write its `operationId`",
            ));
        };
        let follow = Follow {
            name,
            to: to.to_owned(),
            description: link.value.str("description").unwrap_or_default().to_owned(),
        };
        match follows.iter().find(|other| other.name == follow.name) {
            None => follows.push(follow),
            // Of several answers of one operation.
            Some(other) if other.to == follow.to => {}
            Some(_) => {
                return Err(source.problem(
                    link.name_span.clone(),
                    format!("another answer has a link `{}` that leads elsewhere", link.name),
                    "give one of them another name",
                ));
            }
        }
    }
    Ok(())
}

/// Checks that each link leads to an operation that is described and that an address leads to.
pub(super) fn check(operations: &[(Operation, &Source, &Member)], problems: &mut Vec<Diagnostic>) {
    for (operation, source, method) in operations {
        for follow in &operation.follows {
            let target = operations.iter().find(|(other, ..)| other.id == follow.to);
            let message = match target {
                None => format!("no operation has the `operationId` `{}`", follow.to),
                Some((other, ..)) if other.method != "GET" => {
                    format!("`{}` is no GET, and `Location` is the address of one", follow.to)
                }
                Some(_) => continue,
            };
            problems.push(source.problem(
                method.name_span.clone(),
                format!("the link `{}` of an answer leads nowhere: {message}", follow.name),
                "name a GET that is described",
            ));
        }
    }
}

/// The hosts of an operation.
pub(super) fn servers(source: &Source, operation: &Node) -> Result<Vec<Server>, Diagnostic> {
    let Some(node) = operation.get("servers") else { return Ok(Vec::new()) };
    let mut servers: Vec<Server> = Vec::new();
    for server in node.elements() {
        let url = server.str("url").unwrap_or_default();
        let refuse = |name: &str, message: String, help: &str| {
            let place = server.get(name).map_or_else(|| first(server), |node| node.span.clone());
            Err(source.problem(place, message, help))
        };
        if !is_host(url) {
            let message = format!("`{url}` is not the URL of a host");
            return refuse("url", message, "write one such as `https://graph.microsoft.com`");
        }
        let Some(scope) = server.str("x-scope").filter(|scope| is_scope(scope)) else {
            let message = "the server does not say what a token for it is asked for".to_owned();
            let help =
                "write the scope, such as `\"x-scope\": \"https://graph.microsoft.com/.default\"`";
            return refuse("x-scope", message, help);
        };
        let clouds = server.get("x-clouds").map(clouds::list);
        let both = |other: &Server| match (&other.clouds, &clouds) {
            (Some(of_other), Some(own)) => own.iter().any(|cloud| of_other.contains(cloud)),
            _ => true,
        };
        if servers.iter().any(both) {
            let message = "a cloud would have the operation on two hosts".to_owned();
            let help = "say which clouds each is of: `\"x-clouds\": [\"global\"]`";
            return refuse("x-clouds", message, help);
        }
        servers.push(Server { url: url.to_owned(), scope: scope.to_owned(), clouds });
    }
    if servers.is_empty() {
        return Err(source.problem(
            node.span.clone(),
            "an operation without a server is to be had nowhere",
            "leave `servers` out where the operation is on the host of the API",
        ));
    }
    Ok(servers)
}

/// `https`, a host, and nothing behind it. A token goes there.
fn is_host(url: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    url.strip_prefix("https://")
        .is_some_and(|host| host.contains('.') && host.split('.').all(is_part))
}

fn is_scope(scope: &str) -> bool {
    scope.contains("://") && !scope.contains(char::is_whitespace)
}
