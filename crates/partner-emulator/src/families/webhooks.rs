//! Registration for events, and test events.
//!
//! <https://learn.microsoft.com/en-us/partner-center/developer/partner-center-webhooks>

use axum::http::header::RETRY_AFTER;
use axum::http::{StatusCode, Uri};
use partner_models::errors::ThrottlingError;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::api::{Call, Failure, Reply};
use crate::contract::Contract;
use crate::strict::Strictness;
use crate::webhooks::{REGISTRATION, Raised, raise, registration};

/// What the registration is known by. The answer that shows it leaves it out, as the documented one does.
const SUBSCRIBER: &str = "SubscriberId";

/// The operation whose answer says which events there are.
const LIST: &str = "listWebhookEvents";

/// The events that can be registered: those that are described.
pub(super) fn events(call: &Call<'_>) -> Result<Reply, Failure> {
    Reply::ok(&known(&call.world.contract))
}

fn known(contract: &Contract) -> Vec<&str> {
    let list = contract.operations.iter().find(|operation| operation.id == LIST);
    let schema = list.and_then(|list| list.success.schema.as_ref());
    let item = schema.and_then(|schema| contract.schemas.items(schema)).map(|(_, item)| item);
    let mut names = Vec::new();
    if let Some(item) = item {
        values(contract.schemas.follow(item), &mut names);
    }
    names
}

/// The values of an open set.
fn values<'a>(schema: &'a Value, names: &mut Vec<&'a str>) {
    names.extend(schema.get("const").and_then(Value::as_str));
    for word in ["anyOf", "oneOf"] {
        for choice in schema.get(word).and_then(Value::as_array).into_iter().flatten() {
            values(choice, names);
        }
    }
}

/// The registration that there is.
pub(super) fn get(call: &Call<'_>) -> Result<Reply, Failure> {
    let documents = call.world.store();
    let document =
        documents.get(&REGISTRATION).ok_or_else(|| Failure::not_found("registration"))?;
    let mut value = document.value.clone();
    if let Some(members) = value.as_object_mut() {
        members.remove(SUBSCRIBER);
    }
    Reply::ok(&value)
}

/// Registers, or registers anew: a tenant has one registration.
pub(super) fn create(call: &Call<'_>) -> Result<Reply, Failure> {
    register(call)
}

/// Changes a registration that there is.
pub(super) fn replace(call: &Call<'_>) -> Result<Reply, Failure> {
    if call.world.store().get(&REGISTRATION).is_none() {
        return Err(Failure::not_found("registration"));
    }
    register(call)
}

fn register(call: &Call<'_>) -> Result<Reply, Failure> {
    let mut value = call.json.clone();
    let url = value.get("WebhookUrl").and_then(Value::as_str).unwrap_or_default();
    if !is_url(url) {
        let text = "WebhookUrl: a URL is wanted that begins with https:// or http://.";
        return Err(Failure::invalid_body(text));
    }
    let events = value.get("WebhookEvents").and_then(Value::as_array);
    let events = events.map(Vec::as_slice).unwrap_or_default();
    if events.is_empty() {
        return Err(Failure::invalid_body("WebhookEvents: at least one event is wanted."));
    }
    let known = known(&call.world.contract);
    let unknown = events
        .iter()
        .filter_map(Value::as_str)
        .find(|event| !known.iter().any(|known| known.eq_ignore_ascii_case(event)));
    if let Some(event) = unknown.filter(|_| call.world.insists(Strictness::WebhookEvents)) {
        let text = format!("WebhookEvents: {event} is not one of the events that are described.");
        return Err(Failure::invalid_body(text));
    }
    let mut documents = call.world.store();
    let subscriber =
        documents.get(&REGISTRATION).and_then(|old| old.value.get(SUBSCRIBER).cloned());
    value[SUBSCRIBER] = subscriber.unwrap_or_else(|| Uuid::new_v4().to_string().into());
    documents.put(&REGISTRATION, value.clone());
    Reply::ok(&value)
}

fn is_url(text: &str) -> bool {
    let uri: Option<Uri> = text.parse().ok();
    uri.is_some_and(|uri| {
        matches!(uri.scheme_str(), Some("https" | "http"))
            && uri.host().is_some_and(|host| !host.is_empty())
    })
}

/// Sends a test event.
pub(super) fn test(call: &Call<'_>) -> Result<Reply, Failure> {
    const EVENT: &str = "test-created";
    let world = call.world;
    let url = {
        let documents = world.store();
        let registration =
            registration(&documents).filter(|registration| registration.wants(EVENT));
        registration.map(|registration| registration.url.to_owned())
    };
    let url = url.ok_or_else(|| {
        Failure::invalid("There is no registration for test-created: register for it first.")
    })?;
    if let Err(wait) = world.webhooks.may_test(world.clock.now()) {
        let text = format!("Two test events a minute can be sent. Try again in {wait} seconds.");
        let body = ThrottlingError::new().with_status_code(429).with_message(text);
        let reply = Reply::json(StatusCode::TOO_MANY_REQUESTS, &body)?;
        return Ok(reply.with_header(RETRY_AFTER, wait.to_string()));
    }
    let id = Uuid::new_v4().to_string();
    let path = [REGISTRATION.as_slice(), &["validationEvents", id.as_str()]].concat();
    let event = json!({
        "correlationId": id,
        "partnerId": world.config.credentials.tenant_id,
        "status": "inProgress",
        "callbackUrl": url,
        "results": [],
    });
    world.store().put(&path, event);
    let uri = format!("{}/{}", world.endpoint, path.join("/"));
    if raise(world, EVENT, Some(&uri), Some(&id)) == Raised::Unwanted {
        // It was registered for a moment ago.
        return Err(Failure::invalid("The registration has just been changed. Try again."));
    }
    Reply::ok(&json!({ "correlationId": id }))
}

/// An operation has succeeded that lets something happen, by its description.
pub(crate) fn changed(call: &Call<'_>, reply: &Reply) {
    let Some(event) = call.operation.event.as_deref().filter(|_| reply.status.is_success()) else {
        return;
    };
    let mut path = call.path.to_vec();
    if call.operation.method == "POST"
        && let Ok(made) = serde_json::from_slice::<Value>(&reply.body)
        && let Some(id) = call.world.contract.id_of(&path, &made)
    {
        path.push(id);
    }
    let uri = format!("{}/{}", call.world.endpoint, path.join("/"));
    // Whether anybody is told is none of the caller's business.
    let _ = raise(call.world, event, Some(&uri), None);
}
