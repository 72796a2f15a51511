//! `cargo xtask diff`

use std::process::ExitCode;

use clap::Args;
use partner_codegen::compile::compile;
use partner_codegen::diff::{self, Operations};

use crate::root;
use crate::say::{complain, say};

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
            say!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn compare(revision: &str) -> Result<diff::Report, String> {
    let before = diff::revision::schemas_at(&root(), revision)?;
    let old = compile(before.path()).map_err(|problems| {
        let shown: String = problems.0.iter().map(|problem| format!("{problem}\n\n")).collect();
        format!(
            "{shown}the schemas of {revision} do not load under today's dialect, so they can't be \
             compared; problems in the files as they were then: {}",
            problems.0.len()
        )
    })?;
    let new = compile(&root().join("schemas"))
        .map_err(|problems| format!("{problems}\n\nthe schemas of the working tree do not load"))?;
    let mut report = diff::compare(&old.model, &new.model);
    report.changes.extend(diff::compare_operations(
        &Operations::load(before.path())?,
        &Operations::load(&root().join("schemas"))?,
    ));
    Ok(report)
}
