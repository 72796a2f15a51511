//! Serves every operation from its description.
//!
//! What is the same for all operations is checked here, in the order in which the service does:
//! the path, the method, the token, what is accepted, the parameters, the body. Then a call goes to the
//! family that has rules for it, or is carried out on documents in the one way that its method has.

mod check;
mod fill;
mod list;
mod resource;

use axum::body::{Body, Bytes};
use axum::http::header::ALLOW;
use axum::http::{HeaderMap, HeaderValue, Method, Response};

use crate::api::call::authorize;
use crate::api::{Call, Failure, Reply, headers};
use crate::auth::Audience;
use crate::contract::{Contract, Operation};
use crate::families;
use crate::world::World;

pub(crate) use fill::fill;

/// A request as it came.
pub(crate) struct Incoming<'a> {
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Bytes,
}

/// Answers a call to the API.
pub(crate) fn answer(world: &World, incoming: &Incoming<'_>) -> Response<Body> {
    match carry_out(world, incoming) {
        Ok(mut reply) => {
            if *incoming.method == Method::HEAD {
                reply.body.clear();
            }
            reply.answer()
        }
        Err(Refused { failure, allow }) => {
            let mut response = failure.answer();
            if let Some(allow) = allow.and_then(|allow| HeaderValue::try_from(allow).ok()) {
                response.headers_mut().insert(ALLOW, allow);
            }
            response
        }
    }
}

/// The operation that a call leads to, if there is one.
pub(crate) fn operation<'a>(
    contract: &'a Contract,
    method: &Method,
    path: &str,
) -> Option<&'a Operation> {
    let path = families::documented_otherwise(decode(path)?);
    let method = if *method == Method::HEAD { "GET" } else { method.as_str() };
    contract.operations.get(contract.find(&path)?.method(method)?)
}

/// A failure, and the methods to use where it is about the method.
struct Refused {
    failure: Failure,
    allow: Option<String>,
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self { failure, allow: None }
    }
}

fn carry_out(world: &World, incoming: &Incoming<'_>) -> Result<Reply, Refused> {
    let anybody = [Audience::AppUser, Audience::AppOnly];
    let Some(path) = decode(incoming.path) else {
        authorize(world, incoming.headers, &anybody)?;
        return Err(Failure::invalid("The path is not UTF-8.").into());
    };
    let path = families::documented_otherwise(path);
    let method = if *incoming.method == Method::HEAD { "GET" } else { incoming.method.as_str() };
    let Some(found) = world.contract.find(&path) else {
        authorize(world, incoming.headers, &anybody)?;
        let nearest = world.contract.nearest(method, &path);
        let count = world.contract.operations.len();
        return Err(Failure::no_operation(count, nearest.as_deref()).into());
    };
    let Some(operation) =
        found.method(method).and_then(|index| world.contract.operations.get(index))
    else {
        authorize(world, incoming.headers, &anybody)?;
        let failure = Failure::method_not_allowed();
        return Err(Refused { failure, allow: Some(found.allowed()) });
    };
    if !operation.audiences.is_empty() {
        authorize(world, incoming.headers, &operation.audiences)?;
    }
    if operation.success.is_json() && !headers::accepts_json(incoming.headers) {
        return Err(Failure::not_acceptable().into());
    }
    let query = check::parameters(world, operation, incoming)?;
    let json = check::body(world, operation, incoming)?;
    let call = Call {
        world,
        operation,
        path: &path,
        query,
        headers: incoming.headers,
        body: incoming.body,
        json,
    };
    let reply = match families::handler(&operation.id) {
        Some(handler) => handler(&call),
        None => resource::carry_out(&call),
    }?;
    families::changed(&call, &reply);
    // In what is tested, not in what is measured.
    if cfg!(debug_assertions) {
        is_as_described(&call, &reply).map_err(|what| Failure::own_fault(&what))?;
    }
    Ok(reply)
}

/// What of an answer contradicts its description.
fn is_as_described(call: &Call<'_>, reply: &Reply) -> Result<(), String> {
    let status = reply.status.as_u16();
    let described = call.operation.answer(status);
    let described = described.ok_or_else(|| format!("the status {status} is not described"))?;
    let Some(schema) = &described.schema else { return Ok(()) };
    let value = serde_json::from_slice(&reply.body).map_err(|error| error.to_string())?;
    call.world.contract.schemas.check(schema, &value)
}

/// The parts of a path, decoded. SDKs build `/v1//customers`, and samples have `/v1.0/`.
pub(crate) fn decode(path: &str) -> Option<Vec<String>> {
    let parts = path.split('/').filter(|part| !part.is_empty());
    let mut parts = parts.map(decode_part).collect::<Option<Vec<_>>>()?;
    if let Some(first) = parts.first_mut()
        && first.eq_ignore_ascii_case("v1.0")
    {
        "v1".clone_into(first);
    }
    Some(parts)
}

fn decode_part(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        let escaped = (byte == b'%').then(|| {
            let mut ahead = rest.clone();
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let number = digit(ahead.next())? * 16 + digit(ahead.next())?;
            Some((u8::try_from(number).ok()?, ahead))
        });
        match escaped.flatten() {
            Some((decoded, ahead)) => {
                bytes.push(decoded);
                rest = ahead;
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded_part_by_part() {
        let parts = |path| decode(path).unwrap_or_default().join("|");
        assert_eq!(parts("/v1//customers/A%40b%2Fc/"), "v1|customers|A@b/c");
        assert_eq!(parts("/v1.0/customers"), "v1|customers");
        assert_eq!(parts("/v1/100%/%4"), "v1|100%|%4");
        assert_eq!(decode("/v1/%FF"), None);
    }
}
