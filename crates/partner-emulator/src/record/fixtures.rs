//! Serves what was recorded.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, Response, StatusCode};
use serde_json::Value;

use super::redact::ANY;
use super::{Answered, Fixture, TrafficError};
use crate::kernel::decode;
use crate::world::lock;

/// Recorded answers, by method and path.
pub(crate) struct Fixtures(Mutex<HashMap<(String, String), Vec<Recorded>>>);

/// The answers to a call of that query, in their order; the last one stays.
struct Recorded {
    query: Vec<(String, String)>,
    answers: Vec<Answered>,
    next: usize,
}

impl Fixtures {
    /// Reads every `*.json` of a folder, in the order of their names.
    pub(crate) fn read(folder: &Path) -> Result<Self, TrafficError> {
        let entries = fs::read_dir(folder).map_err(|error| TrafficError::new(folder, error))?;
        let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.retain(|file| file.extension().is_some_and(|end| end == "json"));
        files.sort();
        if files.is_empty() {
            return Err(TrafficError::new(folder, "there is no recorded call (*.json)"));
        }
        let mut all: HashMap<_, Vec<Recorded>> = HashMap::new();
        for file in files {
            let text =
                fs::read_to_string(&file).map_err(|error| TrafficError::new(&file, error))?;
            let fixture: Fixture = partner_models::with_serde::from_str(&text)
                .map_err(|error| TrafficError::new(&file, error))?;
            let status = fixture.response.status;
            if !(200..600).contains(&status) {
                return Err(TrafficError::new(
                    &file,
                    format!("response.status: {status} is no status"),
                ));
            }
            let parts = decode(&fixture.request.path).unwrap_or_default();
            let known = all.entry((fixture.request.method, key(&parts))).or_default();
            let query = fixture.request.query;
            match known.iter_mut().find(|one| one.query == query) {
                Some(one) => one.answers.push(fixture.response),
                None => known.push(Recorded { query, answers: vec![fixture.response], next: 0 }),
            }
        }
        Ok(Self(Mutex::new(all)))
    }

    /// The recorded answer to a call, if there is one.
    pub(crate) fn answer(
        &self,
        method: &Method,
        path: &str,
        query: Option<&str>,
    ) -> Option<Response<Body>> {
        let mut all = lock(&self.0);
        let known = all.get_mut(&(method.to_string(), key(&decode(path)?)))?;
        let query: Vec<(String, String)> =
            form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
        let fits = |one: &&mut Recorded| {
            one.query.len() == query.len()
                && one.query.iter().all(|(name, value)| {
                    query.iter().any(|(own, sent)| {
                        own.eq_ignore_ascii_case(name) && (value == ANY || value == sent)
                    })
                })
        };
        let one = known.iter_mut().find(fits)?;
        let answer = one.answers.get(one.next)?;
        one.next = (one.next + 1).min(one.answers.len() - 1);
        let body = match &answer.body {
            None => Vec::new(),
            Some(Value::String(text)) if !is_json(answer) => text.clone().into_bytes(),
            Some(body) => body.to_string().into_bytes(),
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = StatusCode::from_u16(answer.status).ok()?;
        for (name, value) in &answer.headers {
            if let (Ok(name), Ok(value)) =
                (name.parse::<HeaderName>(), HeaderValue::from_str(value))
            {
                response.headers_mut().insert(name, value);
            }
        }
        Some(response)
    }
}

fn is_json(answer: &Answered) -> bool {
    let is_kind = |(name, value): &(String, String)| {
        name.eq_ignore_ascii_case("content-type") && value.to_ascii_lowercase().contains("json")
    };
    answer.headers.iter().any(is_kind)
}

/// A path in one case: the service knows them in any.
fn key(parts: &[String]) -> String {
    parts.join("/").to_lowercase()
}
