//! `cargo xtask coverage`

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::root;

/// The environment variable that names another folder of facts; the contract tests know it too.
const VARIABLE: &str = "PARTNER_CORPUS";

#[derive(Args)]
#[command(after_help = "\
The facts are resources.json and operations.json of ../shared/corpus beside the repository, or of the
folder that the environment variable PARTNER_CORPUS names. Where there is no such folder, this says so
and succeeds.

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
        println!("no documentation to compare with: {} is no folder", corpus.display());
        println!("put the facts there, or name their folder in {VARIABLE}");
        return ExitCode::SUCCESS;
    }
    let schemas = root().join("schemas");
    let model = match partner_codegen::compile::compile(&schemas) {
        Ok(compiled) => compiled.model,
        Err(problems) => {
            eprintln!("{problems}");
            return ExitCode::FAILURE;
        }
    };
    let document = match partner_codegen::operations::document(&schemas) {
        Ok(document) => document.unwrap_or_default(),
        Err(problems) => {
            eprintln!("{problems}");
            return ExitCode::FAILURE;
        }
    };
    let coverage = partner_codegen::coverage::coverage(&corpus, &model, &document.to_string());
    match coverage {
        Ok(coverage) => {
            print!("{coverage}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
