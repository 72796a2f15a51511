//! What an error says, whatever its shape.

use std::borrow::Cow;

use crate::RawJson;
use crate::errors::ErrorCode;
use crate::json::by_serde::raw_value::is_json;
use crate::value::inside::members;

/// What an error says, wherever it says it.
#[derive(Default)]
pub(super) struct Said {
    pub(super) code: Option<ErrorCode>,
    pub(super) message: Option<String>,
    /// The code of the innermost error that has one.
    pub(super) inner_code: Option<ErrorCode>,
}

/// An error in an error, and no further: nobody nests them deeper, and an attacker may.
const DEEPEST: usize = 8;

/// What holds the error, where it is not the body itself.
const WRAPPERS: &[&str] = &["error", "odata.error", "@odata.error", "errors", "fault"];
const CODES: &[&str] = &["code", "errorCode", "error_code", "odata.code"];
const MESSAGES: &[&str] = &[
    "description",
    "message",
    "errorMessage",
    "error_description",
    "errorDescription",
    "detail",
    "title",
];
const INNER: &[&str] = &["innerError", "inner_error", "inner", "innerException", "data"];
const INNER_CODES: &[&str] =
    &["innerCode", "innerErrorCode", "inner_code", "subCode", "subErrorCode"];

impl Said {
    /// What a text says; nothing where it is no JSON.
    pub(super) fn of(json: &str) -> Self {
        if is_json(json) { Self::at(json, 0) } else { Self::default() }
    }

    /// Whether it is of an error: one that has neither of these says nothing.
    pub(super) fn is_error(&self) -> bool {
        self.code.is_some() || self.message.is_some()
    }

    fn at(json: &str, depth: usize) -> Self {
        if depth > DEEPEST {
            return Self::default();
        }
        if json.starts_with('[') {
            // Of several errors, the first.
            return crate::from_str::<Vec<RawJson>>(json)
                .ok()
                .and_then(|list| {
                    list.into_iter().map(|one| Self::at(one.get(), depth + 1)).find(Self::is_error)
                })
                .unwrap_or_default();
        }
        let object = Members::of(json);
        let mut said = Self {
            code: object.first(CODES, |value| crate::from_str(value).ok()),
            message: object.first(MESSAGES, text),
            inner_code: object.inner_code(depth),
        };
        for wrapper in WRAPPERS {
            let Some(value) = object.get(wrapper) else { continue };
            let inside = match text_of(value) {
                // As sign-in says it: `{"error": code, "error_description": message}`.
                Some(_) => Self { code: crate::from_str(value).ok(), ..Self::default() },
                None => Self::at(value, depth + 1),
            };
            if inside.is_error() {
                said.code = inside.code.or(said.code);
                said.message = inside.message.or(said.message);
                said.inner_code = inside.inner_code.or(said.inner_code);
                break;
            }
        }
        said
    }
}

struct Members<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Members<'a> {
    fn of(json: &'a str) -> Self {
        Self(members(json))
    }

    /// The last value of that name that is not null. A name in another ASCII case counts where there is no
    /// other.
    fn get(&self, name: &str) -> Option<&'a str> {
        let find = |is_it: &dyn Fn(&str) -> bool| {
            let mut values =
                self.0.iter().rev().filter(|(key, value)| is_it(key) && *value != "null");
            values.next().map(|(_, value)| *value)
        };
        find(&|key| key == name).or_else(|| find(&|key| key.eq_ignore_ascii_case(name)))
    }

    fn first<T>(&self, names: &[&str], read: impl Fn(&str) -> Option<T>) -> Option<T> {
        names.iter().find_map(|name| read(self.get(name)?))
    }

    /// The code of the innermost error, or the one that stands here as such.
    fn inner_code(&self, depth: usize) -> Option<ErrorCode> {
        let inner = self.first(INNER, |value| {
            let said = value.starts_with(['{', '[']).then(|| Said::at(value, depth + 1))?;
            said.inner_code.or(said.code)
        });
        inner.or_else(|| self.first(INNER_CODES, |value| crate::from_str(value).ok()))
    }
}

/// A string, or that of `{"lang": …, "value": …}`.
fn text(value: &str) -> Option<String> {
    text_of(value).or_else(|| text_of(Members::of(value).get("value")?))
}

fn text_of(value: &str) -> Option<String> {
    value.starts_with('"').then(|| crate::from_str(value).ok())?
}
