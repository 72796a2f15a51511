//! `cargo xtask codegen`

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use partner_codegen::Files;

use crate::root;

#[derive(Args)]
pub(crate) struct Options {
    /// Write nothing: show how the models differ from the schemas, and fail if they do
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    let start = Instant::now();
    let output = match partner_codegen::generate_all(&root().join("schemas")) {
        Ok(output) => output,
        Err(problems) => {
            eprintln!("{problems}");
            return ExitCode::FAILURE;
        }
    };
    let mut differs = false;
    let mut count = 0;
    for (folder, files) in [
        ("crates/partner-models/src/generated", output.models),
        ("tests/src/generated", output.registry),
    ] {
        count += files.len();
        match settle(options, Path::new(folder), &files) {
            Ok(changed) => differs |= changed,
            Err(error) => {
                eprintln!("{folder}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    if options.check && differs {
        eprintln!("the models are not what the schemas say; run `cargo xtask codegen`");
        return ExitCode::FAILURE;
    }
    println!("{count} files are up to date ({} ms)", start.elapsed().as_millis());
    ExitCode::SUCCESS
}

/// Shows or makes the changes that a folder needs, and tells whether there were any.
fn settle(options: &Options, folder: &Path, files: &Files) -> io::Result<bool> {
    let changes = files.compare(&root().join(folder))?;
    for change in &changes {
        if options.check {
            print!("{}", change.unified_diff(folder));
        } else {
            change.apply(&root().join(folder))?;
            println!("{} {}", change.verb(), folder.join(&change.path).display());
        }
    }
    Ok(!changes.is_empty())
}
