//! The requests against `openapi.json`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::corpus::{Operation, normal};
use crate::coverage::report::{Coverage, MissingOperation};

/// An operation of `openapi.json`; its page is where `externalDocs` leads.
pub(super) fn described(openapi: &str) -> Result<Vec<Operation>, String> {
    const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let value: Value =
        serde_json::from_str(openapi).map_err(|error| format!("openapi.json: {error}"))?;
    let paths = value.get("paths").and_then(Value::as_object);
    let paths = paths.ok_or("openapi.json: there are no `paths`")?;
    let mut operations = Vec::new();
    for (path, item) in paths {
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let url = operation.pointer("/externalDocs/url").and_then(Value::as_str);
            let url = url.unwrap_or_default();
            let page = url.split('#').next().and_then(|url| url.rsplit('/').next());
            operations.push(Operation {
                page: page.unwrap_or_default().to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                ..Operation::default()
            });
        }
    }
    Ok(operations)
}

pub(super) fn compare(documented: &[Operation], described: &[Operation], coverage: &mut Coverage) {
    // Several pages describe one operation: each entry is the path as printed first, and the pages.
    let mut entries: BTreeMap<(String, &str), MissingOperation> = BTreeMap::new();
    for operation in documented {
        let entry =
            entries.entry((normal(&operation.path), &operation.method)).or_insert_with(|| {
                MissingOperation {
                    method: operation.method.clone(),
                    path: operation.path.clone(),
                    pages: vec![],
                }
            });
        if !entry.pages.contains(&operation.page) {
            entry.pages.push(operation.page.clone());
        }
    }
    coverage.operations = entries.len();
    for ((path, method), entry) in &entries {
        let same_method = || described.iter().filter(|of| of.method == *method);
        if same_method().any(|of| normal(&of.path) == *path) {
            continue;
        }
        // Samples show some requests under another path than the page's own words do.
        match same_method().find(|of| entry.pages.contains(&of.page)) {
            Some(of) => coverage.other_paths.push((entry.clone(), of.path.clone())),
            None => coverage.missing_operations.push(entry.clone()),
        }
    }
    for of in described {
        let is_documented = entries.contains_key(&(normal(&of.path), of.method.as_str()))
            || coverage
                .other_paths
                .iter()
                .any(|(entry, path)| entry.method == of.method && *path == of.path);
        if !is_documented {
            coverage.undocumented.push(format!("{} {}", of.method, of.path));
        }
    }
}
