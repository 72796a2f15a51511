//! What each method does with a document.

use axum::http::HeaderName;
use axum::http::header::{IF_MATCH, LOCATION};
use serde_json::{Value, json};
use uuid::Uuid;

use super::list;
use crate::api::{Call, Failure, Reply, headers};
use crate::contract::{Described, Operation, Segment, example, normalize};
use crate::store::Documents;

/// Where the emulator keeps what is still to be done for a document, in order.
pub(super) const STEPS: &str = "$steps";

/// Carries a call out on the documents.
pub(super) fn carry_out(call: &Call<'_>) -> Result<Reply, Failure> {
    parents(&call.world.store(), call)?;
    let method = call.operation.method.as_str();
    if method != "GET" && call.operation.status == 202 {
        return Ok(begin(call));
    }
    match method {
        "GET" => get(call),
        "POST" => post(call),
        "PUT" => change(call, false),
        "PATCH" => change(call, true),
        "DELETE" => delete(call),
        _ => Err(Failure::method_not_allowed()),
    }
}

/// Refuses a call whose path leads through a document that is not there, as far as that is known.
fn parents(documents: &Documents, call: &Call<'_>) -> Result<(), Failure> {
    // What is at the end of the path is for the method to look at.
    for (index, segment) in call.operation.segments.iter().enumerate() {
        if index + 1 == call.path.len() || !matches!(segment, Segment::Parameter(_)) {
            continue;
        }
        let (list, path) = (&call.path[..index], &call.path[..=index]);
        if documents.has_list(list) && documents.get(path).is_none() {
            let name = list.last().map(|name| name.to_lowercase()).unwrap_or_default();
            return Err(Failure::not_found(&name));
        }
    }
    Ok(())
}

fn missing(call: &Call<'_>) -> Failure {
    let list = call.path.len().checked_sub(2).and_then(|index| call.path.get(index));
    Failure::not_found(&list.map(|name| name.to_lowercase()).unwrap_or_default())
}

fn get(call: &Call<'_>) -> Result<Reply, Failure> {
    let success = &call.operation.success;
    let Some(schema) = &success.schema else { return Ok(file(call)) };
    let mut documents = call.world.store();
    let steps = documents.get(call.path).and_then(|document| document.value.get(STEPS));
    if let Some(steps) = steps.and_then(Value::as_array).cloned() {
        let (now, later) = steps.split_first().ok_or_else(|| missing(call))?;
        if !later.is_empty() {
            documents.put(call.path, json!({ STEPS: later }));
        }
        return Reply::json(call.status(), now);
    }
    if call.world.contract.schemas.items(schema).is_some() && documents.get(call.path).is_none() {
        return list::answer(call, &documents);
    }
    let document = documents.get(call.path).ok_or_else(|| missing(call))?;
    Reply::json(call.status(), &document.value)
}

/// A file: what was put there, or an example of its kind.
fn file(call: &Call<'_>) -> Reply {
    let Some(kind) = &call.operation.success.kind else { return Reply::empty(call.status()) };
    let documents = call.world.store();
    let kept = documents.get(call.path).and_then(|document| document.value.as_str());
    let body = match (kept, kind.as_str()) {
        (Some(text), _) => text.to_owned(),
        (None, "application/pdf") => include_str!("../assets/empty.pdf").to_owned(),
        (None, kind) => format!("{kind}\n"),
    };
    Reply::file(call.status(), kind, body.into_bytes())
}

fn post(call: &Call<'_>) -> Result<Reply, Failure> {
    let success = &call.operation.success;
    let schemas = &call.world.contract.schemas;
    let path = call.path;
    let Some(schema) = &success.schema else {
        return Ok(located(call, Reply::empty(call.status()), path));
    };
    let mut value = if is_same(call.operation.body.as_ref(), success) {
        call.json.clone()
    } else {
        // What is answered is something else than what was sent: an example, with what they share.
        let mut value = success.example.clone().unwrap_or_else(|| example(schemas, schema));
        merge(&mut value, &normalize(schemas, schema, call.json.clone()));
        value
    };
    let id = Uuid::new_v4().to_string();
    complete(call, schema, &mut value, path, &id);
    let mut whole = path.to_vec();
    whole.push(id);
    let value = crate::families::complete(&whole, value);
    let mut documents = call.world.store();
    let kept = stamp(call, schema, value, &mut documents, &whole);
    Ok(located(call, Reply::json(call.status(), &kept)?, &whole))
}

