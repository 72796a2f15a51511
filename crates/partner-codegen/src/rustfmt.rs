//! Generated code as rustfmt leaves it.
//!
//! prettyplease makes tokens readable wherever there is no rustfmt, as for modules that stand alone. What
//! this repository commits goes through the toolchain's rustfmt as well, so that imports are sorted, lines
//! are as long as anywhere else, and an editor that formats on save changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use crate::Files;

/// The files as rustfmt leaves them, with the settings of a folder. They are the modules below `mod.rs`, or
/// files that stand by themselves.
///
/// # Errors
///
/// Where there is no rustfmt, or it will not have a file.
pub fn rustfmt(files: Files, settings: &Path) -> io::Result<Files> {
    let (rust, others): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(path, _)| path.extension().is_some_and(|it| it == "rs"));
    // rustfmt uses one processor, and takes longer than everything before it.
    let parts = parts(rust, thread::available_parallelism().map_or(1, usize::from));
    let formatted = thread::scope(|scope| {
        let runs: Vec<_> =
            parts.iter().map(|part| scope.spawn(move || run(part, settings))).collect();
        let done = runs.into_iter().map(|run| run.join().unwrap_or_else(|it| resume_unwind(it)));
        done.collect::<io::Result<Vec<_>>>()
    })?;
    Ok(formatted.into_iter().flatten().chain(others).collect())
}

/// What one run formats.
#[derive(Default)]
struct Part {
    files: Vec<(PathBuf, String)>,
    /// The modules that rustfmt is to begin with; it follows what they declare.
    roots: Vec<PathBuf>,
    /// Modules that others format: they are declared and empty.
    elsewhere: Vec<PathBuf>,
}

/// The files in parts of about one size, a folder never in two of them.
fn parts(files: Vec<(PathBuf, String)>, most: usize) -> Vec<Part> {
    let root = PathBuf::from("mod.rs");
    let mut folders: BTreeMap<Option<PathBuf>, Part> = BTreeMap::new();
    let has_root = files.iter().any(|(path, _)| *path == root);
    for (path, text) in files {
        let mut components = path.components();
        let folder = components.next().filter(|_| has_root && components.next().is_some());
        let folder = folder.map(|folder| PathBuf::from(folder.as_os_str()));
        let part = folders.entry(folder.clone()).or_default();
        if !has_root || folder.map_or_else(|| root.clone(), |it| it.join("mod.rs")) == path {
            part.roots.push(path.clone());
        }
        part.files.push((path, text));
    }
    let elsewhere: Vec<_> = folders.keys().flatten().map(|folder| folder.join("mod.rs")).collect();
    if let Some(part) = folders.get_mut(&None) {
        part.elsewhere = elsewhere;
    }
    let size = |part: &Part| part.files.iter().map(|(_, text)| text.len()).sum::<usize>();
    let mut parts: Vec<Part> = Vec::new();
    // The root says of the others that they are elsewhere, so it is a part of its own.
    parts.extend(folders.remove(&None));
    let shared = parts.len();
    let mut folders: Vec<_> = folders.into_values().collect();
    folders.sort_by_key(|part| std::cmp::Reverse(size(part)));
    for folder in folders {
        if parts.len() < shared + most {
            parts.push(folder);
        } else if let Some(smallest) = parts[shared..].iter_mut().min_by_key(|part| size(part)) {
            smallest.files.extend(folder.files);
            smallest.roots.extend(folder.roots);
        }
    }
    parts
}

/// One run of rustfmt.
fn run(part: &Part, settings: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    if part.roots.is_empty() {
        // rustfmt would wait for text from the terminal.
        return Err(io::Error::other("no module leads to what was generated"));
    }
    let temporary = tempfile::tempdir()?;
    // What is by hand is beside the generated folder.
    let folder = temporary.path().join("generated");
    let empty = part.elsewhere.iter().map(|path| (path, ""));
    let files = part.files.iter().map(|(path, text)| (path, text.as_str()));
    for (path, text) in files.chain(empty) {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
            stand_in(parent, text)?;
        }
        fs::write(path, text)?;
    }
    let output = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(settings)
        .args(part.roots.iter().map(|path| folder.join(path)))
        .output()
        .map_err(|error| {
            io::Error::new(
                error.kind(),
                format!("rustfmt can't be run ({error}); add it to the toolchain"),
            )
        })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(io::Error::other(format!("rustfmt will not have what was generated: {said}")));
    }
    let read =
        |(path, _): &(PathBuf, String)| Ok((path.clone(), fs::read_to_string(folder.join(path))?));
    part.files.iter().map(read).collect()
}

/// Puts an empty file in the place of each that is by hand: rustfmt follows modules, and formats them all.
fn stand_in(folder: &Path, text: &str) -> io::Result<()> {
    let by_hand = text.lines().filter_map(|line| {
        line.trim_start().strip_prefix("#[path = \"").and_then(|rest| rest.strip_suffix("\"]"))
    });
    for path in by_hand {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, "")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files, the roots and what is elsewhere, of each part.
    fn shown(files: &[(&str, usize)], most: usize) -> String {
        let files = files.iter().map(|(path, size)| (PathBuf::from(path), " ".repeat(*size)));
        let one = |part: &Part| {
            let files = part.files.iter().map(|(path, _)| path.clone()).collect();
            let all: [Vec<PathBuf>; 3] = [files, part.roots.clone(), part.elsewhere.clone()];
            all.map(|paths| {
                paths.iter().map(|it| it.display().to_string() + " ").collect::<String>()
            })
            .join("| ")
        };
        parts(files.collect(), most).iter().map(|part| one(part) + "\n").collect()
    }

    #[test]
    fn a_folder_is_in_one_part_and_the_root_in_its_own() {
        let files = [
            ("mod.rs", 1),
            ("resource.rs", 1),
            ("a/mod.rs", 1),
            ("a/x.rs", 50),
            ("b/mod.rs", 30),
            ("c/mod.rs", 10),
        ];
        assert_eq!(
            shown(&files, 2),
            "mod.rs resource.rs | mod.rs | a/mod.rs b/mod.rs c/mod.rs \n\
             a/mod.rs a/x.rs | a/mod.rs | \n\
             b/mod.rs c/mod.rs | b/mod.rs c/mod.rs | \n"
        );
    }

    #[test]
    fn files_that_stand_by_themselves_are_each_a_root() {
        assert_eq!(shown(&[("x.rs", 1), ("y/z.rs", 1)], 8), "x.rs y/z.rs | x.rs y/z.rs | \n");
    }
}
