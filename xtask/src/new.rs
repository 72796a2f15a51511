//! `cargo xtask new`

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use partner_codegen::scaffold::{Request, Scaffold, scaffold};

use crate::root;
use crate::say::{complain, say};

#[derive(Args)]
#[command(after_help = "\
The schema passes codegen as it is; its descriptions are to be written, and `cargo test` fails until they
are. No value of a sample gets into it.

Examples:
  $ cargo xtask new billing Invoice
  $ cargo xtask new billing Invoice --from invoice.json --from invoices.json \\
      --page https://learn.microsoft.com/en-us/partner-center/developer/invoice-resources
  wrote schemas/billing/invoice.schema.json
    invoices.json is a list: the schema is of its items, of which there are 3
    …")]
pub(crate) struct Options {
    /// The family: a folder of `schemas/`, new or not
    family: String,
    /// The resource, by the name of its type
    resource: String,
    /// Infer the properties from a sample; may be given several times. A list or a collection stands for
    /// its items
    #[arg(long, value_name = "FILE")]
    from: Vec<PathBuf>,
    /// The documentation page of the resource
    #[arg(long, value_name = "URL")]
    page: Option<String>,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    let schemas = root().join("schemas");
    match make(options, &schemas) {
        Ok(made) => {
            say!("wrote schemas/{}", made.path);
            for note in &made.notes {
                say!("  {note}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn make(options: &Options, schemas: &Path) -> Result<Scaffold, String> {
    let read = |path: &PathBuf| {
        let name = path.display().to_string();
        match fs::read_to_string(path) {
            Ok(text) => Ok((name, text)),
            Err(error) => Err(format!("{name}: {error}")),
        }
    };
    let samples = options.from.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let request = Request {
        family: &options.family,
        resource: &options.resource,
        page: options.page.as_deref(),
        samples: &samples,
    };
    let made = scaffold(schemas, &request).map_err(|error| error.to_string())?;
    let path = schemas.join(&made.path);
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&path, &made.text));
    written.map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(made)
}
