//! From a schema to JSON texts that it allows.

use std::collections::BTreeMap;

use proptest::prelude::{Just, any};
use proptest::sample::select;
use proptest::strategy::{BoxedStrategy, Strategy, Union};
use serde_json::{Map, Value};

use super::{any, arm, list, number, object, string};
use crate::features::reference::{lookup, resolve};

/// What stands for each dynamic anchor.
pub(super) type Bindings = BTreeMap<String, BoxedStrategy<String>>;

/// How deep values nest: further down, what is optional is left out.
const DEPTH: u32 = 5;

/// Where a schema stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The `$id` that its references count from.
    id: &'a str,
    /// How much deeper values may nest.
    pub(super) depth: u32,
}

impl<'a> Place<'a> {
    pub(super) fn new(id: &'a str) -> Self {
        Self { id, depth: DEPTH }
    }

    /// A level further down.
    pub(super) fn below(self) -> Self {
        Self { depth: self.depth.saturating_sub(1), ..self }
    }

    /// JSON texts that the schema allows.
    pub(super) fn texts(self, schema: &Value, bindings: &Bindings) -> BoxedStrategy<String> {
        let Value::Object(keywords) = schema else { return any::json() };
        if let Some(reference) = keywords.get("$ref").and_then(Value::as_str) {
            let texts = self.referred(reference, keywords, bindings);
            return arm::texts(texts, keywords);
        }
        if let Some(anchor) = keywords.get("$dynamicRef").and_then(Value::as_str) {
            let bound = bindings.get(anchor.trim_start_matches('#'));
            return bound.cloned().unwrap_or_else(any::json);
        }
        for keyword in ["anyOf", "oneOf", "allOf"] {
            if let Some(Value::Array(branches)) = keywords.get(keyword) {
                let branches = branches.iter().map(|branch| self.texts(branch, bindings));
                return Union::new(branches).boxed();
            }
        }
        if let Some(value) = keywords.get("const") {
            return Just(value.to_string()).boxed();
        }
        if let Some(Value::Array(values)) = keywords.get("enum") {
            return select(values.iter().map(Value::to_string).collect::<Vec<_>>()).boxed();
        }
        match keywords.get("type") {
            Some(Value::Array(names)) => {
                let names = names.iter().filter_map(Value::as_str);
                Union::new(names.map(|name| self.of_type(name, keywords, bindings))).boxed()
            }
            Some(Value::String(name)) => self.of_type(name, keywords, bindings),
            _ => any::json(),
        }
    }

    fn referred(
        self,
        reference: &str,
        keywords: &Map<String, Value>,
        bindings: &Bindings,
    ) -> BoxedStrategy<String> {
        let id = resolve(self.id, reference);
        let Some(target) = lookup(&id) else { return any::json() };
        let mut inner = bindings.clone();
        let defs = keywords.get("$defs").and_then(Value::as_object);
        for def in defs.into_iter().flat_map(Map::values) {
            if let Some(anchor) = def.get("$dynamicAnchor").and_then(Value::as_str) {
                // The outermost binding is the one that counts.
                inner.entry(anchor.to_owned()).or_insert_with(|| self.below().texts(def, bindings));
            }
        }
        Place { id: &id, depth: self.depth }.texts(target, &inner)
    }

    fn of_type(
        self,
        name: &str,
        keywords: &Map<String, Value>,
        bindings: &Bindings,
    ) -> BoxedStrategy<String> {
        match name {
            "object" => object::texts(self, keywords, bindings),
            "array" => list::texts(self, keywords, bindings),
            "string" if keywords.contains_key("contentMediaType") => {
                let held = keywords.get("contentSchema").unwrap_or(&Value::Bool(true));
                let held = self.below().texts(held, bindings).prop_map(|text| any::quote(&text));
                Union::new([string::texts(keywords), held.boxed()]).boxed()
            }
            "string" => string::texts(keywords),
            "integer" => number::integers(keywords),
            "number" => number::numbers(keywords),
            "boolean" => any::<bool>().prop_map(|value| value.to_string()).boxed(),
            _ => Just("null".to_owned()).boxed(),
        }
    }
}

/// The value of a bound such as `maxItems`.
pub(super) fn bound(keywords: &Map<String, Value>, name: &str) -> Option<usize> {
    let value = keywords.get(name)?;
    // `3.0` is a whole number too.
    let text = value.to_string();
    text.strip_suffix(".0").unwrap_or(&text).parse().ok()
}
