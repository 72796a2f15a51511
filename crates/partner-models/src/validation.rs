//! Validation against the schemas: the feature `jsonschema`.
//!
//! Reading is lenient, since an answer that breaks a bound is still an answer. [`Validate`] tells on
//! request what a schema says of a value or of JSON as it was sent, all of it at once:
//!
//! ```
//! use partner_models::Collection;
//! use partner_models::licenses::License;
//! use partner_models::validation::{Invalid, Validate};
//!
//! let json = br#"{"items": [{"productSku": {"id": 7}, "servicePlans": {}}]}"#;
//! let Err(Invalid::Schema(violations)) = Collection::<License>::validate_json(json) else {
//!     panic!("two values have the wrong type");
//! };
//! assert_eq!(violations.len(), 2);
//! assert_eq!(violations[0].path(), "items[0].productSku.id");
//! assert_eq!(violations[0].to_string(), r#"items[0].productSku.id: the value is not of type "string""#);
//! ```
//!
//! Names are taken as they are spelt, also where reading finds them in any case, and `format` is a
//! remark of the schema and no demand: so JSON Schema has it.

use std::any::TypeId;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jsonschema::paths::{Location, LocationSegment};
use jsonschema::{Draft, Registry, Validator};
use serde::Serialize;
use serde_json::Value;

use crate::schema::{FILES, HasSchema};
use crate::value::printable::Printable;

/// Validation of every type that has a schema.
pub trait Validate: HasSchema + 'static {
    /// Holds JSON text in UTF-8 against the schema, as it stands. A leading byte-order mark is
    /// accepted.
    ///
    /// # Errors
    ///
    /// [`Invalid::Json`] where it is no JSON, and [`Invalid::Schema`] with everything that breaks the
    /// schema.
    fn validate_json(json: &[u8]) -> Result<(), Invalid> {
        let value: Value = crate::with_serde::from_slice(json).map_err(Invalid::Json)?;
        violations::<Self>(&value)
    }

    /// Holds a value against the schema, as it would be sent.
    ///
    /// # Errors
    ///
    /// As those of [`validate_json`](Self::validate_json).
    fn validate(&self) -> Result<(), Invalid>
    where
        Self: Serialize,
    {
        Self::validate_json(&crate::with_serde::to_vec(self).map_err(Invalid::Json)?)
    }
}

impl<T: HasSchema + ?Sized + 'static> Validate for T {}

/// Why a value is not what its schema asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// It is no JSON, or holds a number beyond what a validator calculates with.
    Json(crate::Error),
    /// It breaks the schema: at least once, in the order of the document.
    Schema(Vec<Violation>),
}

/// One way in which a value breaks its schema. Its text says what the schema asks, and never repeats
/// the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    path: String,
    message: String,
}

impl Violation {
    /// The JSON path of the value at fault, such as `items[3].servicePlans[1].id`; empty where that is
    /// the whole document.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What the schema asks and the value is not.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// How much of a path and of a message is shown.
const LONGEST_MESSAGE: usize = 300;
/// How many violations are shown; all of them are kept.
const MOST_VIOLATIONS: usize = 10;

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The schema names what it does not allow, and that has the names that were sent.
        let message = Printable(&self.message, LONGEST_MESSAGE);
        match self.path() {
            "" => write!(f, "{message}"),
            path => write!(f, "{}: {message}", Printable(path, LONGEST_MESSAGE)),
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => error.fmt(f),
            Self::Schema(violations) => {
                for (index, violation) in violations.iter().take(MOST_VIOLATIONS).enumerate() {
                    let separator = if index == 0 { "" } else { "; " };
                    write!(f, "{separator}{violation}")?;
                }
                match violations.len().saturating_sub(MOST_VIOLATIONS) {
                    0 => Ok(()),
                    more => write!(f, "; and {more} more"),
                }
            }
        }
    }
}

impl std::error::Error for Invalid {}

fn violations<T: HasSchema + ?Sized + 'static>(value: &Value) -> Result<(), Invalid> {
    let failed = |message| Invalid::Schema(vec![Violation { path: String::new(), message }]);
    let validator = validator::<T>().map_err(failed)?;
    let violations: Vec<_> = validator
        .iter_errors(value)
        .map(|error| Violation {
            path: spell(error.instance_path()),
            message: error.masked_with("the value").to_string(),
        })
        .collect();
    if violations.is_empty() { Ok(()) } else { Err(Invalid::Schema(violations)) }
}

/// The validator of a type, made when it is first asked for. What fails is a schema of the caller's
/// own, or one that it refers to.
fn validator<T: HasSchema + ?Sized + 'static>() -> Result<Arc<Validator>, String> {
    static VALIDATORS: OnceLock<Mutex<HashMap<TypeId, Arc<Validator>>>> = OnceLock::new();
    // Nothing is left half-done in the table by a panic elsewhere.
    let mut validators =
        VALIDATORS.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(validator) = validators.get(&TypeId::of::<T>()) {
        return Ok(Arc::clone(validator));
    }
    let validator = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_registry(registry()?)
        .build(&T::schema_reference())
        .map_err(|error| format!("the schema is of no use: {error}"))?;
    let validator = Arc::new(validator);
    validators.insert(TypeId::of::<T>(), Arc::clone(&validator));
    Ok(validator)
}

/// All schema files, for references to lead to.
fn registry() -> Result<&'static Registry<'static>, String> {
    static REGISTRY: OnceLock<Result<Registry<'static>, String>> = OnceLock::new();
    let build = || {
        let mut resources = Vec::new();
        for file in FILES {
            let schema: Value = serde_json::from_str(file.text)
                .map_err(|error| format!("{}: {error}", file.path))?;
            resources.push((file.id, Draft::Draft202012.create_resource(schema)));
        }
        Registry::new()
            .extend(resources)
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| error.to_string())
    };
    REGISTRY.get_or_init(build).as_ref().map_err(Clone::clone)
}

/// A place in a document the way the crate's errors spell it.
fn spell(place: &Location) -> String {
    let mut path = String::new();
    for segment in place {
        match segment {
            LocationSegment::Index(index) => path.push_str(&format!("[{index}]")),
            LocationSegment::Property(name) => {
                crate::json::locate::push_name(&mut path, &Value::from(&*name).to_string());
            }
        }
    }
    path
}
