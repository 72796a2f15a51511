//! Documented messages in a folder of their own: see the README of that folder for its format.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use serde_json::Value;

/// The environment variable that names another folder.
pub const VARIABLE: &str = "PARTNER_CORPUS";

/// A message with a body.
#[derive(Debug)]
pub struct Message {
    /// Its name in the folder.
    pub id: String,
    /// `request`, `response`, or `body` for one that is printed without either.
    pub kind: String,
    /// The method of the request that it is or answers.
    pub method: Option<String>,
    /// The URI of that request.
    pub uri: Option<String>,
    /// The status, of a response.
    pub status: Option<u64>,
    /// The body; `None` where there is none.
    pub body: Option<String>,
}

/// The folder: what the environment names, else `shared/corpus` beside the repository.
///
/// # Errors
///
/// What to tell where there is none.
pub fn folder() -> Result<PathBuf, String> {
    if let Some(folder) = env::var_os(VARIABLE) {
        let folder = PathBuf::from(folder);
        return if folder.join("index.json").is_file() {
            Ok(folder)
        } else {
            Err(format!("{VARIABLE} names a folder without an index.json: {}", folder.display()))
        };
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    if folder.join("index.json").is_file() {
        Ok(folder)
    } else {
        Err(format!("there are no documented messages here; {VARIABLE} can name a folder of them"))
    }
}

/// The messages of a folder.
///
/// # Errors
///
/// Where the folder is not in the format.
pub fn messages(folder: &Path) -> io::Result<Vec<Message>> {
    let index: Vec<Value> = serde_json::from_str(&fs::read_to_string(folder.join("index.json"))?)?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    index
        .iter()
        .map(|entry| {
            // A body that was not JSON as printed may be there as somebody's best guess.
            let body = &entry["body"];
            let file = body["file"].as_str().or_else(|| body["extended"]["file"].as_str());
            let body = match file {
                Some(file) => Some(fs::read_to_string(folder.join(file))?),
                None => None,
            };
            Ok(Message {
                id: text(&entry["id"]).unwrap_or_default(),
                kind: text(&entry["kind"]).unwrap_or_default(),
                method: text(&entry["method"]),
                uri: text(&entry["uri"]),
                status: entry["status"].as_u64(),
                body,
            })
        })
        .collect()
}
