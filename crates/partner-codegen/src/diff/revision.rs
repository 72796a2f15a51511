//! The schemas as git has them at a revision.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::{fs, thread};

use tempfile::TempDir;

use crate::diff::operations::FILES;

/// Writes the schema files of a revision to a temporary folder. The working tree is left alone.
///
/// # Errors
///
/// A revision that git does not know or that has no `schemas` folder; git or the folder not to be had.
pub fn schemas_at(repository: &Path, revision: &str) -> Result<TempDir, String> {
    let commit = commit(repository, revision)?;
    let folder = TempDir::new().map_err(|error| format!("no temporary folder: {error}"))?;
    check_out(repository, &commit, folder.path())
        .map_err(|error| format!("the schemas of {revision} can't be read: {error}"))?;
    Ok(folder)
}

/// The commit that a revision names.
fn commit(repository: &Path, revision: &str) -> Result<String, String> {
    let one = format!("{revision}^{{commit}}");
    if let Ok(commit) = git(repository, &["rev-parse", "--verify", "--end-of-options", &one]) {
        return Ok(commit.trim().to_owned());
    }
    // `rev-parse` says no more than that it failed; `rev-list` says of what, and takes ranges.
    Err(match git(repository, &["rev-list", "-n1", "--end-of-options", revision, "--"]) {
        Ok(_) => format!("`{revision}` is not one revision; name the one to compare with"),
        Err(error) => format!("git does not know `{revision}`: {error}"),
    })
}

/// What a git command prints, or what it complains about.
fn git(repository: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(repository)
        .output()
        .map_err(|error| format!("git could not be started: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}

/// Writes the schema files of a commit to a folder. One `git cat-file` reads them all: a process for
/// each would take longer than everything else.
fn check_out(repository: &Path, commit: &str, folder: &Path) -> Result<(), String> {
    let list =
        git(repository, &["ls-tree", "-r", "-z", "--full-tree", &format!("{commit}:schemas")])?;
    // An entry is `<mode> <type> <object>\t<path>`.
    let files: Vec<(&str, &str)> = list
        .split_terminator('\0')
        .filter_map(|entry| {
            let (facts, path) = entry.split_once('\t')?;
            Some((facts.split(' ').nth(2)?, path))
        })
        .filter(|(_, path)| {
            let name = path.rsplit('/').next().unwrap_or_default();
            path.ends_with(".schema.json") || FILES.contains(&name)
        })
        .collect();
    read_objects(repository, &files, folder).map_err(|error| error.to_string())
}

fn read_objects(repository: &Path, files: &[(&str, &str)], folder: &Path) -> io::Result<()> {
    let mut git = Command::new("git")
        .args(["cat-file", "--batch"])
        .current_dir(repository)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (Some(mut input), Some(output)) = (git.stdin.take(), git.stdout.take()) else {
        return Err(io::Error::other("git has no pipes"));
    };
    let wanted: String = files.iter().map(|(object, _)| format!("{object}\n")).collect();
    // Both ends at once: git waits for its output to be read before it reads on.
    let asking = thread::spawn(move || input.write_all(wanted.as_bytes()));
    let mut output = BufReader::new(output);
    for (object, path) in files {
        // The answer is `<object> <type> <size>`, the content, and a newline.
        let mut header = String::new();
        output.read_line(&mut header)?;
        let size = header.trim().rsplit(' ').next().and_then(|size| size.parse().ok());
        let size: u64 = size.ok_or_else(|| io::Error::other(format!("no object {object}")))?;
        let mut content = Vec::new();
        output.by_ref().take(size).read_to_end(&mut content)?;
        output.read_exact(&mut [0])?;
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, content)?;
    }
    asking.join().map_err(|_| io::Error::other("git was not asked"))??;
    git.wait().map(|_| ())
}
