//! The description of the API, as the emulator goes by it.
//!
//! It is one complete `OpenAPI` document. Nothing here knows a particular operation: routes, sign-in,
//! parameters, headers, bodies and answers are what the document says of them.

mod nearest;
mod operation;
mod parameters;
mod place;
mod route;
mod schema;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

use serde_json::Value;

pub(crate) use operation::{Described, Operation};
pub(crate) use place::Place;
pub(crate) use route::{Found, Segment};
pub(crate) use schema::{Schemas, example, normalize, normalize_names};

/// The operations of a description.
pub(crate) struct Contract {
    pub(crate) operations: Vec<Operation>,
    pub(crate) schemas: Schemas,
    /// The operations of each template, by their method.
    routes: route::Routes,
}

/// Why a description can't be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescriptionError(String);

impl fmt::Display for DescriptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the description: {}", self.0)
    }
}

impl std::error::Error for DescriptionError {}

/// `cargo xtask codegen` writes it; it is a part of the package, so that the package stands alone.
const EMBEDDED: &str = include_str!("../generated/partner-center.json");

impl Contract {
    /// That of Partner Center. It is read once.
    pub(crate) fn embedded() -> Result<Arc<Self>, DescriptionError> {
        static CONTRACT: LazyLock<Result<Arc<Contract>, DescriptionError>> =
            LazyLock::new(|| Contract::read(EMBEDDED).map(Arc::new));
        CONTRACT.clone()
    }

    /// Reads a complete document: one whose references do not leave it.
    pub(crate) fn read(text: &str) -> Result<Self, DescriptionError> {
        let document: Value =
            serde_json::from_str(text).map_err(|error| DescriptionError(error.to_string()))?;
        let paths = document.get("paths").and_then(Value::as_object);
        let paths = paths.ok_or_else(|| DescriptionError("it has no paths".into()))?;
        let schemas = Schemas::new(&document).map_err(DescriptionError)?;
        let mut operations = Vec::new();
        for (template, item) in paths {
            for (method, operation) in item.as_object().into_iter().flatten() {
                let read = Operation::read(&document, template, method, operation);
                let read = read.map_err(|what| {
                    DescriptionError(format!("{} {template}: {what}", method.to_uppercase()))
                })?;
                operations.push(read);
            }
        }
        let mut ids = HashMap::new();
        for operation in &operations {
            if let Some(other) = ids.insert(operation.id.as_str(), &operation.template) {
                let (id, template) = (&operation.id, &operation.template);
                return Err(DescriptionError(format!(
                    "the operation {id} is there twice: at {other} and at {template}"
                )));
            }
        }
        let routes = route::Routes::new(&operations);
        Ok(Self { operations, schemas, routes })
    }

    /// Where a path leads.
    pub(crate) fn find(&self, path: &[String]) -> Option<Found> {
        self.routes.find(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_not_be_served_is_told() {
        let error = |text| Contract::read(text).err().map(|error| error.to_string());
        assert_eq!(error("{}").as_deref(), Some("the description: it has no paths"));
        assert_eq!(
            error(r#"{"paths": {"/v1/a": {"get": {"operationId": "x", "responses": {}}}}}"#)
                .as_deref(),
            Some("the description: GET /v1/a: it describes no success")
        );
        assert_eq!(
            error(
                r##"{"paths": {"/v1/a": {"get": {"operationId": "x", "security": [],
                "parameters": [{"$ref": "#/components/parameters/No"}],
                "responses": {"204": {"description": "."}}}}}}"##
            )
            .as_deref(),
            Some(
                "the description: GET /v1/a: the reference #/components/parameters/No leads nowhere"
            )
        );
    }

    #[test]
    fn the_embedded_description_is_sound() {
        let contract = Contract::embedded().unwrap_or_else(|error| panic!("{error}"));
        assert!(contract.operations.len() >= 11);
    }
}
