//! What the page shows at once, and a call in full, as JSON.

use serde_json::{Value, json};

use super::calls::{Call, Message};
use super::redact::Mask;
use crate::app::App;
use crate::clock::write_time;
use crate::contract::{Contract, Operation};
use crate::kernel;

/// The clock, faults and limits, and the last calls in a line each.
///
/// It is the same as long as nothing happens: where the clock goes, it says how far it is ahead and not
/// what it shows.
pub(super) fn state(app: &App, personal: bool) -> Value {
    let world = &app.world;
    let mask = Mask::new(&world.contract, personal);
    let calls = app.calls.all();
    let changes = world.store().changes();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "endpoint": world.endpoint,
        "operations": world.contract.operations.len(),
        "clock": {
            "aheadMilliseconds": i64::try_from(world.clock.ahead().whole_milliseconds()).ok(),
            "frozen": world.clock.frozen().map(write_time),
        },
        "faults": faults(app),
        "limits": app.limits(),
        "savesState": app.has_state(),
        "changes": changes,
        "calls": calls.iter().map(|call| summary(&mask, call)).collect::<Vec<_>>(),
    })
}

/// The faults to come: how many calls each hits, or what share of them.
fn faults(app: &App) -> Value {
    let plan = app.faults();
    let mut faults: Vec<Value> = Vec::new();
    for (scope, fault, times) in plan.runs() {
        faults.push(json!({ "fault": fault.to_string(), "calls": scope.name(), "times": times }));
    }
    if let Some((scope, chosen, share)) = plan.chance() {
        for fault in chosen {
            let share = share / f64::from(u32::try_from(chosen.len()).unwrap_or(u32::MAX));
            faults
                .push(json!({ "fault": fault.to_string(), "calls": scope.name(), "share": share }));
        }
    }
    faults.into()
}

fn summary(mask: &Mask<'_>, call: &Call) -> Value {
    json!({
        "number": call.number,
        "time": write_time(call.time),
        "method": call.method.as_str(),
        "target": call.target(mask),
        "status": call.status,
        "milliseconds": (call.took.as_secs_f64() * 10_000.0).round() / 10.0,
        "fault": call.fault.as_ref().map(ToString::to_string),
    })
}

/// A call with its headers and bodies.
pub(super) fn call(contract: &Contract, call: &Call, personal: bool) -> Value {
    let mask = Mask::new(contract, personal);
    let operation = kernel::operation(contract, &call.method, &call.path);
    let request = operation.and_then(|operation| operation.body.as_ref()?.schema.as_ref());
    let answered = call.answered.as_ref();
    let mut value = summary(&mask, call);
    value["operation"] = operation.map(|operation| operation.id.clone()).into();
    value["request"] = message(&mask, call, operation, &call.sent, request);
    value["response"] = answered.map_or(Value::Null, |answered| {
        // An error is the same for all operations, and where there is none.
        let any = operation.or_else(|| contract.operations.first());
        let answer = any.and_then(|operation| operation.answer(call.status?));
        let answer = answer.filter(|_| operation.is_some() || call.status >= Some(400));
        let schema = answer.and_then(|answer| answer.schema.as_ref());
        message(&mask, call, operation, answered, schema)
    });
    value
}

fn message(
    mask: &Mask<'_>,
    call: &Call,
    operation: Option<&Operation>,
    message: &Message,
    schema: Option<&Value>,
) -> Value {
    let text = message.body.as_ref().and_then(|body| mask.body(call.part, schema, body));
    json!({
        "headers": mask.headers(operation, &message.headers),
        "size": message.size,
        // Without it the page tells the size alone.
        "body": text,
    })
}
