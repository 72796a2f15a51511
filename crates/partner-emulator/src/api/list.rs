//! Items in the described envelope, page by page as described.

use serde_json::{Map, Value, json};

use super::paging::Position;
use super::{Call, Failure, Reply};
use crate::strict::Strictness;

/// Answers with the page that a call asks for.
pub(crate) fn list(call: &Call<'_>, items: Vec<&Value>) -> Result<Reply, Failure> {
    let success = &call.operation.success;
    let none = Value::Null;
    let body = envelope(call, success.schema.as_ref().unwrap_or(&none), items)?;
    Reply::json(call.status(), &body)
}

/// Whether a parameter says which page is wanted, and not what is in it.
pub(crate) fn is_paging(name: &str) -> bool {
    ["size", "offset", "top", "skip", "seekOperation"]
        .iter()
        .any(|paging| paging.eq_ignore_ascii_case(name))
}

/// The items of a page, in the envelope that the description has.
fn envelope(call: &Call<'_>, schema: &Value, items: Vec<&Value>) -> Result<Value, Failure> {
    let schemas = &call.world.contract.schemas;
    let total = items.len();
    let has = |name| call.operation.parameter("query", name).is_some();
    let size_name = ["size", "top"].into_iter().find(|name| has(name));
    let size = size_name.map_or(Ok(None), |name| call.query.number(name, 0))?;
    let size = size.filter(|size| *size > 0);
    let start_name = ["offset", "skip"].into_iter().find(|name| has(name));
    let start = start_name.map_or(Ok(None), |name| call.query.number(name, 0))?.unwrap_or(0);
    let is_paged = size_name.is_some() || has("seekOperation");
    let size = if is_paged { size.unwrap_or(call.world.config.page_size) } else { total.max(1) };
    let list = format!("/{}", call.path.get(1..).unwrap_or_default().join("/"));
    // A token is good for the same list in the same order.
    let others = call.query.pairs().filter(|(name, _)| !is_paging(name));
    let others = others.map(|(name, value)| format!("{}={value}&", name.to_lowercase()));
    let token_of = format!("{}?{}", list.to_lowercase(), others.collect::<String>());
    let position = if has("seekOperation") {
        let (seek, token) =
            (call.query.one("seekOperation")?, call.header("ms-continuationtoken")?);
        let strict = call.world.insists(Strictness::SeekWithoutToken);
        Position::find(&token_of, (seek, token), strict, size, total)?
    } else {
        Position::at(start, size)
    };
    let end = position.end(total);
    let page: Vec<Value> = items
        .into_iter()
        .skip(position.start())
        .take(end.saturating_sub(position.start()))
        .cloned()
        .collect();
    let Some((Some(name), _)) = schemas.items(schema) else { return Ok(page.into()) };
    let mut body = Map::new();
    if let Some(total_name) = schemas.property(schema, "totalCount") {
        body.insert(total_name.to_owned(), total.into());
    }
    body.insert(name.to_owned(), page.into());
    let more = end < total;
    let token = position.token(&token_of);
    if let Some(name) = schemas.property(schema, "continuationToken").filter(|_| more) {
        body.insert(name.to_owned(), token.clone().into());
    }
    if let Some(links_name) = schemas.property(schema, "links").filter(|_| is_paged) {
        let link = |query: String, headers: Value| {
            let separator = if query.is_empty() { "" } else { "?" };
            json!({ "uri": format!("{list}{separator}{query}"), "method": "GET", "headers": headers })
        };
        let mut links = Map::new();
        links.insert("self".into(), link(query(call, &[]), json!([])));
        if has("seekOperation") {
            let headers = json!([{ "key": "MS-ContinuationToken", "value": token }]);
            let seek = |to: &str| {
                query(call, &[("size", size.to_string()), ("seekOperation", to.to_owned())])
            };
            if more {
                links.insert("next".into(), link(seek("Next"), headers.clone()));
            }
            if position.start() > 0 {
                links.insert("previous".into(), link(seek("Previous"), headers));
            }
        } else if let (Some(size_name), Some(start_name)) = (size_name, start_name) {
            let at = |start: usize| {
                query(call, &[(size_name, size.to_string()), (start_name, start.to_string())])
            };
            if more {
                links.insert("next".into(), link(at(end), json!([])));
            }
            if position.start() > 0 {
                links.insert("previous".into(), link(at(start.saturating_sub(size)), json!([])));
            }
        }
        body.insert(links_name.to_owned(), links.into());
    }
    if let Some(name) = schemas.property(schema, "@nextLink") {
        let link = match (more, size_name, start_name) {
            (true, Some(size_name), Some(start_name)) => {
                let changed = [(size_name, size.to_string()), (start_name, end.to_string())];
                let path = call.path.join("/");
                json!(format!("{}/{path}?{}", call.world.endpoint, query(call, &changed)))
            }
            _ => Value::Null,
        };
        body.insert(name.to_owned(), link);
    }
    if let Some(name) = schemas.property(schema, "attributes") {
        body.insert(name.to_owned(), json!({ "objectType": "Collection" }));
    }
    Ok(body.into())
}

/// The query of the call, with these values instead of its own. Without any it says what is in the list.
fn query(call: &Call<'_>, changed: &[(&str, String)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    for (name, value) in changed {
        text.append_pair(name, value);
    }
    for (name, value) in call.query.pairs() {
        let is_changed = changed.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        let is_seek = name.eq_ignore_ascii_case("seekOperation");
        if !is_changed && !is_seek && (changed.is_empty() || !is_paging(name)) {
            text.append_pair(name, value);
        }
    }
    text.finish()
}
