//! `cargo xtask codegen`

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use partner_codegen::{Change, Files, standalone};

use crate::root;
use crate::say::{complain, say};

#[derive(Args)]
#[command(after_help = "\
Examples:
  $ cargo xtask codegen                    # writes what changed
  changed crates/partner-models/src/generated/licenses/license.rs
  55 files are up to date (61 ms)
  $ cargo xtask codegen --check            # shows what would change, and fails if anything would
  $ cargo xtask codegen --watch            # the same at every save
  $ cargo xtask codegen --schemas my-schemas --out src/models --keep-going --report report.json")]
pub(crate) struct Options {
    /// Write nothing: show how the models differ from the schemas, and fail if they do
    #[arg(long)]
    check: bool,
    /// Generate again whenever a schema changes, until interrupted
    #[arg(long, conflicts_with_all = ["check", "schemas"])]
    watch: bool,
    /// Generate a self-contained module for every schema of this folder instead of the models
    #[arg(long, value_name = "DIR", requires = "out")]
    schemas: Option<PathBuf>,
    /// The folder for those modules
    #[arg(long, value_name = "DIR", requires = "schemas")]
    out: Option<PathBuf>,
    /// Go on with the other schemas where one is refused
    #[arg(long, requires = "schemas")]
    keep_going: bool,
    /// Write what became of each schema to this file, as JSON
    #[arg(long, value_name = "FILE", requires = "schemas")]
    report: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    match (&options.schemas, &options.out) {
        (Some(schemas), Some(out)) => modules(options, schemas, out),
        _ if options.watch => watch(options),
        _ => models(options),
    }
}

/// The models, again and again.
fn watch(options: &Options) -> ExitCode {
    let watched = partner_codegen::watch::watch(&root().join("schemas"), |changed| {
        if let [path] = changed {
            say!("schemas/{path}");
        }
        models(options);
        say!("watching schemas/ (interrupt to end)");
        ControlFlow::Continue(())
    });
    if let Err(error) = watched {
        complain!("schemas/ can't be watched: {error}");
    }
    ExitCode::FAILURE
}

/// A module for every schema of a folder.
fn modules(options: &Options, schemas: &Path, out: &Path) -> ExitCode {
    let outcome = match standalone::generate(schemas) {
        Ok(outcome) => outcome,
        Err(error) => {
            complain!("{}: {error}", schemas.display());
            return ExitCode::FAILURE;
        }
    };
    let refused: Vec<_> = outcome.refused().collect();
    for message in refused.iter().flat_map(|(_, messages)| *messages) {
        complain!("{message}\n");
    }
    let stop = !refused.is_empty() && !options.keep_going;
    let written = match &options.report {
        Some(report) => fs::write(report, outcome.report_json()),
        None => Ok(()),
    };
    let written = written.and_then(|()| {
        if stop {
            return Ok(false);
        }
        make(options, out, &standalone::changes(schemas, out, &outcome)?)
    });
    match written {
        Err(error) => {
            complain!("{}: {error}", out.display());
            ExitCode::FAILURE
        }
        Ok(_) if stop => {
            complain!("{} refused; nothing was written (see --keep-going)", refused.len());
            ExitCode::FAILURE
        }
        Ok(differs) => {
            say!("{} modules, {} schemas refused", outcome.files.len(), refused.len());
            ExitCode::from(u8::from(options.check && differs))
        }
    }
}

/// What this repository generates from its schemas.
fn models(options: &Options) -> ExitCode {
    let start = Instant::now();
    let by_hand = root().join("crates/partner-models/src/families");
    let output = match partner_codegen::generate_beside(&root().join("schemas"), &by_hand) {
        Ok(output) => output,
        Err(problems) => {
            complain!("{problems}");
            return ExitCode::FAILURE;
        }
    };
    let kinds = root().join("crates/partner-client/tests/kinds/description");
    let kinds = match partner_codegen::generate_client(&root().join("schemas"), &kinds) {
        Ok(kinds) => kinds,
        Err(problems) => {
            complain!("crates/partner-client/tests/kinds/description: {problems}");
            return ExitCode::FAILURE;
        }
    };
    let whole = output.openapi.iter().filter(|(path, _)| path.ends_with("partner-center.json"));
    let whole: Files = whole.map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    let mut differs = false;
    let mut count = 0;
    for (folder, files) in [
        ("crates/partner-models/src/generated", output.models),
        ("tests/src/generated", output.registry),
        ("crates/partner-client/src/generated", output.client),
        // A client of operations of each kind, for tests.
        ("crates/partner-client/tests/kinds/generated", kinds),
        // The package of the emulator stands alone: it has a copy.
        ("crates/partner-emulator/src/generated", whole),
        ("openapi", output.openapi),
    ] {
        count += files.len();
        let formatted = partner_codegen::rustfmt(files, &root());
        match formatted.and_then(|files| settle(options, &root().join(folder), &files)) {
            Ok(changed) => differs |= changed,
            Err(error) => {
                complain!("{folder}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    if options.check && differs {
        complain!("the generated files are not what the schemas say; run `cargo xtask codegen`");
        return ExitCode::FAILURE;
    }
    say!("{count} files are up to date ({} ms)", start.elapsed().as_millis());
    ExitCode::SUCCESS
}

/// Shows or makes the changes that a folder needs, and tells whether there were any.
fn settle(options: &Options, folder: &Path, files: &Files) -> io::Result<bool> {
    make(options, folder, &files.compare(folder)?)
}

fn make(options: &Options, folder: &Path, changes: &[Change]) -> io::Result<bool> {
    let root = root();
    let shown = folder.strip_prefix(&root).unwrap_or(folder);
    for change in changes {
        if options.check {
            crate::say::out(format_args!("{}", change.unified_diff(shown)));
        } else {
            change.apply(folder)?;
            say!("{} {}", change.verb(), shown.join(&change.path).display());
        }
    }
    Ok(!changes.is_empty())
}
