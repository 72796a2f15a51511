//! Doing something whenever a schema changes.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use notify_debouncer_mini::new_debouncer;
use notify_debouncer_mini::notify::RecursiveMode;

use crate::load::files;

/// An editor may write a file in several steps; what happens within this time is one change.
const PAUSE: Duration = Duration::from_millis(100);

/// Calls a function now, and again whenever a JSON file below the folder has changed, with the paths
/// that did (all of them at first), until it breaks off. Only the content counts: a file that was read,
/// touched or saved as it was is no change.
///
/// # Errors
///
/// Where the folder can't be watched or read.
pub fn watch(
    folder: &Path,
    mut changed: impl FnMut(&[String]) -> ControlFlow<()>,
) -> io::Result<()> {
    let (sender, events) = mpsc::channel();
    let mut debouncer = new_debouncer(PAUSE, sender).map_err(io::Error::other)?;
    // Before the first look at the files, so that nothing is missed between the two.
    debouncer.watcher().watch(folder, RecursiveMode::Recursive).map_err(io::Error::other)?;
    let mut known = Contents::new();
    loop {
        let now = settled(folder, &known)?;
        let names = known.keys().chain(now.keys().filter(|path| !known.contains_key(*path)));
        let mut different: Vec<String> =
            names.filter(|path| known.get(*path) != now.get(*path)).cloned().collect();
        different.sort();
        if !different.is_empty() && changed(&different).is_break() {
            return Ok(());
        }
        known = now;
        match events.recv() {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(io::Error::other(error)),
            Err(error) => return Err(io::Error::other(error)),
        }
    }
}

/// The files by their paths.
type Contents = BTreeMap<String, Vec<u8>>;

/// The files, once nobody is writing: a file that is being saved may be empty for a moment.
fn settled(folder: &Path, known: &Contents) -> io::Result<Contents> {
    let mut now = contents(folder)?;
    while now != *known {
        thread::sleep(PAUSE / 2);
        let later = contents(folder)?;
        if later == now {
            break;
        }
        now = later;
    }
    Ok(now)
}

/// The files as they are. One that goes while this looks is gone.
fn contents(folder: &Path) -> io::Result<Contents> {
    let mut contents = Contents::new();
    for path in files::paths(folder, ".json")? {
        match fs::read(folder.join(&path)) {
            Ok(bytes) => contents.insert(path, bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
    }
    Ok(contents)
}
