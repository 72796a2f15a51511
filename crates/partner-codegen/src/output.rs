//! Stage 6: what is on disk, against what it should be.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use similar::TextDiff;

/// The generated files: paths relative to the output folder, and their text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Files(BTreeMap<PathBuf, String>);

impl FromIterator<(PathBuf, String)> for Files {
    fn from_iter<I: IntoIterator<Item = (PathBuf, String)>>(files: I) -> Self {
        Self(files.into_iter().collect())
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
            let old = match fs::read(folder.join(path)) {
                Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(error),
            };
            if old.as_ref() != Some(new) {
                changes.push(Change { path: path.clone(), old, new: Some(new.clone()) });
            }
        }
        for path in stale {
            let old = fs::read(folder.join(&path))?;
            let old = Some(String::from_utf8_lossy(&old).into_owned());
            changes.push(Change { path, old, new: None });
        }
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(changes)
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
        let mut temporary = path.clone().into_os_string();
        temporary.push(TEMPORARY);
        fs::write(&temporary, text)?;
        fs::rename(&temporary, &path)
    }
}

/// How a file is called while it is written; one that was left behind is stale like any other.
const TEMPORARY: &str = ".new";

fn collect(folder: &Path, below: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect(folder, &path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}
