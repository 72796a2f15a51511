//! `cargo xtask coverage`

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::root;
use crate::say::complain;

/// The environment variable that names another folder of facts; the contract tests know it too.
const VARIABLE: &str = "PARTNER_CORPUS";

#[derive(Args)]
#[command(after_help = "\
The facts are resources.json and operations.json of ../shared/corpus beside the repository, or of the
folder that the environment variable PARTNER_CORPUS names. If there is no such folder, or no facts are
in it, nothing is compared, and the command fails with exit code 1.

Example:
  $ cargo xtask coverage
                documented    here  missing
  resources            165      16      149
  ...")]
pub(crate) struct Options {}

pub(crate) fn run(_: &Options) -> ExitCode {
    let corpus =
        env::var_os(VARIABLE).map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    if !corpus.is_dir() {
        complain!("nothing was compared: {} is no folder", corpus.display());
        complain!("put the facts there, or name their folder in {VARIABLE}");
        return ExitCode::FAILURE;
    }
    let schemas = root().join("schemas");
    let model = match partner_codegen::compile::compile(&schemas) {
        Ok(compiled) => compiled.model,
        Err(problems) => {
            complain!("{problems}");
            return ExitCode::FAILURE;
        }
    };
    let document = match partner_codegen::operations::document(&schemas) {
        Ok(document) => document.unwrap_or_default(),
        Err(problems) => {
            complain!("{problems}");
            return ExitCode::FAILURE;
        }
    };
    let coverage = partner_codegen::coverage::coverage(&corpus, &model, &document.to_string());
    match coverage {
        Ok(coverage) => {
            crate::say::out(format_args!("{coverage}"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain!("nothing was compared: {error}");
            ExitCode::FAILURE
        }
    }
}
