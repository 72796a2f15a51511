//! `cargo xtask ci`

use std::process::{Command, ExitCode};

use crate::features::features;
use crate::root;

/// What CI runs, in the order in which a fault is cheapest to find.
const STEPS: &[&str] = &[
    "fmt --all --check",
    "xtask codegen --check",
    "clippy --workspace --all-targets --locked -- -D warnings",
    "test --workspace --locked",
    "doc --workspace --no-deps --locked",
];

/// What CI runs for the models without a feature, whatever other members of the workspace ask for.
const OF_NO_FEATURE: &[&str] = &[
    "clippy -p partner-models --all-targets --locked -- -D warnings",
    "test -p partner-models --locked --lib",
];

/// What CI runs for each feature of the models alone.
const OF_A_FEATURE: &[&str] = &[
    "clippy -p partner-models --all-targets --locked --features FEATURE -- -D warnings",
    "test -p contract-tests --locked --features FEATURE --test feature_FEATURE",
];

/// What CI runs with all of them together.
const OF_ALL_FEATURES: &[&str] = &[
    "clippy -p partner-models -p contract-tests --all-targets --locked --all-features -- -D warnings",
    "test -p partner-models --locked --all-features",
    "test -p contract-tests --locked --all-features FEATURES",
    "doc -p partner-models --no-deps --locked --all-features",
];

pub(crate) fn run() -> ExitCode {
    match steps().and_then(|steps| steps.iter().try_for_each(|step| cargo(step))) {
        Ok(()) => {
            println!("everything passed");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn steps() -> Result<Vec<String>, String> {
    let features = features()?;
    let tests: Vec<_> = features.iter().map(|name| format!("--test feature_{name}")).collect();
    let alone = features
        .iter()
        .flat_map(|name| OF_A_FEATURE.iter().map(move |step| step.replace("FEATURE", name)));
    let together = OF_ALL_FEATURES.iter().map(|step| step.replace("FEATURES", &tests.join(" ")));
    let without = STEPS.iter().chain(OF_NO_FEATURE).map(|&step| step.to_owned());
    Ok(without.chain(alone).chain(together).collect())
}

fn cargo(step: &str) -> Result<(), String> {
    println!("$ cargo {step}");
    let status = Command::new(env!("CARGO"))
        .args(step.split(' '))
        .current_dir(root())
        .env("RUSTDOCFLAGS", "-D warnings")
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`cargo {step}` failed: {status}")),
        Err(error) => Err(format!("`cargo {step}` could not be started: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn every_feature_is_tested_alone_and_with_the_others() {
        let steps = steps().expect("the manifest can be read");
        for feature in ["jsonschema", "proptest", "schemars", "uuid"] {
            let naming = |step: &&String| step.ends_with(&format!("--test feature_{feature}"));
            let alone = steps.iter().filter(naming).find(|step| !step.contains("--all-features"));
            assert!(alone.is_some_and(|step| step.contains(&format!("--features {feature} "))));
            let together = steps.iter().find(|step| {
                step.contains("--all-features")
                    && step.contains(&format!("--test feature_{feature}"))
            });
            assert!(together.is_some(), "{feature}");
        }
        assert!(steps.iter().all(|step| !step.contains("FEATURE") && !step.contains("default")));
    }
}
