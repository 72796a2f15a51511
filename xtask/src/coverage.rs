//! `cargo xtask coverage`

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use partner_codegen::coverage::{Coverage, LeftOut, page};

use crate::root;
use crate::say::complain;

/// Where the page is.
const PAGE: &str = "docs/coverage.md";

/// What is left out on purpose.
const LEFT_OUT: &str = "docs/left-out.json";

#[derive(Args)]
#[command(after_help = "\
The facts are resources.json, operations.json and index.json of ../shared/corpus beside the repository, or of
the folder that the environment variable PARTNER_CORPUS names. If there is no such folder, or no facts are in
it, nothing is compared, and the command fails with exit code 1. It fails, too, if an entry of
docs/left-out.json no longer applies, or if an operation does not say when it was last looked at.

Example:
  $ cargo xtask coverage
                documented    here  missing
  operations           214      16      198
  ...
  $ cargo xtask coverage --write           # writes docs/coverage.md")]
pub(crate) struct Options {
    /// Write the page, docs/coverage.md, instead of showing what was found
    #[arg(long)]
    write: bool,
    /// The folder of facts
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,
    /// What is left out on purpose, instead of docs/left-out.json
    #[arg(long, value_name = "FILE", conflicts_with = "write")]
    left_out: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    match compare(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn compare(options: &Options) -> Result<(), String> {
    let nothing = |error: String| format!("nothing was compared: {error}");
    let corpus = crate::corpus::folder(options.corpus.as_ref()).map_err(nothing)?;
    let schemas = root().join("schemas");
    let compiled = partner_codegen::compile::compile(&schemas).map_err(|all| all.to_string())?;
    let document =
        partner_codegen::operations::document(&schemas).map_err(|all| all.to_string())?;
    let document = document.unwrap_or_default().to_string();
    let list = options.left_out.clone().unwrap_or_else(|| root().join(LEFT_OUT));
    let list = fs::read_to_string(&list).map_err(|error| format!("{}: {error}", list.display()))?;
    let left_out = LeftOut::read(&list)?;
    let model = &compiled.model;
    let coverage = partner_codegen::coverage::coverage(&corpus, model, &document, &left_out);
    let coverage = coverage.map_err(nothing)?;
    if options.write {
        let path = root().join(PAGE);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all);
        let written = written.and_then(|()| fs::write(&path, page(&coverage, &left_out)));
        written.map_err(|error| format!("{PAGE}: {error}"))?;
        crate::say::say!("wrote {PAGE}");
    } else {
        crate::say::out(format_args!("{coverage}"));
    }
    looked_at(&coverage)
}

/// Every operation says when somebody last held it against its page.
fn looked_at(coverage: &Coverage) -> Result<(), String> {
    let never = coverage.never_looked_at().map(|of| format!("\n  {} {}", of.method, of.path));
    let never: String = never.collect();
    if never.is_empty() {
        return Ok(());
    }
    Err(format!(
        "these operations do not say when they were last looked at; say `x-reviewed`:{never}"
    ))
}
