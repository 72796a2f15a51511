//! The schema files of a folder.

use std::fs;
use std::path::Path;

use crate::diagnostic::Diagnostic;

/// How the name of a schema file ends.
pub(super) const SUFFIX: &str = ".schema.json";

pub(super) type File = (String, Result<String, Diagnostic>);

/// The paths and texts of the schema files below a folder, sorted.
pub(super) fn read(folder: &Path) -> Result<Vec<File>, Diagnostic> {
    let paths = paths(folder, SUFFIX).map_err(|error| {
        problem(folder.display().to_string(), format!("the schema folder cannot be read: {error}"))
    })?;
    Ok(paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(folder.join(&path)).map_err(|error| {
                problem(path.clone(), format!("the file cannot be read: {error}"))
            });
            (path, text)
        })
        .collect())
}

/// The paths below a folder whose names end like this, with `/` between the parts, sorted.
pub(crate) fn paths(folder: &Path, ending: &str) -> std::io::Result<Vec<String>> {
    let mut paths = Vec::new();
    collect(folder, "", ending, &mut paths)?;
    paths.sort();
    Ok(paths)
}

fn collect(
    folder: &Path,
    prefix: &str,
    ending: &str,
    paths: &mut Vec<String>,
) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue; // an editor's or the system's
        }
        let path = format!("{prefix}{name}");
        if fs::metadata(entry.path())?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), ending, paths)?;
        } else if name.ends_with(ending) {
            paths.push(path);
        }
    }
    Ok(())
}

pub(super) fn problem(file: String, message: String) -> Diagnostic {
    Diagnostic {
        file,
        text: String::new(),
        span: 0..0,
        message,
        help: "check that it is there, readable and UTF-8".into(),
    }
}
