//! What the models have by hand, a file for each family: it becomes part of the family's module.

use std::collections::BTreeSet;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Model;

/// The families that have a file in the folder. There need be no folder.
///
/// # Errors
///
/// A file that is no part of any family: nobody would compile it.
pub(crate) fn families(folder: &Path, model: &Model) -> Result<BTreeSet<String>, Diagnostics> {
    let known: BTreeSet<&str> = model
        .modules
        .iter()
        .filter(|module| module.path.len() > 1)
        .map(|module| module.path[0].as_str())
        .collect();
    let Ok(entries) = folder.read_dir() else { return Ok(BTreeSet::new()) };
    let mut names: Vec<_> =
        entries.flatten().map(|it| it.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let (mut found, mut problems) = (BTreeSet::new(), Vec::new());
    for name in names {
        match name.strip_suffix(".rs").filter(|family| known.contains(family)) {
            Some(family) => {
                found.insert(family.to_owned());
            }
            None => problems.push(Diagnostic {
                file: name,
                text: "".into(),
                span: 0..0,
                message: "this file is part of no family of the schemas".into(),
                help: "name it after a folder of the schemas, such as `licenses.rs`".into(),
            }),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(Diagnostics(problems)) }
}
