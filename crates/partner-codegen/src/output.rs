//! Stage 6: what is on disk, against what it should be.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use similar::TextDiff;

/// The generated files: paths relative to the output folder, and their text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Files(BTreeMap<PathBuf, String>);

impl FromIterator<(PathBuf, String)> for Files {
    fn from_iter<I: IntoIterator<Item = (PathBuf, String)>>(files: I) -> Self {
        Self(files.into_iter().collect())
    }
}

impl IntoIterator for Files {
    type Item = (PathBuf, String);
    type IntoIter = std::collections::btree_map::IntoIter<PathBuf, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Files {
    /// The text of the file at that path.
    #[must_use]
    pub fn get(&self, path: impl AsRef<Path>) -> Option<&str> {
        self.0.get(path.as_ref()).map(String::as_str)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The paths and texts, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.0.iter().map(|(path, text)| (path.as_path(), text.as_str()))
    }

    /// How a folder differs from these files; what is there and not among them is stale.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be read.
    pub fn compare(&self, folder: &Path) -> io::Result<Vec<Change>> {
        let mut changes = Vec::new();
        let mut stale = Vec::new();
        if folder.exists() {
            collect(folder, Path::new(""), &mut stale)?;
        }
        stale.retain(|path| !self.0.contains_key(path));
        for (path, new) in &self.0 {
            // Bytes that are no UTF-8 differ from any text; they are shown as well as they can be.
            let old = read(&folder.join(path))?;
            if old.as_ref() != Some(new) {
                changes.push(Change { path: path.clone(), old, new: Some(new.clone()) });
            }
        }
        for path in stale {
            // What is gone by now was another run's.
            if let Some(old) = read(&folder.join(&path))? {
                changes.push(Change { path, old: Some(old), new: None });
            }
        }
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(changes)
    }
}

/// The longest file that is read: none of ours comes near it.
const MOST: u64 = 256 << 20;

/// The text of a file; `None` where there is none. Whatever else than a file is there can't be read, or
/// not to its end; a link is shown by where it leads, and goes as a link.
fn read(path: &Path) -> io::Result<Option<String>> {
    let refuse = |why: &str| Err(io::Error::other(format!("{}: {why}", path.display())));
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
        Ok(about) if about.is_symlink() => {
            let target = fs::read_link(path)?;
            Ok(Some(format!("a link to {}", target.display())))
        }
        Ok(about) if !about.is_file() => refuse("something else than a file is there"),
        Ok(about) if about.len() > MOST => refuse("the file there is too long to be read"),
        Ok(_) => Ok(Some(String::from_utf8_lossy(&fs::read(path)?).into_owned())),
    }
}

/// A file that is not what it should be.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Its path below the output folder.
    pub path: PathBuf,
    /// What it says; `None` where it is missing.
    pub old: Option<String>,
    /// What it should say; `None` where it should not be.
    pub new: Option<String>,
}

impl Change {
    /// What happens to the file: `added`, `changed` or `removed`.
    #[must_use]
    pub fn verb(&self) -> &'static str {
        match (&self.old, &self.new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }

    /// The difference, as `diff -u` shows it; the paths in it begin with the folder's.
    #[must_use]
    pub fn unified_diff(&self, folder: &Path) -> String {
        let old = self.old.as_deref().unwrap_or_default();
        let new = self.new.as_deref().unwrap_or_default();
        let path = folder.join(&self.path).display().to_string();
        TextDiff::from_lines(old, new)
            .unified_diff()
            .header(&format!("a/{path}"), &format!("b/{path}"))
            .to_string()
    }

    /// Makes the file what it should be. It is written beside its place and then moved there, so that
    /// whoever stops this finds the old file or the new one, never half of one.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written or removed.
    pub fn apply(&self, folder: &Path) -> io::Result<()> {
        let path = folder.join(&self.path);
        let Some(text) = &self.new else {
            match fs::remove_file(&path) {
                // Writing the file that this was left behind by has moved it already.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                removed => removed?,
            }
            // A folder that this leaves empty goes too; one that is not empty stays.
            let mut parent = path.parent();
            while let Some(folder_above) = parent.filter(|above| *above != folder) {
                if fs::remove_dir(folder_above).is_err() {
                    break;
                }
                parent = folder_above.parent();
            }
            return Ok(());
        };
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        // A short name of this run's own: another run may be writing the same file.
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{TEMPORARY}{}.{count}.new", process::id());
        let temporary = path.with_file_name(name);
        let written = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, &path));
        if written.is_err() {
            let _ = fs::remove_file(&temporary); // what went wrong first is what counts
        }
        written
    }
}

/// How many files were begun.
static COUNT: AtomicU64 = AtomicU64::new(0);

/// How the name of a file begins while it is written.
const TEMPORARY: &str = ".codegen-";

/// How long a file may be in the writing. One that is older was left behind, and is stale like any other.
const WRITING: Duration = Duration::from_secs(60);

/// Whether another run is writing this file now.
fn is_being_written(entry: &fs::DirEntry) -> bool {
    let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
    entry.file_name().to_string_lossy().starts_with(TEMPORARY)
        && age().is_none_or(|age| age < WRITING)
}

fn collect(folder: &Path, below: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect(folder, &path, paths)?;
        } else if !is_being_written(&entry) {
            paths.push(path);
        }
    }
    Ok(())
}
