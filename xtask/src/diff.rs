//! `cargo xtask diff`

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs, process, thread};

use clap::Args;
use partner_codegen::diff;

use crate::root;

#[derive(Args)]
#[command(after_help = "\
Compares the schemas as they are in the working tree with those of the revision. Each change is classed
as compatible or breaking, for Rust users and on the wire, with the version bump that it asks for; the
last line is the bump of the whole.

Example:
  $ cargo xtask diff v0.1.0
  licenses/license.schema.json
    [minor] License: new optional property `assignedOn`: `Option<String>`
            Rust compatible: structs are non-exhaustive
            wire compatible: it was kept as an unknown property before

  1 changed; breaking for Rust users: 0; breaking on the wire: 0
  bump of the whole: minor (1.2.3 -> 1.3.0; before 1.0.0: 0.2.3 -> 0.2.4)")]
pub(crate) struct Options {
    /// A revision that git knows: a tag, a branch, a commit, `HEAD~3`
    #[arg(value_name = "GIT-REV")]
    revision: String,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    match compare(&options.revision) {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn compare(revision: &str) -> Result<diff::Report, String> {
    let commit = commit(revision)?;
    let folder = Temporary::new().map_err(|error| format!("no temporary folder: {error}"))?;
    check_out(&commit, &folder.0)
        .map_err(|error| format!("the schemas of {revision} can't be read: {error}"))?;
    let old = diff::model_of(&folder.0).map_err(|problems| {
        let shown: String = problems.0.iter().map(|problem| format!("{problem}\n\n")).collect();
        format!(
            "{shown}the schemas of {revision} do not load under today's dialect, so they can't be \
             compared; problems in the files as they were then: {}",
            problems.0.len()
        )
    })?;
    let new = diff::model_of(&root().join("schemas"))
        .map_err(|problems| format!("{problems}\n\nthe schemas of the working tree do not load"))?;
    Ok(diff::compare(&old, &new))
}

/// The commit that a revision names.
fn commit(revision: &str) -> Result<String, String> {
    let one = format!("{revision}^{{commit}}");
    if let Ok(commit) = git(&["rev-parse", "--verify", "--end-of-options", &one]) {
        return Ok(commit.trim().to_owned());
    }
    // `rev-parse` says no more than that it failed; `rev-list` says of what, and takes ranges.
    Err(match git(&["rev-list", "-n1", "--end-of-options", revision, "--"]) {
        Ok(_) => format!("`{revision}` is not one revision; name the one to compare with"),
        Err(error) => format!("git does not know `{revision}`: {error}"),
    })
}

/// What a git command prints, or what it complains about.
fn git(arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root())
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
fn check_out(commit: &str, folder: &Path) -> Result<(), String> {
    let list = git(&["ls-tree", "-r", "-z", "--full-tree", &format!("{commit}:schemas")])?;
    // An entry is `<mode> <type> <object>\t<path>`.
    let files: Vec<(&str, &str)> = list
        .split_terminator('\0')
        .filter_map(|entry| {
            let (facts, path) = entry.split_once('\t')?;
            Some((facts.split(' ').nth(2)?, path))
        })
        .filter(|(_, path)| path.ends_with(".schema.json"))
        .collect();
    read_objects(&files, folder).map_err(|error| error.to_string())
}

fn read_objects(files: &[(&str, &str)], folder: &Path) -> io::Result<()> {
    let mut git = Command::new("git")
        .args(["cat-file", "--batch"])
        .current_dir(root())
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

/// A folder of this process that is removed when it is done with.
struct Temporary(PathBuf);

impl Temporary {
    fn new() -> io::Result<Self> {
        let path = env::temp_dir().join(format!("partner-models-diff-{}", process::id()));
        fs::create_dir(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What can't be removed is the system's to clean up.
        let _ = fs::remove_dir_all(&self.0);
    }
}
