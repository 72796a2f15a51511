//! The draft of an `operations.json`.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToLowerCamelCase, ToSnakeCase};
use serde_json::{Value, json};

use crate::corpus::{Parameter, Row, normal};
use crate::operations::singular;
use crate::scaffold::bodies::{Body, Call, List};
use crate::scaffold::known::relative;
use crate::scaffold::plan::{Plan, Type};
use crate::scaffold::said::Said;
use crate::scaffold::text::Object;

const SUMMARY: &str = "TODO: what it does, in a few words";
const DESCRIPTION: &str = "TODO: what it does, in your own words.";

/// Where the pages of the documentation are.
pub(super) const PAGES: &str = "https://learn.microsoft.com/en-us/partner-center/developer/";

/// What every path may name without a word: see `openapi.json`.
const SHARED: &[&str] = &["customer-id", "user-id"];

/// Names and places that are taken.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// The ids of operations.
    pub(super) ids: BTreeSet<String>,
    /// The names of what a sub-client has.
    pub(super) chains: BTreeSet<String>,
}

/// The text of a family's operations.
pub(super) fn operations(
    plan: &Plan,
    family: &str,
    calls: &[&Call<'_>],
    taken: &mut Taken,
) -> String {
    let mut paths: BTreeMap<String, (String, Object)> = BTreeMap::new();
    for call in calls {
        let key = normal(&call.template.path);
        let path = paths.entry(key).or_insert_with(|| {
            let path = call.template.path.clone();
            let mut item = Object::default();
            let parameters = in_path(&path);
            if !parameters.is_empty() {
                item = item.with("parameters", parameters);
            }
            (path, item)
        });
        let operation = operation(plan, family, call, taken);
        path.1.0.push((call.method.to_lowercase(), operation.into()));
    }
    let paths =
        paths.into_values().fold(Object::default(), |all, (path, item)| all.with(path, item));
    let page = plan.entities.iter().find(|entity| entity.family == family);
    let page = page.map_or("TODO", |entity| entity.page.as_str());
    Object::default()
        .with("description", "TODO: what the family is about.")
        .with("externalDocs", json!({ "url": format!("{PAGES}{page}") }))
        .with("paths", paths)
        .file()
}

fn in_path(path: &str) -> Vec<Object> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let names = names.filter(|name| !SHARED.contains(name));
    let parameter = |name: &str| {
        Object::default()
            .with("name", name)
            .with("in", "path")
            .with("required", json!(true))
            .with("description", "TODO: which one.")
            .with("schema", json!({ "type": "string" }))
    };
    names.map(parameter).collect()
}

fn operation(plan: &Plan, family: &str, call: &Call<'_>, taken: &mut Taken) -> Object {
    let is_list = call.answer.as_ref().is_some_and(|body| body.list != List::No);
    let id = id(call, is_list, &mut taken.ids);
    let page = call.pages.first().map(|page| page.page.as_str()).unwrap_or_default();
    let page = format!("{PAGES}{page}");
    let mut operation = Object::default()
        .with("operationId", id.as_str())
        .with("summary", SUMMARY)
        .with("description", DESCRIPTION)
        .with("externalDocs", json!({ "url": page }));
    if let Some(chain) = chain(call, is_list, &mut taken.chains) {
        operation.0.insert(1, ("x-rust-chain".into(), chain.as_str().into()));
    }
    let mut sign_in: Vec<Value> = Vec::new();
    for way in call.pages.iter().flat_map(|page| &page.sign_in) {
        let way = match way.as_str() {
            "app" => json!({ "appOnly": [] }),
            "app+user" => json!({ "appUser": ["user_impersonation"] }),
            _ => continue,
        };
        if !sign_in.contains(&way) {
            sign_in.push(way);
        }
    }
    // App+User alone is what is said for all.
    if sign_in.contains(&json!({ "appOnly": [] })) {
        operation = operation.with("security", json!(sign_in));
    }
    let query = in_query(call);
    if !query.is_empty() {
        operation = operation.with("parameters", query);
    }
    if let Some(body) = &call.request {
        let content = content(plan, family, body);
        if let Some(content) = content {
            let body = Object::default()
                .with("description", "TODO: what is sent.")
                .with("required", json!(true))
                .with("content", content);
            operation = operation.with("requestBody", body);
        }
    }
    let statuses = call.pages.iter().flat_map(|page| &page.statuses);
    let status = statuses.filter(|status| (200..300).contains(*status)).min();
    let mut response = Object::default().with("description", "TODO: what it answers with.");
    let body = call.answer.as_ref().filter(|_| status != Some(&204));
    if let Some(content) = body.and_then(|body| content(plan, family, body)) {
        response = response.with("content", content);
    }
    let status = status.copied().unwrap_or(200).to_string();
    operation.with("responses", Object::default().with(status, response))
}