/// Adds what the service adds to a new document.
fn complete(call: &Call<'_>, schema: &Value, value: &mut Value, path: &[String], id: &str) {
    let schemas = &call.world.contract.schemas;
    let example = example(schemas, schema);
    let Some(members) = value.as_object_mut() else { return };
    let properties = schemas.follow(schema).get("properties").and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        let flag = property.get("readOnly").or_else(|| schemas.follow(property).get("readOnly"));
        if flag == Some(&Value::Bool(true))
            && let Some(example) = example.get(name)
        {
            members.entry(name.clone()).or_insert_with(|| example.clone());
        }
    }
    if let Some(name) = id_property(call, schema) {
        members.insert(name, id.into());
    }
    if let Some(name) = schemas.property(schema, "attributes")
        && let Some(kind) = schemas.object_type(schema)
    {
        members.insert(name.to_owned(), json!({ "objectType": kind }));
    }
    if let Some(name) = schemas.property(schema, "links") {
        let uri = format!("/{}/{id}", path.get(1..).unwrap_or_default().join("/"));
        let link = json!({ "uri": uri, "method": "GET", "headers": [] });
        let links = members.entry(name.to_owned()).or_insert_with(|| json!({}));
        if let Some(links) = links.as_object_mut() {
            links.insert("self".into(), link);
        }
    }
}

/// The property that has the id: `id`, or the name of the parameter that the documents of the list
/// are found by.
fn id_property(call: &Call<'_>, schema: &Value) -> Option<String> {
    let schemas = &call.world.contract.schemas;
    if let Some(name) = schemas.property(schema, "id") {
        return Some(name.to_owned());
    }
    let here = &call.operation.segments;
    let children = call.world.contract.operations.iter();
    let child = children.filter(|other| other.segments.starts_with(here));
    let mut names = child.filter_map(|other| match other.segments.get(here.len()..) {
        Some([Segment::Parameter(name)]) => Some(name.replace('-', "")),
        _ => None,
    });
    names.find_map(|name| schemas.property(schema, &name).map(str::to_owned))
}

/// Puts a document where it belongs, with its version where the description has a place for it.
fn stamp(
    call: &Call<'_>,
    schema: &Value,
    value: Value,
    documents: &mut Documents,
    path: &[String],
) -> Value {
    let schemas = &call.world.contract.schemas;
    let etag = documents.put(path, value.clone()).etag();
    let mut value = value;
    let attributes = schemas.property(schema, "attributes").map(str::to_owned);
    if let Some(name) = attributes
        && let Some(attributes) = value.get_mut(&name).and_then(Value::as_object_mut)
    {
        attributes.insert("etag".into(), etag.into());
        documents.set(path, value.clone());
    }
    value
}

fn change(call: &Call<'_>, is_patch: bool) -> Result<Reply, Failure> {
    let schemas = &call.world.contract.schemas;
    let mut documents = call.world.store();
    let path = &changed(call)?;
    let is_one_of_many = matches!(call.operation.segments.last(), Some(Segment::Parameter(_)))
        || path.len() > call.path.len();
    let known = documents.get(path);
    if known.is_none() && is_one_of_many {
        return Err(missing(call));
    }
    if let (Some(known), Some(wanted)) = (known, headers::one(call.headers, &IF_MATCH)?) {
        let wanted = wanted.trim();
        if wanted != "*" && wanted.trim_start_matches("W/").trim_matches('"') != known.etag() {
            return Err(Failure::precondition_failed());
        }
    }
    let schema = call.operation.body.as_ref().and_then(|body| body.schema.as_ref());
    let mut value = match (known, is_patch) {
        (Some(known), true) => known.value.clone(),
        _ => json!({}),
    };
    let kept = known.map(|known| known.value.clone());
    merge(&mut value, &call.json);
    let schema = call.operation.success.schema.as_ref().or(schema);
    if let (Some(schema), Some(kept)) = (schema, &kept) {
        // The id, the links and what kind of document it is are the service's.
        for name in ["id", "links", "attributes"] {
            if let Some(name) = schemas.property(schema, name)
                && let (Some(own), Some(members)) = (kept.get(name), value.as_object_mut())
            {
                members.insert(name.to_owned(), own.clone());
            }
        }
    }
    let schema = schema.cloned().unwrap_or(Value::Bool(true));
    let value = stamp(call, &schema, value, &mut documents, path);
    if call.operation.success.is_json() {
        Reply::json(call.status(), &value)
    } else {
        Ok(Reply::empty(call.status()))
    }
}

