//! Sends what waits.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use super::delivery::{DeliveryStatus, DeliveryTry, Stored};
use super::event::write_local;
use super::post::{Answered, post};
use crate::app::App;
use crate::clock::write_time;

/// How many tries there are: "Partner Center will make 10 attempts to deliver the event."
///
/// <https://learn.microsoft.com/en-us/partner-center/developer/partner-center-webhooks#receiving-events-from-partner-center>
const TRIES: usize = 10;

/// How many are sent at a time.
const AT_A_TIME: usize = 16;

/// How often the clock is looked at while something waits: it may be moved.
const POLL: Duration = Duration::from_millis(20);

/// Sends what waits, until it is stopped.
pub(crate) async fn deliver_always(app: Arc<App>) {
    let webhooks = &app.world.webhooks;
    let mut running = JoinSet::new();
    loop {
        let now = app.world.clock.now();
        for id in webhooks.take_due(now, AT_A_TIME.saturating_sub(running.len())) {
            let app = Arc::clone(&app);
            running.spawn(async move { deliver(&app, &id).await });
        }
        tokio::select! {
            () = webhooks.wake.notified() => {}
            Some(_) = running.join_next() => {}
            () = tokio::time::sleep(POLL), if webhooks.is_waiting() => {}
        }
    }
}

/// Makes a try.
async fn deliver(app: &App, id: &str) {
    let world = &app.world;
    let stored = Stored::get(&world.store(), id);
    let Some(stored) = stored.filter(|stored| stored.status == DeliveryStatus::Waiting) else {
        return;
    };
    let answered = post(world, &stored).await;
    let now = world.clock.now();
    let mut documents = world.store();
    // The emulator may have gone back to its start meanwhile.
    let Some(mut stored) = Stored::get(&documents, id) else { return };
    let taken = matches!(&answered, Answered::Status(status, _) if status.is_success());
    let useless = matches!(answered, Answered::Refused(_));
    stored.tries.push(record(answered, write_local(now)));
    let count = stored.tries.len();
    let mut again = None;
    stored.status = if taken {
        DeliveryStatus::Delivered
    } else if useless || count >= TRIES {
        DeliveryStatus::Failed
    } else {
        let pause = world.webhooks.options.pause.saturating_mul(1 << (count - 1).min(16));
        again = Some(now.saturating_add(pause.try_into().unwrap_or(time::Duration::MAX)));
        DeliveryStatus::Waiting
    };
    stored.due = again.map(write_time);
    stored.put(&mut documents, id);
    drop(documents);
    if let Some(when) = again {
        world.webhooks.send_at(when, id.to_owned());
    }
}

fn record(answered: Answered, date_time_utc: String) -> DeliveryTry {
    let (response_code, response_message, system_error) = match answered {
        Answered::Status(status, text) => {
            let name = status.canonical_reason().map_or_else(
                || status.as_u16().to_string(),
                |reason| reason.chars().filter(char::is_ascii_alphanumeric).collect(),
            );
            (name, text, false)
        }
        Answered::Nothing(what) | Answered::Refused(what) => {
            ("ServiceUnavailable".into(), what, true)
        }
    };
    DeliveryTry { response_code, response_message, system_error, date_time_utc }
}
