//! The direct path held against serde's.

use std::fmt::Debug;

use partner_models::{FromJson, ToJson, with_serde};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads a document both ways, and writes what was read both ways.
///
/// # Errors
///
/// What differs: value, text, error text, path, line or column.
pub fn compare<T>(json: &[u8]) -> Result<bool, String>
where
    T: FromJson + ToJson + DeserializeOwned + Serialize + PartialEq + Debug,
{
    let direct = partner_models::from_slice::<T>(json);
    let serde = with_serde::from_slice::<T>(json);
    match (direct, serde) {
        (Ok(direct), Ok(serde)) => {
            if direct != serde {
                return Err(format!("read as\n{direct:?}\n{serde:?}"));
            }
            let texts = [&direct, &serde]
                .map(|value| (partner_models::to_string(value), with_serde::to_string(value)));
            let [(a, Ok(b)), (c, Ok(d))] = texts else {
                return Err(format!("not written: {texts:?}"));
            };
            if a != b || b != c || c != d {
                return Err(format!("written as\n{a}\n{b}\n{c}\n{d}"));
            }
            Ok(true)
        }
        (Err(direct), Err(serde)) if direct == serde => Ok(false),
        (direct, serde) => Err(format!(
            "the direct path says {:?}, serde says {:?}",
            direct.map(|_| "that it is right"),
            serde.map(|_| "that it is right"),
        )),
    }
}
