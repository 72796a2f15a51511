//! Where the facts of the documentation are.

use std::env;
use std::path::PathBuf;

use crate::root;

/// The environment variable that names another folder of facts; the contract tests know it too.
const VARIABLE: &str = "PARTNER_CORPUS";

/// What was named, or the folder of the environment, or the usual one.
pub(crate) fn folder(named: Option<&PathBuf>) -> Result<PathBuf, String> {
    let usual =
        || env::var_os(VARIABLE).map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    let folder = named.cloned().unwrap_or_else(usual);
    if folder.is_dir() {
        return Ok(folder);
    }
    let folder = folder.display();
    Err(format!("{folder} is no folder\nput the facts there, or name their folder in {VARIABLE}"))
}
