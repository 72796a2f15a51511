//! `cargo xtask ci`

use std::process::{Command, ExitCode};

use crate::root;

/// What CI runs, in the order in which a fault is cheapest to find.
const STEPS: &[&[&str]] = &[
    &["fmt", "--all", "--check"],
    &["xtask", "codegen", "--check"],
    &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
    &["check", "-p", "partner-client", "--no-default-features", "--locked"],
    &["test", "--workspace", "--locked"],
    &["run", "--quiet", "--locked", "--example", "user_licenses"],
    &["doc", "--workspace", "--no-deps", "--locked"],
];

pub(crate) fn run() -> ExitCode {
    for step in STEPS {
        println!("$ cargo {}", step.join(" "));
        let status = Command::new(env!("CARGO"))
            .args(*step)
            .current_dir(root())
            .env("RUSTDOCFLAGS", "-D warnings")
            .status();
        match status {
            Ok(status) if status.success() => {}
            Ok(status) => {
                eprintln!("`cargo {}` failed: {status}", step.join(" "));
                return ExitCode::FAILURE;
            }
            Err(error) => {
                eprintln!("`cargo {}` could not be started: {error}", step.join(" "));
                return ExitCode::FAILURE;
            }
        }
    }
    println!("everything passed");
    ExitCode::SUCCESS
}
