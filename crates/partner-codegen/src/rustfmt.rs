//! Generated code as rustfmt leaves it.
//!
//! prettyplease makes tokens readable wherever there is no rustfmt, as for modules that stand alone. What
//! this repository commits goes through the toolchain's rustfmt as well, so that imports are sorted, lines
//! are as long as anywhere else, and an editor that formats on save changes nothing.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use crate::Files;

/// The files as rustfmt leaves them, with the settings of a folder. One run formats all: they are the
/// modules below `mod.rs`, or files that stand by themselves.
///
/// # Errors
///
/// Where there is no rustfmt, or it will not have a file.
pub fn rustfmt(files: Files, settings: &Path) -> io::Result<Files> {
    let is_rust = |path: &Path| path.extension().is_some_and(|it| it == "rs");
    if !files.iter().any(|(path, _)| is_rust(path)) {
        return Ok(files);
    }
    let temporary = tempfile::tempdir()?;
    // What is by hand is beside the generated folder.
    let folder = temporary.path().join("generated");
    for (path, text) in files.iter().filter(|(path, _)| is_rust(path)) {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
            stand_in(parent, text)?;
        }
        fs::write(path, text)?;
    }
    let mut command = Command::new("rustfmt");
    command.args(["--edition", "2024", "--config-path"]).arg(settings);
    if files.get("mod.rs").is_some() {
        command.arg(folder.join("mod.rs"));
    } else {
        let all = files.iter().map(|(path, _)| path).filter(|path| is_rust(path));
        command.args(all.map(|path| folder.join(path)));
    }
    let output = command.output().map_err(|error| {
        io::Error::new(
            error.kind(),
            format!("rustfmt can't be run ({error}); add it to the toolchain"),
        )
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(io::Error::other(format!("rustfmt will not have what was generated: {said}")));
    }
    let read = |(path, text): (&Path, &str)| {
        let text =
            if is_rust(path) { fs::read_to_string(folder.join(path))? } else { text.to_owned() };
        Ok((path.to_owned(), text))
    };
    files.iter().map(read).collect()
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
