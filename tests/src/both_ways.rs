//! The direct path held against serde's.

use std::fmt::Debug;

use partner_models::{FromJson, ToJson, with_serde};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads a document both ways, writes what was read both ways, and reads it again.
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
            match partner_models::from_str::<T>(&a) {
                Ok(again) if again == direct => {}
                Ok(again) => return Err(format!("{a} is read again as\n{again:?}\n{direct:?}")),
                Err(error) => return Err(format!("{a} is not read again: {error}")),
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
