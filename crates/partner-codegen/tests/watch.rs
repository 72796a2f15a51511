//! A change of a schema is noticed; what is none is not.

mod support;

use std::fs;
use std::ops::ControlFlow;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use partner_codegen::watch::watch;
use support::Schemas;

/// Long enough for a busy machine; nothing waits for it where all is well.
const PATIENCE: Duration = Duration::from_secs(30);

/// Saves a file at one stroke: what is seen of one that is written bit by bit is a matter of luck.
fn save(schemas: &Schemas, path: &str, text: &[u8]) {
    schemas.write(".new", text);
    let target = schemas.folder().join(path);
    fs::create_dir_all(target.parent().expect("a path in a folder")).expect("the folder is ours");
    fs::rename(schemas.folder().join(".new"), target).expect("the folder is ours");
}

#[test]
fn changes_are_noticed_and_nothing_else() {
    let schemas = Schemas::of(&[("billing/invoice", "{}"), ("billing/line", "{}")]);
    let (told, changes) = mpsc::channel();
    let folder = schemas.folder().to_owned();
    let watcher = thread::spawn(move || {
        watch(&folder, |paths| {
            told.send(paths.join(" ")).expect("somebody listens");
            match paths {
                [last] if last == "openapi.json" => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        })
    });
    let next = || changes.recv_timeout(PATIENCE).expect("a change is noticed");
    assert_eq!(next(), "billing/invoice.schema.json billing/line.schema.json");

    save(&schemas, "billing/line.schema.json", br#"{ "type": "object" }"#);
    assert_eq!(next(), "billing/line.schema.json");

    // Neither of these is a change: the same text, and what is no JSON.
    save(&schemas, "billing/line.schema.json", br#"{ "type": "object" }"#);
    save(&schemas, "billing/notes.md", b"Notes.");
    save(&schemas, "billing/.line.schema.json.swp", b"{");
    // A new file in a new folder, where those would have come before.
    save(&schemas, "orders/order.schema.json", b"{}");
    assert_eq!(next(), "orders/order.schema.json");

    fs::remove_file(schemas.folder().join("billing/invoice.schema.json"))
        .expect("the folder is ours");
    assert_eq!(next(), "billing/invoice.schema.json");

    save(&schemas, "openapi.json", b"{}");
    assert_eq!(next(), "openapi.json");
    watcher.join().expect("it ends").expect("the folder can be watched");
}

#[test]
fn a_folder_that_is_not_there() {
    let schemas = Schemas::of(&[("billing/invoice", "{}")]);
    let nowhere = schemas.folder().join("nowhere");
    watch(&nowhere, |_| ControlFlow::Break(())).expect_err("there is nothing to watch");
}
