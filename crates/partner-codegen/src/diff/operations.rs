//! What changed in the operations: `openapi.json` and each family's `operations.json`, compared as JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use crate::diff::notes::Notes;
use crate::diff::report::{Bump, Change, Effect};
use crate::load::files::paths;

/// The names of the files that describe operations.
pub(super) const FILES: &[&str] = &["openapi.json", "operations.json"];

/// The members of a path that are operations.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What an operation is called, besides what is compared part by part, and what a change of it breaks.
const FACTS: &[(&str, &str)] = &[
    ("operationId", "the type of the operation has another name"),
    ("x-rust-chain", "the method is found elsewhere"),
    ("x-paged", "the method returns something else"),
    ("security", "another sign-in is let through"),
    ("servers", "the operation is on another host"),
];

/// The descriptions of a folder.
#[derive(Debug)]
pub struct Operations {
    documents: BTreeMap<String, Value>,
}

impl Operations {
    /// Reads what a folder of schemas says about operations.
    ///
    /// # Errors
    ///
    /// Where a file can't be read or is not JSON.
    pub fn load(schemas: &Path) -> Result<Self, String> {
        let paths = paths(schemas, ".json").map_err(|error| error.to_string())?;
        let is_ours = |path: &String| FILES.contains(&path.rsplit('/').next().unwrap_or_default());
        let mut documents = BTreeMap::new();
        for path in paths.into_iter().filter(is_ours) {
            let text = fs::read_to_string(schemas.join(&path));
            let text = text.map_err(|error| format!("{path}: {error}"))?;
            let value = serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?;
            documents.insert(path, value);
        }
        Ok(Self { documents })
    }

    /// The operations by path and method, each with its file and the parameters of its path.
    fn all(&self) -> BTreeMap<(String, String), Operation<'_>> {
        let mut all = BTreeMap::new();
        for (file, document) in &self.documents {
            for (path, item) in members(&document["paths"]) {
                for method in METHODS.iter().filter(|method| item[**method].is_object()) {
                    let operation = Operation { of: self, file, item, value: &item[*method] };
                    all.insert((path.clone(), (*method).to_owned()), operation);
                }
            }
        }
        all
    }

    /// What a reference of a file leads to; the value itself where it is none, or leads to a schema file.
    fn resolve<'a>(&'a self, file: &str, value: &'a Value) -> &'a Value {
        let mut at = value;
        for _ in 0..16 {
            let Some((uri, pointer)) = at["$ref"].as_str().and_then(|to| to.split_once('#')) else {
                break;
            };
            // The shared parts are in `openapi.json`, wherever they are referred to from.
            let file = if uri.is_empty() { file } else { uri.trim_start_matches("../") };
            let Some(target) = self.documents.get(file).and_then(|of| of.pointer(pointer)) else {
                break;
            };
            at = target;
        }
        at
    }
}

struct Operation<'a> {
    of: &'a Operations,
    file: &'a str,
    item: &'a Value,
    value: &'a Value,
}

/// A part of an operation: whether it must be there, and all that decides its meaning.
type Parts = BTreeMap<String, (bool, Value)>;

impl Operation<'_> {
    fn parameters(&self) -> Parts {
        let of = |value: &Value| value["parameters"].as_array().cloned().unwrap_or_default();
        // Those of the operation count where both have one.
        let both = of(self.item).into_iter().chain(of(self.value));
        let parameter = |parameter: Value| {
            let is = self.of.resolve(self.file, &parameter).clone();
            let name = format!("parameter `{}` in {}", text(&is, "name"), text(&is, "in"));
            (name, (is["required"] == true, meaning(&is)))
        };
        both.map(parameter).collect()
    }

    fn body(&self) -> Parts {
        let body = self.of.resolve(self.file, &self.value["requestBody"]);
        let is_there = body.is_object();
        is_there
            .then(|| ("request body".to_owned(), (body["required"] == true, meaning(body))))
            .into_iter()
            .collect()
    }

    fn answers(&self) -> Parts {
        members(&self.value["responses"])
            .map(|(status, answer)| {
                (format!("answer {status}"), (false, meaning(self.of.resolve(self.file, answer))))
            })
            .collect()
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or("?")
}

