//! The state of an emulator in a file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{fmt, process};

use serde::{Deserialize, Serialize};

use crate::auth;
use crate::clock;
use crate::families;
use crate::store::{Documents, Kept};

/// What the file says of itself.
const FORMAT: &str = "partner-emulator/1";

/// All that a restart would lose.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    format: String,
    pub(crate) clock: clock::Kept,
    pub(crate) tokens: auth::Kept,
    pub(crate) documents: Vec<Kept>,
}

/// Why a state can't be loaded or saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateError(String);

impl StateError {
    pub(crate) fn new(path: &Path, what: impl fmt::Display) -> Self {
        Self(format!("{}: {what}", path.display()))
    }

    /// There is no file to save to.
    pub(crate) fn no_file() -> Self {
        Self("no file: start the emulator with one (`--state FILE`)".into())
    }
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the state: {}", self.0)
    }
}

impl std::error::Error for StateError {}

impl State {
    pub(crate) fn new(clock: clock::Kept, tokens: auth::Kept, documents: Vec<Kept>) -> Self {
        Self { format: FORMAT.into(), clock, tokens, documents }
    }

    /// Reads a file; `None` where there is none yet.
    pub(crate) fn load(path: &Path) -> Result<Option<Self>, StateError> {
        let text = match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text.map_err(|error| StateError::new(path, error))?,
        };
        let state: Self = serde_json::from_slice(&text).map_err(|error| {
            let what = if error.is_eof() { "the file is torn" } else { "the file is no state" };
            StateError::new(path, format!("{what}: {error}"))
        })?;
        if state.format != FORMAT {
            let what = format!("the format {} is not {FORMAT}", state.format);
            return Err(StateError::new(path, what));
        }
        Ok(Some(state))
    }

    /// Writes a file as a whole or not at all: whoever reads it meanwhile has the one before.
    pub(crate) fn save(&self, path: &Path) -> Result<(), StateError> {
        let fail = |error: io::Error| StateError::new(path, error);
        let mut text =
            serde_json::to_vec_pretty(self).map_err(|error| StateError::new(path, error))?;
        text.push(b'\n');
        let beside = beside(path);
        let written = private(&beside).and_then(|mut file| {
            file.write_all(&text)?;
            file.sync_all()
        });
        let moved = written.and_then(|()| fs::rename(&beside, path));
        moved.map_err(|error| {
            // It is of no use to anyone; where it can't be removed either, the error says why.
            let _ = fs::remove_file(&beside);
            fail(error)
        })
    }
}

/// A name in the same folder, so that the file can be moved.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", process::id()));
    path.with_file_name(name)
}

/// A new file for the owner alone: there are tokens in it.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Goes on from a state that was saved: its documents, once the clock and the tokens are as they were.
pub(crate) fn go_on(
    path: &Path,
    state: State,
    clock: &clock::Clock,
    tokens: &mut auth::Tokens,
) -> Result<Documents, StateError> {
    let fail = |what: &str| StateError::new(path, what);
    let documents = Documents::of(state.documents);
    let documents = documents.map_err(|path| fail(&format!("documents: {path} is no path")))?;
    if let Some(what) = families::contradiction(&documents) {
        return Err(fail(&what));
    }
    clock.restore(&state.clock).map_err(|error| fail(&format!("clock.frozen: {error}")))?;
    if !tokens.restore(state.tokens) {
        return Err(fail("tokens.key: it is no key"));
    }
    Ok(documents)
}
