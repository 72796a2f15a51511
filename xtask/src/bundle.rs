//! `cargo xtask bundle`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::root;
use crate::say::complain;

#[derive(Args)]
#[command(after_help = "\
Example:
  $ cargo xtask bundle --out target/openapi.json")]
pub(crate) struct Options {
    /// Write to a file and not to the standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    let result = partner_codegen::bundle::bundle(&root().join("schemas"))
        .map_err(|error| error.to_string())
        .and_then(|document| {
            let text = format!("{document:#}\n");
            match &options.out {
                None => {
                    crate::say::out(format_args!("{text}"));
                    Ok(())
                }
                Some(path) => std::fs::write(path, text)
                    .map_err(|error| format!("can't write {}: {error}", path.display())),
            }
        });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain!("{error}");
            ExitCode::FAILURE
        }
    }
}
