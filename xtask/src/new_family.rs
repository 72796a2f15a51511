//! `cargo xtask new-family`

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use partner_codegen::corpus::Corpus;
use partner_codegen::scaffold::{Drafts, Family, all_families, families};

use crate::root;
use crate::say::{complain, say};

#[derive(Args)]
#[command(after_help = "\
The schemas have what the tables say and what the samples show; where these differ, the samples count and a
`$comment` says so. Operations are those that take or return one of the types. What nobody knows is marked
TODO, and `cargo test` fails until it is written. No value of a sample gets into a draft.

Examples:
  $ cargo xtask new-family invoices --page invoice-resources
  $ cargo xtask new-family --all --schemas ../scratch/schemas")]
pub(crate) struct Options {
    /// The family: a new folder of `schemas/`
    #[arg(required_unless_present = "all")]
    family: Option<String>,
    /// A documentation page with its types, by the last part of the address; may be given several times
    #[arg(long, value_name = "PAGE", required_unless_present = "all")]
    page: Vec<String>,
    /// A family for every page of the documentation
    #[arg(long, conflicts_with_all = ["family", "page"])]
    all: bool,
    /// The folder of facts; ../shared/corpus or what `PARTNER_CORPUS` names, if it is not given
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,
    /// The folder of schemas to read and to write to
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    let schemas = options.schemas.clone().unwrap_or_else(|| root().join("schemas"));
    match make(options, &schemas) {
        Ok(drafts) => {
            for path in drafts.files.keys() {
                say!("wrote {}", schemas.join(path).display());
            }
            for note in &drafts.notes {
                say!("  {note}");
            }
            let (files, operations) = (drafts.files.len(), drafts.operations);
            say!("{files} files, {operations} operations; complete what says TODO");
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn make(options: &Options, schemas: &Path) -> Result<Drafts, String> {
    let corpus = Corpus::read(&crate::corpus::folder(options.corpus.as_ref())?)?;
    let wanted = match &options.family {
        Some(name) => {
            let pages: BTreeSet<String> = options.page.iter().cloned().collect();
            vec![Family { name: name.clone(), pages }]
        }
        None => all_families(&corpus),
    };
    let drafts = families(schemas, &corpus, &wanted, options.all);
    let drafts = drafts.map_err(|error| error.to_string())?;
    if let Some(path) = drafts.files.keys().find(|path| schemas.join(path).exists()) {
        return Err(format!("schemas/{path} is there already; nothing was written"));
    }
    for (path, text) in &drafts.files {
        let path = schemas.join(path);
        let written =
            path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        written.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    // The drafts stay: what is wrong with them is to be seen in them.
    let checked = partner_codegen::generate_all(schemas);
    checked.map_err(|problems| {
        format!("{problems}\nthe drafts were written, and do not pass codegen yet")
    })?;
    Ok(drafts)
}
