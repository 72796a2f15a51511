//! `cargo xtask coverage`

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

use clap::Args;

use crate::root;
use crate::say::{complain, say};

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
<<<<<<< HEAD
        say!("no documentation to compare with: {} is no folder", corpus.display());
        say!("put the facts there, or name their folder in {VARIABLE}");
        return ExitCode::SUCCESS;
=======
        eprintln!("nothing was compared: {} is no folder", corpus.display());
        eprintln!("put the facts there, or name their folder in {VARIABLE}");
        return ExitCode::FAILURE;
>>>>>>> d
    }
    let schemas = root().join("schemas");
    let model = match partner_codegen::compile::compile(&schemas) {
        Ok(compiled) => compiled.model,
        Err(problems) => {
            complain!("{problems}");
            return ExitCode::FAILURE;
        }
    };
    let openapi = schemas.join("openapi.json");
    let coverage = fs::read_to_string(&openapi)
        .map_err(|error| format!("{}: {error}", openapi.display()))
        .and_then(|text| partner_codegen::coverage::coverage(&corpus, &model, &text));
    match coverage {
        Ok(coverage) => {
            crate::say::out(format_args!("{coverage}"));
            ExitCode::SUCCESS
        }
        Err(error) => {
<<<<<<< HEAD
            complain!("{error}");
=======
            eprintln!("nothing was compared: {error}");
>>>>>>> d
            ExitCode::FAILURE
        }
    }
}