/// The parameters of the query, each once.
fn in_query(call: &Call<'_>) -> Vec<Object> {
    let mut parameters: Vec<(String, Object)> = Vec::new();
    let fixed = call.pages.iter().flat_map(|page| &page.fixed_query);
    let fixed = fixed.filter_map(|pair| {
        Some(Parameter {
            name: pair.split_once('=')?.0.to_owned(),
            ty: "string".into(),
            required: false,
            place: "query".into(),
        })
    });
    let all = call.pages.iter().flat_map(|page| page.parameters.iter().cloned());
    for parameter in all.filter(|parameter| parameter.place == "query").chain(fixed) {
        let name = parameter.name.trim_matches(['{', '}']);
        if parameters.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)) {
            continue;
        }
        let row = Row { item: parameter.ty.clone(), ..Row::default() };
        let ty = match Said::of(&row) {
            Said::Integer | Said::Number => "integer",
            Said::Boolean => "boolean",
            _ => "string",
        };
        let mut object = Object::default().with("name", name).with("in", "query");
        // Of several pages, some leave a parameter out.
        if parameter.required && call.pages.len() == 1 {
            object = object.with("required", json!(true));
        }
        let object = object
            .with("description", "TODO: what it asks for.")
            .with("schema", json!({ "type": ty }));
        parameters.push((name.to_owned(), object));
    }
    parameters.into_iter().map(|(_, object)| object).collect()
}

/// The content of a body; none if the dialect has no words for it.
fn content(plan: &Plan, family: &str, body: &Body) -> Option<Object> {
    let path = match &body.ty {
        Type::There(path) => path.clone(),
        Type::New(at) => plan.entities[*at].path(),
    };
    let of = |path: &str| Object::default().with("$ref", relative(family, path).as_str());
    let envelope = match body.list {
        List::No => None,
        List::Collection => Some("common/collection.schema.json"),
        List::Seek => Some("common/seek-based-collection.schema.json"),
        List::Bare => return None,
    };
    let schema = match envelope {
        None => of(&path),
        Some(envelope) => {
            let item = Object::default()
                .with("$dynamicAnchor", "item")
                .with("$ref", relative(family, &path).as_str());
            of(envelope).with("$defs", Object::default().with("item", item))
        }
    };
    Some(Object::default().with("application/json", Object::default().with("schema", schema)))
}

/// The parts of a path, without those that say nothing.
fn parts(path: &str) -> Vec<&str> {
    let parts = path.split('/').filter(|part| !part.is_empty());
    parts.filter(|part| !matches!(*part, "v1" | "partner")).collect()
}

fn verb(method: &str, is_list: bool) -> &'static str {
    match method {
        "GET" if is_list => "list",
        "GET" => "get",
        "HEAD" => "exists",
        "POST" => "create",
        "PUT" => "replace",
        "PATCH" => "update",
        _ => "delete",
    }
}

/// `GET /v1/customers/{customer-id}/orders` is `listCustomerOrders`.
fn id(call: &Call<'_>, is_list: bool, taken: &mut BTreeSet<String>) -> String {
    let all = parts(&call.template.path);
    let mut words: Vec<String> = Vec::new();
    for (at, part) in all.iter().enumerate().filter(|(_, part)| !part.starts_with('{')) {
        let is_one = all.get(at + 1).is_some_and(|next| next.starts_with('{'));
        let name = part.to_snake_case();
        words.push(if is_one { singular(&name) } else { name });
    }
    let verb = verb(&call.method, is_list);
    // What is sent to a list is one of it.
    if let Some(last) = words.last_mut().filter(|_| verb == "create") {
        *last = singular(last);
    }
    let take = |count: usize| {
        format!("{verb}_{}", words[words.len().saturating_sub(count)..].join("_"))
            .to_lower_camel_case()
    };
    let names = (2..=words.len().max(2)).map(take);
    let numbered = (2..).map(|number| format!("{}{number}", take(words.len())));
    let id = names.chain(numbered).find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(id.clone());
    id
}

/// The chain to say, if the one that follows from the path is taken or can't be.
fn chain(call: &Call<'_>, is_list: bool, taken: &mut BTreeSet<String>) -> Option<String> {
    let all = parts(&call.template.path);
    let mut links: Vec<String> = Vec::new();
    let mut follows = true;
    for part in &all {
        let Some(parameter) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) else {
            links.push(part.to_snake_case());
            continue;
        };
        let of = parameter.trim_end_matches("-id").to_snake_case();
        match links.last_mut() {
            Some(last) if !last.ends_with(')') && singular(last) != *last => {
                *last = format!("{}({parameter})", singular(last));
            }
            // What has no singular can't be both the list and one of it.
            Some(last) if !last.ends_with(')') => {
                follows = false;
                let name = if of == *last { format!("{last}_by_id") } else { of };
                *last = format!("{name}({parameter})");
            }
            _ => {
                follows = false;
                links.push(format!("{of}({parameter})"));
            }
        }
    }
    let own = format!("{}.{}", links.join("."), verb(&call.method, is_list));
    if taken.insert(own.clone()) {
        return (!follows).then_some(own);
    }
    // One of so many is free.
    let numbered = (2..taken.len() + 2).map(|number| format!("{own}_{number}"));
    numbered.into_iter().find(|chain| taken.insert(chain.clone()))
}
