//! The requests against `openapi.json`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::corpus::{Corpus, Operation, SampleKind, normal};
use crate::coverage::report::{Body, Coverage, Described, MissingOperation};
use crate::model::Model;

/// The operations of the description, by family and path.
pub(super) fn described(openapi: &str, model: &Model) -> Result<Vec<Described>, String> {
    const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let value: Value =
        serde_json::from_str(openapi).map_err(|error| format!("openapi.json: {error}"))?;
    let paths = value.get("paths").and_then(Value::as_object);
    let paths = paths.ok_or("openapi.json: there are no `paths`")?;
    let mut operations = Vec::new();
    for (path, item) in paths {
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let text = |pointer: &str| {
                operation.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            let responses = operation.get("responses").and_then(Value::as_object);
            let mut successes =
                responses.into_iter().flatten().filter(|(of, _)| of.starts_with('2'));
            operations.push(Described {
                family: text("/tags/0"),
                method: method.to_uppercase(),
                path: path.clone(),
                url: text("/externalDocs/url"),
                status: text("/x-status"),
                reviewed: text("/x-reviewed"),
                request: operation.get("requestBody").and_then(|body| content(body, model)),
                answer: successes.find_map(|(_, response)| content(response, model)),
            });
        }
    }
    operations
        .sort_by(|a, b| (&a.family, &a.path, &a.method).cmp(&(&b.family, &b.path, &b.method)));
    Ok(operations)
}

/// What a request or a response has; of a schema that is no file's, only that it is there.
fn content(of: &Value, model: &Model) -> Option<Body> {
    let schema = of.get("content")?.as_object()?.values().next()?.get("schema");
    let reference = |schema: &Value| schema.get("$ref").and_then(Value::as_str).map(str::to_owned);
    let item = schema.and_then(|schema| reference(schema.pointer("/$defs/item")?));
    let path = item.clone().or_else(|| reference(schema?)).unwrap_or_default();
    let module = model.modules.iter().find(|module| module.schema == path);
    let root = module
        .and_then(|module| module.items.iter().find(|item| item.pointer.as_deref() == Some("")));
    let name = root.map(|item| item.name.clone()).unwrap_or_default();
    Some(Body { name, is_list: item.is_some() })
}

pub(super) fn compare(corpus: &Corpus, described: Vec<Described>, coverage: &mut Coverage) {
    // Several pages describe one operation: each entry is the path as printed first, and the pages.
    let mut entries: BTreeMap<(String, &str), (MissingOperation, Vec<&Operation>)> =
        BTreeMap::new();
    for operation in &corpus.operations {
        let (entry, pages) =
            entries.entry((normal(&operation.path), &operation.method)).or_insert_with(|| {
                let (method, path) = (operation.method.clone(), operation.path.clone());
                (MissingOperation { method, path, pages: vec![] }, vec![])
            });
        if !entry.pages.contains(&operation.page) {
            entry.pages.push(operation.page.clone());
        }
        pages.push(operation);
    }
    coverage.operations = entries.len();
    for ((path, method), (entry, pages)) in &entries {
        let same_method = || described.iter().filter(|of| of.method == *method);
        let here = same_method().find(|of| normal(&of.path) == *path);
        // Samples show some requests under another path than the page's own words do.
        let there = || same_method().find(|of| entry.pages.iter().any(|page| page == of.page()));
        let found = here.or_else(there);
        match found {
            Some(of) if here.is_none() => {
                coverage.other_paths.push((entry.clone(), of.path.clone()));
            }
            Some(_) => {}
            None => coverage.missing_operations.push(entry.clone()),
        }
        bodies(corpus, entry, pages, found, coverage);
    }
    for of in &described {
        let is_documented = entries.contains_key(&(normal(&of.path), of.method.as_str()))
            || coverage
                .other_paths
                .iter()
                .any(|(entry, path)| entry.method == of.method && *path == of.path);
        if !is_documented {
            coverage.undocumented.push(format!("{} {}", of.method, of.path));
        }
    }
    coverage.described = described;
}

/// Holds the bodies of an operation against its pages, and against its samples where the pages name no type.
fn bodies(
    corpus: &Corpus,
    entry: &MissingOperation,
    pages: &[&Operation],
    found: Option<&Described>,
    coverage: &mut Coverage,
) {
    let shown = |kind: SampleKind| {
        corpus.samples.iter().any(|sample| {
            sample.kind == kind
                && sample.method == entry.method
                && entry.pages.contains(&sample.page)
                && sample.status.is_none_or(|status| status < 300)
        })
    };
    let requests: Vec<Body> = pages
        .iter()
        .flat_map(|page| {
            page.request.iter().map(|name| Body { name: name.clone(), is_list: false })
        })
        .collect();
    let answers: Vec<Body> = pages
        .iter()
        .filter_map(|page| page.answer.as_ref())
        .map(|answer| Body { name: answer.name.clone(), is_list: answer.is_list })
        .collect();
    for (what, names, kind) in
        [("request", requests, SampleKind::Request), ("answer", answers, SampleKind::Answer)]
    {
        let of =
            |of: &Described| if what == "request" { of.request.clone() } else { of.answer.clone() };
        let own = found.and_then(of);
        if names.is_empty() && !shown(kind) {
            continue;
        }
        let count = if what == "request" { &mut coverage.requests } else { &mut coverage.answers };
        count.documented += 1;
        let is_same = |own: &Body| {
            names.is_empty()
                || names.iter().any(|name| name.is_list == own.is_list && name.is_called(&own.name))
        };
        if own.as_ref().is_some_and(is_same) {
            count.here += 1;
        } else if found.is_some() {
            let names: Vec<_> = names.iter().map(ToString::to_string).collect();
            let documented =
                if names.is_empty() { "a body".to_owned() } else { names.join(" or ") };
            let here = own.map_or_else(|| "no body".to_owned(), |own| own.to_string());
            let name = format!("{} {} {what}", entry.method, entry.path);
            coverage.other_bodies.push((name, documented, here));
        }
    }
}