/// The path of the document that a call changes: that of the call, or below it by the id in the body,
/// where the path is that of a list.
fn changed(call: &Call<'_>) -> Result<Vec<String>, Failure> {
    let here = &call.operation.segments;
    let mut path = call.path.to_vec();
    let lists = |other: &Operation| {
        let rest = other.segments.strip_prefix(here.as_slice());
        other.method == "GET" && matches!(rest, Some([Segment::Parameter(_)]))
    };
    let schema = call.operation.body.as_ref().and_then(|body| body.schema.as_ref());
    if call.world.contract.operations.iter().any(lists)
        && let Some(name) = schema.and_then(|schema| id_property(call, schema))
    {
        let id = call.json.get(&name).and_then(Value::as_str);
        // Without an id there is nothing that is called so.
        let id = id.ok_or_else(|| missing(call))?;
        path.push(id.to_owned());
    }
    Ok(path)
}

fn delete(call: &Call<'_>) -> Result<Reply, Failure> {
    let mut documents = call.world.store();
    let removed = documents.remove(call.path).ok_or_else(|| missing(call))?;
    match &call.operation.success.schema {
        Some(_) => Reply::json(call.status(), &removed.value),
        None => Ok(Reply::empty(call.status())),
    }
}

/// Begins what takes longer: `Location` says where its status is, which becomes done.
fn begin(call: &Call<'_>) -> Reply {
    let contract = &call.world.contract;
    let here = &call.operation.segments;
    let below = |other: &&Operation| {
        other.method == "GET"
            && other.segments.len() == here.len() + 1
            && other.segments.starts_with(here)
    };
    let status_of = match &call.operation.leads_to {
        Some(id) => contract.operations.iter().find(|other| other.id == *id),
        None => contract.operations.iter().find(below),
    };
    let path = match status_of {
        Some(status_of) => path_of(call, status_of),
        None => call.path.iter().cloned().chain([Uuid::new_v4().to_string()]).collect(),
    };
    if let Some(schema) = status_of.and_then(|other| other.success.schema.as_ref()) {
        // The examples of the status are its stages.
        let whole = contract.schemas.follow(schema);
        let stages = whole.get("examples").and_then(Value::as_array).cloned();
        let stages = stages.unwrap_or_else(|| vec![example(&contract.schemas, schema)]);
        call.world.store().put(&path, json!({ STEPS: stages }));
    }
    located(call, Reply::empty(call.status()), &path)
}

/// A path of another operation: what this call's path says of its parameters, and a new id for any other.
fn path_of(call: &Call<'_>, other: &Operation) -> Vec<String> {
    let here = || call.operation.segments.iter().zip(call.path);
    let parts = other.template.split('/').filter(|part| !part.is_empty());
    let value = |(segment, part): (&Segment, &str)| {
        if matches!(segment, Segment::Text(_)) {
            return part.to_owned();
        }
        let known = here().find(|(own, _)| *own == segment).map(|(_, value)| value.clone());
        known.unwrap_or_else(|| Uuid::new_v4().to_string())
    };
    other.segments.iter().zip(parts).map(value).collect()
}

fn located(call: &Call<'_>, reply: Reply, path: &[String]) -> Reply {
    if !call.operation.has_location {
        return reply;
    }
    let location: HeaderName = LOCATION;
    reply.with_header(location, format!("/{}", path.join("/")))
}

fn is_same(request: Option<&Described>, answer: &Described) -> bool {
    request.is_some_and(|request| request.schema.is_some() && request.schema == answer.schema)
}

/// Puts the members of one object into another, and into those within.
fn merge(value: &mut Value, other: &Value) {
    match (value, other) {
        (Value::Object(members), Value::Object(others)) => {
            for (name, other) in others {
                merge(members.entry(name.clone()).or_insert(Value::Null), other);
            }
        }
        (_, Value::Null) => {}
        (value, other) => *value = other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_merged_and_lists_replaced() {
        let mut value = json!({ "a": { "b": 1, "c": [1, 2] } });
        merge(&mut value, &json!({ "a": { "c": [3], "d": null }, "e": 5 }));
        assert_eq!(value, json!({ "a": { "b": 1, "c": [3], "d": null }, "e": 5 }));
    }
}
