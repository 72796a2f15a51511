//! Commands to a running emulator: lines of text, by a call of Rust, by HTTP, or typed.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Method, Response, StatusCode};

use crate::app::App;
use crate::clock::write_time;
use crate::faults::{Fault, Limit, RateLimit, Scope};
use crate::webhooks::{Raised, raise};

/// What can be told to it.
pub(crate) const HELP: &str = "\
clock                     tells the time
clock TIME                sets it, such as 2026-01-31T12:00:00Z
clock STRETCH             moves it, such as +31d, +36h, +15m or 90s
freeze, unfreeze          makes the clock stand still, or go on
fault FAULT [TIMES] [api|token|all]   lets the next calls go wrong
chance SHARE FAULT[,FAULT] [api|token|all]   lets that share of all calls go wrong, such as 0.2 or 1
end FAULT                 ends that fault
limit [OPERATION=]CALLS/SECONDS       answers 429 beyond so many calls
calm                      ends all faults and limits
reset                     goes back to the start: documents, the clock, faults
save                      saves the state to the file of --state
expire                    ends every access token
revoke                    ends every refresh token
event NAME [URI]          lets something happen: whoever is registered for it is told
status                    tells how things are
help                      tells this
";

/// Carries out the command that a call has in its body; without one it tells how things are.
pub(crate) fn answer(app: &App, method: &Method, body: &[u8]) -> Response<Body> {
    let body = String::from_utf8_lossy(body);
    let command = if *method == Method::POST { &*body } else { "status" };
    let (status, text) = match carry_out(app, command) {
        Ok(text) => (StatusCode::OK, text),
        Err(error) => (StatusCode::BAD_REQUEST, error),
    };
    let mut response = Response::new(Body::from(text.trim_end().to_owned() + "\n"));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

/// Carries a command out: what it has to say, or what is wrong.
pub(crate) fn carry_out(app: &App, line: &str) -> Result<String, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let clock = &app.world.clock;
    match words.as_slice() {
        [] | ["help"] => Ok(HELP.to_owned()),
        ["status"] => Ok(status(app)),
        ["clock"] => Ok(write_time(clock.now())),
        ["clock", text] if clock.read(text) => Ok(write_time(clock.now())),
        ["clock", text] => Err(format!(
            "{text}: a time is wanted, such as 2026-01-31T12:00:00Z, or a stretch of it, such as +31d"
        )),
        ["freeze"] => Ok(done(|| clock.freeze(true))),
        ["unfreeze"] => Ok(done(|| clock.freeze(false))),
        ["fault", fault, rest @ ..] => plan(app, fault, rest).map(|()| DONE.into()),
        ["chance", share, faults, rest @ ..] => {
            chance(app, share, faults, rest).map(|()| DONE.into())
        }
        ["end", fault] => {
            let fault: Fault = fault.parse().map_err(|error| format!("{error}"))?;
            Ok(done(|| app.faults().end(&fault)))
        }
        ["limit", limit] => {
            let limit: Limit = limit.parse().map_err(|error| format!("{limit}: {error}"))?;
            let operation = limit.operation.as_deref().unwrap_or_default();
            let mut known = app.world.contract.operations.iter().map(|one| one.id.as_str());
            if !operation.is_empty() && !known.any(|known| known == operation) {
                return Err(format!("{operation}: there is no such operation"));
            }
            let rate = RateLimit::new(limit.calls, limit.window);
            Ok(done(|| app.set_rate_limit(operation, Some(rate))))
        }
        ["calm"] => {
            app.faults().clear();
            Ok(done(|| app.clear_rate_limits()))
        }
        ["event", name, uri @ ..] if uri.len() < 2 => {
            match raise(&app.world, name, uri.first().copied(), None) {
                Raised::Sent => Ok(DONE.into()),
                Raised::Unwanted => Err(format!("{name}: nobody is registered for it")),
            }
        }
        ["reset"] => Ok(done(|| app.reset())),
        ["save"] => app.save().map(|()| DONE.into()).map_err(|error| error.to_string()),
        ["expire"] => Ok(done(|| app.world.tokens().expire_access_tokens())),
        ["revoke"] => Ok(done(|| app.world.tokens().revoke_refresh_tokens())),
        _ => Err(format!("`{}` is no command; `help` tells them", line.trim())),
    }
}

const DONE: &str = "done";

fn done(work: impl FnOnce()) -> String {
    work();
    DONE.into()
}

fn plan(app: &App, fault: &str, rest: &[&str]) -> Result<(), String> {
    let fault: Fault = fault.parse().map_err(|error| format!("{error}"))?;
    let mut times = 1;
    let mut scope = if matches!(fault, Fault::SignIn(_)) { Scope::Token } else { Scope::Api };
    for word in rest {
        match *word {
            "api" => scope = Scope::Api,
            "token" => scope = Scope::Token,
            "all" => scope = Scope::All,
            word => {
                let number = word.parse().ok().filter(|number| (1..=1_000_000).contains(number));
                times = number
                    .ok_or_else(|| format!("{word}: a number, api, token or all is wanted"))?;
            }
        }
    }
    app.faults().push(scope, fault, times);
    Ok(())
}

fn chance(app: &App, share: &str, faults: &str, rest: &[&str]) -> Result<(), String> {
    let number = share.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    let probability = number.ok_or_else(|| format!("{share}: a share from 0 to 1 is wanted"))?;
    let faults: Result<Vec<Fault>, _> = faults.split(',').map(str::parse).collect();
    let faults = faults.map_err(|error| error.to_string())?;
    let is_sign_in = |fault: &Fault| matches!(fault, Fault::SignIn(_));
    let scope = match rest {
        [] if faults.iter().all(is_sign_in) => Scope::Token,
        [] | ["api"] => Scope::Api,
        ["token"] => Scope::Token,
        ["all"] => Scope::All,
        [word, ..] => return Err(format!("{word}: api, token or all is wanted")),
    };
    app.faults().set_chance(scope, &faults, probability, 1);
    Ok(())
}

fn status(app: &App) -> String {
    let (clock, store) = (&app.world.clock, app.world.store());
    let frozen = if clock.is_frozen() { ", standing still" } else { "" };
    format!(
        "time        {}{frozen}\noperations  {}\ndocuments   {}\nchanges     {}\nfaults      {} to come\n",
        write_time(clock.now()),
        app.world.contract.operations.len(),
        store.keep().len(),
        store.changes(),
        app.faults().planned(),
    )
}

/// How often the state is saved while it changes.
const PAUSE: Duration = Duration::from_secs(1);

/// Saves the state after each change, until it is stopped.
pub(crate) async fn save_always(app: std::sync::Arc<App>) {
    let changes = |app: &App| (app.world.store().changes(), app.world.tokens().requests());
    let mut saved = changes(&app);
    loop {
        tokio::time::sleep(PAUSE).await;
        let changes = changes(&app);
        if changes != saved {
            let app = std::sync::Arc::clone(&app);
            // Where it fails, it is tried again; whoever stops the emulator is told.
            let done = tokio::task::spawn_blocking(move || app.save().is_ok()).await;
            if done.unwrap_or(false) {
                saved = changes;
            }
        }
    }
}
