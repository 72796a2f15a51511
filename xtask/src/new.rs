//! `cargo xtask new`

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use partner_codegen::corpus::{Corpus, Row};
use partner_codegen::scaffold::{Request, Scaffold, part, rows, scaffold};

use crate::root;
use crate::say::{complain, say};

#[derive(Args)]
#[command(after_help = "\
The schema passes codegen as it is; its descriptions are to be written, and `cargo test` fails until they
are. No value of a sample gets into it. Where a table and the samples differ, the samples count.

Examples:
  $ cargo xtask new billing Invoice
  $ cargo xtask new billing Invoice --table Invoice --from invoice.json --from 'invoices.json#/items/0' \\
      --page https://learn.microsoft.com/en-us/partner-center/developer/invoice-resources
  wrote schemas/billing/invoice.schema.json
    …")]
pub(crate) struct Options {
    /// The family: a folder of `schemas/`, new or not
    family: String,
    /// The resource, by the name of its type
    resource: String,
    /// Infer the properties from a sample, or from a part of it behind a JSON pointer; may be given several
    /// times. A list or a collection stands for its items
    #[arg(long, value_name = "FILE[#/POINTER]")]
    from: Vec<PathBuf>,
    /// Take the properties that a table of the documentation has, by what it stands under
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// The documentation page of the resource; of tables of one name, that of this page is meant
    #[arg(long, value_name = "URL")]
    page: Option<String>,
    /// The folder of facts; ../shared/corpus or what `PARTNER_CORPUS` names, if it is not given
    #[arg(long, value_name = "DIR", requires = "table")]
    corpus: Option<PathBuf>,
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
    let samples = options.from.iter().map(|path| sample(path)).collect::<Result<Vec<_>, _>>()?;
    let rows = table(options)?;
    let request = Request {
        family: &options.family,
        resource: &options.resource,
        page: options.page.as_deref(),
        samples: &samples,
        rows: &rows,
        ..Request::default()
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

/// A sample: a file, or what a JSON pointer of it leads to.
fn sample(path: &Path) -> Result<(String, String), String> {
    let name = path.display().to_string();
    let (file, pointer) = match name.split_once('#') {
        Some((file, pointer)) if !path.exists() => (file, pointer),
        _ => (name.as_str(), ""),
    };
    let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    if pointer.is_empty() {
        return Ok((name, text));
    }
    Ok((name.clone(), part(&text, pointer).map_err(|error| format!("{file}: {error}"))?))
}

/// What the table has that was asked for; nothing if none was.
fn table(options: &Options) -> Result<Vec<Row>, String> {
    let Some(name) = &options.table else { return Ok(Vec::new()) };
    let corpus = Corpus::read(&crate::corpus::folder(options.corpus.as_ref())?)?;
    let page = options.page.as_deref();
    let page = page.and_then(|url| url.split('#').next()?.rsplit('/').next());
    rows(&corpus, name, page)
}
