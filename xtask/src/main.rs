//! The project's commands; `cargo xtask --help` lists them.

// Nothing panics because its reader has gone: see `say`.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod bench;
mod ci;
mod codegen;
mod corpus;
mod coverage;
mod diff;
mod explain;
mod features;
mod new;
mod new_family;
mod say;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The commands of partner-models' developers; each shows an example with --help.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate the models, the client and the complete descriptions from the schemas
    Codegen(codegen::Options),
    /// What changed in the schemas since a revision, whom it breaks and the version bump it asks for
    Diff(diff::Options),
    /// Begin the schema of a resource, from samples where there are some
    New(new::Options),
    /// Begin a family: its schemas and operations, from the documentation
    NewFamily(new_family::Options),
    /// Where a type comes from, what it becomes and who refers to it
    Explain(explain::Options),
    /// What is documented and not in the schemas yet
    Coverage(coverage::Options),
    /// Measure the models against what a user would take instead
    Bench(bench::Options),
    /// Run everything that CI runs: formatting, lints, drift, tests, documentation
    Ci,
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Codegen(options) => codegen::run(&options),
        Command::Diff(options) => diff::run(&options),
        Command::New(options) => new::run(&options),
        Command::NewFamily(options) => new_family::run(&options),
        Command::Explain(options) => explain::run(&options),
        Command::Coverage(options) => coverage::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Ci => ci::run(),
    }
}

/// The root of the workspace, wherever in it the command is run.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned()
}
