//! The features of the models, as their manifest has them.

use std::process::Command;

use serde_json::Value;

use crate::root;

/// The names of the features of partner-models, without `default`.
pub(crate) fn features() -> Result<Vec<String>, String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output()
        .map_err(|error| format!("`cargo metadata` could not be started: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("what `cargo metadata` says is not JSON: {error}"))?;
    let packages = metadata["packages"].as_array();
    let models = packages.into_iter().flatten().find(|one| one["name"] == "partner-models");
    match models.and_then(|models| models["features"].as_object()) {
        Some(features) => Ok(features.keys().filter(|name| *name != "default").cloned().collect()),
        None => Err("`cargo metadata` does not know partner-models".into()),
    }
}
