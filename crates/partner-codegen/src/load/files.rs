//! The schema files of a folder.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;

/// How the name of a schema file ends.
pub(super) const SUFFIX: &str = ".schema.json";

/// The longest schema file that is read.
const MOST: u64 = 16 << 20;

/// What all operations share, which is no schema.
const OPENAPI: &str = "openapi.json";

/// The operations of a family, in its folder, which are no schema either.
pub(crate) const OPERATIONS: &str = "operations.json";

pub(super) type File = (String, Result<String, Diagnostic>);

/// The paths and texts of the schema files below a folder, sorted.
pub(super) fn read_all(folder: &Path) -> Result<Vec<File>, Diagnostic> {
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
            let text = read(&folder.join(&path)).map_err(|error| {
                problem(path.clone(), format!("the file cannot be read: {error}"))
            });
            (path, text)
        })
        .collect())
}

/// The paths below a folder whose names end like this, with `/` between the parts, sorted.
pub(crate) fn paths(folder: &Path, ending: &str) -> io::Result<Vec<String>> {
    let mut paths = Vec::new();
    collect(folder, "", ending, &mut Vec::new(), &mut paths)?;
    paths.sort();
    Ok(paths)
}

/// Adds the files of a folder; `above` are the folders that lead to it, to tell a link back to one of them.
fn collect(
    folder: &Path,
    prefix: &str,
    ending: &str,
    above: &mut Vec<PathBuf>,
    paths: &mut Vec<String>,
) -> io::Result<()> {
    let at = fs::canonicalize(folder)?;
    if above.contains(&at) {
        return Err(io::Error::other(format!(
            "{prefix} is a link that leads back to a folder above it"
        )));
    }
    above.push(at);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue; // an editor's or the system's
        }
        let path = format!("{prefix}{name}");
        // A link that leads nowhere is told where it is read, if it is called like a schema.
        if fs::metadata(entry.path()).is_ok_and(|about| about.is_dir()) {
            collect(&entry.path(), &format!("{path}/"), ending, above, paths)?;
        } else if name.ends_with(ending) {
            paths.push(path);
        }
    }
    above.pop();
    Ok(())
}

/// The text of a schema file. What is no file could make this wait for ever, and no schema is as long as the
/// bound.
pub(crate) fn read(path: &Path) -> io::Result<String> {
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut text = String::new();
    let length = fs::File::open(path)?.take(MOST + 1).read_to_string(&mut text)?;
    if length as u64 > MOST {
        return Err(io::Error::other(format!("it is longer than {} MiB", MOST >> 20)));
    }
    Ok(text)
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
    Diagnostic { file, text: "".into(), span: 0..0, message, help }
}