/// A value without what is only said to people, at any depth.
fn meaning(value: &Value) -> Value {
    const SAID: &[&str] = &[
        "description",
        "summary",
        "example",
        "examples",
        "externalDocs",
        "required",
        "$comment",
        "title",
    ];
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(name, _)| !SAID.contains(&name.as_str()));
            Value::Object(
                kept.map(|(name, value)| (name.clone(), meaning(value))).collect::<Map<_, _>>(),
            )
        }
        Value::Array(elements) => Value::Array(elements.iter().map(meaning).collect()),
        other => other.clone(),
    }
}

/// What changed from the one to the other.
#[must_use]
pub fn compare_operations(old: &Operations, new: &Operations) -> Vec<Change> {
    let (old, new) = (old.all(), new.all());
    let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let mut changes = Vec::new();
    for key in keys {
        let name = format!("{} {}", key.1.to_uppercase(), key.0);
        match (old.get(key), new.get(key)) {
            (None, Some(is)) => {
                Notes { schema: is.file, type_name: &name, changes: &mut changes }
                    .harmless(Bump::Minor, "new operation");
            }
            (Some(was), None) => {
                let mut notes = Notes { schema: was.file, type_name: &name, changes: &mut changes };
                breaking(&mut notes, "the operation is gone", true);
            }
            (Some(was), Some(is)) => {
                compare(
                    was,
                    is,
                    Notes { schema: is.file, type_name: &name, changes: &mut changes },
                );
            }
            (None, None) => {}
        }
    }
    changes
}

fn compare(was: &Operation<'_>, is: &Operation<'_>, mut notes: Notes<'_>) {
    for (fact, means) in FACTS {
        let (before, now) = (&was.value[*fact], &is.value[*fact]);
        if before != now {
            let on_the_wire = ["security", "servers"].contains(fact);
            breaking(
                &mut notes,
                format!("`{fact}` is {now}, before {before}: {means}"),
                on_the_wire,
            );
        }
    }
    if was.value["deprecated"] != is.value["deprecated"] {
        notes.harmless(Bump::Minor, "`deprecated` has changed");
    }
    parts(&was.parameters(), &is.parameters(), true, &mut notes);
    parts(&was.body(), &is.body(), true, &mut notes);
    parts(&was.answers(), &is.answers(), false, &mut notes);
    let said = |of: &Operation<'_>| (of.value["summary"].clone(), of.value["description"].clone());
    if said(was) != said(is) {
        notes.harmless(Bump::Patch, "documentation");
    }
}

/// Compares what is sent or answered, part by part.
fn parts(old: &Parts, new: &Parts, is_sent: bool, notes: &mut Notes<'_>) {
    for (name, (required, is)) in new {
        match old.get(name) {
            None if *required => breaking(notes, format!("new {name}, which is required"), true),
            None => notes.harmless(Bump::Minor, format!("new {name}")),
            Some((was_required, was)) => {
                if required != was_required {
                    let now = if *required { "required" } else { "optional" };
                    // What may be left out is no longer an argument: the message stays what it was.
                    breaking(notes, format!("{name} is {now} now"), *required);
                }
                if is != was {
                    breaking(notes, format!("{name} is {is}, before {was}"), true);
                }
            }
        }
    }
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        breaking(notes, format!("{name} is gone"), is_sent);
    }
}

/// A change that breaks those who call the operation, and perhaps what is sent or answered.
fn breaking(notes: &mut Notes<'_>, what: impl Into<String>, on_the_wire: bool) {
    let rust = Effect::breaking("code that calls the operation");
    let wire = if on_the_wire {
        Effect::breaking("what is sent or answered is not what it was")
    } else {
        Effect::compatible("")
    };
    notes.change(Bump::Major, what.into(), rust, wire);
}
