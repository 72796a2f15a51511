//! What has happened, as an event.

use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::delivery::Stored;
use super::{DELIVERIES, MOST, REGISTRATION};
use crate::store::Documents;
use crate::world::World;

/// The headers have the names of the properties of the registration.
const URL: &str = "WebhookUrl";
const EVENTS: &str = "WebhookEvents";
const HEADER: &str = "SignatureTokenToMsSignatureHeader";

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Raised {
    /// It is on its way.
    Sent,
    /// Nobody has registered for it.
    Unwanted,
}

/// Something has happened: it is sent if it is registered for. A test event has the id that it is asked
/// about by.
pub(crate) fn raise(world: &World, name: &str, uri: Option<&str>, test: Option<&str>) -> Raised {
    let mut documents = world.store();
    let Some(registration) = registration(&documents) else { return Raised::Unwanted };
    if !registration.wants(name) {
        return Raised::Unwanted;
    }
    let now = world.clock.now();
    let stored = Stored {
        event_name: name.to_owned(),
        callback_url: registration.url.to_owned(),
        body: event(name, uri, now).to_string(),
        in_own_header: registration.in_own_header,
        test: test.map(str::to_owned),
        ..Stored::default()
    };
    let id = Uuid::new_v4().to_string();
    make_room(&mut documents);
    stored.put(&mut documents, &id);
    drop(documents);
    world.webhooks.send_at(now, id);
    Raised::Sent
}

fn make_room(documents: &mut Documents) {
    let kept = documents.list(&DELIVERIES).count();
    let oldest = documents.list(&DELIVERIES).map(|(id, _)| id.to_owned());
    for id in oldest.take((kept + 1).saturating_sub(MOST)).collect::<Vec<_>>() {
        documents.remove(&[DELIVERIES.as_slice(), &[id.as_str()]].concat());
    }
}

/// The registration, as far as it is looked at.
pub(crate) struct Registration<'a> {
    pub(crate) url: &'a str,
    events: Vec<&'a str>,
    in_own_header: bool,
}

impl Registration<'_> {
    pub(crate) fn wants(&self, event: &str) -> bool {
        self.events.iter().any(|own| own.eq_ignore_ascii_case(event))
    }
}

/// The registration that there is.
pub(crate) fn registration(documents: &Documents) -> Option<Registration<'_>> {
    let value = &documents.get(&REGISTRATION)?.value;
    let events = value.get(EVENTS).and_then(Value::as_array).into_iter().flatten();
    Some(Registration {
        url: value.get(URL)?.as_str()?,
        events: events.filter_map(Value::as_str).collect(),
        in_own_header: value.get(HEADER) == Some(&Value::Bool(true)),
    })
}

/// The body, with its members in the documented order.
fn event(name: &str, uri: Option<&str>, now: OffsetDateTime) -> Value {
    let mut event = json!({ "EventName": name, "ResourceUri": uri });
    if let Some(resource) = resource_name(name) {
        event["ResourceName"] = resource.into();
    }
    event["AuditUri"] = Value::Null;
    event["ResourceChangeUtcDate"] = write_date(now).into();
    event
}

/// What the documentation and recorded events call the resource of an event. An Azure fraud event has none.
fn resource_name(event: &str) -> Option<&str> {
    let starts = |start: &str| event.starts_with(start);
    Some(match event {
        "azure-fraud-event-detected" => return None,
        "create-transfer" => "Transfer",
        _ if starts("dap-admin-relationship-") => "PartnerCustomerDap",
        _ if starts("granular-admin-access-assignment-") => "GranularAdminAccessAssignment",
        _ if starts("granular-admin-relationship-") => "GranularAdminRelationship",
        _ if event.ends_with("reseller-relationship-accepted-by-customer") => "Customer",
        _ if starts("related-referral-") => "referral",
        _ => event.rsplit_once('-').map_or(event, |(resource, _)| resource),
    })
}

/// With seven digits and a zone, as .NET writes it: `2017-11-16T16:19:06.3520276+00:00`.
fn write_date(time: OffsetDateTime) -> String {
    format!("{}+00:00", write_local(time))
}

/// The same without the zone, as the results of deliveries have it.
pub(super) fn write_local(time: OffsetDateTime) -> String {
    let time = time.to_offset(time::UtcOffset::UTC);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:07}",
        time.year(),
        u8::from(time.month()),
        time.day(),
        time.hour(),
        time.minute(),
        time.second(),
        time.nanosecond() / 100
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_as_the_documentation_shows_it() {
        let time = OffsetDateTime::UNIX_EPOCH + time::Duration::nanoseconds(1_352_027_600);
        let text = event("test-created", Some("http://localhost/x"), time).to_string();
        let expected = r#"{"EventName":"test-created","ResourceUri":"http://localhost/x","ResourceName":"test","AuditUri":null,"ResourceChangeUtcDate":"1970-01-01T00:00:01.3520276+00:00"}"#;
        let read = |text: &str| serde_json::from_str::<Value>(text).expect("it is JSON");
        assert_eq!(read(&text), read(expected));
        for (name, resource) in [
            ("subscription-updated", Some("subscription")),
            ("usagerecords-thresholdExceeded", Some("usagerecords")),
            ("invoice-ready", Some("invoice")),
            ("related-referral-created", Some("referral")),
            ("granular-admin-relationship-expired", Some("GranularAdminRelationship")),
            ("granular-admin-access-assignment-deleted", Some("GranularAdminAccessAssignment")),
            ("dap-admin-relationship-terminated-by-microsoft", Some("PartnerCustomerDap")),
            ("indirect-reseller-relationship-accepted-by-customer", Some("Customer")),
            ("azure-fraud-event-detected", None),
        ] {
            assert_eq!(resource_name(name), resource, "{name}");
        }
    }
}
