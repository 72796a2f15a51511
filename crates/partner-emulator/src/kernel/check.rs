//! The parameters, headers and body of a call, against their description.

use serde_json::Value;

use super::Incoming;
use crate::api::query::Query;
use crate::api::{Failure, call, headers};
use crate::contract::{Operation, normalize, normalize_names};
use crate::strict::Strictness;
use crate::world::World;

/// The query, once every parameter and header is known to be as described.
pub(super) fn parameters(
    world: &World,
    operation: &Operation,
    incoming: &Incoming<'_>,
) -> Result<Query, Failure> {
    let query = Query::read(incoming.query);
    let schemas = &world.contract.schemas;
    for parameter in &operation.parameters {
        let name = parameter.name.as_str();
        let mut values = Vec::new();
        match parameter.place.as_str() {
            "query" => {
                values.extend(query.all(name));
                if values.len() > 1 && !parameter.is_list {
                    return Err(Failure::invalid(format!("{name}: given more than once.")));
                }
            }
            "header" => {
                let wanted = name.parse().map_err(|_| Failure::invalid(name))?;
                values.extend(headers::one(incoming.headers, &wanted)?);
            }
            _ => continue,
        }
        if values.is_empty() && parameter.required {
            return Err(Failure::invalid(format!("{name}: it is missing.")));
        }
        for value in values {
            if parameter.place != "header" || world.insists(Strictness::Headers) {
                parameter.check(schemas, value).map_err(Failure::invalid)?;
            }
        }
    }
    if world.insists(Strictness::QueryParameters)
        && let Some(name) = query.names().find(|name| operation.parameter("query", name).is_none())
    {
        let known = operation.parameters.iter().filter(|parameter| parameter.place == "query");
        let known: Vec<_> = known.map(|parameter| parameter.name.as_str()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        return Err(Failure::invalid(format!(
            "{name}: not a parameter of this operation, which has {known}."
        )));
    }
    Ok(query)
}

/// The body, with names as they are described and without nulls.
pub(super) fn body(
    world: &World,
    operation: &Operation,
    incoming: &Incoming<'_>,
) -> Result<Value, Failure> {
    let Some(described) = &operation.body else { return Ok(Value::Null) };
    if incoming.body.is_empty() && !operation.body_required {
        return Ok(Value::Null);
    }
    let Some(schema) = &described.schema else { return Ok(Value::Null) };
    if !call::is_json(incoming.headers) {
        return Err(Failure::invalid_body("Content-Type: the body must be application/json."));
    }
    let text = incoming.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(incoming.body);
    let value: Value = serde_json::from_slice(text)
        .map_err(|error| Failure::invalid_body(format!("The body: {error}")))?;
    let schemas = &world.contract.schemas;
    let read = if world.insists(Strictness::Nulls) { normalize_names } else { normalize };
    let value = read(schemas, schema, value);
    let checked = if world.insists(Strictness::Formats) {
        schemas.check_formats(schema, &value)
    } else {
        schemas.check(schema, &value)
    };
    checked.map_err(|error| Failure::invalid_body(format!("The body: {error}")))?;
    Ok(normalize(schemas, schema, value))
}
