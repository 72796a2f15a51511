//! The packages stand alone: what a packed file names is packed as well.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const PACKAGES: [&str; 2] = ["partner-models", "partner-client"];

/// A crate that is not published: the manifest of a package is written without it.
const UNPUBLISHED: &str = "partner_emulator::";

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The files of a package, as Cargo lists them, without those that it makes itself.
fn packed(package: &str) -> BTreeSet<PathBuf> {
    let cargo = env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
    let output = Command::new(cargo)
        .args(["package", "--list", "--allow-dirty", "--offline", "-p", package])
        .current_dir(root())
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let made = [".cargo_vcs_info.json", "Cargo.lock", "Cargo.toml.orig"];
    let list = String::from_utf8(output.stdout).expect("the names are text");
    list.lines().filter(|name| !made.contains(name)).map(PathBuf::from).collect()
}

/// The path from a packed file to another one; none where it leads out of the package.
fn resolve(from: &Path, to: &str) -> Option<PathBuf> {
    let mut path = from.parent()?.to_owned();
    for part in Path::new(to).components() {
        match part {
            Component::ParentDir if !path.pop() => return None,
            Component::ParentDir | Component::CurDir => {}
            part => path.push(part),
        }
    }
    Some(path)
}

/// What a file names that is not in its package.
fn faults(file: &Path, text: &str, packed: &BTreeSet<PathBuf>) -> Vec<String> {
    let mut named: Vec<&str> = Vec::new();
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => {
            for start in ["include_str!(\"", "include_bytes!(\"", "include!(\"", "#[path = \""] {
                named.extend(text.split(start).skip(1).filter_map(|rest| rest.split('"').next()));
            }
            // Examples in comments are code as well.
            let code = text.lines();
            if code.clone().any(|line| line.contains(UNPUBLISHED)) {
                return vec![UNPUBLISHED.to_owned()];
            }
            // Nor by way of the package's own folder.
            if text.contains("CARGO_MANIFEST_DIR") {
                named.extend(code.filter(|line| line.contains("\"/../")).map(|_| "/.."));
            }
        }
        Some("md") => {
            let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            named.extend(links.filter(|link| !link.contains("://") && !link.starts_with('#')));
        }
        _ => {}
    }
    let is_missing = |to: &&str| resolve(file, to).is_none_or(|path| !packed.contains(&path));
    named.into_iter().filter(is_missing).map(ToOwned::to_owned).collect()
}

#[test]
fn what_a_packed_file_names_is_packed() {
    for package in PACKAGES {
        let packed = packed(package);
        for name in ["Cargo.toml", "README.md", "LICENSE-APACHE", "LICENSE-MIT", "src/lib.rs"] {
            assert!(packed.contains(Path::new(name)), "{package} has no {name}");
        }
        for file in &packed {
            let path = root().join("crates").join(package).join(file);
            let text = fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let faults = faults(file, &text, &packed);
            assert!(faults.is_empty(), "{package}: {} names {faults:?}", file.display());
        }
    }
}

#[test]
fn what_leads_out_of_a_package_is_found() {
    let packed = BTreeSet::from(["src/lib.rs", "README.md"].map(PathBuf::from));
    let faults = |file: &str, text: &str| faults(Path::new(file), text, &packed);
    assert!(faults("src/lib.rs", r#"include_str!("../README.md")"#).is_empty());
    assert!(faults("README.md", "[a](src/lib.rs) [b](#b) [c](https://example.invalid)").is_empty());
    for text in [
        r#"include_str!("../../README.md")"#,
        r#"include_str!("../../../../README.md")"#,
        r#"include_bytes!("other")"#,
        r#"concat!(env!("CARGO_MANIFEST_DIR"), "/../tests")"#,
        "use partner_emulator::Emulator;",
    ] {
        assert_eq!(faults("src/lib.rs", text).len(), 1, "{text}");
    }
    assert_eq!(faults("README.md", "[a](../../schemas)"), ["../../schemas"]);
}

/// The example of the repository's README is that of the package, which is a doctest.
#[test]
fn the_readme_has_the_tested_example() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect("the page can be read");
    let (page, tested) = (read("README.md"), read("crates/partner-models/README.md"));
    let blocks: Vec<_> =
        page.split("```rust\n").skip(1).filter_map(|it| it.split("```").next()).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        assert!(tested.contains(block), "this is not tested:\n{block}");
    }
}
