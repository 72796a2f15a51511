//! The schema files of a folder.

use std::fs;
use std::path::Path;

use crate::diagnostic::Diagnostic;

/// How the name of a schema file ends.
pub(super) const SUFFIX: &str = ".schema.json";

/// What all operations share, which is no schema.
const OPENAPI: &str = "openapi.json";

/// The operations of a family, in its folder, which are no schema either.
pub(crate) const OPERATIONS: &str = "operations.json";

pub(super) type File = (String, Result<String, Diagnostic>);

/// The paths and texts of the schema files below a folder, sorted.
pub(super) fn read(folder: &Path) -> Result<Vec<File>, Diagnostic> {
    let paths = paths(folder, ".json").map_err(|error| {
        problem(folder.display().to_string(), format!("the schema folder cannot be read: {error}"))
    })?;
    Ok(paths
        .into_iter()
        .filter(|path| path != OPENAPI && !path.ends_with(&format!("/{OPERATIONS}")))
        .map(|path| {
            if !path.ends_with(SUFFIX) {
                return (path.clone(), Err(misnamed(path)));
            }
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
    of_file(file, message, "check that it is there, readable and UTF-8".into())
}

/// A file that its author may take for a schema, and that would be passed over.
fn misnamed(path: String) -> Diagnostic {
    let better = format!("{}{SUFFIX}", path.strip_suffix(".json").unwrap_or(&path));
    of_file(
        path,
        "this file is not read: the names of schemas end in `.schema.json`".into(),
        format!("name it {better}, or move it to another folder"),
    )
}

/// A problem of a file as a whole.
fn of_file(file: String, message: String, help: String) -> Diagnostic {
    Diagnostic { file, text: String::new(), span: 0..0, message, help }
}
