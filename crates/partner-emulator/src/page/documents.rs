//! The documents that the emulator holds, by their paths, as JSON.
//!
//! Nothing here knows a family: what is put at a path is found there.

use serde_json::{Value, json};

use super::{parameter, redact};
use crate::app::App;
use crate::store::{path_text, split_path};

/// How many documents are listed at once.
const MOST: usize = 100;

/// The document at a path, and what is right below it from `skip` on; `None` where the query has no path.
pub(super) fn documents(app: &App, query: Option<&str>) -> Option<Value> {
    let path = parameter(query, "path")?;
    let path = path.trim_end_matches('/');
    let parts = if path.is_empty() { Vec::new() } else { split_path(path)? };
    let skip = parameter(query, "skip").and_then(|skip| skip.parse().ok()).unwrap_or(0);
    let store = app.world.store();
    let document = store.get(&parts).map(|document| text(&document.value));
    let mut total = 0;
    let mut children = Vec::new();
    for (name, document, below) in store.children(&parts) {
        total += 1;
        if total > skip && children.len() < MOST {
            let path = [parts.as_slice(), &[name.to_owned()]].concat();
            children.push(json!({
                "name": name,
                "path": path_text(&path),
                "below": below,
                "document": document.map(|document| open(&document.value)),
            }));
        }
    }
    Some(json!({
        "path": path_text(&parts),
        "document": document,
        "total": total,
        "skip": skip,
        "children": children,
    }))
}

fn open(value: &Value) -> Value {
    let mut value = value.clone();
    redact::secrets(&mut value);
    value
}

fn text(value: &Value) -> String {
    // What was JSON is written as JSON.
    serde_json::to_string_pretty(&open(value)).unwrap_or_default()
}
