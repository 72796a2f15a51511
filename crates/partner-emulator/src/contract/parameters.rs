//! The parameters and headers of a call, against what is described of them.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Number, Value};

use super::operation::follow;
use super::schema::is_personal;

/// A described parameter.
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// `path`, `query` or `header`.
    pub(crate) place: String,
    pub(crate) required: bool,
    /// What a value is: `integer`, `boolean`, `string` …; of the items, where it is a list.
    kind: String,
    pub(crate) is_list: bool,
    /// Whether a value is personal data or a secret.
    pub(crate) is_personal: bool,
    /// What to check one value against: nothing but references within the document.
    schema: Value,
    validator: OnceLock<Option<Validator>>,
}

impl Parameter {
    pub(super) fn read(document: &Value, parameter: &Value) -> Result<Self, String> {
        let text = |name: &str| parameter.get(name).and_then(Value::as_str);
        let name = text("name").ok_or("a parameter has no name")?;
        let place = text("in").ok_or("a parameter says not where it is")?;
        let none = Value::Bool(true);
        let mut schema = parameter.get("schema").unwrap_or(&none);
        let mut whole = follow(document, schema)?;
        let is_list = whole.get("type").and_then(Value::as_str) == Some("array");
        if is_list {
            schema = whole.get("items").unwrap_or(&none);
            whole = follow(document, schema)?;
        }
        let kind = whole.get("type").and_then(Value::as_str).unwrap_or("string");
        Ok(Self {
            name: name.to_owned(),
            place: place.to_owned(),
            required: parameter.get("required").and_then(Value::as_bool).unwrap_or(false),
            kind: kind.to_owned(),
            is_list,
            is_personal: [parameter, schema, whole].iter().any(|value| is_personal(value)),
            schema: schema.clone(),
            validator: OnceLock::new(),
        })
    }

    /// What is wrong with a value, in the words of an error.
    pub(crate) fn check(&self, schemas: &super::Schemas, text: &str) -> Result<(), String> {
        let value = match self.kind.as_str() {
            "integer" => text.parse::<i64>().ok().map(Value::from),
            "number" => text.parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number),
            "boolean" => match text.to_ascii_lowercase().as_str() {
                "true" => Some(Value::Bool(true)),
                "false" => Some(Value::Bool(false)),
                _ => None,
            },
            _ => Some(Value::from(text)),
        };
        let Some(value) = value else {
            return Err(format!("{}: {} {} is wanted.", self.name, article(&self.kind), self.kind));
        };
        // A path may name a resource otherwise than by its id: who is not there is not found.
        if self.place == "path" {
            return Ok(());
        }
        let validator = self.validator.get_or_init(|| schemas.validator(&self.schema, true).ok());
        let Some(validator) = validator else { return Ok(()) };
        let mut errors = validator.iter_errors(&value);
        let Some(error) = errors.next() else { return Ok(()) };
        // Texts that are one of a few are known in any case.
        if self.choices().is_some_and(|choices| choices.iter().any(|one| matches(one, text))) {
            return Ok(());
        }
        Err(format!("{}: {}.", self.name, error.masked()))
    }

    fn choices(&self) -> Option<&Vec<Value>> {
        self.schema.get("enum").and_then(Value::as_array)
    }
}

fn matches(choice: &Value, text: &str) -> bool {
    choice.as_str().is_some_and(|choice| choice.eq_ignore_ascii_case(text))
}

fn article(kind: &str) -> &'static str {
    if kind.starts_with('i') { "an" } else { "a" }
}
