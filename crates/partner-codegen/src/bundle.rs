//! The description and all that it refers to in one document.
//!
//! Many tools that read such documents can't follow a reference out of the document, and hardly any knows what a
//! `$dynamicRef` means. In the bundle every schema is a component under its Rust name, and each
//! generic one is written out for what its items are. [`plain`] says less, for tools that know less.

mod plain;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use crate::compile::compile;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::Source;
use crate::operations;
use crate::operations::load::{FILE, locate};
use crate::output::Files;

pub use plain::plain;

/// Why there is no bundle.
#[derive(Debug)]
pub struct BundleError(String);

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BundleError {}

/// The description of a folder of schemas as one document.
///
/// # Errors
///
/// Where it can't be read, the schemas do not load or a reference leads nowhere.
pub fn bundle(folder: &Path) -> Result<Value, BundleError> {
    bundle_of(folder, folder)
}

/// Another description of operations on a folder of schemas as one document.
///
/// # Errors
///
/// As [`bundle`].
pub fn bundle_of(description: &Path, schemas: &Path) -> Result<Value, BundleError> {
    let fail = |problems: Diagnostics| BundleError(problems.to_string());
    let document = operations::document(description).map_err(fail)?;
    let document = document
        .ok_or_else(|| BundleError(format!("{}: there is no {FILE}", description.display())))?;
    of_document(&document, &compile(schemas).map_err(fail)?.sources)
}

fn of_document(document: &Value, sources: &[Source]) -> Result<Value, BundleError> {
    let files =
        sources.iter().map(|source| (source.path.clone(), source.root.to_value())).collect();
    let mut bundler = Bundler { files, components: BTreeMap::new() };
    let mut whole = bundler.rewrite(document, "", &Bindings::new())?;
    whole["components"]["schemas"] = bundler.components.into_iter().collect();
    Ok(whole)
}

/// The complete documents: [`bundle`] and [`plain`]; none where there is no description.
pub(crate) fn files(schemas: &Path, sources: &[Source]) -> Result<Files, Diagnostics> {
    let Some(document) = operations::document(schemas)? else { return Ok(Files::default()) };
    let whole = of_document(&document, sources).map_err(|error| {
        Diagnostics(vec![Diagnostic {
            file: FILE.into(),
            text: "".into(),
            span: 0..0,
            message: error.0,
            help: "correct the reference".into(),
        }])
    })?;
    let file = |name: &str, value: &Value| (PathBuf::from(name), format!("{value:#}\n"));
    Ok([file("partner-center.json", &whole), file("partner-center.plain.json", &plain(&whole))]
        .into_iter()
        .collect())
}

/// What stands for each dynamic anchor.
type Bindings = BTreeMap<String, Value>;

struct Bundler {
    files: BTreeMap<String, Value>,
    /// The schemas so far, by name; null while one is being rewritten.
    components: BTreeMap<String, Value>,
}

impl Bundler {
    /// A value of a file, with references that hold in the bundle.
    fn rewrite(
        &mut self,
        value: &Value,
        file: &str,
        bindings: &Bindings,
    ) -> Result<Value, BundleError> {
        match value {
            Value::Array(items) => {
                items.iter().map(|item| self.rewrite(item, file, bindings)).collect()
            }
            Value::Object(object) => self.rewrite_object(object, file, bindings),
            other => Ok(other.clone()),
        }
    }

    fn rewrite_object(
        &mut self,
        object: &Map<String, Value>,
        file: &str,
        bindings: &Bindings,
    ) -> Result<Value, BundleError> {
        if let Some(anchor) = object.get("$dynamicRef").and_then(Value::as_str) {
            let bound = bindings.get(anchor.trim_start_matches('#')).cloned();
            return Ok(bound.unwrap_or_else(|| json!({})));
        }
        let own = self.bindings(object, file)?;
        let mut rewritten = Map::new();
        if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
            let (path, pointer) = locate(file, reference);
            if own.is_empty() {
                let target = self.component(&path, &pointer)?;
                rewritten.insert("$ref".into(), target.into());
            } else if let Some(name) = bound_name(object, &path, &own) {
                // A list in place is a component like any other type.
                if !self.components.contains_key(&name) {
                    self.components.insert(name.clone(), Value::Null);
                    let target = self.find(&path, &pointer)?.clone();
                    let schema = self.rewrite(&target, &path, &own)?;
                    self.components.insert(name.clone(), schema);
                }
                rewritten.insert("$ref".into(), format!("{COMPONENTS}{name}").into());
            } else {
                let target = self.find(&path, &pointer)?.clone();
                // The outermost binding is the one that counts.
                let own = own.into_iter().chain(bindings.clone()).collect();
                if let Value::Object(target) = self.rewrite(&target, &path, &own)? {
                    rewritten = target;
                }
            }
        }
        for (name, value) in object {
            let is_left_out =
                matches!(name.as_str(), "$ref" | "$defs" | "$id" | "$schema" | "$dynamicAnchor");
            if !is_left_out {
                rewritten.insert(name.clone(), self.rewrite(value, file, bindings)?);
            }
        }
        Ok(Value::Object(rewritten))
    }

    /// The dynamic anchors that a schema binds beside its `$ref`.
    fn bindings(
        &mut self,
        object: &Map<String, Value>,
        file: &str,
    ) -> Result<Bindings, BundleError> {
        let mut bindings = Bindings::new();
        let defs = object.get("$defs").filter(|_| object.contains_key("$ref"));
        for def in defs.and_then(Value::as_object).into_iter().flat_map(Map::values) {
            if let Some(anchor) = def["$dynamicAnchor"].as_str() {
                let bound = self.rewrite(def, file, &Bindings::new())?;
                bindings.insert(anchor.to_owned(), bound);
            }
        }
        Ok(bindings)
    }

    /// A reference to the component that a schema is.
    fn component(&mut self, path: &str, pointer: &str) -> Result<String, BundleError> {
        if path.is_empty() {
            return Ok(format!("#{pointer}"));
        }
        let name = name_of(path, pointer);
        if !self.components.contains_key(&name) {
            self.components.insert(name.clone(), Value::Null);
            let schema = self.find(path, pointer)?.clone();
            let schema = self.rewrite(&schema, path, &Bindings::new())?;
            self.components.insert(name.clone(), schema);
        }
        Ok(format!("{COMPONENTS}{name}"))
    }

    fn find(&self, path: &str, pointer: &str) -> Result<&Value, BundleError> {
        let found = self.files.get(path).and_then(|file| file.pointer(pointer));
        found.ok_or_else(|| BundleError(format!("{path}#{pointer}: there is no such schema")))
    }
}

const COMPONENTS: &str = "#/components/schemas/";

/// The name of a schema as a component.
fn name_of(path: &str, pointer: &str) -> String {
    let last = pointer.rsplit('/').next().filter(|last| !last.is_empty());
    let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".schema.json");
    last.unwrap_or(stem).to_upper_camel_case()
}

/// The name of a list that is described in place: of its items and its envelope, such as
/// `LicenseCollection`. A schema that says more than what the items are has a name of its own.
fn bound_name(object: &Map<String, Value>, envelope: &str, bindings: &Bindings) -> Option<String> {
    let in_place = object.keys().all(|name| matches!(name.as_str(), "$ref" | "$defs"));
    let mut items = bindings.values();
    let (Some(item), None) = (items.next(), items.next()) else { return None };
    let item = item["$ref"].as_str()?.strip_prefix(COMPONENTS)?;
    in_place.then(|| format!("{item}{}", name_of(envelope, "")))
}
