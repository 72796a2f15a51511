//! The documents of a path in the described envelope, page by page as described.

use serde_json::{Map, Value, json};

use crate::api::paging::Position;
use crate::api::{Call, Failure};
use crate::store::Documents;

/// The body of a list.
pub(super) fn answer(
    call: &Call<'_>,
    schema: &Value,
    documents: &Documents,
) -> Result<Value, Failure> {
    let items: Vec<Value> =
        documents.list(call.path).map(|(_, document)| document.value.clone()).collect();
    let items = items.into_iter().filter(|item| item.get(super::resource::STEPS).is_none());
    envelope(call, schema, select(call, items.collect())?)
}

/// Those that the query asks for: by a `filter` of the usual kind, and by parameters that are called as
/// a property is.
fn select(call: &Call<'_>, mut items: Vec<Value>) -> Result<Vec<Value>, Failure> {
    for parameter in call.operation.parameters.iter().filter(|one| one.place == "query") {
        let name = parameter.name.as_str();
        if is_paging(name) {
            continue;
        }
        let values: Vec<&str> = call.query.all(name).collect();
        if values.is_empty() {
            continue;
        }
        if name.eq_ignore_ascii_case("filter") {
            let filter = Filter::read(values[0])?;
            items.retain(|item| filter.admits(item));
        } else if items.iter().any(|item| member(item, name).is_some()) {
            items.retain(|item| {
                let own = member(item, name).map(text);
                own.is_some_and(|own| values.iter().any(|value| value.eq_ignore_ascii_case(&own)))
            });
        }
    }
    Ok(items)
}

fn is_paging(name: &str) -> bool {
    ["size", "offset", "top", "skip", "seekOperation"]
        .iter()
        .any(|paging| paging.eq_ignore_ascii_case(name))
}

/// The items of a page, in the envelope that the description has.
pub(super) fn envelope(
    call: &Call<'_>,
    schema: &Value,
    items: Vec<Value>,
) -> Result<Value, Failure> {
    let schemas = &call.app.contract.schemas;
    let total = items.len();
    let has = |name| call.operation.parameter("query", name).is_some();
    let size_name = ["size", "top"].into_iter().find(|name| has(name));
    let size = size_name.map_or(Ok(None), |name| call.query.number(name, 0))?;
    let size = size.filter(|size| *size > 0);
    let start_name = ["offset", "skip"].into_iter().find(|name| has(name));
    let start = start_name.map_or(Ok(None), |name| call.query.number(name, 0))?.unwrap_or(0);
    let is_paged = size_name.is_some() || has("seekOperation");
    let size = if is_paged { size.unwrap_or(call.app.config.page_size) } else { total.max(1) };
    let list = format!("/{}", call.path.get(1..).unwrap_or_default().join("/"));
    let mut token_of = list.clone();
    if let Some(filter) = call.query.one("filter")? {
        token_of = format!("{list}?{filter}");
    }
    let position = if has("seekOperation") {
        let (seek, token) =
            (call.query.one("seekOperation")?, call.header("ms-continuationtoken")?);
        Position::find(&token_of, false, seek, token, size, total)?
    } else {
        Position::at(start, size)
    };
    let end = position.end(total);
    let page: Vec<Value> = items
        .into_iter()
        .skip(position.start())
        .take(end.saturating_sub(position.start()))
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
    if let Some(links_name) = schemas.property(schema, "links") {
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
                json!(format!("{}/{path}?{}", call.app.endpoint, query(call, &changed)))
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

/// The query of the call, with these values instead of its own.
fn query(call: &Call<'_>, changed: &[(&str, String)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    for (name, value) in changed {
        text.append_pair(name, value);
    }
    for (name, value) in call.query.pairs() {
        let is_changed = changed.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        if !is_changed && (changed.is_empty() || !is_paging(name)) {
            text.append_pair(name, value);
        }
    }
    text.finish()
}

/// The service's own filters: `{"Field": …, "Value": …, "Operator": …}`.
struct Filter {
    field: String,
    value: String,
    operator: String,
}

impl Filter {
    fn read(text: &str) -> Result<Self, Failure> {
        let fail = || {
            Failure::invalid(
                r#"filter: {"Field": …, "Value": …, "Operator": …} is wanted, each with a text."#,
            )
        };
        let filter: Value = serde_json::from_str(text).map_err(|_| fail())?;
        let part = |name: &str| member(&filter, name).and_then(Value::as_str).map(str::to_owned);
        let operator = part("Operator").unwrap_or_else(|| "equals".into()).to_lowercase();
        if !["equals", "not_equals", "starts_with", "substring"].contains(&operator.as_str()) {
            return Err(Failure::invalid(
                "filter: the operators are equals, not_equals, starts_with and substring.",
            ));
        }
        let field = part("Field").ok_or_else(fail)?;
        Ok(Self { field, value: part("Value").ok_or_else(fail)?.to_lowercase(), operator })
    }

    fn admits(&self, item: &Value) -> bool {
        let own = find(item, &self.field).map(|value| text(value).to_lowercase());
        let own = own.unwrap_or_default();
        match self.operator.as_str() {
            "starts_with" => own.starts_with(&self.value),
            "substring" => own.contains(&self.value),
            "not_equals" => own != self.value,
            _ => own == self.value,
        }
    }
}

/// A member, whatever the case of its name.
fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let members = value.as_object()?;
    members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// A member, or one of an object within: filters name `CompanyName` of a customer's profile.
fn find<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    member(value, name).or_else(|| {
        let members = value.as_object()?;
        members.values().filter(|value| value.is_object()).find_map(|value| find(value, name))
    })
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
