//! `cargo xtask ci`

use std::process::{Command, ExitCode};

use crate::features::features;
use crate::root;
use crate::say::{complain, say};

/// What CI runs, in the order in which a fault is cheapest to find.
const STEPS: &[&str] = &[
    "fmt --all --check",
    "xtask codegen --check",
    "clippy --workspace --all-targets --locked -- -D warnings",
    "check -p partner-client --no-default-features --locked",
    "test --workspace --locked",
    "run --quiet --locked --example user_licenses",
    "doc --workspace --no-deps --locked",
];

/// What CI runs for the models without a feature, whatever other members of the workspace ask for.
const OF_NO_FEATURE: &[&str] = &[
    "clippy -p partner-models --all-targets --locked -- -D warnings",
    "test -p partner-models --locked --lib",
];

/// What CI runs for each feature of the models alone. Always the whole workspace: of a part of it, cargo
/// would build the dependencies anew, with the features that this part asks for.
const OF_A_FEATURE: &[&str] = &[
    "clippy --workspace --locked --features contract-tests/FEATURE --test feature_FEATURE -- -D warnings",
    "test --workspace --locked --features contract-tests/FEATURE --test feature_FEATURE",
];

/// The features that only convert: each alone is checked with the models, which takes seconds, and tested
/// with the others.
const CONVERSIONS: &[&str] = &["bigdecimal", "chrono", "jiff", "rust_decimal", "time"];

const OF_A_CONVERSION: &str = "check -p partner-models --locked --features FEATURE";

/// What CI runs with all of them together.
const OF_ALL_FEATURES: &[&str] = &[
    "clippy --workspace --locked --features FEATURES TESTS -- -D warnings",
    "test --workspace --locked --features FEATURES --lib TESTS",
    "test --workspace --locked --features FEATURES --doc",
    "doc -p partner-models --no-deps --locked --all-features",
];

pub(crate) fn run() -> ExitCode {
    match steps().and_then(|steps| steps.iter().try_for_each(|step| cargo(step))) {
        Ok(()) => {
            say!("everything passed");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            complain!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn steps() -> Result<Vec<String>, String> {
    let names = features()?;
    let features: Vec<_> = names.iter().map(|name| format!("contract-tests/{name}")).collect();
    let tests: Vec<_> = names.iter().map(|name| format!("--test feature_{name}")).collect();
    let without = STEPS.iter().chain(OF_NO_FEATURE).map(|&step| step.to_owned());
    let (conversions, others): (Vec<_>, Vec<_>) =
        names.iter().partition(|name| CONVERSIONS.contains(&name.as_str()));
    let alone = others
        .iter()
        .flat_map(|name| OF_A_FEATURE.iter().map(move |step| step.replace("FEATURE", name)));
    let converted =
        conversions.iter().map(|name| OF_A_CONVERSION.replace("FEATURE", name)).collect::<Vec<_>>();
    let together = OF_ALL_FEATURES.iter().map(|step| {
        step.replace("FEATURES", &features.join(",")).replace("TESTS", &tests.join(" "))
    });
    Ok(without.chain(alone).chain(converted).chain(together).collect())
}

fn cargo(step: &str) -> Result<(), String> {
    say!("$ cargo {step}");
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
            let (alone, together): (Vec<_>, Vec<_>) = steps
                .iter()
                .filter(|step| step.starts_with("test"))
                .filter(|step| step.contains(&format!("--test feature_{feature}")))
                .partition(|step| step.matches("contract-tests/").count() == 1);
            let own = format!("--features contract-tests/{feature} ");
            assert!(alone.len() == 1 && alone[0].contains(&own), "{alone:?}");
            assert!(together.len() == 1 && together[0].contains(feature), "{together:?}");
        }
        assert!(steps.iter().all(|step| !step.contains("FEATURE") && !step.contains("TESTS")));
    }
}
